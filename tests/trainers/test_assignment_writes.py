"""What is given is a copy: by name and by behaviour."""

from uuid import UUID, uuid4

import pytest

from members.models import Notice, Plan, PlanDay, PlanItem, User
from members.workouts import workout_start
from tests.factories import (
    make_assignment,
    make_assignment_set,
    make_client,
    make_gym,
    make_plan,
    make_plan_day,
    make_plan_item,
    make_question,
    make_trainer,
    make_user,
    make_variation,
)
from tests.members.plan_forms import items_of
from trainers.assignments import (
    NotAllowed,
    Recipient,
    assignment_change,
    assignment_decline,
    assignment_take,
    assignment_withdraw,
    assignments_give,
    assignments_seen,
    item_standing,
)
from trainers.models import Assignment, AssignmentSet, Trainer

pytestmark = pytest.mark.django_db
OTHER = {"sets": 4, "reps_min": 6, "reps_max": 6}


@pytest.fixture
def trainer() -> Trainer:
    return make_trainer()


@pytest.fixture
def alice() -> User:
    return make_user(name="Alice")


@pytest.fixture
def day(alice: User) -> PlanDay:
    return make_plan_day(plan=make_plan(user=alice))


def give(
    trainer: Trainer, made: AssignmentSet, *recipients: Recipient, sending: UUID | None = None
) -> list[Assignment]:
    return assignments_give(
        trainer=trainer, assignment_set=made, recipients=recipients, sending=sending or uuid4()
    )


def targets_of(thing: Assignment | PlanItem) -> tuple[int, int | None, int | None]:
    return thing.sets, thing.reps_min, thing.reps_max


# Giving


def test_with_leave_it_goes_into_the_day_and_without_it_is_offered(
    trainer: Trainer, alice: User, day: PlanDay
) -> None:
    ben = make_user()
    bens_day = make_plan_day(plan=make_plan(user=ben))
    make_client(trainer=trainer, user=alice, may_edit_plan=True)
    make_client(trainer=trainer, user=ben)
    made = make_assignment_set(trainer=trainer, name="Hips")
    given = give(trainer, made, Recipient(alice.member, day), Recipient(ben.member, bens_day))
    assert [one.state for one in given] == ["in_plan", "in_plan", "offered", "offered"]
    assert items_of(day) == [item.variation.name for item in made.items.all()]
    assert {item.assigned_by for item in day.items.all()} == {trainer.user}
    assert items_of(bens_day) == []
    assert Notice.objects.filter(kind="assignment_given").count() == 2


def test_with_leave_and_without_a_day_it_is_an_offer(trainer: Trainer, alice: User) -> None:
    make_client(trainer=trainer, user=alice, may_edit_plan=True)
    made = make_assignment_set(trainer=trainer)
    assert {one.state for one in give(trainer, made, Recipient(alice.member))} == {"offered"}


@pytest.mark.parametrize("gone", ["day", "plan", "not theirs"])
def test_a_day_that_is_gone_or_not_theirs_makes_an_offer(
    trainer: Trainer, alice: User, day: PlanDay, gone: str
) -> None:
    make_client(trainer=trainer, user=alice, may_edit_plan=True)
    if gone == "not theirs":
        day = make_plan_day(plan=make_plan(user=make_user()))
    else:
        (PlanDay.objects.get(pk=day.pk) if gone == "day" else day.plan).remove()
    given = give(trainer, make_assignment_set(trainer=trainer), Recipient(alice.member, day))
    assert {one.state for one in given} == {"offered"}
    assert not PlanItem.everything.exists()


def test_the_same_sending_gives_nothing_twice(trainer: Trainer, alice: User) -> None:
    made = make_assignment_set(trainer=trainer, name="Hips")
    sending = uuid4()
    assert len(give(trainer, made, Recipient(alice.member), sending=sending)) == 2
    assert give(trainer, made, Recipient(alice.member), sending=sending) == []
    assert len(give(trainer, made, Recipient(alice.member))) == 2
    assert Assignment.objects.count() == 4


def test_a_draft_goes_when_sent_and_a_template_is_for_everybody_again(
    trainer: Trainer, alice: User
) -> None:
    client = make_client(trainer=trainer, user=alice)
    draft = make_assignment_set(trainer=trainer, client=client)
    template = make_assignment_set(trainer=trainer, name="Hips", client=client)
    for made in (draft, template):
        give(trainer, made, Recipient(alice.member))
    assert [(one.name, one.client) for one in AssignmentSet.objects.all()] == [("Hips", None)]
    assert Assignment.objects.count() == 4


def test_later_edits_of_the_template_touch_nothing_that_was_given(
    trainer: Trainer, alice: User, day: PlanDay
) -> None:
    make_client(trainer=trainer, user=alice, may_edit_plan=True)
    made = make_assignment_set(trainer=trainer, variations=1, name="Hips")
    [given] = give(trainer, made, Recipient(alice.member, day))
    made.items.update(sets=9, variation=make_variation())
    made.items.all().delete()
    given.refresh_from_db()
    item = day.items.get()
    assert targets_of(given) == targets_of(item) == (3, 12, 12)
    assert item.variation == given.variation


# Taking


def test_taken_twice_it_is_there_once(trainer: Trainer, alice: User, day: PlanDay) -> None:
    given = make_assignment(trainer=trainer, user=alice, note="Slow", load_kg=20)
    first = assignment_take(assignment=given, day=day)
    assert assignment_take(assignment=given, day=day) == first
    item = day.items.get()
    assert (item.note, item.load_kg, item.assigned_by) == ("Slow", 20, trainer.user)
    assert targets_of(item) == (3, 12, 12)
    assert given.taken_at


def test_it_takes_the_place_of_the_same_variation_in_the_day(
    trainer: Trainer, alice: User, day: PlanDay
) -> None:
    first, second = make_plan_item(day=day), make_plan_item(day=day)
    given = make_assignment(trainer=trainer, user=alice, variation=first.variation)
    item = assignment_take(assignment=given, day=day)
    assert list(day.items.all()) == [item, second]
    assert PlanItem.everything.get(pk=first.pk).deleted_at


def test_without_a_plan_two_offers_make_one(trainer: Trainer, alice: User) -> None:
    for _ in range(2):
        assignment_take(assignment=make_assignment(trainer=trainer, user=alice), day=None)
    [day] = Plan.objects.get(member=alice.member).days.all()
    assert day.items.count() == 2


def test_a_new_day_is_made_once(trainer: Trainer, alice: User, day: PlanDay) -> None:
    given = make_assignment(trainer=trainer, user=alice)
    for _ in range(2):
        assignment_take(assignment=given, day=None, plan=day.plan)
    assert day.plan.days.count() == 2


def test_a_day_that_is_gone_is_refused(trainer: Trainer, alice: User, day: PlanDay) -> None:
    given = make_assignment(trainer=trainer, user=alice)
    foreign = make_plan_day(plan=make_plan(user=make_user()))
    day.remove()
    for wrong in (day, foreign):
        with pytest.raises(PlanDay.DoesNotExist):
            assignment_take(assignment=given, day=wrong)
    given.refresh_from_db()
    assert given.state == "offered"


def test_the_members_own_changes_never_come_back(
    trainer: Trainer, alice: User, day: PlanDay
) -> None:
    given = make_assignment(trainer=trainer, user=alice)
    item = assignment_take(assignment=given, day=day)
    PlanItem.objects.filter(pk=item.pk).update(sets=7)
    assignment_take(assignment=given, day=day)
    assert day.items.get().sets == 7
    given.refresh_from_db()
    assert given.sets == 3


# Declining


def test_what_was_declined_may_be_taken_after_all(
    trainer: Trainer, alice: User, day: PlanDay
) -> None:
    given = make_assignment(trainer=trainer, user=alice)
    assignment_decline(assignment=given)
    assignment_decline(assignment=given)
    assert given.state == "declined"
    assignment_take(assignment=given, day=day)
    assert given.state == "in_plan"
    with pytest.raises(NotAllowed):
        assignment_decline(assignment=given)


def test_what_has_left_the_plan_may_be_taken_again(
    trainer: Trainer, alice: User, day: PlanDay
) -> None:
    given = make_assignment(trainer=trainer, user=alice)
    assignment_take(assignment=given, day=day).remove()
    assignment_take(assignment=given, day=day)
    assert day.items.count() == 1


# Taking back


def test_an_offer_that_nobody_saw_goes_without_a_trace(trainer: Trainer, alice: User) -> None:
    assignment_withdraw(assignment=make_assignment(trainer=trainer, user=alice))
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("declined", [False, True])
def test_one_that_was_seen_stays_as_taken_back(
    trainer: Trainer, alice: User, day: PlanDay, declined: bool
) -> None:
    given = make_assignment(trainer=trainer, user=alice)
    assignments_seen([given])
    if declined:
        assignment_decline(assignment=given)
    assignment_withdraw(assignment=given)
    given.refresh_from_db()
    assert given.state == "withdrawn"
    with pytest.raises(NotAllowed):
        assignment_take(assignment=given, day=day)
    assignment_withdraw(assignment=given)
    given.refresh_from_db()
    assert given.state == "withdrawn"


def test_out_of_the_plan_only_with_leave_and_what_is_in_a_workout_stays(
    trainer: Trainer, alice: User, day: PlanDay
) -> None:
    given = make_assignment(trainer=trainer, user=alice)
    assignment_take(assignment=given, day=day)
    workout = workout_start(member=alice.member, uuid=uuid4(), plan_day=day)
    with pytest.raises(NotAllowed):
        assignment_withdraw(assignment=given)
    assert day.items.count() == 1
    make_client(trainer=trainer, user=alice, may_edit_plan=True)
    assignment_withdraw(assignment=given)
    assert day.items.count() == 0
    assert targets_of(given) == (3, 12, 12)
    logged = workout.items.get()
    assert (logged.variation, logged.sets, logged.reps_min) == (given.variation, 3, 12)


def test_seen_is_the_first_time(trainer: Trainer, alice: User) -> None:
    given = make_assignment(trainer=trainer, user=alice)
    assignments_seen([given])
    given.refresh_from_db()
    first = given.seen_at
    stale = Assignment.objects.get()
    stale.seen_at = None
    assignments_seen([stale])
    given.refresh_from_db()
    assert first
    assert given.seen_at == first


# Changing


def test_other_targets_are_a_new_offer_and_the_plan_keeps_the_old(
    trainer: Trainer, alice: User, day: PlanDay
) -> None:
    given = make_assignment(trainer=trainer, user=alice)
    old = assignment_take(assignment=given, day=day)
    behind = make_plan_item(day=day)
    workout = workout_start(member=alice.member, uuid=uuid4(), plan_day=day)
    new = assignment_change(assignment=given, targets=OTHER)
    assert (new.state, new.replaces) == ("offered", given)
    assert targets_of(day.items.get(pk=old.pk)) == (3, 12, 12)
    elsewhere = make_plan_day(plan=day.plan, name="Day B")
    item = assignment_take(assignment=new, day=elsewhere)
    assert list(day.items.all()) == [item, behind]
    assert targets_of(item) == (4, 6, 6)
    given.refresh_from_db()
    assert targets_of(given) == (3, 12, 12)
    assert workout.items.first().sets == 3  # type: ignore[union-attr]


def test_with_leave_the_new_one_takes_the_old_ones_place_at_once(
    trainer: Trainer, alice: User, day: PlanDay
) -> None:
    make_client(trainer=trainer, user=alice, may_edit_plan=True)
    given = make_assignment(trainer=trainer, user=alice)
    assignment_take(assignment=given, day=day)
    new = assignment_change(assignment=given, targets=OTHER)
    assert new.state == "in_plan"
    assert targets_of(day.items.get()) == (4, 6, 6)
    assert list(Assignment.objects.not_replaced()) == [new]
    with pytest.raises(NotAllowed):
        assignment_change(assignment=given, targets=OTHER)
    with pytest.raises(NotAllowed):
        assignment_take(assignment=given, day=day)


def test_what_the_member_took_out_does_not_come_back_by_a_change(
    trainer: Trainer, alice: User, day: PlanDay
) -> None:
    make_client(trainer=trainer, user=alice, may_edit_plan=True)
    given = make_assignment(trainer=trainer, user=alice)
    assignment_take(assignment=given, day=day).remove()
    assert assignment_change(assignment=given, targets=OTHER).state == "offered"
    assert items_of(day) == []


def test_a_changed_offer_stands_alone_and_still_lands_in_the_old_place(
    trainer: Trainer, alice: User, day: PlanDay
) -> None:
    given = make_assignment(trainer=trainer, user=alice)
    assignment_take(assignment=given, day=day)
    second = assignment_change(assignment=given, targets=OTHER)
    third = assignment_change(assignment=second, targets={**OTHER, "sets": 5})
    assert third.replaces == given
    fourth = assignment_change(assignment=given, targets={**OTHER, "sets": 6})
    assert set(Assignment.objects.all()) == {given, fourth}
    elsewhere = make_plan_day(plan=day.plan, name="Day B")
    assignment_take(assignment=fourth, day=elsewhere)
    assert (day.items.get().sets, elsewhere.items.count()) == (6, 0)


def test_an_offer_seen_and_then_changed_is_taken_back(trainer: Trainer, alice: User) -> None:
    given = make_assignment(trainer=trainer, user=alice)
    assignments_seen([given])
    new = assignment_change(assignment=given, targets=OTHER)
    given.refresh_from_db()
    assert (given.state, targets_of(given)) == ("withdrawn", (3, 12, 12))
    assert (new.state, targets_of(new)) == ("offered", (4, 6, 6))


@pytest.mark.parametrize("state", ["declined", "withdrawn"])
def test_what_is_over_is_not_changed(trainer: Trainer, alice: User, state: str) -> None:
    given = make_assignment(trainer=trainer, user=alice, state=state)
    with pytest.raises(NotAllowed):
        assignment_change(assignment=given, targets=OTHER)


def test_a_trainer_changes_what_they_gave_to_clients_and_to_those_who_ask(
    trainer: Trainer, alice: User
) -> None:
    gym = make_gym()
    given = make_assignment(trainer=trainer, user=alice)
    mine = Assignment.objects.changeable_by(trainer)
    assert not mine.exists()
    client = make_client(trainer=trainer, user=alice)
    assert mine.get() == given
    assert not Assignment.objects.changeable_by(make_trainer()).exists()
    client.delete()
    given.question = make_question(user=alice, gym=gym)
    given.save()
    assert not mine.all().exists()
    trainer.gyms.add(gym)
    assert mine.all().get() == given


def test_an_item_stands_as_long_as_its_plan(trainer: Trainer, alice: User, day: PlanDay) -> None:
    given = make_assignment(trainer=trainer, user=alice)
    item = assignment_take(assignment=given, day=day)
    assert item_standing(given) == item
    day.plan.remove()
    assert item_standing(given) is None
    assert not Assignment.objects.for_card().get().stands_in_plan
