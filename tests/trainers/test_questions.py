"""The page of a member's question, what can be done there, and what of it stands on today."""

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from exercises.models import Exercise, Status, Variation
from members.models import Gym, User
from tests.factories import (
    make_assignment,
    make_client,
    make_exercise,
    make_gym,
    make_question,
    make_trainer,
    make_user,
    make_variation,
)
from tests.members.plan_forms import queries
from trainers.models import Message, PublishedAnswer, Question, Trainer
from trainers.publishing import published_answer_approve, published_answer_propose
from trainers.questions import question_answer, question_claim, question_resolve

pytestmark = pytest.mark.django_db
LIST = "/me/questions/"


@pytest.fixture
def gym() -> Gym:
    return make_gym(name="Riverside")


@pytest.fixture
def tom(gym: Gym) -> Trainer:
    return make_trainer(gym=gym, name="Tom")


@pytest.fixture
def alice(client: Client, gym: Gym) -> User:
    alice = make_user()
    alice.member.home_gym = gym
    alice.member.save()
    client.force_login(alice)
    return alice


@pytest.fixture
def question(alice: User, gym: Gym) -> Question:
    guide = make_exercise(name="Hip Thrusts", slug="hip-thrusts")
    return make_question(user=alice, gym=gym, exercise=guide)


@pytest.fixture
def answered(question: Question, tom: Trainer) -> Question:
    question_claim(question=question, trainer=tom)
    question_answer(question=question, trainer=tom, text="Tuck the chin.\nThen <push>.")
    return question


@pytest.fixture
def wording(answered: Question, tom: Trainer) -> PublishedAnswer:
    Question.objects.update(may_publish=True)
    return published_answer_propose(
        question=answered,
        trainer=tom,
        question_text="Why does my back arch?",
        answer_text="The chin: *tuck* it. [Ask](ask:).",
    )


def page_of(client: Client, question: Question) -> str:
    answer = client.get(question.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def act(client: Client, question: Question, what: str, **values: str) -> str:
    """The page after an action, which leads back to the question."""
    answer = client.post(f"{question.get_absolute_url()}{what}/", values)
    assert answer["Location"] == question.get_absolute_url()
    page = page_of(client, question)
    question.refresh_from_db()
    return page


# The page


def test_the_page_shows_the_whole_conversation_as_plain_text(
    client: Client, answered: Question
) -> None:
    page = page_of(client, answered)
    assert "<title>Your question · Gymsite</title>" in page
    assert "Muscles that hip thrusts train" in page
    assert "My lower back arches. What do I change?" in page
    assert "Tuck the chin.<br>Then &lt;push&gt;." in page
    assert "<strong>Tom</strong>" in page
    assert "Answered by Tom" in page


def test_reading_sets_when_it_was_seen(client: Client, answered: Question, tom: Trainer) -> None:
    given = make_assignment(trainer=tom, user=answered.member.user, question=answered)  # type: ignore[union-attr]
    client.head(answered.get_absolute_url())
    answered.refresh_from_db()
    assert answered.has_news
    (card,) = client.get(answered.get_absolute_url()).context["cards"]
    assert card.assignment == given
    answered.refresh_from_db()
    given.refresh_from_db()
    assert not answered.has_news
    assert given.seen_at is not None


def test_what_left_the_guides_still_has_its_name(client: Client, alice: User, gym: Gym) -> None:
    thrust = make_variation(name="Barbell hip thrust")
    question = make_question(user=alice, gym=gym, exercise=thrust.exercise, variation=thrust)
    assert f'href="{thrust.get_absolute_url()}"' in page_of(client, question)
    Variation.objects.update(status=Status.RETIRED)
    Exercise.objects.update(status=Status.RETIRED)
    page = page_of(client, question)
    assert "Barbell hip thrust is no longer in the guides." in page
    assert thrust.exercise.get_absolute_url() not in page
    assert "Barbell hip thrust" in client.get(LIST).content.decode()


def test_the_number_of_queries_does_not_grow_with_the_conversation(
    client: Client, answered: Question, tom: Trainer
) -> None:
    few = queries(client, answered.get_absolute_url())
    for _ in range(12):
        Message.objects.create(question=answered, trainer=tom, is_answer=True, text="More.")
    assert queries(client, answered.get_absolute_url()) == few <= 20


ACTIONS = ["", "reply/", "resolve/", "publishing/", "agree/", "decline/"]


@pytest.mark.parametrize("action", ACTIONS)
def test_for_everybody_else_it_is_not_there(
    client: Client, wording: PublishedAnswer, tom: Trainer, action: str
) -> None:
    question = wording.question
    assert question
    assert question.member
    former = make_trainer()
    make_client(trainer=former, user=question.member.user, ended_at=timezone.now())
    strangers = (make_user(), make_user(is_staff=True), make_trainer().user, former.user, tom.user)
    for person in strangers:
        client.force_login(person)
        for uuid in (question.pk, uuid4()):
            address = f"{LIST}{uuid}/{action}"
            answer = client.post(address, {"text": "Mine?"}) if action else client.get(address)
            assert answer.status_code == 404, person
    question.refresh_from_db()
    wording.refresh_from_db()
    assert (question.state, question.may_publish, wording.state) == ("answered", True, "proposed")
    assert question.messages.count() == 1


@pytest.mark.parametrize("action", ACTIONS[1:])
def test_an_action_is_only_sent(client: Client, question: Question, action: str) -> None:
    assert client.get(f"{question.get_absolute_url()}{action}").status_code == 405


# Reply and resolved


def test_a_reply_opens_it_again_and_the_same_twice_is_one(
    client: Client, answered: Question
) -> None:
    for _ in range(2):
        page = act(client, answered, "reply", text="It still arches.\r\nWhat now?")
        assert "It still arches.<br>What now?" in page
    assert answered.messages.count() == 2
    assert answered.state == "open"
    assert "Waiting for a trainer of Riverside" in page


def test_resolved_by_the_asker_and_a_reply_is_the_way_back(
    client: Client, answered: Question
) -> None:
    for _ in range(2):
        page = act(client, answered, "resolve")
        assert "Resolved" in page
        assert answered.state == "resolved"
    assert f'action="{answered.get_absolute_url()}resolve/"' not in page
    act(client, answered, "reply", text="One more thing.")
    assert answered.state == "open"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Write what you would like to add."),
        ("a" * 4_001, "Cut it to 4000."),
        ("Why\x07", "control characters"),
    ],
)
def test_a_reply_that_will_not_do_comes_back(
    client: Client, answered: Question, text: str, words: str
) -> None:
    page = client.post(f"{answered.get_absolute_url()}reply/", {"text": text}).content.decode()
    assert words in page
    assert f"{text}</textarea>" in page
    assert "Tuck the chin." in page
    assert answered.messages.count() == 1


def test_a_reply_without_consent_waits_until_it_is_given(
    client: Client, answered: Question, alice: User
) -> None:
    alice.member.health_consent_at = None
    alice.member.save()
    address = answered.get_absolute_url()
    answer = client.post(f"{address}reply/", {"text": "It still arches."})
    assert answer["Location"].startswith("/me/settings/consent/?next=")
    assert answered.messages.count() == 1
    assert client.post(answer["Location"])["Location"] == address
    assert "It still arches.</textarea>" in page_of(client, answered)
    act(client, answered, "reply", text="It still arches.")
    assert answered.messages.count() == 2
    assert "It still arches.</textarea>" not in page_of(client, answered)


# Publishing


def test_the_consent_to_publish_is_given_and_withdrawn(client: Client, question: Question) -> None:
    assert "Nothing of this question is published." in page_of(client, question)
    assert "You said that we may" in act(client, question, "publishing", may_publish="on")
    assert question.may_publish
    assert "Nothing of this question is" in act(client, question, "publishing")
    assert not question.may_publish


def test_proposed_words_are_shown_as_the_guide_would_and_agreed_to(
    client: Client, wording: PublishedAnswer, answered: Question
) -> None:
    page = page_of(client, answered)
    assert "May this stand in the guide?" in page
    assert "Why does my back arch?" in page
    assert '<em>tuck</em> it. <a href="/ask/hip-thrusts/">Ask</a>' in page
    shown = wording.proposed_at.isoformat()
    assert f'value="{shown}"' in page
    for _ in range(2):
        page = act(client, answered, "agree", proposed_at=shown)
        assert "You agreed to these words" in page
        assert "The words have changed" not in page
    wording.refresh_from_db()
    assert wording.state == "agreed"


@pytest.mark.parametrize("agreed", [False, True])
def test_a_no_takes_back_the_leave_to_publish_too_and_the_page_says_so(
    client: Client, wording: PublishedAnswer, answered: Question, agreed: bool
) -> None:
    if agreed:
        act(client, answered, "agree", proposed_at=wording.proposed_at.isoformat())
    assert "unless you allow it again below" in page_of(client, answered)
    for _ in range(2):
        page = act(client, answered, "decline")
        assert "nor others unless you allow it again" in page
        assert "Nothing of this question is published." in page
    wording.refresh_from_db()
    answered.refresh_from_db()
    assert (wording.state, answered.may_publish) == ("declined", False)


def test_other_words_meanwhile_are_shown_anew_and_not_agreed_to(
    client: Client, wording: PublishedAnswer, answered: Question, tom: Trainer
) -> None:
    shown = wording.proposed_at.isoformat()
    published_answer_propose(
        question=answered, trainer=tom, question_text="Why so?", answer_text="Other words."
    )
    for sent in (shown, "", "yesterday"):
        page = act(client, answered, "agree", proposed_at=sent)
        assert "The words have changed meanwhile." in page
        assert "Other words." in page
    wording.refresh_from_db()
    assert wording.state == "proposed"


def test_withdrawn_consent_ends_what_was_proposed(
    client: Client, wording: PublishedAnswer, answered: Question
) -> None:
    act(client, answered, "publishing")
    wording.refresh_from_db()
    assert wording.state == "declined"
    page = act(client, answered, "agree", proposed_at=wording.proposed_at.isoformat())
    assert "Why does my back arch?" not in page
    wording.refresh_from_db()
    assert wording.state == "declined"


def test_once_approved_it_leads_to_the_guide_and_cannot_be_withdrawn(
    client: Client, wording: PublishedAnswer, answered: Question
) -> None:
    act(client, answered, "agree", proposed_at=wording.proposed_at.isoformat())
    faq = published_answer_approve(
        uuid=wording.pk, by=make_user(is_staff=True), proposed_at=wording.proposed_at
    )
    place = f"{answered.exercise.get_absolute_url()}#question-1"
    assert f'href="{place}"' in page_of(client, answered)
    assert 'id="question-1"' in client.get(place).content.decode()
    for action in ("publishing", "decline"):
        assert "It stands in the guide already." in act(client, answered, action)
    assert answered.may_publish
    Exercise.objects.update(status="draft")
    page = page_of(client, answered)
    assert "#question-" not in page
    assert "The guide is not on the site at the moment." in page
    faq.delete()
    page = page_of(client, answered)
    assert "Staff have taken it out." in page
    assert "Nothing of this question will be published." in act(client, answered, "publishing")
    answered.refresh_from_db()
    wording.refresh_from_db()
    assert (wording.state, answered.may_publish) == ("declined", False)


# Today


def test_today_leads_to_answers_and_wordings_until_they_are_read(
    client: Client, wording: PublishedAnswer, answered: Question
) -> None:
    page = client.get("/me/").content.decode()
    assert "New answer: Hip Thrusts" in page
    assert "May this stand in the guide? Hip Thrusts" in page
    assert page.count(f'href="{answered.get_absolute_url()}"') == 2
    page_of(client, answered)
    page = client.get("/me/").content.decode()
    assert "New answer" not in page
    act(client, answered, "decline")
    assert "From the trainers" not in client.get("/me/").content.decode()


def test_today_asks_the_same_number_of_queries(
    client: Client, alice: User, gym: Gym, tom: Trainer
) -> None:
    def answers(times: int) -> None:
        for _ in range(times):
            question = make_question(user=alice, gym=gym, claimed_by=tom, may_publish=True)
            question_answer(question=question, trainer=tom, text="So.")
            published_answer_propose(
                question=question, trainer=tom, question_text="Q?", answer_text="A."
            )

    client.get("/me/")
    answers(2)
    few = queries(client, "/me/")
    answers(10)
    assert queries(client, "/me/") == few


def test_a_resolved_answer_that_was_read_is_no_news(client: Client, answered: Question) -> None:
    page_of(client, answered)
    question_resolve(question=answered)
    assert "New answer" not in client.get("/me/").content.decode()


def test_the_menu_leads_to_the_questions(client: Client, alice: User) -> None:
    assert f'<a href="{LIST}">Questions</a>' in client.get("/me/").content.decode()
    assert f'<a href="{LIST}" aria-current="true">' in client.get(LIST).content.decode()


def test_an_answer_leads_to_a_session_with_that_trainer(
    client: Client, answered: Question, tom: Trainer
) -> None:
    booking = f'href="{tom.get_absolute_url()}?question={answered.pk}"'
    assert booking in page_of(client, answered)
    Trainer.objects.filter(pk=tom.pk).update(accepting=False)
    assert booking not in page_of(client, answered)
