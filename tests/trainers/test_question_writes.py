"""Rules of questions: due times, claims that lapse, replies, and who is told."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from members.models import GymClosure, GymHours, Notice
from tests.factories import make_exercise, make_gym, make_question, make_trainer, make_user
from tests.trainers.people import Floor, make_floor
from trainers import questions
from trainers.models import Question
from trainers.questions import QuestionTaken, TooManyQuestions

pytestmark = pytest.mark.django_db
EVENING = datetime(2026, 6, 5, 20, 0, tzinfo=UTC)  # a Friday; 21:00 in London


@pytest.fixture
def floor() -> Floor:
    return make_floor()


def ask(floor: Floor, **changes: Any) -> Question:
    values = {
        "member": floor.alice.member,
        "uuid": uuid4(),
        "exercise": make_exercise(),
        "variation": None,
        "gym": floor.gym,
        "text": "My lower back arches.",
        "may_publish": False,
        **changes,
    }
    return questions.question_ask(**values)


def test_it_is_due_after_so_many_opening_hours(floor: Floor) -> None:
    """Open 6 to 22: an hour of Friday evening, then Sunday, as Saturday is closed."""
    GymClosure.objects.create(gym=floor.gym, date="2026-06-06")
    with time_machine.travel(EVENING, tick=False):
        question = ask(floor)
    assert floor.gym.local(question.due_at).strftime("%a %H:%M") == "Sun 21:00"


def test_opening_hours_are_counted_across_the_change_of_clocks(floor: Floor) -> None:
    """The night of 25 October has an hour more; the hours that the gym is open stay sixteen."""
    with time_machine.travel(datetime(2026, 10, 24, 20, 0, tzinfo=UTC), tick=False):
        question = ask(floor)
    assert floor.gym.local(question.due_at).strftime("%a %H:%M %Z") == "Sun 21:00 GMT"


def test_a_gym_that_never_opens_counts_plain_hours() -> None:
    floor = make_floor()
    GymHours.objects.all().delete()
    with time_machine.travel(EVENING, tick=False):
        assert ask(floor).due_at == EVENING + timedelta(hours=16)


def test_asking_tells_the_active_trainers_of_that_gym_once(floor: Floor) -> None:
    make_trainer(gym=floor.gym, active=False)
    uuid = uuid4()
    for _ in range(2):
        ask(floor, uuid=uuid)
    told = Notice.objects.filter(kind="question_asked").values_list("recipient", flat=True)
    assert sorted(told) == sorted([floor.tom.user.email, floor.pia.user.email])
    assert Question.objects.count() == 1


def test_a_key_of_somebody_elses_question_gives_nothing(floor: Floor) -> None:
    question = ask(floor)
    with pytest.raises(Question.DoesNotExist):
        ask(floor, member=make_user().member, uuid=question.pk)


def test_ten_a_day_and_the_next_when_the_first_is_a_day_old(floor: Floor) -> None:
    with time_machine.travel(EVENING, tick=False) as clock:
        first = ask(floor)
        clock.shift(60)
        for _ in range(9):
            ask(floor)
        with pytest.raises(TooManyQuestions) as refused:
            ask(floor)
        assert refused.value.free_at == first.created_at + timedelta(days=1)
        clock.move_to(refused.value.free_at)
        ask(floor)
    assert Question.objects.count() == 11


def test_a_claim_lapses_after_24_opening_hours_whether_or_not_the_clock_has_run(
    floor: Floor,
) -> None:
    """An hour of Friday, sixteen of Saturday, seven of Sunday: 13:00 in London."""
    with time_machine.travel(EVENING, tick=False) as clock:
        question = ask(floor)
        questions.question_claim(question=question, trainer=floor.tom)
        assert question.claim_lapses_at
        lapses = question.claim_lapses_at
        assert floor.gym.local(lapses).strftime("%a %H:%M") == "Sun 13:00"
        clock.move_to(lapses - timedelta(seconds=1))
        questions.claims_lapsed(timezone.now())
        with pytest.raises(QuestionTaken):
            questions.question_claim(question=question, trainer=floor.pia)
        clock.move_to(lapses)
        assert question.is_open
        assert list(Question.objects.open()) == [question]
        with pytest.raises(QuestionTaken):
            questions.question_answer(question=question, trainer=floor.tom, text="Late.")
        due = question.due_at
        questions.claims_lapsed(timezone.now())
        question.refresh_from_db()
        assert (question.state, question.claimed_by, question.due_at) == ("open", None, due)
        questions.question_claim(question=question, trainer=floor.pia)
        assert question.claimed_by == floor.pia
        assert not question.messages.exists()


def test_a_lapsed_claim_can_be_taken_by_another_before_the_clock_has_run(floor: Floor) -> None:
    past = timezone.now() - timedelta(minutes=1)
    question = make_question(
        user=floor.alice, gym=floor.gym, claimed_by=floor.tom, claim_lapses_at=past
    )
    questions.question_claim(question=question, trainer=floor.pia)
    with pytest.raises(QuestionTaken) as taken:
        questions.question_answer(question=question, trainer=floor.tom, text="Mine.")
    assert taken.value.question.claimed_by == floor.pia


def test_claiming_again_what_one_has_is_no_error_and_restarts_nothing(floor: Floor) -> None:
    question = ask(floor)
    questions.question_claim(question=question, trainer=floor.tom)
    lapses = question.claim_lapses_at
    questions.question_claim(question=question, trainer=floor.tom)
    assert question.claim_lapses_at == lapses


def test_an_answered_or_resolved_one_is_not_claimed(floor: Floor) -> None:
    for state in ("answered", "resolved"):
        question = make_question(user=floor.alice, gym=floor.gym, state=state)
        with pytest.raises(QuestionTaken):
            questions.question_claim(question=question, trainer=floor.tom)


@pytest.mark.parametrize("state", ["answered", "resolved"])
def test_a_reply_reopens_with_a_new_due_time_and_tells_who_answered(
    floor: Floor, state: str
) -> None:
    with time_machine.travel(EVENING, tick=False) as clock:
        question = ask(floor)
        questions.question_claim(question=question, trainer=floor.tom)
        questions.question_answer(question=question, trainer=floor.tom, text="Ribs down.")
        if state == "resolved":
            questions.question_resolve(question=question)
        clock.shift(timedelta(days=2))
        questions.question_reply(question=question, text="It still arches.")
    question.refresh_from_db()
    assert (question.state, question.claimed_by, question.resolved_at) == ("open", None, None)
    assert question.due_at == questions.due_at(floor.gym, EVENING + timedelta(days=2))
    assert Notice.objects.get(kind="question_replied").recipient == floor.tom.user.email


def test_a_reply_to_a_claimed_one_leaves_the_claim(floor: Floor) -> None:
    question = ask(floor)
    questions.question_claim(question=question, trainer=floor.tom)
    due = question.due_at
    questions.question_reply(question=question, text="On the left side, too.")
    question.refresh_from_db()
    assert (question.state, question.claimed_by, question.due_at) == ("claimed", floor.tom, due)


def test_a_reply_tells_all_where_who_answered_is_no_longer_there(floor: Floor) -> None:
    question = ask(floor)
    questions.question_claim(question=question, trainer=floor.tom)
    questions.question_answer(question=question, trainer=floor.tom, text="Ribs down.")
    floor.tom.gyms.set([make_gym()])
    questions.question_reply(question=question, text="It still arches.")
    assert Notice.objects.get(kind="question_replied").recipient == floor.pia.user.email


def test_resolving_twice_keeps_the_first_moment(floor: Floor) -> None:
    question = ask(floor)
    with time_machine.travel(EVENING, tick=False):
        questions.question_resolve(question=question)
    questions.question_resolve(question=question)
    question.refresh_from_db()
    assert question.resolved_at == EVENING


def test_the_database_refuses_a_claim_without_an_end(floor: Floor) -> None:
    question = ask(floor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=question.pk).update(state="claimed", claimed_by=floor.tom)
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=question.pk).update(state="lost")


def test_opening_hours_of_another_day_do_not_matter(floor: Floor) -> None:
    """A gym that opens for two hours on Mondays: twenty-four of them are twelve Mondays."""
    floor.gym.hours.all().delete()
    GymHours.objects.create(gym=floor.gym, weekday=0, opens=time(9), closes=time(11))
    with time_machine.travel(EVENING, tick=False):
        question = ask(floor)
        questions.question_claim(question=question, trainer=floor.tom)
    assert question.claim_lapses_at
    assert floor.gym.local(question.claim_lapses_at).strftime("%d %b %H:%M") == "24 Aug 11:00"
