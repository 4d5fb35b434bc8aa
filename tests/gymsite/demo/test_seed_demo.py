from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db.models import F, Model
from django.test import Client
from django.utils import timezone

from exercises.models import Faq
from gymsite.demo.people import PEOPLE
from gymsite.demo.workouts import WEEKS
from members import models
from members.models import (
    Gym,
    ItemState,
    Member,
    PlanItem,
    ReadinessCheck,
    SavedExercise,
    SetEntry,
    User,
    Workout,
    WorkoutItem,
)
from members.units import in_unit, step_of
from tests.factories import make_user
from trainers.models import (
    Assignment,
    PublishedAnswer,
    Question,
    Trainer,
)

pytestmark = pytest.mark.django_db
MADE: tuple[type[Model], ...] = (
    models.Gym,
    models.GymHours,
    models.GymClosure,
    models.User,
    models.Member,
    models.ReadinessCheck,
    models.Plan,
    models.PlanDay,
    models.PlanItem,
    models.SavedExercise,
    models.Workout,
    models.WorkoutItem,
    models.SetEntry,
    *apps.get_app_config("trainers").get_models(include_auto_created=True),
    Faq,
)


def accounts(path: Path) -> list[list[str]]:
    return [line.split() for line in path.read_text().splitlines()]


def rows() -> Iterator[Model]:
    for model in MADE:
        yield from model._default_manager.all()


def contents() -> list[Any]:
    return [list(model._default_manager.order_by("pk").values()) for model in MADE]


def member(mailbox: str) -> Member:
    return Member.objects.get(user__email__startswith=f"{mailbox}@")


# Sign-ins


def test_every_line_names_role_mail_and_a_password_that_works(sign_ins: Path) -> None:
    call_command("seed_demo")
    assert len(accounts(sign_ins)) == User.objects.count() == len(PEOPLE)
    for role, email, password in accounts(sign_ins):
        user = authenticate(email=email, password=password)
        assert isinstance(user, User)
        assert user.is_staff is (role == "editor")
        assert Trainer.objects.filter(user=user).exists() is (role == "trainer")
        assert user.second_factor_waived
        assert user.name.startswith("Demo ")
        assert email.endswith("@demo.gymsite.example")


def test_a_demo_sign_in_opens_the_staff_pages_at_once(sign_ins: Path, client: Client) -> None:
    call_command("seed_demo")
    email, password = next(rest for role, *rest in accounts(sign_ins) if role == "editor")
    answer = client.post("/accounts/login/", {"login": email, "password": password})
    assert answer["Location"] == "/me/"
    assert client.get("/admin/").status_code == 200


def test_only_its_owner_may_read_the_sign_ins(sign_ins: Path) -> None:
    call_command("seed_demo")
    assert oct(sign_ins.stat().st_mode & 0o777) == "0o600"


def test_a_second_time_changes_nothing(sign_ins: Path, seeded: None) -> None:
    before = sign_ins.read_text(), contents()
    call_command("seed_demo")
    assert (sign_ins.read_text(), contents()) == before


def test_passwords_are_made_for_each_database(sign_ins: Path) -> None:
    call_command("seed_demo")
    first = accounts(sign_ins)
    User.objects.all().delete()
    call_command("seed_demo")
    assert len(accounts(sign_ins)) == len(first)
    for role, email, password in accounts(sign_ins):
        assert [role, email, password] not in first
        assert authenticate(email=email, password=password)


def test_a_person_who_is_missing_comes_back_and_the_others_stay(seeded: None) -> None:
    ben = list(member("ben").workouts.values_list("pk", flat=True))
    mia = set(SetEntry.objects.filter(item__workout__member=member("mia")).values_list())
    User.objects.get(email__startswith="mia@").delete()
    call_command("seed_demo")
    assert list(member("ben").workouts.values_list("pk", flat=True)) == ben
    assert set(SetEntry.objects.filter(item__workout__member=member("mia")).values_list()) == mia


def test_a_real_person_stops_it(sign_ins: Path) -> None:
    person = make_user()
    with pytest.raises(CommandError, match="not a demo one"):
        call_command("seed_demo")
    assert list(User.objects.all()) == [person]
    assert not Gym.objects.exists()
    assert not sign_ins.exists()


def test_without_the_guides_there_are_people_without_a_history() -> None:
    call_command("seed_demo")
    assert User.objects.count() == len(PEOPLE)
    assert not Workout.objects.exists()
    assert not PlanItem.objects.exists()


# What was made


def test_every_row_is_valid(seeded: None) -> None:
    checked = 0
    for row in rows():
        empty = [field.name for field in row._meta.fields if getattr(row, field.attname) is None]
        row.clean_fields(exclude=empty)
        row.clean()
        checked += 1
    assert checked > 2_000


def test_two_gyms_in_different_zones_with_hours_and_a_closure(seeded: None) -> None:
    gyms = Gym.objects.all()
    assert len({gym.timezone for gym in gyms}) == len(gyms) == 2
    for gym in gyms:
        assert {hours.weekday for hours in gym.hours.all()} == {*range(7)}
        assert gym.closures.get().date > timezone.localdate()


def test_loads_are_multiples_of_the_step_in_the_member_s_unit(seeded: None) -> None:
    loaded = SetEntry.objects.filter(load_kg__isnull=False).select_related(
        "item__variation", "item__workout__member"
    )
    assert {one.item.workout.member.unit for one in loaded} == {"kg", "lb"}
    for one in loaded:
        unit = one.item.workout.member.unit
        step = step_of(one.item.variation, unit)
        assert step, one.item.variation
        assert one.load_kg is not None
        assert in_unit(one.load_kg, unit) % step == 0, (one.item, one.load_kg)


def test_working_sets_stay_within_their_range(seeded: None) -> None:
    working = SetEntry.objects.filter(kind="working", item__reps_min__isnull=False)
    assert working.count() > 1_000
    assert not working.exclude(
        reps__gte=F("item__reps_min"), reps__lte=F("item__reps_max")
    ).exists()


def test_a_load_rises_only_after_every_set_reached_the_top(seeded: None) -> None:
    rises = 0
    for planned in PlanItem.objects.filter(load_kg__isnull=False).select_related("variation"):
        items = planned.workout_items.filter(
            variation=planned.variation, state=ItemState.DONE
        ).order_by("workout__started_at")
        help_given = planned.variation.measure == "assisted_reps"
        for before, after in zip(items, list(items)[1:], strict=False):
            assert before.load_kg is not None
            assert after.load_kg is not None
            done = before.entries.filter(kind="working")
            if before.load_kg == after.load_kg:
                continue
            rises += 1
            assert (after.load_kg < before.load_kg) is help_given
            assert all(one.reps == before.reps_max for one in done)
            assert all(
                before.target_rir is None or (one.rir or 0) >= before.target_rir for one in done
            )
    assert rises > 20


def test_the_plan_names_the_load_of_the_last_workout(seeded: None) -> None:
    for planned in PlanItem.objects.filter(load_kg__isnull=False):
        last = planned.workout_items.filter(swapped_from=None).latest("workout__started_at")
        if last.state == ItemState.DONE:
            assert last.load_kg == planned.load_kg


def test_twelve_weeks_up_to_yesterday(seeded: None) -> None:
    today = timezone.localdate()
    first = Workout.objects.earliest("started_at").started_at.date()
    assert timedelta(weeks=WEEKS) <= today - first <= timedelta(weeks=WEEKS + 1)
    for one in Workout.objects.select_related("member__home_gym"):
        assert one.finished_at is not None
        assert one.started_at.astimezone(one.member.zone).date() < today
        assert timedelta(minutes=5) < one.finished_at - one.started_at < timedelta(hours=2)
    outside = SetEntry.objects.exclude(
        done_at__gte=F("item__workout__started_at"), done_at__lte=F("item__workout__finished_at")
    )
    assert not outside.exists()


def weeks_trained(mailbox: str) -> set[int]:
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    dates = member(mailbox).workouts.values_list("started_at", flat=True)
    return {WEEKS - (monday - at.date() + timedelta(days=6)).days // 7 for at in dates}


def test_mia_missed_a_week_swapped_once_and_trained_once_without_a_plan(seeded: None) -> None:
    mia = member("mia")
    assert {*range(WEEKS)} - weeks_trained("mia") == {5}
    (swapped,) = WorkoutItem.objects.filter(workout__member=mia, swapped_from__isnull=False)
    assert swapped.plan_item is not None
    assert swapped.swapped_from == swapped.plan_item.variation != swapped.variation
    assert mia.workouts.filter(plan_day=None).count() == 1
    assert SetEntry.objects.filter(item__workout__member=mia, kind="warm_up").exists()


def test_days_of_a_plan_follow_one_another(seeded: None) -> None:
    done = member("ben").workouts.exclude(plan_day=None).order_by("started_at")
    orders = [one.plan_day.order for one in done if one.plan_day]
    assert orders == [place % 4 for place in range(len(orders))]


def test_ben_s_bench_press_stands_still_and_his_squat_does_not(seeded: None) -> None:
    def loads(variation: str) -> list[Decimal | None]:
        items = WorkoutItem.objects.filter(
            workout__member=member("ben"), variation__name=variation, state=ItemState.DONE
        )
        return [one.load_kg for one in items.order_by("workout__started_at")]

    bench = loads("Barbell bench press")
    assert len(set(bench[len(bench) // 3 :])) <= 2
    squat = loads("Barbell back squat")
    assert squat[-1] is not None
    assert squat[0] is not None
    assert squat[-1] > squat[0]


def test_priya_trains_with_nothing_but_herself(seeded: None) -> None:
    sets = SetEntry.objects.filter(item__workout__member=member("priya"))
    assert sets.count() > 100
    assert not sets.filter(load_kg__isnull=False).exists()


def test_nora_is_brand_new(seeded: None) -> None:
    nora = member("nora")
    assert not nora.may_keep_health_data
    for related in (nora.workouts, nora.plans, nora.saved_exercises, nora.readiness_checks):
        assert not related.exists()


def test_the_others_have_a_plan_leave_an_outcome_and_something_saved(seeded: None) -> None:
    for one in PEOPLE:
        if one.plan is None:
            continue
        made = member(one.mailbox)
        assert made.may_keep_health_data
        assert made.plans.get(active=True).name == one.plan.name
        assert made.readiness_checks.get().is_current
        assert made.saved_exercises.exists()
    assert set(ReadinessCheck.objects.values_list("outcome", flat=True)) == {
        "clear",
        "professional",
    }
    assert SavedExercise.objects.filter(variation__isnull=True).exists()


def test_an_older_demo_gets_what_is_missing_and_keeps_the_rest(seeded: None) -> None:
    trainers = User.objects.filter(trainer__isnull=False)
    sets = set(SetEntry.objects.values_list("pk", "load_kg", "reps"))
    counts = {model: model._default_manager.count() for model in MADE}
    Question.objects.all().delete()
    trainers.delete()
    PublishedAnswer.objects.all().delete()
    Faq.objects.filter(question="When should I add weight to pull-ups?").delete()
    Assignment.objects.all().delete()
    PlanItem.objects.update(assigned_by=None)
    call_command("seed_demo")
    assert {model: model._default_manager.count() for model in MADE} == counts
    assert set(SetEntry.objects.values_list("pk", "load_kg", "reps")) == sets
    assert PlanItem.objects.filter(assigned_by__isnull=False).count() == 2
