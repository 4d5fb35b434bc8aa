import json
import re
from datetime import date, datetime, time
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exercises.models import catalogue_version
from members.models import Gym, GymClosure, GymHours
from tests.factories import make_gym, make_user

pytestmark = pytest.mark.django_db

MONDAY_NOON = "2026-11-02T12:00:00+00:00"


@pytest.fixture
def gym() -> Gym:
    return make_gym(name="Hackney", slug="hackney", address="1 Mare Street\nLondon")


def page(client: Client, moment: str = MONDAY_NOON, slug: str = "hackney") -> str:
    with time_machine.travel(datetime.fromisoformat(moment), tick=False):
        answer = client.get(f"/gyms/{slug}/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def close(gym: Gym, day: str, reason: str = "") -> None:
    GymClosure.objects.create(gym=gym, date=date.fromisoformat(day), reason=reason)


@pytest.mark.parametrize(
    ("moment", "says"),
    [
        ("2026-11-02T12:00:00+00:00", "Open now, until 22:00"),
        ("2026-11-02T05:59:59+00:00", "Closed now, opens at 06:00"),
        ("2026-11-02T22:00:00+00:00", "Closed now, opens tomorrow at 06:00"),
        ("2026-07-06T05:30:00+00:00", "Open now, until 22:00"),  # 06:30 in summer time
    ],
)
def test_it_says_whether_the_gym_is_open_now(
    client: Client, gym: Gym, moment: str, says: str
) -> None:
    assert says in page(client, moment)


def test_now_and_today_are_the_gyms_own(client: Client) -> None:
    make_gym(slug="far", timezone="Australia/Lord_Howe")
    text = page(client, "2026-11-01T19:30:00+00:00", "far")  # Monday, 06:30 there
    assert "Open now, until 22:00" in text
    assert '<tr aria-current="date"> <th scope="row">Monday, today</th>' in text
    assert text.count("aria-current") == 1
    assert "Times are local: Australia/Lord_Howe." in text


def test_closures_that_come_are_listed_and_today_says_so(client: Client, gym: Gym) -> None:
    close(gym, "2026-11-01")
    close(gym, "2026-11-02", "Stocktaking")
    close(gym, "2026-11-03")
    text = page(client)
    assert "Closed now, opens on Wednesday 4 November at 06:00" in text
    assert "Closed today: Stocktaking" in text
    assert '<time datetime="2026-11-03">Tuesday 3 November 2026</time>' in text
    assert "1 November" not in text


def test_a_gym_without_hours_is_closed_until_further_notice(client: Client, gym: Gym) -> None:
    gym.hours.all().delete()
    text = page(client)
    assert "Closed until further notice" in text
    assert text.count("<td> Closed </td>") == 7


def test_midnight_and_a_break_at_noon(client: Client, gym: Gym) -> None:
    gym.hours.filter(weekday=0).delete()
    for opens, closes in ((time(6), time(13)), (time(15), time(0))):
        GymHours.objects.create(gym=gym, weekday=0, opens=opens, closes=closes)
    assert "06:00–13:00<br>15:00–midnight" in page(client)


def test_a_gym_that_never_closes(client: Client, gym: Gym) -> None:
    gym.hours.update(opens=time(0), closes=time(0))
    assert "Open now, day and night" in page(client)


def structured(text: str) -> list[dict[str, Any]]:
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    return [json.loads(block) for block in blocks]


def test_search_engines_are_told_the_hours(client: Client, gym: Gym) -> None:
    gym.hours.filter(weekday__gt=0).delete()
    gym.hours.update(closes=time(0))
    close(gym, "2026-11-01")
    close(gym, "2026-12-25")
    place, breadcrumb = structured(page(client))
    assert place["@type"] == "ExerciseGym"
    assert place["url"] == "http://localhost:8000/gyms/hackney/"
    assert place["address"] == "1 Mare Street London"
    (monday,) = place["openingHoursSpecification"]
    assert (monday["dayOfWeek"], monday["opens"], monday["closes"]) == (
        "https://schema.org/Monday",
        "06:00",
        "23:59",
    )
    (closure,) = place["specialOpeningHoursSpecification"]
    assert closure["validFrom"] == closure["validThrough"] == "2026-12-25"
    assert [step["name"] for step in breadcrumb["itemListElement"]] == ["Gymsite", "Hackney"]


def test_what_staff_write_cannot_end_the_script(client: Client, gym: Gym) -> None:
    Gym.objects.filter(pk=gym.pk).update(address="</script><b>")
    text = page(client)
    assert structured(text)[0]["address"] == "</script><b>"
    assert "<b>" not in text


def test_it_is_the_same_for_everyone_and_costs_four_queries(client: Client, gym: Gym) -> None:
    signed_out = page(client)
    client.force_login(make_user())
    with CaptureQueriesContext(connection) as queries:
        assert page(client) == signed_out
    assert len(queries) == 4
    with time_machine.travel(datetime.fromisoformat(MONDAY_NOON), tick=False):
        answer = client.get("/gyms/hackney/")
    assert answer["Cache-Control"] == "public, max-age=60"
    assert not answer.cookies


@pytest.mark.parametrize("slug", ["nowhere", "hackney%00", "..", "1"])
def test_an_unknown_gym_is_not_found(client: Client, gym: Gym, slug: str) -> None:
    assert client.get(f"/gyms/{slug}/").status_code == 404


def test_a_wrong_verb_is_refused(client: Client, gym: Gym) -> None:
    assert client.post("/gyms/hackney/").status_code == 405


def test_a_new_gym_is_in_the_sitemap_of_every_process_at_once(gym: Gym) -> None:
    versions = [catalogue_version()]
    gym.slug = "dalston"
    gym.save()
    versions.append(catalogue_version())
    gym.delete()
    versions.append(catalogue_version())
    assert len(set(versions)) == 3
