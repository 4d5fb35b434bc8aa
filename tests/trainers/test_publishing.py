"""From an answer to the guide: the trainer's page, the asker's yes, and the writes."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.test import Client
from django.utils import timezone

from exercises.models import Exercise, Faq
from members.models import Notice, User
from tests.factories import make_exercise, make_question, make_user
from tests.forms import Fields
from tests.trainers.people import Floor, make_floor
from trainers import publishing, questions
from trainers.models import PublishedAnswer, Question, Trainer
from trainers.publishing import NotAgreed

pytestmark = pytest.mark.django_db
ORIGINAL = "Since my second child my lower back arches at the top. What do I change?"
WORDS = {
    "question_text": "Why does my lower back arch at the top?",
    "answer_text": "Keep the **ribs down**. See [squats](guide:squats).",
}


@pytest.fixture
def floor(client: Client) -> Floor:
    floor = make_floor()
    client.force_login(floor.tom.user)
    make_exercise(slug="squats", name="Squats")
    return floor


@pytest.fixture
def question(floor: Floor) -> Question:
    """Answered by Tom; the asker lets an anonymous version be published."""
    return make_question(
        user=floor.alice,
        gym=floor.gym,
        text=ORIGINAL,
        claimed_by=floor.tom,
        state="answered",
        answered_at=timezone.now(),
        may_publish=True,
    )


def address(question: Question) -> str:
    return f"/coach/questions/{question.pk}/propose/"


def propose(question: Question, floor: Floor, **changes: str) -> PublishedAnswer:
    return publishing.published_answer_propose(
        question=question, trainer=floor.tom, **{**WORDS, **changes}
    )


def agreed(question: Question, floor: Floor) -> PublishedAnswer:
    answer = propose(question, floor)
    publishing.published_answer_agree(answer=answer, proposed_at=answer.proposed_at)
    answer.refresh_from_db()
    return answer


def approve(answer: PublishedAnswer, by: User | None = None) -> Faq:
    return publishing.published_answer_approve(
        uuid=answer.pk, by=by or make_user(), proposed_at=answer.proposed_at
    )


def refuse(answer: PublishedAnswer, reason: str) -> None:
    publishing.published_answer_refuse(
        uuid=answer.pk, by=make_user(), reason=reason, proposed_at=answer.proposed_at
    )


# The trainer's page


def test_the_members_words_are_nowhere_on_it(client: Client, question: Question) -> None:
    page = client.get(address(question)).content.decode()
    assert "arches" not in page
    assert "Alice" not in page
    values = Fields(page).values
    assert values["question_text"] == values["answer_text"] == ""


def test_a_preview_shows_it_as_the_guide_would_and_proposes_nothing(
    client: Client, question: Question
) -> None:
    for headers in ({}, {"HX-Request": "true"}):
        answer = client.post(address(question), {**WORDS, "preview": "1"}, headers=headers)
        page = answer.content.decode()
        assert "<strong>ribs down</strong>" in page
        assert 'href="/exercises/glutes/squats/"' in page
        assert Fields(page).values["answer_text"] == WORDS["answer_text"]
    assert page.strip().startswith('<div class="wording"')
    assert not PublishedAnswer.objects.exists()


def test_proposing_asks_the_member_by_mail_and_is_shown_with_the_question(
    client: Client, question: Question, floor: Floor
) -> None:
    page = client.post(address(question), WORDS, follow=True).content.decode()
    assert "Proposed: the member has not said yet whether they agree." in page
    answer = PublishedAnswer.objects.get()
    assert (answer.state, answer.proposed_by, answer.exercise) == (
        "proposed",
        floor.tom,
        question.exercise,
    )
    assert Notice.objects.get(kind="publish_asked").recipient == floor.alice.email
    assert not Faq.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"question_text": ""}, "Write the question as anybody might ask it."),
        ({"question_text": "x" * 201}, "200"),
        ({"answer_text": ""}, "Write the answer as it should stand in the guide."),
        ({"answer_text": "Read [this](guide:nowhere)."}, "leads nowhere"),
        ({"answer_text": "<b>Down</b>"}, "without HTML"),
        ({"question_text": f"{ORIGINAL.upper()}"}, "the member&#x27;s own words."),
        ({"answer_text": f"One asked: {ORIGINAL}"}, "the member&#x27;s own words."),
        (
            {"answer_text": "My second child, my **lower** [back](guide:squats) arches at times"},
            "“my second child my lower back arches at”: these are the member&#x27;s own words.",
        ),
        ({"question_text": "How? For years my knees have clicked on every stair."}, "own words."),
        ({"answer_text": "Stairs are a test: it also clicks loudly in my sleep."}, "own words."),
    ],
)
def test_words_that_will_not_do_are_asked_for_again(
    client: Client, question: Question, changes: dict[str, str], words: str
) -> None:
    for reply in (
        "For years, my knees have clicked on every stair!",
        "It also clicks loudly in my sleep.",
    ):
        questions.question_reply(question=question, text=reply)
    page = client.post(address(question), {**WORDS, **changes}).content.decode()
    assert words in page
    for name, value in {**WORDS, **changes}.items():
        assert Fields(page).values[name] == value
    assert not PublishedAnswer.objects.exists()


@pytest.mark.parametrize(
    "words",
    [
        "Since my second child my lower back. At the top it arches.",
        "What do I change?",
        "For years the trainer's own words may be said again and again.",
    ],
)
def test_shorter_runs_and_the_trainers_own_words_may_stand(
    client: Client, question: Question, floor: Floor, words: str
) -> None:
    questions.question_answer(
        question=question,
        trainer=floor.tom,
        text="For years the trainer's own words may be said again and again.",
    )
    client.post(address(question), {**WORDS, "answer_text": words})
    assert PublishedAnswer.objects.get().answer_text == words


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"may_publish": False}, "The member wants nothing of this question published."),
        ({"member": None}, "The member has left."),
        ({"answered_at": None, "state": "open"}, "Answer the member first."),
    ],
)
def test_where_nothing_can_be_proposed_the_page_says_why(
    client: Client, question: Question, changes: dict[str, Any], words: str
) -> None:
    Question.objects.update(**changes)
    page = client.get(address(question)).content.decode()
    assert words in page
    assert "answer_text" not in Fields(page).values
    answer = client.post(address(question), WORDS)
    assert answer.status_code == 409
    assert Fields(answer.content.decode()).values["answer_text"] == WORDS["answer_text"]
    assert not PublishedAnswer.objects.exists()
    if changes.get("answered_at", True):
        assert words in client.get(f"/coach/questions/{question.pk}/").content.decode()


def test_other_words_begin_anew_and_the_same_ones_do_not(
    client: Client, question: Question, floor: Floor
) -> None:
    answer = agreed(question, floor)
    page = client.get(address(question)).content.decode()
    assert "Other words begin anew" in page
    client.post(address(question), Fields(page).values)
    answer.refresh_from_db()
    assert answer.state == "agreed"
    client.post(address(question), {**WORDS, "question_text": "Why do I arch?"})
    answer.refresh_from_db()
    assert (answer.state, answer.agreed_at) == ("proposed", None)
    assert Notice.objects.filter(kind="publish_asked").count() == 2


def test_the_trainer_sees_what_became_of_it(
    client: Client, question: Question, floor: Floor
) -> None:
    def shown() -> str:
        return client.get(f"/coach/questions/{question.pk}/").content.decode()

    answer = agreed(question, floor)
    assert "The member agrees. Now staff decide." in shown()
    refuse(answer, "Too short.")
    assert "Staff said no: Too short." in shown()
    answer = agreed(question, floor)
    publishing.published_answer_take_back(question=question)
    assert "The member does not agree to these words." in shown()
    assert "Change the words" not in shown()
    questions.question_publishing(question=question, may_publish=True)
    assert "has allowed an anonymous version again since" in shown()
    answer = agreed(question, floor)
    approve(answer)
    assert "These words stand in the guide." in shown()
    assert "Change the words" not in shown()
    assert "See it in the guide" in client.get(address(question)).content.decode()
    assert client.post(address(question), WORDS).status_code == 409
    Exercise.objects.filter(pk=question.exercise_id).update(status="draft")
    for page in (shown(), client.get(address(question)).content.decode()):
        assert "#questions" not in page
    assert "is not on the site at the moment" in shown()


def test_what_staff_took_out_of_the_guide_can_be_proposed_again(
    client: Client, question: Question, floor: Floor
) -> None:
    answer = agreed(question, floor)
    approve(answer).delete()
    page = client.get(f"/coach/questions/{question.pk}/").content.decode()
    assert "Staff have taken them out." in page
    assert "#questions" not in page
    assert f'href="{address(question)}"' in page
    with pytest.raises(NotAgreed):
        approve(answer)
    page = client.get(address(question)).content.decode()
    client.post(address(question), Fields(page).values)
    answer.refresh_from_db()
    assert (answer.state, answer.approved_by, answer.approved_at) == ("proposed", None, None)


def test_the_asker_does_not_answer_or_propose(client: Client, question: Question) -> None:
    pia = Trainer.objects.get(name="Pia")
    Question.objects.update(member=pia.user.member, claimed_by=pia)
    client.force_login(pia.user)
    answer = client.post(address(question), WORDS)
    assert answer.status_code == 409
    assert "You asked this yourself." in answer.content.decode()
    with pytest.raises(NotAgreed):
        publishing.published_answer_propose(question=question, trainer=pia, **WORDS)
    desk = f"/coach/questions/{question.pk}/"
    assert f'href="{address(question)}"' not in client.get(desk).content.decode()
    answer = client.post(f"{desk}answer/", {"text": "Ribs down."})
    assert answer.status_code == 409
    assert "You asked this yourself." in answer.content.decode()
    Question.objects.update(state="open", claimed_by=None)
    page = client.get(desk).content.decode()
    assert "You asked this yourself." in page
    assert "Take this question" not in page
    answer = client.post(f"{desk}claim/")
    assert answer.status_code == 409
    assert "You asked this yourself." in answer.content.decode()
    question.refresh_from_db()
    assert (question.state, question.messages.count()) == ("open", 0)
    assert not PublishedAnswer.objects.exists()


# The writes


def test_only_the_words_that_were_read_are_agreed_to(question: Question, floor: Floor) -> None:
    read = propose(question, floor)
    propose(question, floor, answer_text="Quite other words.")
    with pytest.raises(NotAgreed):
        publishing.published_answer_agree(answer=read, proposed_at=read.proposed_at)
    assert PublishedAnswer.objects.get().state == "proposed"


def test_approving_puts_exactly_these_words_last_in_the_guide(
    question: Question, floor: Floor
) -> None:
    Faq.objects.create(exercise=question.exercise, order=4, question="First?", answer="Yes.")
    answer = agreed(question, floor)
    staff = make_user()
    first = approve(answer, staff)
    again = approve(answer)
    assert first == again
    assert [(one.question, one.answer) for one in Faq.objects.all()] == [
        ("First?", "Yes."),
        (WORDS["question_text"], WORDS["answer_text"]),
    ]
    answer.refresh_from_db()
    assert (answer.state, answer.approved_by, answer.faq) == ("approved", staff, first)


def no_yes(question: Question, floor: Floor) -> None:
    propose(question, floor)


def leave_withdrawn(question: Question, floor: Floor) -> None:
    agreed(question, floor)
    assert questions.question_publishing(question=question, may_publish=False)


def leave_given_again(question: Question, floor: Floor) -> None:
    leave_withdrawn(question, floor)
    questions.question_publishing(question=question, may_publish=True)


def declined(question: Question, floor: Floor) -> None:
    agreed(question, floor)
    assert publishing.published_answer_take_back(question=question)


def other_words(question: Question, floor: Floor) -> None:
    agreed(question, floor)
    propose(question, floor, answer_text="Quite other words.")


def refused(question: Question, floor: Floor) -> None:
    refuse(agreed(question, floor), "Too short.")


def question_gone(question: Question, floor: Floor) -> None:
    agreed(question, floor)
    question.delete()


@pytest.mark.parametrize(
    "meanwhile",
    [no_yes, leave_withdrawn, leave_given_again, declined, other_words, refused, question_gone],
)
def test_nothing_is_published_without_the_askers_yes_to_these_words(
    question: Question, floor: Floor, meanwhile: Any
) -> None:
    meanwhile(question, floor)
    answer = PublishedAnswer.objects.get()
    with pytest.raises(NotAgreed):
        approve(answer)
    assert not Faq.objects.exists()


def agreed_anew(question: Question, floor: Floor) -> None:
    agreed(question, floor)
    agreed(question, floor)


@pytest.mark.parametrize("meanwhile", [other_words, agreed_anew])
def test_staff_decide_about_the_version_that_they_read(
    question: Question, floor: Floor, meanwhile: Any
) -> None:
    read = agreed(question, floor)
    meanwhile(question, floor)
    with pytest.raises(NotAgreed):
        approve(read)
    with pytest.raises(NotAgreed):
        refuse(read, "Too short.")
    assert not Faq.objects.exists()
    assert PublishedAnswer.objects.get().refusal == ""


def test_after_a_no_nothing_is_proposed_until_it_is_allowed_again(
    question: Question, floor: Floor
) -> None:
    declined(question, floor)
    with pytest.raises(NotAgreed):
        propose(question, floor, answer_text="Quite other words.")
    questions.question_publishing(question=question, may_publish=True)
    assert propose(question, floor).state == "proposed"


def test_what_stands_in_the_guide_is_not_withdrawn_or_refused(
    question: Question, floor: Floor
) -> None:
    answer = agreed(question, floor)
    approve(answer)
    assert not questions.question_publishing(question=question, may_publish=False)
    question.refresh_from_db()
    assert question.may_publish
    with pytest.raises(NotAgreed):
        refuse(answer, "No.")
    with pytest.raises(NotAgreed):
        propose(question, floor)
    answer.refresh_from_db()
    assert answer.state == "approved"


def test_nothing_is_proposed_without_leave(question: Question, floor: Floor) -> None:
    Question.objects.update(may_publish=False)
    with pytest.raises(NotAgreed):
        propose(question, floor)
    assert not PublishedAnswer.objects.exists()


def test_a_key_of_nothing_is_no_approval(question: Question, floor: Floor) -> None:
    with pytest.raises(ObjectDoesNotExist):
        publishing.published_answer_approve(
            uuid=question.pk, by=make_user(), proposed_at=timezone.now()
        )


def test_a_wording_says_nothing_by_its_name(question: Question, floor: Floor) -> None:
    """Its name is what Django's admin notes in its history."""
    assert str(propose(question, floor)).startswith("Answer ")


def test_after_a_refusal_the_reason_goes_with_new_words(question: Question, floor: Floor) -> None:
    refused(question, floor)
    later = timezone.now() + timedelta(seconds=1)
    answer = propose(question, floor, answer_text="Longer words.")
    assert (answer.state, answer.refusal) == ("proposed", "")
    assert answer.proposed_at < later
