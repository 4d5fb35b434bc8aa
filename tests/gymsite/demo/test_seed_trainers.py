import pytest
from django.utils import timezone

from exercises.models import CatalogueState, Faq
from members import models
from members.models import (
    PlanItem,
)
from tests.exercises.loading import load
from trainers.models import (
    Assignment,
    AssignmentSet,
    ClientNote,
    ClientRequest,
    Message,
    PublishedAnswer,
    Question,
    Trainer,
    WorkoutRead,
)
from trainers.models import (
    Client as TrainersClient,
)
from trainers.questions import claims_lapsed

pytestmark = pytest.mark.django_db


def test_four_trainers_of_two_gyms_with_specialities_of_their_own(seeded: None) -> None:
    trainers = list(Trainer.objects.published().prefetch_related("gyms", "specialities"))
    assert len(trainers) == 4
    assert {gym.slug for one in trainers for gym in one.gyms.all()} == {
        "demo-riverside",
        "demo-hafen",
    }
    assert len({tuple(part.slug for part in one.specialities.all()) for one in trainers}) == 4
    assert {one.accepting for one in trainers} == {True, False}
    assert all(one.name.startswith("Demo ") and not one.photo for one in trainers)


def test_questions_are_in_every_state_and_none_is_due_before_it_was_asked(seeded: None) -> None:
    now = timezone.now()
    assert {*Question.objects.values_list("state", flat=True)} == {*Question.State.values}
    assert {one.is_late for one in Question.objects.open(now)} == {True, False}
    assert Question.objects.claimed(now).exists()
    lapsed = Question.objects.get(state="claimed", claim_lapses_at__lte=now)
    assert any(one.has_news for one in Question.objects.all())
    assert Question.objects.filter(state="open", messages__is_answer=True).exists()
    for one in Question.objects.prefetch_related("messages"):
        times = [one.created_at, *(message.created_at for message in one.messages.all())]
        assert times == sorted(times)
        assert times[-1] < now
        assert one.due_at > one.created_at
        assert (one.claimed_at or now) >= one.created_at
    claims_lapsed(now)
    lapsed.refresh_from_db()
    assert lapsed.is_open


def test_only_trainers_of_the_gym_answer(seeded: None) -> None:
    for question in Question.objects.exclude(claimed_by=None):
        assert question.claimed_by
        assert question.gym in question.claimed_by.gyms.all()
    answers = Message.objects.filter(is_answer=True)
    assert answers.count() >= 8
    for answer in answers:
        assert answer.trainer
        assert answer.author == answer.trainer.user
        assert answer.question.gym in answer.trainer.gyms.all()


def test_wordings_are_in_every_state_and_one_stands_in_its_guide(seeded: None) -> None:
    states = list(PublishedAnswer.objects.values_list("state", flat=True))
    assert sorted(states) == sorted(PublishedAnswer.State.values)
    assert PublishedAnswer.objects.get(state="refused").agreed_at
    published = PublishedAnswer.objects.get(state="approved")
    assert published.faq
    assert published.approved_by
    last = published.exercise.faqs.last()
    assert (last, published.faq.question) == (published.faq, published.question_text)


def test_loading_the_guides_again_is_not_disturbed_by_it(seeded: None) -> None:
    before = list(Faq.objects.values()), CatalogueState.objects.get().version
    said = load()
    assert said.endswith("0 changes.\n")
    assert "kept:" not in said
    assert (list(Faq.objects.values()), CatalogueState.objects.get().version) == before


def test_clients_give_every_combination_of_rights(seeded: None) -> None:
    current = TrainersClient.objects.current()
    rights = {(one.may_edit_plan, one.may_see_workouts) for one in current}
    assert len(rights) == 4
    assert TrainersClient.objects.exclude(ended_at=None).exists()
    for read in WorkoutRead.objects.all():
        client = TrainersClient.objects.get(trainer=read.trainer, member=read.member)
        assert client.since <= read.at <= (client.ended_at or timezone.now())
        assert client.may_see_workouts or client.ended_at
    assert {*ClientNote.objects.values_list("kind", flat=True)} == {"shared", "private"}
    waiting = ClientRequest.objects.open()
    assert {one.asked_by for one in waiting} == {"member", "trainer"}
    assert {*ClientRequest.objects.values_list("state", flat=True)} == {*ClientRequest.State.values}


def test_assignments_are_in_every_state_and_those_taken_in_the_plan(seeded: None) -> None:
    assert {*Assignment.objects.values_list("state", flat=True)} == {*Assignment.State.values}
    taken = Assignment.objects.filter(state="in_plan").select_related("plan_item", "trainer")
    for one in taken:
        assert one.plan_item
        assert one.trainer
        assert one.plan_item.assigned_by == one.trainer.user
        assert one.plan_item.variation == one.variation
    assert PlanItem.objects.filter(assigned_by__isnull=False).count() == taken.count() >= 2
    assert AssignmentSet.objects.exclude(name="").count() == 3
    assert all(one.items.count() == 3 for one in AssignmentSet.objects.all())


def test_no_mail_is_written_for_what_the_demo_made(seeded: None) -> None:
    assert not models.Notice.objects.exists()
