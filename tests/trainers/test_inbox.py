from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import (
    make_client,
    make_gym,
    make_question,
    make_user,
    make_variation,
)
from tests.trainers.people import Floor, make_floor
from trainers.models import Question

pytestmark = pytest.mark.django_db
INBOX = "/coach/questions/"
HOUR = timedelta(hours=1)


@pytest.fixture
def floor(client: Client) -> Floor:
    floor = make_floor()
    client.force_login(floor.tom.user)
    return floor


def ask(floor: Floor, **changes: Any) -> Question:
    return make_question(user=floor.alice, gym=floor.gym, **changes)


def listed(client: Client, query: str = "") -> list[UUID]:
    return [row.pk for row in client.get(INBOX + query).context["page"].object_list]


def test_what_is_due_first_stands_first_and_a_lapsed_claim_is_open_again(
    client: Client, floor: Floor
) -> None:
    now = timezone.now()
    later = ask(floor, due_at=now + 5 * HOUR)
    late = ask(floor, due_at=now - HOUR)
    lapsed = ask(floor, due_at=now + HOUR, claimed_by=floor.pia, claim_lapses_at=now - HOUR)
    ask(floor, due_at=now, claimed_by=floor.pia)
    ask(floor, state="answered", answered_at=now)
    assert listed(client) == [late.pk, lapsed.pk, later.pk]


def test_the_tabs(client: Client, floor: Floor) -> None:
    now = timezone.now()
    waiting = ask(floor, created_at=now - 4 * HOUR)
    mine = ask(floor, created_at=now - 3 * HOUR, claimed_by=floor.tom)
    theirs = ask(floor, created_at=now - 2 * HOUR, claimed_by=floor.pia)
    done = ask(floor, created_at=now - HOUR, state="resolved", answered_at=now)
    assert listed(client) == [waiting.pk]
    assert listed(client, "?show=mine") == [mine.pk]
    assert listed(client, "?show=answered") == [done.pk]
    assert listed(client, "?show=all") == [done.pk, theirs.pk, mine.pk, waiting.pk]


def test_an_unknown_tab_is_ignored_and_said(client: Client, floor: Floor) -> None:
    waiting = ask(floor)
    page = client.get(f"{INBOX}?show=<b>old</b>")
    assert [row.pk for row in page.context["page"]] == [waiting.pk]
    assert "There is no list “&lt;b&gt;old&lt;/b&gt;”." in page.content.decode()


def test_a_late_one_is_marked_in_words_and_a_gym_named_where_there_are_several(
    client: Client, floor: Floor
) -> None:
    ask(floor, due_at=timezone.now() + HOUR)
    page = client.get(INBOX).content.decode()
    assert "Late" not in page
    assert "· Hackney" not in page
    Question.objects.update(due_at=timezone.now() - HOUR)
    floor.tom.gyms.add(make_gym())
    page = client.get(INBOX).content.decode()
    assert "Late" in page
    assert "· Hackney" in page


def test_text_is_shown_as_it_was_written_and_due_in_the_gyms_time(
    client: Client, floor: Floor
) -> None:
    floor.gym.timezone = "Australia/Lord_Howe"
    floor.gym.save()
    due = datetime(2030, 1, 1, 12, 0, tzinfo=UTC)
    question = ask(floor, text="<script>x</script> **is** it\nmy back?", due_at=due)
    for address in (INBOX, f"{INBOX}{question.pk}/"):
        page = client.get(address).content.decode()
        assert "&lt;script&gt;x&lt;/script&gt; **is** it" in page
        assert "23:00" in page  # eleven hours ahead in their summer
    assert "Australia/Lord_Howe" in page


def test_empty_lists_say_what_will_be_there(client: Client, floor: Floor) -> None:
    for query in ("", "?show=mine", "?show=answered", "?show=all"):
        assert 'class="empty' in client.get(INBOX + query).content.decode()


@pytest.mark.parametrize("show", ["open", "mine", "answered", "all"])
def test_five_and_five_hundred_questions_cost_the_same_queries(
    client: Client, floor: Floor, show: str
) -> None:
    variation = make_variation()

    def add(count: int) -> None:
        now = timezone.now()
        states: dict[str, dict[str, Any]] = {
            "open": {},
            "mine": {
                "state": "claimed",
                "claimed_by": floor.tom,
                "claimed_at": now,
                "claim_lapses_at": now + HOUR,
            },
            "answered": {"state": "answered", "claimed_by": floor.pia, "answered_at": now},
        }
        states["all"] = states["answered"]
        Question.objects.bulk_create(
            Question(
                member=make_user().member if number < 30 else floor.alice.member,
                exercise=variation.exercise,
                variation=variation,
                gym=floor.gym,
                text="My back?",
                due_at=now,
                **states[show],
            )
            for number in range(count)
        )

    counts = []
    for more in (5, 495):
        add(more)
        client.get(f"{INBOX}?show={show}")
        with CaptureQueriesContext(connection) as captured:
            page = client.get(f"{INBOX}?show={show}")
        counts.append(len(captured))
        assert b"card__title" in page.content
    assert len(page.context["page"].object_list) == 24
    assert counts[0] == counts[1]
    assert counts[0] <= 9


def test_a_page_number_out_of_range_is_the_last_page(client: Client, floor: Floor) -> None:
    for _ in range(25):
        ask(floor)
    assert client.get(f"{INBOX}?page=99").context["page"].number == 2


# A question


def test_a_question_shows_what_it_is_about_who_asks_and_what_was_said(
    client: Client, floor: Floor
) -> None:
    floor.alice.member.goal, floor.alice.member.level = "strength", "beginner"
    floor.alice.member.save()
    variation = make_variation(name="Barbell hip thrust")
    question = ask(floor, exercise=variation.exercise, variation=variation)
    page = client.get(f"{INBOX}{question.pk}/").content.decode()
    for words in ("Barbell hip thrust", "Alice Moss", "Get stronger", "Beginner", question.text):
        assert words in page
    for address in (variation, variation.exercise):
        assert f'href="{address.get_absolute_url()}"' in page
    assert "<title>A question · Coaching · Gymsite</title>" in page
    assert floor.alice.email not in page


def test_what_has_left_the_guides_has_no_link(client: Client, floor: Floor) -> None:
    variation = make_variation(status="retired")
    question = ask(floor, exercise=variation.exercise, variation=variation)
    page = client.get(f"{INBOX}{question.pk}/").content.decode()
    assert f'href="{variation.get_absolute_url()}"' not in page
    assert "No longer in the guides" in page


def test_a_member_who_has_left_leaves_a_question_without_words(
    client: Client, floor: Floor
) -> None:
    question = ask(floor, state="answered", answered_at=timezone.now(), claimed_by=floor.tom)
    Question.objects.update(member=None, text="")
    page = client.get(f"{INBOX}{question.pk}/").content.decode()
    assert "The member has left, and their words with them." in page
    assert "Alice" not in page
    assert client.get(f"{INBOX}?show=all").status_code == 200


def test_who_may_read_it(client: Client, floor: Floor) -> None:
    """The trainers of its gym; not the asker, another gym's or a former client's trainer."""
    question = ask(floor)
    make_client(trainer=floor.stranger, user=floor.alice, ended_at=timezone.now())
    staff = make_user(is_staff=True, is_superuser=True)
    unknown = client.get(f"{INBOX}{uuid4()}/")
    assert unknown.status_code == 404
    for user in (floor.stranger.user, floor.alice, staff):
        client.force_login(user)
        answer = client.get(f"{INBOX}{question.pk}/")
        assert answer.status_code == 404
        assert answer.content == unknown.content
        for act in ("claim", "answer", "hand-back", "propose"):
            address = f"{INBOX}{question.pk}/{act}/"
            assert client.post(address, {"text": "Hello"}).status_code == 404
    floor.pia.active = False
    floor.pia.save()
    client.force_login(floor.pia.user)
    assert client.get(f"{INBOX}{question.pk}/").status_code == 404
    question.refresh_from_db()
    assert question.state == "open"


def test_a_malformed_key_is_404(client: Client, floor: Floor) -> None:
    assert client.get(f"{INBOX}one/").status_code == 404


def test_a_trainer_without_a_second_factor_is_led_to_add_one(client: Client, floor: Floor) -> None:
    floor.tom.user.second_factor_waived = False
    floor.tom.user.save()
    answer = client.get(f"{INBOX}{ask(floor).pk}/")
    assert answer.headers["Location"] == "/accounts/2fa/"


def test_the_page_is_kept_by_no_cache(client: Client, floor: Floor) -> None:
    assert "no-store" in client.get(f"{INBOX}{ask(floor).pk}/")["Cache-Control"]
