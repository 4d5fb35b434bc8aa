"""Who may see what: every address of the project, by role and method, against the table."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from typing import ClassVar
from uuid import UUID

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from members.models import Gym
from tests.access_table import (
    ALICES_IMPORT,
    ASKED,
    CLIENT,
    FOLLOWED,
    SET,
    TABLE,
    TOKEN,
    WORKOUT,
    WORKOUT_ITEM,
)
from tests.base import PersonasTestCase
from tests.factories import (
    make_assignment,
    make_assignment_set,
    make_booking,
    make_client,
    make_exercise,
    make_gym,
    make_import,
    make_imported_name,
    make_plan,
    make_plan_day,
    make_plan_item,
    make_question,
    make_session_type,
    make_set,
    make_trainer,
    make_variation,
    make_weekly_hours,
    make_workout,
    make_workout_item,
)
from trainers.models import CalendarFeed, ClientRequest, Trainer

CATALOGUE = [
    access.address
    for name, access in TABLE.items()
    if name.startswith(("exercises:", "trainers:trainer_"))
    or access.address in ("/", "/feed.xml", "/robots.txt")
]
ID = re.compile(r"^/(?:me(?!/progress)|coach)/.*(?:[0-9a-f]{8}-[0-9a-f-]{27}|/1000)/")
WITH_AN_ID = [access for access in TABLE.values() if ID.search(access.address)]
SENT_AND_GONE = ("post", f"{SET}send/")
"""Whoever sends a set that is not there, unknown or another's, is told so on their own list."""
READS = ("get", "head")
WRITES = ("post", "put", "patch", "delete")


def named(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    """The addresses of the project by name; those inside Django's admin are one."""
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield f"{namespace}{one.name or one.pattern}"
        elif one.namespace == "admin":
            yield "admin"
        else:
            yield from named(one, f"{namespace}{one.namespace}:" if one.namespace else namespace)


def test_every_address_stands_in_the_table() -> None:
    assert set(named(get_resolver())) == TABLE.keys()


class AccessTest(PersonasTestCase):
    gym: ClassVar[Gym]
    trainer: ClassVar[Trainer]
    former: ClassVar[Trainer]

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        guide = make_exercise(pk=1000, slug="hip-thrusts")
        barbell = make_variation(pk=1000, exercise=guide, slug="barbell")
        day = make_plan_day(plan=make_plan(user=cls.alice, pk=UUID(int=1)), pk=UUID(int=2))
        make_plan_item(day=day, variation=barbell, pk=UUID(int=3))
        cls.gym = make_gym(slug="hackney")
        cls.trainer = make_trainer(user=cls.tom, gym=cls.gym, slug="tom")
        make_question(user=cls.alice, gym=cls.gym, exercise=guide, pk=UUID(int=4))
        for key in (UUID(int=1), ASKED):
            make_question(user=cls.alice, gym=cls.gym, exercise=guide, pk=key)
        ClientRequest.objects.create(
            pk=ASKED, trainer=cls.trainer, member=cls.alice.member, asked_by="member"
        )
        soon = timezone.now() + timedelta(days=2)
        make_booking(trainer=cls.trainer, user=cls.alice, starts_at=soon, pk=UUID(int=7))
        CalendarFeed.objects.create(user=cls.alice, token=TOKEN)
        made = make_assignment_set(trainer=cls.trainer, variations=0, pk=UUID(int=4))
        made.items.create(pk=1000, variation=barbell)
        make_assignment(trainer=cls.trainer, user=cls.alice, variation=barbell, pk=UUID(int=5))
        make_imported_name(pk=1000, record=make_import(user=cls.alice, pk=ALICES_IMPORT))
        workout = make_workout(user=cls.alice, pk=WORKOUT.split("/")[3])
        make_workout_item(workout=workout, pk=WORKOUT_ITEM.split("/")[5])
        done = make_workout(user=cls.alice, finished_at=timezone.now(), pk=FOLLOWED)
        make_set(item=make_workout_item(workout=done, variation=barbell))
        following = make_client(
            trainer=cls.trainer, user=cls.alice, pk=CLIENT, may_see_workouts=True
        )
        following.notes.create(pk=1000, text="Left knee: no jumps.")
        make_weekly_hours(trainer=cls.trainer, weekdays=[0], pk=1000)
        cls.trainer.date_overrides.create(pk=1000, date=date(2100, 1, 1))
        now = timezone.now()
        cls.trainer.time_off.create(pk=1000, starts_at=now, ends_at=now + timedelta(hours=1))
        make_session_type(trainer=cls.trainer, pk=1000)
        cls.former = make_trainer()
        make_client(
            trainer=cls.former, user=cls.alice, may_see_workouts=True, ended_at=timezone.now()
        )

    def roles(self) -> Iterator[tuple[str, Client]]:
        people = {"member": self.alice, "staff": self.erin, "trainer": self.tom}
        for name, person in (("signed out", None), *people.items()):
            client = Client(enforce_csrf_checks=True)
            if person:
                client.force_login(person)
            yield name, client

    def test_reading(self) -> None:
        wrong = {}
        for place, (role, client) in enumerate(self.roles()):
            for access, method in product(TABLE.values(), READS):
                status = getattr(client, method)(access.address).status_code
                if status != access.read[place]:
                    wrong[role, method, access.address] = status
        assert wrong == {}

    def test_writing(self) -> None:
        wrong = {}
        for role, client in self.roles():
            for access, method in product(TABLE.values(), WRITES):
                status = getattr(client, method)(access.address).status_code
                if status != access.write:
                    wrong[role, method, access.address] = status
        assert wrong == {}

    def test_to_a_former_trainer_of_another_gym_nothing_of_the_member_is_there(self) -> None:
        client = Client()
        client.force_login(self.former.user)
        wrong = {}
        for access, method in product(WITH_AN_ID, ("get", "post")):
            status = getattr(client, method)(access.address).status_code
            if status not in (404, 405) and (method, access.address) != SENT_AND_GONE:
                wrong[method, access.address] = status
        assert wrong == {}

    def test_a_catalogue_page_is_the_same_bytes_for_every_role_and_sets_no_cookie(self) -> None:
        for address in CATALOGUE:
            bodies = set()
            for role, client in self.roles():
                answer = client.get(address)
                bodies.add(answer.content)
                with self.subTest(role=role, address=address):
                    assert not answer.cookies
                    assert "cookie" not in answer.get("Vary", "").lower()
            assert len(bodies) == 1, address

    def test_what_a_member_may_not_see_says_so_without_saying_what_it_is(self) -> None:
        self.client.force_login(self.alice)
        assert self.client.get("/styleguide/").content == self.client.get("/nowhere/").content

    def test_a_preview_is_for_staff_and_not_for_keeping(self) -> None:
        self.client.force_login(self.erin)
        answer = self.client.get(TABLE["exercise_preview"].address)
        assert {"private", "no-store"} <= {*answer["Cache-Control"].split(", ")}
        assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "SAMEORIGIN"

    def test_every_page_tells_the_browser_what_it_may_do(self) -> None:
        for address in (*CATALOGUE, "/nowhere/", "/accounts/login/"):
            with self.subTest(address=address):
                headers = self.client.get(address).headers
                policy = headers["Content-Security-Policy"]
                for rule in ("default-src 'none'", "script-src 'self'", "style-src 'self'"):
                    assert f"{rule};" in f"{policy};"
                for rule in ("frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"):
                    assert rule in policy
                assert "unsafe" not in policy
                assert headers["X-Content-Type-Options"] == "nosniff"
                assert headers["X-Frame-Options"] == "DENY"
                assert headers["Referrer-Policy"] == "same-origin"
                assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
                for power in ("camera", "geolocation", "microphone", "payment", "usb"):
                    assert f"{power}=()" in headers["Permissions-Policy"]


def test_a_foreign_host_is_refused(client: Client) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
