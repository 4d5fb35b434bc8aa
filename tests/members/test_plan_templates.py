from collections import Counter
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from django.test import Client

from exercises.guide_files.reading import CONTENT
from exercises.models import Status
from members.models import Goal, Plan, PlanItem
from members.plan_templates import (
    PlanTemplate,
    TemplateItem,
    plan_templates,
    template_fitted,
    template_named,
)
from members.targets import measured_fields
from tests.factories import make_exercise, make_user, make_variation

TEMPLATES = plan_templates()
WANTED = {
    "full-body-three-days": (3, 3),
    "upper-lower-four-days": (4, 4),
    "push-pull-legs": (3, 3),
    "glutes-twice-a-week": (2, 2),
    "home-no-equipment": (2, 3),
}


def shipped() -> dict[tuple[str, str], dict[str, Any]]:
    guides = [yaml.safe_load(file.read_text("utf-8")) for file in CONTENT.glob("*.yaml")]
    return {(guide["slug"], one["slug"]): one for guide in guides for one in guide["variations"]}


SHIPPED = shipped()
ITEMS = [pytest.param(one, id=one.name) for each in TEMPLATES for one in each.items()]


def test_these_ship() -> None:
    found = {each.slug: (len(each.days), each.sessions_per_week) for each in TEMPLATES}
    assert found == WANTED


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.slug)
def test_a_template_says_what_it_is_in_words_that_fit(template: PlanTemplate) -> None:
    Plan(
        name=template.name,
        goal=template.goal,
        sessions_per_week=template.sessions_per_week,
        template=template.slug,
    ).clean_fields(exclude=["member"])
    assert template.goal in Goal.values
    assert template.for_whom.endswith(".")
    assert "\n" not in template.for_whom
    assert 20 < len(template.for_whom) < 120
    names = [day.name for day in template.days]
    assert len(set(names)) == len(names)
    for day in template.days:
        addresses = Counter((item.exercise, item.slug) for item in day.items)
        assert set(addresses.values()) == {1}


@pytest.mark.parametrize("item", ITEMS)
def test_an_item_names_a_shipped_variation_and_has_the_targets_of_its_measure(
    item: TemplateItem,
) -> None:
    variation = SHIPPED[item.exercise, item.slug]
    filled = {name for name, value in item.targets.items() if value is not None}
    measured = set(measured_fields(variation["measure"]))
    assert filled - {"sets", "rest_seconds", "superset"} == measured - {"load_kg"}
    PlanItem(**item.targets).clean_fields(exclude=["day", "variation"])
    assert (item.targets["reps_min"] or 0) <= (item.targets["reps_max"] or 0)
    assert 30 <= item.targets["rest_seconds"] <= 180


def test_the_plan_for_home_needs_no_equipment() -> None:
    home = template_named("home-no-equipment")
    assert home
    assert not [one for one in home.items() if SHIPPED[one.exercise, one.slug]["equipment"]]


@pytest.fixture
def home() -> PlanTemplate:
    return next(one for one in TEMPLATES if one.slug == "home-no-equipment")


@pytest.mark.django_db
@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.slug)
def test_a_site_with_the_shipped_guides_has_all_of_it(
    client: Client, template: PlanTemplate
) -> None:
    call_command("load_guides", verbosity=0)
    alice = make_user()
    client.force_login(alice)
    address = f"/me/plan/new/{template.slug}/"
    page = client.get(address).content.decode()
    assert "stands in" not in page
    assert "left out" not in page
    answer = client.post(address)
    plan = Plan.objects.get(member=alice.member)
    assert answer["Location"] == plan.get_absolute_url()
    assert plan.active
    assert plan.template == template.slug
    found = [
        [(item.variation.exercise.slug, item.variation.slug) for item in day.items.all()]
        for day in plan.days.all()
    ]
    assert found == [[(item.exercise, item.slug) for item in day.items] for day in template.days]
    first = PlanItem.objects.filter(day__plan=plan).order_by("day__order", "order").first()
    assert first
    assert first.reps_min == next(template.items()).targets["reps_min"]


@pytest.mark.django_db
def test_an_empty_catalogue_leaves_everything_out_and_says_so(
    client: Client, home: PlanTemplate
) -> None:
    client.force_login(make_user())
    assert client.get("/me/plan/").status_code == 200
    page = client.get("/me/plan/new/home-no-equipment/").content.decode()
    assert "Bodyweight (squats) was left out: it is not in our guides." in page
    answer = client.post("/me/plan/new/home-no-equipment/", follow=True)
    assert answer.status_code == 200
    plan = Plan.objects.get()
    assert [day.name for day in plan.days.all()] == ["Day A", "Day B"]
    assert not PlanItem.objects.exists()


@pytest.mark.django_db
def test_what_is_not_public_is_replaced_by_an_alternative_not_yet_in_the_day(
    home: PlanTemplate,
) -> None:
    squats = make_exercise(slug="squats", body_part="legs", primary=("quadriceps",))
    gone = make_variation(
        exercise=squats, slug="bodyweight", name="Bodyweight squat", status=Status.RETIRED
    )
    stays = make_variation(exercise=squats, slug="goblet", name="Goblet squat", measure="reps")
    fitted = template_fitted(home)
    place = fitted.days[0][1][0]
    assert place.item.variation == stays
    assert place.instead_of == gone.name
    assert (place.item.reps_min, place.item.reps_max, place.item.load_kg) == (12, 20, None)
    assert "Goblet squat stands in for Bodyweight squat." in fitted.remarks()


@pytest.mark.django_db
def test_an_alternative_with_another_measure_gets_targets_of_its_own(home: PlanTemplate) -> None:
    squats = make_exercise(slug="squats", body_part="legs", primary=("quadriceps",))
    make_variation(exercise=squats, slug="bodyweight", status=Status.RETIRED)
    make_variation(exercise=squats, slug="wall-sit", measure="duration")
    item = template_fitted(home).days[0][1][0].item
    assert (item.reps_min, item.target_rir, item.seconds) == (None, None, 30)


@pytest.mark.django_db
def test_an_alternative_that_the_day_already_holds_is_no_alternative(home: PlanTemplate) -> None:
    make_variation(exercise=make_exercise(slug="squats"), slug="bodyweight", status=Status.RETIRED)
    bridge = make_variation(exercise=make_exercise(slug="glute-bridges"), slug="single-leg")
    fitted = template_fitted(home)
    assert [place.item.variation for place in fitted.days[0][1]] == [bridge]
    assert "Bodyweight (squats)" in fitted.left_out


@pytest.mark.django_db
def test_without_an_alternative_it_is_left_out(home: PlanTemplate) -> None:
    make_variation(exercise=make_exercise(slug="squats"), slug="bodyweight", status=Status.RETIRED)
    fitted = template_fitted(home)
    assert fitted.days[0][1] == []
    assert "Bodyweight (squats)" in fitted.left_out


@pytest.mark.django_db
def test_a_renamed_variation_is_found_at_its_old_address(home: PlanTemplate) -> None:
    variation = make_variation(
        exercise=make_exercise(slug="squats"), slug="bodyweight", measure="reps"
    )
    variation.slug = "air"
    variation.save()
    assert template_fitted(home).days[0][1][0].item.variation == variation


@pytest.mark.django_db
def test_an_unknown_template_is_not_found(client: Client) -> None:
    client.force_login(make_user())
    assert client.get("/me/plan/new/nothing/").status_code == 404
    assert client.post("/me/plan/new/nothing/").status_code == 404
