"""Questions are health data: the pages about it name them, and delete them."""

import pytest
from django.test import Client

from tests.factories import make_gym, make_question, make_user
from tests.trainers.people import make_floor
from tests.trainers.wordings import agreed, approve, make_answered
from trainers.models import PublishedAnswer, Question
from trainers.personal_data import health_data_erase

pytestmark = pytest.mark.django_db


def test_questions_are_counted_where_health_data_is_and_go_with_it(client: Client) -> None:
    alice, tom = make_user(consent=False), make_user()
    for user in (alice, tom):
        make_question(user=user, gym=make_gym())
    client.force_login(alice)
    page = client.get("/me/settings/consent/").content.decode()
    assert "<strong>1</strong> question to trainers" in page
    assert "Delete what is there" in page
    delete = page.partition("Delete what is there")[0].rpartition('href="')[2].partition('"')[0]
    assert "<strong>1</strong> question to trainers" in client.get(delete).content.decode()
    client.post(delete)
    assert [one.member for one in Question.objects.all()] == [tom.member]
    assert "Delete what is there" not in client.get("/me/settings/consent/").content.decode()


def test_a_wording_stays_only_while_it_stands_in_the_guide() -> None:
    floor = make_floor()
    inside, taken_out = (agreed(make_answered(floor), floor) for _ in range(2))
    approve(inside)
    approve(taken_out).delete()
    health_data_erase(floor.alice)
    assert list(PublishedAnswer.objects.all()) == [inside]
