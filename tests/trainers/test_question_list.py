"""The list of what a member has asked."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from members.models import Gym, User
from tests.factories import (
    make_exercise,
    make_gym,
    make_question,
    make_trainer,
    make_user,
    make_variation,
)
from tests.members.plan_forms import queries
from trainers.models import Trainer
from trainers.questions import question_answer

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


def test_an_empty_list_says_what_will_stand_here(client: Client, alice: User) -> None:
    page = client.get(LIST).content.decode()
    assert "Your questions and their answers stand here." in page
    assert 'href="/exercises/"' in page


def test_the_list_says_in_words_where_each_stands(
    client: Client, alice: User, gym: Gym, tom: Trainer
) -> None:
    now = timezone.now()
    make_question(user=alice, gym=gym)
    make_question(user=alice, gym=gym, due_at=now - timedelta(hours=1))
    make_question(user=alice, gym=gym, claimed_by=tom)
    make_question(user=alice, gym=gym, claimed_by=tom, claim_lapses_at=now - timedelta(seconds=1))
    make_question(user=alice, gym=gym, state="resolved")
    page = client.get(LIST).content.decode()
    assert page.count("Waiting for a trainer of Riverside, due by") == 2
    assert page.count("Waiting for a trainer of Riverside, due since") == 1
    assert page.count("Tom is on it, due by") == 1
    assert "Resolved" in page
    assert "My lower back arches." in page


def test_news_come_first_and_are_marked(
    client: Client, alice: User, gym: Gym, tom: Trainer
) -> None:
    answered = make_question(user=alice, gym=gym, claimed_by=tom)
    question_answer(question=answered, trainer=tom, text="Tuck the chin.")
    later = make_question(user=alice, gym=gym, exercise=make_exercise(name="Squats"))
    page = client.get(LIST)
    assert [one.pk for one in page.context["page"]] == [answered.pk, later.pk]
    assert page.content.decode().count("New answer") == 1
    client.get(answered.get_absolute_url())
    page = client.get(LIST)
    assert [one.pk for one in page.context["page"]] == [later.pk, answered.pk]
    assert "New answer" not in page.content.decode()
    assert "Answered by Tom" in page.content.decode()


def test_the_list_has_mine_alone_in_pages_with_the_same_queries(
    client: Client, alice: User, gym: Gym, tom: Trainer
) -> None:
    make_question(user=make_user(), gym=gym)

    def ask(times: int) -> None:
        for _ in range(times):
            thrust = make_variation()
            about = {"exercise": thrust.exercise, "variation": thrust, "claimed_by": tom}
            make_question(user=alice, gym=gym, **about)

    ask(2)
    few = queries(client, LIST)
    ask(24)
    assert queries(client, LIST) == few <= 8
    assert len(client.get(LIST).context["page"]) == 24
    assert len(client.get(f"{LIST}?page=99").context["page"]) == 2
