from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from exercises.models import Exercise, catalogue_batch
from gymsite.feeds import NEWEST
from tests.factories import make_exercise

pytestmark = pytest.mark.django_db

ATOM = {"": "http://www.w3.org/2005/Atom"}
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def feed(client: Client, host: str = "localhost:8000") -> Element:
    answer = client.get("/feed.xml", headers={"host": host})
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content)


def titles(found: Element) -> list[str | None]:
    return [title.text for title in found.findall("entry/title", ATOM)]


def test_it_is_whole_by_the_rules_of_atom(client: Client) -> None:
    make_exercise()
    make_exercise()
    found = feed(client)
    assert found.tag == "{http://www.w3.org/2005/Atom}feed"
    assert found.find("author/name", ATOM) is not None
    entries = found.findall("entry", ATOM)
    for element in (found, *entries):
        for needed in ("id", "title", "updated"):
            values = element.findall(needed, ATOM)
            assert len(values) == 1
            assert values[0].text
        updated = datetime.fromisoformat(element.findtext("updated", "", ATOM))
        assert updated.tzinfo
        published = element.findtext("published", "", ATOM)
        assert not published or datetime.fromisoformat(published) <= updated
    assert len({entry.findtext("id", "", ATOM) for entry in entries}) == 2


def test_addresses_are_absolute_and_from_public_url(client: Client) -> None:
    guide = make_exercise()
    found = feed(client, host="127.0.0.1")
    links = [link.get("href") for link in found.iterfind(".//link", ATOM)]
    assert f"http://localhost:8000{guide.get_absolute_url()}" in links
    assert "http://localhost:8000/feed.xml" in links
    assert all(link and link.startswith("http://localhost:8000/") for link in links)
    assert b"127.0.0.1" not in ElementTree.tostring(found)


def test_drafts_and_future_guides_are_out(client: Client) -> None:
    make_exercise(name="Shown")
    make_exercise(name="Draft", status="draft")
    make_exercise(name="Future", publish_at=NOON + timedelta(days=36500))
    assert titles(feed(client)) == ["Shown"]


def test_the_newest_comes_first(client: Client) -> None:
    with time_machine.travel(NOON, tick=False) as now:
        first, second = make_exercise(name="First"), make_exercise(name="Second")
        now.shift(60)
        second.save()
        assert titles(feed(client)) == ["Second", "First"]
        now.shift(60)
        first.save()
        assert titles(feed(client)) == ["First", "Second"]


def test_a_guide_is_new_when_its_date_falls_due(client: Client) -> None:
    with time_machine.travel(NOON, tick=False) as now:
        make_exercise(name="Planned", publish_at=NOON + timedelta(hours=2))
        now.shift(3600)
        make_exercise(name="Edited meanwhile")
        now.shift(7200)
        assert titles(feed(client)) == ["Planned", "Edited meanwhile"]


def test_it_holds_the_newest_in_one_query(client: Client) -> None:
    with catalogue_batch():
        Exercise.objects.bulk_create(
            Exercise(
                name=f"Guide {number}", slug=f"guide-{number}", body_part_id=part, status=shown
            )
            for part, shown in [(make_exercise().body_part_id, "published")]
            for number in range(NEWEST)
        )
    with CaptureQueriesContext(connection) as captured:
        assert len(titles(feed(client))) == NEWEST
    assert len(captured) == 1


def test_letters_that_mean_something_to_xml_stay_letters(client: Client) -> None:
    make_exercise(name="Clean & jerk", summary="1 < 2")
    assert titles(feed(client)) == ["Clean & jerk"]
