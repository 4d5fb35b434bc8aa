from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import make_question, make_user
from tests.trainers.people import Floor, make_floor
from trainers import clients
from trainers.models import Question

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor(client: Client) -> Floor:
    floor = make_floor()
    client.force_login(floor.tom.user)
    return floor


def ask(floor: Floor, **changes: Any) -> Question:
    return make_question(user=make_user(), gym=floor.gym, **changes)


def test_the_first_that_wait_and_what_one_is_on(client: Client, floor: Floor) -> None:
    now = timezone.now()
    waiting = [ask(floor, due_at=now + timedelta(hours=hours)) for hours in (7, -1, 3, 1, 5, 6)]
    mine = ask(floor, claimed_by=floor.tom)
    ask(floor, claimed_by=floor.pia)
    make_question(user=floor.alice, gym=floor.stranger.gyms.get())
    answer = client.get("/coach/")
    page = answer.content.decode()
    assert list(answer.context["questions"]) == [waiting[place] for place in (1, 3, 2, 4, 5)]
    assert list(answer.context["claimed"]) == [mine]
    assert "See all 6 that wait" in page
    assert "You are on 1 question<" in page
    assert page.count("Late") == 1


def test_members_who_invite(client: Client, floor: Floor) -> None:
    nobody = clients.Rights()
    clients.client_invite(member=floor.alice.member, trainer=floor.tom, rights=nobody)
    clients.client_invite(member=make_user(name="Bea").member, trainer=floor.pia, rights=nobody)
    page = client.get("/coach/").content.decode()
    assert "Alice Moss" in page
    assert "Bea" not in page


def test_without_anything_it_says_what_will_be_there(client: Client, floor: Floor) -> None:
    page = client.get("/coach/").content.decode()
    assert "Nothing waits for an answer." in page
    assert "Would like you as their trainer" not in page


def test_two_and_twelve_questions_cost_the_same_queries(client: Client, floor: Floor) -> None:
    counts = []
    for more in (2, 10):
        for _ in range(more):
            ask(floor)
            ask(floor, claimed_by=floor.tom)
            clients.client_invite(
                member=make_user().member, trainer=floor.tom, rights=clients.Rights()
            )
        client.get("/coach/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/coach/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_only_trainers_have_it(client: Client, floor: Floor) -> None:
    for user in (floor.alice, make_user(is_staff=True, is_superuser=True)):
        client.force_login(user)
        assert client.get("/coach/").status_code == 404
    client.force_login(floor.tom.user)
    assert client.post("/coach/").status_code == 405
