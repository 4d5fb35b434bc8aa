"""From an answer to the guide: the trainer's page."""

from typing import Any

import pytest
from django.test import Client

from exercises.models import Exercise, Faq
from members.models import Notice
from tests.factories import make_exercise
from tests.forms import Fields
from tests.trainers.people import Floor, make_floor
from tests.trainers.wordings import ORIGINAL, WORDS, agreed, approve, make_answered, refuse
from trainers import publishing, questions
from trainers.models import PublishedAnswer, Question, Trainer
from trainers.publishing import NotAgreed

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor(client: Client) -> Floor:
    floor = make_floor()
    client.force_login(floor.tom.user)
    make_exercise(slug="squats", name="Squats")
    return floor


@pytest.fixture
def question(floor: Floor) -> Question:
    return make_answered(floor)


def address(question: Question) -> str:
    return f"/coach/questions/{question.pk}/propose/"


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
