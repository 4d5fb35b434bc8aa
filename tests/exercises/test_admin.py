from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from exercises.models import (
    BodyPart,
    CatalogueState,
    Equipment,
    Exercise,
    Faq,
    Muscle,
    Picture,
    RelatedExercise,
    SlugRedirect,
    Tip,
    Variation,
)
from exercises.pictures import store_picture
from tests.factories import make_exercise, make_user, make_variation
from tests.forms import Fields, admin_address, filled, post
from tests.photos import photo

pytestmark = pytest.mark.django_db

MODELS = [BodyPart, Muscle, Equipment, Exercise, Variation, Picture, SlugRedirect]
NOT_FOUND_YET = "guide:no-such-guide"


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


def make_catalogue() -> dict[type[Model], Any]:
    exercise = make_exercise()
    redirect = SlugRedirect(exercise_slug=f"old-{exercise.slug}", exercise=exercise)
    redirect.save()
    variation = make_variation(exercise=exercise, equipment=("barbell", "bench"))
    Tip.objects.create(exercise=exercise, text="Pad the bar.")
    Faq.objects.create(exercise=exercise, question="Every day?", answer="No.")
    RelatedExercise.objects.create(exercise=exercise, related=make_exercise())
    make_variation(exercise=exercise)
    store_picture(photo(size=(200, 200)), exercise=exercise, alt="The top position.")
    return {
        Exercise: exercise,
        Variation: variation,
        BodyPart: exercise.body_part,
        Muscle: Muscle.objects.first(),
        Equipment: Equipment.objects.first(),
        Picture: store_picture(photo(size=(200, 200)), variation=variation, alt="The start."),
        SlugRedirect: redirect,
    }


def test_every_page_opens_for_staff_and_sends_a_stranger_to_sign_in(client: Client) -> None:
    catalogue = make_catalogue()
    pages = [
        url
        for model in MODELS
        for url in (
            admin_address(model, "changelist") + "?q=hip",
            admin_address(model, "add"),
            admin_address(model, "change", catalogue[model].pk),
            admin_address(model, "delete", catalogue[model].pk),
        )
    ]
    for user in (None, make_user()):
        if user:
            client.force_login(user)
        for url in pages:
            response = client.get(url)
            assert response.status_code == 302, url
            assert response["Location"].startswith(reverse("admin:login")), url
    client.force_login(make_user(is_staff=True, is_superuser=True))
    for url in pages:
        assert client.get(url).status_code == 200, url


@pytest.mark.parametrize("model", MODELS)
def test_an_untouched_form_saves_and_changes_nothing(model: type[Model], staff: Client) -> None:
    row = make_catalogue()[model]
    kept = {f.attname: getattr(row, f.attname) for f in row._meta.fields if f.name != "updated_at"}
    assert post(staff, admin_address(model, "change", row.pk)) == ""
    row.refresh_from_db()
    assert {name: getattr(row, name) for name in kept} == kept


@pytest.mark.parametrize("model", MODELS)
def test_a_change_list_costs_the_same_however_long(model: type[Model], staff: Client) -> None:
    counts = []
    for more in (2, 10):
        for _ in range(more):
            make_catalogue()
        with CaptureQueriesContext(connection) as queries:
            page = staff.get(admin_address(model, "changelist")).content.decode()
        counts.append(len(queries))
        assert page.count("action-select") >= len(counts) * 2
    assert counts[0] == counts[1]


def test_the_order_of_tips_is_saved(staff: Client) -> None:
    exercise = make_exercise()
    for order, text in enumerate(["First.", "Second.", "Third."], 1):
        Tip.objects.create(exercise=exercise, order=order, text=text)
    new_order = {"tips-0-order": "3", "tips-1-order": "1", "tips-2-order": "2"}
    assert post(staff, admin_address(Exercise, "change", exercise.pk), **new_order) == ""
    assert [tip.text for tip in exercise.tips.all()] == ["Second.", "Third.", "First."]


def test_a_new_tip_goes_to_the_end(staff: Client) -> None:
    exercise = make_exercise()
    Tip.objects.create(exercise=exercise, order=4, text="First.")
    new = {"tips-TOTAL_FORMS": "3", "tips-1-text": "Second.", "tips-2-text": "Third."}
    assert post(staff, admin_address(Exercise, "change", exercise.pk), **new) == ""
    assert [tip.text for tip in exercise.tips.all()] == ["First.", "Second.", "Third."]


def test_the_order_of_variations_is_saved_on_the_guide(staff: Client) -> None:
    exercise = make_exercise()
    easy, hard = (make_variation(exercise=exercise, order=order) for order in (1, 2))
    new_order = {"variations-0-order": "2", "variations-1-order": "1"}
    assert post(staff, admin_address(Exercise, "change", exercise.pk), **new_order) == ""
    assert list(exercise.variations.all()) == [hard, easy]


def test_muscles_stand_by_role_and_are_ordered_within_it(staff: Client) -> None:
    exercise = make_exercise(
        primary=("gluteus-maximus", "gluteus-medius"), secondary=("hamstrings", "adductors")
    )
    html = staff.get(admin_address(Exercise, "change", exercise.pk)).content.decode()
    listed = [html.index(f'<option value="{m.pk}" selected') for m in exercise.primary_muscles]
    assert max(listed) < html.index(f'<option value="{exercise.secondary_muscles[0].pk}" selected')


def test_dragging_a_body_part_changes_its_order_and_the_catalogue(staff: Client) -> None:
    first, second = BodyPart.objects.all()[:2]
    version = CatalogueState.objects.get().version
    response = staff.post(
        reverse("admin:exercises_bodypart_sortable_update"),
        {"updatedItems": [[second.pk, first.order], [first.pk, second.order]]},
        content_type="application/json",
    )
    assert response.status_code == 200
    assert list(BodyPart.objects.all()[:2]) == [second, first]
    assert CatalogueState.objects.get().version == version + 1


def test_a_form_with_its_inlines_is_one_change_of_the_catalogue(staff: Client) -> None:
    exercise = make_exercise()
    version = CatalogueState.objects.get().version
    new = {"tips-TOTAL_FORMS": "2", "tips-0-text": "One.", "tips-1-text": "Two."}
    assert post(staff, admin_address(Exercise, "change", exercise.pk), **new) == ""
    assert CatalogueState.objects.get().version == version + 1


def test_a_list_is_typed_one_entry_a_line(staff: Client) -> None:
    variation = make_variation(steps=["One.", "Two."])
    url = admin_address(Variation, "change", variation.pk)
    assert filled(staff, url)["steps"] == "One.\nTwo."
    assert post(staff, url, steps="  Sit.\r\n\r\nDrive up.  \r\n") == ""
    variation.refresh_from_db()
    assert variation.steps == ["Sit.", "Drive up."]


def test_a_refused_list_keeps_what_was_typed(staff: Client) -> None:
    variation = make_variation(steps=["One."])
    url = admin_address(Variation, "change", variation.pk)
    page = post(staff, url, steps="Sit.\r\nDrive <b>up</b>.")
    assert "without HTML" in page
    assert Fields(page).values["steps"] == "Sit.\r\nDrive <b>up</b>."
    variation.refresh_from_db()
    assert variation.steps == ["One."]


@pytest.mark.parametrize("field", ["what_is", "tips-0-text", "faqs-0-answer"])
def test_a_link_that_leads_nowhere_is_refused(field: str, staff: Client) -> None:
    exercise = make_exercise()
    Tip.objects.create(exercise=exercise, text="A tip.")
    Faq.objects.create(exercise=exercise, question="Why?", answer="Because.")
    url = admin_address(Exercise, "change", exercise.pk)
    page = post(staff, url, **{field: f"See [this]({NOT_FOUND_YET})."})
    assert f"“{NOT_FOUND_YET}” leads nowhere" in page
    assert Fields(page).values[field] == f"See [this]({NOT_FOUND_YET})."
    assert post(staff, url, **{field: f"See [this](guide:{make_exercise().slug})."}) == ""


def test_a_variation_has_at_most_one_stepped_piece(staff: Client) -> None:
    variation = make_variation(equipment=("barbell", "bench"))
    dumbbell = Equipment.objects.get(slug="dumbbell")
    url = admin_address(Variation, "change", variation.pk)
    new = {
        "variation_equipment-TOTAL_FORMS": "3",
        "variation_equipment-2-equipment": str(dumbbell.pk),
    }
    page = post(staff, url, **new)
    assert "Barbell and Dumbbell each have a load step" in page
    assert variation.equipment.count() == 2
    values = filled(staff, url)
    barbell = str(Equipment.objects.get(slug="barbell").pk)
    row = next(name for name in values if name.endswith("-equipment") and values[name] == barbell)
    assert post(staff, url, **new, **{row.replace("-equipment", "-DELETE"): "on"}) == ""
    assert {piece.slug for piece in variation.equipment.all()} == {"bench", "dumbbell"}


def test_a_piece_gets_no_step_where_a_variation_would_have_two(staff: Client) -> None:
    variation = make_variation(equipment=("barbell", "bench"))
    bench = Equipment.objects.get(slug="bench")
    url = admin_address(Equipment, "change", bench.pk)
    page = post(staff, url, load_step_kg="5", load_step_lb="10")
    assert f"need another piece with a load step: {variation.name}." in page
    bench.refresh_from_db()
    assert bench.load_step_kg is None
    box = Equipment.objects.get(slug="box")
    steps = {"load_step_kg": "5", "load_step_lb": "10"}
    assert post(staff, admin_address(Equipment, "change", box.pk), **steps) == ""


@pytest.mark.parametrize(("words", "slug"), [("padded", "padded"), ("booty", "glute-raise")])
def test_guides_are_found_by_name_and_alias(words: str, slug: str, staff: Client) -> None:
    make_exercise(name="Padded Thrusts", slug="padded")
    make_exercise(name="Other", slug="glute-raise", aliases=["Booty lift"])
    found = staff.get(admin_address(Exercise, "changelist"), {"q": words}).context["cl"].result_list
    assert [exercise.slug for exercise in found] == [slug]


def test_a_guide_related_to_itself_is_refused_beside_the_field(staff: Client) -> None:
    guide = make_exercise()
    RelatedExercise.objects.create(exercise=guide, related=make_exercise())
    address = admin_address(Exercise, "change", guide.pk)
    page = post(staff, address, **{"related_links-0-related": guide.pk})
    assert "A guide cannot be related to itself." in page
    assert guide.related_links.get().related != guide
