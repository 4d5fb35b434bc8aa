"""Who may see what: every address of the project, by role and method."""

from collections.abc import Iterator
from itertools import product
from typing import NamedTuple

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.base import PersonasTestCase
from tests.factories import make_exercise, make_variation, make_workout, make_workout_item


class Access(NamedTuple):
    address: str
    read: tuple[int, int, int]  # signed out, member, staff
    write: int = 405


EVERYONE = (200, 200, 200)
OWN = (302, 200, 404)
NOT_READ = (405, 405, 405)
STAFF_BY_SIGN_IN = (302, 302, 200)
MEMBERS = (302, 200, 200)

WORKOUT = "/me/workouts/00000000-0000-4000-8000-000000000001/"
ITEM = f"{WORKOUT}items/00000000-0000-4000-8000-000000000002/"

TABLE = {
    "gymsite:home": Access("/", EVERYONE),
    "gymsite:feed": Access("/feed.xml", EVERYONE),
    "gymsite:sitemap": Access("/sitemap.xml", EVERYONE),
    "gymsite:sitemap_section": Access("/sitemap-guides.xml", EVERYONE),
    "gymsite:robots": Access("/robots.txt", EVERYONE),
    "gymsite:health": Access("/healthz", EVERYONE),
    "gymsite:styleguide": Access("/styleguide/", (404, 404, 200)),
    "gymsite:today": Access("/me/", MEMBERS),
    "exercises:exercise_list": Access("/exercises/", EVERYONE),
    "exercises:body_part_detail": Access("/exercises/glutes/", EVERYONE),
    "exercises:exercise_detail": Access("/exercises/glutes/hip-thrusts/", EVERYONE),
    "exercises:variation_detail": Access("/exercises/glutes/hip-thrusts/barbell/", EVERYONE),
    "members:workout_list": Access("/me/workouts/", MEMBERS),
    "members:workout_create": Access("/me/workouts/new/", MEMBERS, 403),
    "members:workout_log": Access("/me/workouts/log/", MEMBERS, 403),
    "members:workout_detail": Access(WORKOUT, OWN),
    "members:workout_edit": Access(f"{WORKOUT}edit/", (302, 302, 404), 403),
    "members:workout_end": Access(f"{WORKOUT}finish/", OWN, 403),
    "members:workout_note": Access(f"{WORKOUT}note/", NOT_READ, 403),
    "members:workout_delete": Access(f"{WORKOUT}delete/", NOT_READ, 403),
    "members:workout_restore": Access(f"{WORKOUT}restore/", NOT_READ, 403),
    "members:item_add": Access(f"{WORKOUT}add/", OWN),
    "members:item_save": Access(ITEM, NOT_READ, 403),
    "members:item_swap": Access(f"{ITEM}swap/", OWN, 403),
    "members:set_save": Access(
        f"{WORKOUT}sets/00000000-0000-4000-8000-000000000003/", NOT_READ, 403
    ),
    "exercise_preview": Access("/admin/exercises/exercise/1000/preview/", STAFF_BY_SIGN_IN),
    "admin": Access("/admin/", STAFF_BY_SIGN_IN, 403),
    "media/<path:name>": Access("/media/not-there.jpg", (404, 404, 404)),
}
CATALOGUE = [
    access.address
    for name, access in TABLE.items()
    if name.startswith("exercises:") or access.address in ("/", "/feed.xml", "/robots.txt")
]
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
    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        guide = make_exercise(pk=1000, slug="hip-thrusts")
        make_variation(exercise=guide, slug="barbell")
        workout = make_workout(user=cls.alice, pk=WORKOUT.split("/")[3])
        make_workout_item(workout=workout, pk=ITEM.split("/")[5])

    def roles(self) -> Iterator[tuple[str, Client]]:
        for name, person in (("signed out", None), ("member", self.alice), ("staff", self.erin)):
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
        for address in (*CATALOGUE, "/nowhere/", "/admin/login/"):
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
