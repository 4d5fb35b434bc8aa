"""Who gets a set, and what the trainer may do with it afterwards."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from exercises.models import Status, Variation
from members.models import Member, PlanDay, User
from tests.factories import (
    make_assignment,
    make_assignment_set,
    make_client,
    make_gym,
    make_plan,
    make_plan_day,
    make_question,
    make_trainer,
    make_user,
)
from tests.forms import filled
from tests.members.plan_forms import items_of, queries
from trainers.assignments import NotAllowed, Recipient, assignment_take, assignments_give
from trainers.models import Assignment, AssignmentSet, Trainer
from trainers.questions import question_hand_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def tom(client: Client) -> Trainer:
    tom = make_trainer(name="Tom")
    client.force_login(tom.user)
    return tom


@pytest.fixture
def alice() -> User:
    return make_user(name="Alice")


@pytest.fixture
def day(alice: User) -> PlanDay:
    return make_plan_day(plan=make_plan(user=alice), name="Heavy")


def address(made: AssignmentSet, rest: str = "") -> str:
    return f"/coach/assign/{made.pk}/{rest}"


def send(client: Client, made: AssignmentSet, **changes: object) -> str:
    values = {"sending": str(uuid4()), **changes}
    return client.post(address(made, "send/"), values, follow=True).content.decode()


def states() -> list[tuple[str, str]]:
    rows = Assignment.objects.order_by("member__user__name", "pk")
    return sorted(set(rows.values_list("member__user__name", "state")))


def test_to_one_into_the_plan_and_to_another_as_an_offer(
    client: Client, tom: Trainer, alice: User, day: PlanDay
) -> None:
    a = make_client(trainer=tom, user=alice, may_edit_plan=True)
    b = make_client(trainer=tom, user=make_user(name="Ben"))
    make_client(trainer=tom, user=make_user(name="Cara"))
    make_client(trainer=tom, user=make_user(name="Gone"), ended_at="2026-01-01T00:00Z")
    made = make_assignment_set(trainer=tom)
    page = client.get(address(made)).content.decode()
    assert "Into Heavy" in page
    assert "Gone" not in page
    page = send(client, made, to=[str(a.pk), str(b.pk)], **{f"day-{a.pk}": str(day.pk)})
    assert states() == [("Alice", "in_plan"), ("Ben", "offered")]
    assert "In the plan of Alice (Heavy)." in page
    assert "Offered to Ben." in page
    assert len(items_of(day)) == 2
    assert not AssignmentSet.objects.exists()


def test_a_double_submit_gives_nothing_twice(client: Client, tom: Trainer, alice: User) -> None:
    follows = make_client(trainer=tom, user=alice)
    for name in ("", "Hips"):
        Assignment.objects.all().delete()
        made = make_assignment_set(trainer=tom, name=name)
        again = {"sending": uuid4(), "to": follows.pk}
        send(client, made, **again)
        assert "Nothing was given twice." in send(client, made, **again)
        assert Assignment.objects.count() == 2


def test_without_an_item_or_a_recipient_it_says_so_and_keeps_the_choices(
    client: Client, tom: Trainer, alice: User, day: PlanDay
) -> None:
    follows = make_client(trainer=tom, user=alice, may_edit_plan=True)
    empty = make_assignment_set(trainer=tom, variations=0)
    box = {f"day-{follows.pk}": str(day.pk)}
    page = send(client, empty, to=follows.pk, **box)
    assert "Add an exercise first." in page
    assert f'value="{follows.pk}" checked' in page
    assert f'value="{day.pk}" selected' in page
    page = send(client, make_assignment_set(trainer=tom), **box)
    assert "Choose who gets it." in page
    assert f'value="{day.pk}" selected' in page
    page = send(client, make_assignment_set(trainer=tom), to=uuid4())
    assert "Somebody chosen is no longer your client." in page
    assert client.post(address(empty, "send/"), {"to": follows.pk}).status_code == 200
    assert not Assignment.objects.exists()


def test_what_left_the_guides_stops_it(client: Client, tom: Trainer, alice: User) -> None:
    follows = make_client(trainer=tom, user=alice)
    made = make_assignment_set(trainer=tom)
    Variation.objects.update(status=Status.RETIRED)
    assert "no longer in the guides. Take it out first." in send(client, made, to=follows.pk)
    assert not Assignment.objects.exists()


def test_another_members_day_makes_an_offer(
    client: Client, tom: Trainer, alice: User, day: PlanDay
) -> None:
    foreign = make_plan_day(plan=make_plan(user=make_user()))
    follows = make_client(trainer=tom, user=alice, may_edit_plan=True)
    made = make_assignment_set(trainer=tom)
    send(client, made, to=follows.pk, **{f"day-{follows.pk}": str(foreign.pk)})
    assert states() == [("Alice", "offered")]


def test_without_leave_no_day_is_shown_or_taken(
    client: Client, tom: Trainer, alice: User, day: PlanDay
) -> None:
    follows = make_client(trainer=tom, user=alice)
    made = make_assignment_set(trainer=tom)
    assert "Heavy" not in client.get(address(made)).content.decode()
    send(client, made, to=follows.pk, **{f"day-{follows.pk}": str(day.pk)})
    assert states() == [("Alice", "offered")]


def test_clients_are_found_by_a_part_of_the_name(client: Client, tom: Trainer, alice: User) -> None:
    make_client(trainer=tom, user=alice)
    make_client(trainer=tom, user=make_user(name="Ben"))
    made = make_assignment_set(trainer=tom)
    page = client.get(address(made, "?name=LIC")).content.decode()
    assert "Alice" in page
    assert "Ben" not in page
    assert "No client with “zz”" in client.get(address(made, "?name=zz")).content.decode()
    assert client.get(address(made, "?name=%00")).status_code == 200


# From a question


def test_the_asker_gets_an_offer_without_being_a_client(
    client: Client, tom: Trainer, alice: User, day: PlanDay
) -> None:
    question = make_question(user=alice, gym=tom.gyms.get(), claimed_by=tom)
    made = make_assignment_set(trainer=tom, question=question)
    make_client(trainer=tom, user=make_user(name="Ben"))
    page = client.get(address(made)).content.decode()
    assert "Alice" in page
    assert "Ben" not in page
    assert "Heavy" not in page
    assert question.text not in page
    send(client, made, to="asker", **{"day-asker": str(day.pk)})
    assert states() == [("Alice", "offered")]
    assert {one.question for one in Assignment.objects.all()} == {question}


def test_the_asker_who_lets_the_trainer_gets_it_into_the_plan(
    client: Client, tom: Trainer, alice: User, day: PlanDay
) -> None:
    make_client(trainer=tom, user=alice, may_edit_plan=True)
    made = make_assignment_set(
        trainer=tom, question=make_question(user=alice, gym=tom.gyms.get(), claimed_by=tom)
    )
    send(client, made, to="asker", **{"day-asker": str(day.pk)})
    assert states() == [("Alice", "in_plan")]


def test_from_a_question_that_one_is_not_on_any_longer(
    client: Client, tom: Trainer, alice: User
) -> None:
    question = make_question(user=alice, gym=tom.gyms.get(), claimed_by=tom)
    made = make_assignment_set(trainer=tom, question=question)
    question_hand_back(question=question, trainer=tom)
    page = send(client, made, to="asker")
    assert "You are not on this question now." in page
    assert "no longer here" not in page
    with pytest.raises(NotAllowed):
        assignments_give(
            trainer=tom,
            assignment_set=made,
            recipients=[Recipient(alice.member)],
            sending=uuid4(),
            question=question,
        )
    assert not Assignment.objects.exists()
    assert AssignmentSet.objects.exists()


def test_whoever_is_leaving_gets_nothing(client: Client, tom: Trainer, alice: User) -> None:
    one = make_client(trainer=tom, user=alice)
    made = make_assignment_set(trainer=tom)
    recipients = [Recipient(alice.member), Recipient(make_user(name="Ben").member)]
    Member.objects.filter(user=alice).update(deletion_requested_at=timezone.now())
    assert "Alice" not in client.get(address(made)).content.decode()
    assert "Choose again" in send(client, made, to=str(one.pk))
    with pytest.raises(NotAllowed):
        assignments_give(
            trainer=tom, assignment_set=made, recipients=recipients[:1], sending=uuid4()
        )
    given = assignments_give(
        trainer=tom, assignment_set=made, recipients=recipients, sending=uuid4()
    )
    assert {each.member.user.name for each in given} == {"Ben"}


def test_an_unseen_offer_withdrawn_twice(client: Client, tom: Trainer, alice: User) -> None:
    one = make_client(trainer=tom, user=alice)
    given = make_assignment(trainer=tom, user=alice)
    for said in ("is taken back.", "That is taken back already."):
        answer = client.post(edit(given, "withdraw"), follow=True)
        assert answer.redirect_chain[-1][0] == one.get_absolute_url()
        assert said in answer.content.decode()
    assert not Assignment.objects.exists()


def test_what_was_decided_on_has_no_form(client: Client, tom: Trainer, alice: User) -> None:
    one = make_client(trainer=tom, user=alice)
    for state in ("declined", "withdrawn"):
        given = make_assignment(trainer=tom, user=alice, state=state)
        answer = client.get(edit(given), follow=True)
        assert answer.redirect_chain[-1][0] == one.get_absolute_url()
        assert "can no longer be changed" in answer.content.decode()


def test_an_asker_who_is_gone_gets_nothing(client: Client, tom: Trainer, alice: User) -> None:
    question = make_question(user=alice, gym=tom.gyms.get())
    made = make_assignment_set(trainer=tom, question=question)
    question.member = None
    question.save()
    assert "Whoever asked is no longer here." in client.get(address(made)).content.decode()
    send(client, made, to="asker")
    assert not Assignment.objects.exists()


# Whose it is, and what it costs


def test_anothers_set_answers_like_one_that_never_was(client: Client, tom: Trainer) -> None:
    foreign = make_assignment_set(trainer=make_trainer())
    values = {"sending": uuid4(), "to": "asker"}
    answers = [client.post(f"/coach/assign/{key}/send/", values) for key in (foreign.pk, uuid4())]
    assert {one.headers["Location"] for one in answers} == {"/coach/assign/"}
    assert foreign.items.count() == 2
    assert client.get(address(foreign, "send/")).status_code == 405


@pytest.mark.parametrize("query", ["", "?name=e"])
def test_the_page_costs_the_same_with_5_and_with_500_clients(
    client: Client, tom: Trainer, query: str
) -> None:
    made = make_assignment_set(trainer=tom)

    def clients(number: int) -> None:
        for user in fast_users(number):
            make_client(trainer=tom, user=user, may_edit_plan=True)
            make_plan_day(plan=make_plan(user=user))

    clients(5)
    few = queries(client, address(made, query))
    clients(495)
    assert queries(client, address(made, query)) == few


def fast_users(number: int) -> Iterator[User]:
    for _ in range(number):
        key = uuid4().hex
        user = User.objects.create(email=f"{key}@example.test", name=f"Member {key}")
        Member.objects.create(user=user)
        yield user


# Afterwards


def edit(given: Assignment, act: str = "edit") -> str:
    return f"/coach/assignments/{given.pk}/{act}/"


def test_other_targets_are_a_new_offer(client: Client, tom: Trainer, alice: User) -> None:
    make_client(trainer=tom, user=alice)
    given = make_assignment(trainer=tom, user=alice, seen_at="2026-01-01T00:00Z")
    client.post(edit(given), filled(client, edit(given), sets="5"))
    given.refresh_from_db()
    new = Assignment.objects.get(state="offered")
    assert (given.sets, given.state, new.sets) == (3, "withdrawn", 5)
    page = client.post(edit(new), filled(client, edit(new), sets="0")).content.decode()
    assert "Type a number from 1 to 20." in page
    assert client.post(edit(given), filled(client, edit(new), sets="4")).status_code == 302
    assert Assignment.objects.count() == 2


def test_taking_back(client: Client, tom: Trainer, alice: User, day: PlanDay) -> None:
    follows = make_client(trainer=tom, user=alice)
    given = make_assignment(trainer=tom, user=alice)
    assignment_take(assignment=given, day=day)
    answer = client.post(edit(given, "withdraw"), follow=True)
    assert "which you may not change" in answer.content.decode()
    assert len(items_of(day)) == 1
    follows.may_edit_plan = True
    follows.save()
    client.post(edit(given, "withdraw"))
    assert items_of(day) == []
    assert client.get(edit(given, "withdraw")).status_code == 405


def test_only_of_ones_own_clients_and_of_those_who_ask_at_ones_gym(
    client: Client, tom: Trainer, alice: User
) -> None:
    other = make_trainer()
    make_client(trainer=other, user=alice)
    make_client(trainer=tom, user=alice, ended_at="2026-01-01T00:00Z")
    elsewhere = make_question(user=alice, gym=make_gym())
    for given in (
        make_assignment(trainer=other, user=alice),
        make_assignment(trainer=tom, user=alice),
        make_assignment(trainer=tom, user=alice, question=elsewhere),
    ):
        assert client.get(edit(given)).status_code == 404
        assert client.post(edit(given, "withdraw")).status_code == 404
    assert Assignment.objects.count() == 3
    client.force_login(alice)
    assert client.get(edit(given)).status_code == 404
