"""What waits for a person is closed when they ask for their account to be deleted."""

import pytest
from django.test import Client as Browser
from django.utils import timezone

from exercises.models import Faq
from gymsite.personal_data import leave_everything
from members import deletion
from members.models import Member, User
from tests.factories import (
    make_assignment,
    make_client,
    make_gym,
    make_question,
    make_trainer,
    make_user,
)
from trainers import personal_data
from trainers.models import Assignment, Client, ClientRequest, PublishedAnswer, Question, Trainer

pytestmark = pytest.mark.django_db
PASSWORD = {"password": "correct horse battery"}


@pytest.fixture
def alice() -> User:
    return make_user(name="Alice")


@pytest.fixture
def tom() -> Trainer:
    return make_trainer()


def words(question: Question, state: str) -> PublishedAnswer:
    return PublishedAnswer.objects.create(
        question=question,
        exercise=question.exercise,
        question_text="Often?",
        answer_text="Yes.",
        state=state,
        agreed_at=timezone.now(),
        faq=Faq.objects.create(exercise=question.exercise, question="Often?", answer="Yes.")
        if state == "approved"
        else None,
    )


def request(user: User, trainer: Trainer, asked_by: str) -> ClientRequest:
    return ClientRequest.objects.create(trainer=trainer, member=user.member, asked_by=asked_by)


def test_questions_are_resolved_and_nothing_of_them_comes_into_a_guide(
    alice: User, tom: Trainer
) -> None:
    gym = tom.gyms.get()
    agreed, approved = (make_question(user=alice, gym=gym, may_publish=True) for _ in range(2))
    waiting, inside = words(agreed, "agreed"), words(approved, "approved")
    others = make_question(user=make_user(), gym=gym, may_publish=True)
    leave_everything(alice.member)
    for question in (agreed, approved):
        question.refresh_from_db()
        assert (question.state, bool(question.resolved_at)) == ("resolved", True)
        assert question.text
    agreed.refresh_from_db()
    assert not agreed.may_publish
    for answer, state in ((waiting, "declined"), (inside, "approved")):
        answer.refresh_from_db()
        assert answer.state == state
    others.refresh_from_db()
    assert (others.state, others.may_publish) == ("open", True)


def test_no_trainer_follows_them_and_no_offer_waits(alice: User, tom: Trainer) -> None:
    client = make_client(trainer=tom, user=alice, may_edit_plan=True, may_see_workouts=True)
    other = make_client(trainer=tom, user=make_user(), may_edit_plan=True)
    offer, taken = (
        make_assignment(trainer=tom, user=alice, state=state, taken_at=timezone.now())
        for state in ("offered", "in_plan")
    )
    leave_everything(alice.member)
    client.refresh_from_db()
    assert client.ended_at
    assert (client.may_edit_plan, client.may_see_workouts) == (False, False)
    assert list(Client.objects.current()) == [other]
    states = dict(Assignment.objects.values_list("pk", "state"))
    assert states == {offer.pk: "declined", taken.pk: "in_plan"}


@pytest.mark.parametrize(("asked_by", "state"), [("member", "withdrawn"), ("trainer", "declined")])
def test_open_requests_of_a_member_end(
    alice: User, tom: Trainer, asked_by: str, state: str
) -> None:
    own, others = request(alice, tom, asked_by), request(make_user(), tom, asked_by)
    leave_everything(alice.member)
    own.refresh_from_db()
    others.refresh_from_db()
    assert (own.state, bool(own.decided_at), others.state) == (state, True, "asked")


@pytest.mark.parametrize(("asked_by", "state"), [("member", "declined"), ("trainer", "withdrawn")])
def test_open_requests_of_a_trainer_end(
    alice: User, tom: Trainer, asked_by: str, state: str
) -> None:
    own, others = request(alice, tom, asked_by), request(alice, make_trainer(), asked_by)
    leave_everything(tom.user.member)
    own.refresh_from_db()
    others.refresh_from_db()
    assert (own.state, others.state) == (state, "asked")


def test_a_trainer_s_page_goes_and_their_claims_are_free(alice: User, tom: Trainer) -> None:
    gym = tom.gyms.get()
    claimed = make_question(user=alice, gym=gym, claimed_by=tom)
    answered = make_question(user=alice, gym=gym, claimed_by=tom, state="answered")
    client = make_client(trainer=tom, user=alice)
    colleague = make_trainer(gym=gym)
    leave_everything(tom.user.member)
    assert list(Trainer.objects.published()) == [colleague]
    claimed.refresh_from_db()
    answered.refresh_from_db()
    assert (claimed.state, claimed.claimed_by, answered.state) == ("open", None, "answered")
    client.refresh_from_db()
    assert client.ended_at


def test_the_request_and_all_that_it_closes_are_one(
    alice: User, tom: Trainer, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_client(trainer=tom, user=alice)

    def fail(user: User) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(personal_data, "leave", fail)
        with pytest.raises(RuntimeError):
            leave_everything(alice.member)
    assert Member.objects.get(user=alice).deletion_requested_at is None
    leave_everything(alice.member)
    leave_everything(Member.objects.get(user=alice))
    assert not Client.objects.current().exists()


def test_the_page_says_so_and_does_it(client: Browser, alice: User, tom: Trainer) -> None:
    question = make_question(user=alice, gym=make_gym())
    for user, said in ((alice, False), (tom.user, True)):
        client.force_login(user)
        page = client.get("/me/data/delete/").content.decode()
        assert ("Your page as a trainer" in page) is said
        assert ("Your name where members read when you looked" in page) is said
        asked = client.post("/me/data/delete/")
        assert client.post(asked["Location"], PASSWORD)["Location"] == "/me/data/leaving/"
        client.logout()
    question.refresh_from_db()
    tom.refresh_from_db()
    assert (question.state, tom.active) == ("resolved", False)
    assert deletion.deletion_undo(member=alice.member)
    question.refresh_from_db()
    assert question.state == "resolved"
