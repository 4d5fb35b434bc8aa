"""Who may see what: every address of the project, by role and method."""

import re
from collections.abc import Iterator
from itertools import product
from typing import ClassVar, NamedTuple
from uuid import UUID

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from members.models import Gym
from tests.base import PersonasTestCase
from tests.factories import (
    make_assignment,
    make_assignment_set,
    make_client,
    make_exercise,
    make_gym,
    make_import,
    make_imported_name,
    make_plan,
    make_plan_day,
    make_plan_item,
    make_question,
    make_set,
    make_trainer,
    make_variation,
    make_workout,
    make_workout_item,
)
from trainers.models import ClientRequest, Trainer


class Access(NamedTuple):
    """Answers by role. A write comes without the token of a form, which 403 stands for."""

    address: str
    read: tuple[int, int, int, int]  # signed out, member, staff, the member's trainer
    write: int = 405


EVERYONE = (200, 200, 200, 200)
OWN = (302, 200, 404, 404)
NOT_READ = (405, 405, 405, 405)
STAFF_BY_SIGN_IN = (302, 302, 200, 302)
MEMBERS = (302, 200, 200, 200)
STRANGERS = (200, 302, 302, 302)
LED_ON = (302, 302, 302, 302)
TRAINERS = (302, 404, 404, 200)
PLAN = f"/me/plan/{UUID(int=1)}/"
DAY = f"/me/plan/days/{UUID(int=2)}/"
ITEM = f"/me/plan/items/{UUID(int=3)}/"
ALICES_IMPORT = "7b1f8a52-5a8e-4f0c-9a52-0d5c4c2f4e11"
SET = f"/coach/assign/{UUID(int=4)}/"
ASSIGNMENT = f"assignments/{UUID(int=5)}/"

QUESTION = f"/me/questions/{UUID(int=4)}/"

WORKOUT = "/me/workouts/00000000-0000-4000-8000-000000000001/"
WORKOUT_ITEM = f"{WORKOUT}items/00000000-0000-4000-8000-000000000002/"
CLIENT, ASKED, FOLLOWED = (UUID(int=number) for number in (4, 5, 6))

INBOX_QUESTION = f"/coach/questions/{UUID(int=1)}/"

TABLE = {
    "gymsite:home": Access("/", EVERYONE),
    "gymsite:feed": Access("/feed.xml", EVERYONE),
    "gymsite:sitemap": Access("/sitemap.xml", EVERYONE),
    "gymsite:sitemap_section": Access("/sitemap-guides.xml", EVERYONE),
    "gymsite:robots": Access("/robots.txt", EVERYONE),
    "gymsite:health": Access("/healthz", EVERYONE),
    "gymsite:styleguide": Access("/styleguide/", (404, 404, 200, 404)),
    "gymsite:privacy": Access("/privacy/", EVERYONE),
    "gymsite:terms": Access("/terms/", EVERYONE),
    "gymsite:accessibility": Access("/accessibility/", EVERYONE),
    "gymsite:today": Access("/me/", MEMBERS),
    "members:security": Access("/accounts/security/", MEMBERS),
    "members:session_end": Access("/accounts/sessions/1000/end/", (405, 405, 405, 405), 403),
    "account_login": Access("/accounts/login/", STRANGERS, 403),
    "account_logout": Access("/accounts/logout/", MEMBERS, 403),
    "account_inactive": Access("/accounts/inactive/", EVERYONE, 403),
    "account_signup": Access("/accounts/signup/", STRANGERS, 403),
    "account_reauthenticate": Access("/accounts/reauthenticate/", MEMBERS, 403),
    "account_email": Access("/accounts/email/", MEMBERS, 403),
    "account_email_verification_sent": Access("/accounts/confirm-email/", LED_ON, 403),
    "account_change_password": Access("/accounts/password/change/", MEMBERS, 403),
    "account_set_password": Access("/accounts/password/set/", LED_ON, 403),
    "account_reset_password": Access("/accounts/password/reset/", EVERYONE, 403),
    "account_confirm_login_code": Access("/accounts/login/code/confirm/", LED_ON, 403),
    "account_confirm_password_reset_code": Access("/accounts/password/reset/confirm/", LED_ON, 403),
    "account_complete_password_reset": Access("/accounts/password/reset/complete/", LED_ON, 403),
    "account_password_reset_completed": Access("/accounts/password/reset/done/", EVERYONE, 403),
    "mfa_index": Access("/accounts/2fa/", MEMBERS, 403),
    "mfa_authenticate": Access("/accounts/2fa/authenticate/", LED_ON, 403),
    "mfa_reauthenticate": Access("/accounts/2fa/reauthenticate/", LED_ON, 403),
    "mfa_activate_totp": Access("/accounts/2fa/totp/activate/", LED_ON, 403),
    "mfa_deactivate_totp": Access("/accounts/2fa/totp/deactivate/", (302, 404, 404, 404), 403),
    "mfa_view_recovery_codes": Access("/accounts/2fa/recovery-codes/", (302, 404, 404, 404), 403),
    "mfa_generate_recovery_codes": Access("/accounts/2fa/recovery-codes/generate/", LED_ON, 403),
    "mfa_download_recovery_codes": Access(
        "/accounts/2fa/recovery-codes/download/", (302, 404, 404, 404), 403
    ),
    "mfa_list_webauthn": Access("/accounts/2fa/webauthn/", MEMBERS, 403),
    "mfa_add_webauthn": Access("/accounts/2fa/webauthn/add/", LED_ON, 403),
    "mfa_reauthenticate_webauthn": Access("/accounts/2fa/webauthn/reauthenticate/", LED_ON, 403),
    "mfa_remove_webauthn": Access("/accounts/2fa/webauthn/keys/1000/remove/", LED_ON, 403),
    "mfa_edit_webauthn": Access("/accounts/2fa/webauthn/keys/1000/edit/", LED_ON, 403),
    "mfa_login_webauthn": Access("/accounts/2fa/webauthn/login/", LED_ON, 403),
    "usersessions_list": Access("/accounts/sessions/", MEMBERS, 403),
    "members:plan_list": Access("/me/plan/", MEMBERS),
    "members:plan_create": Access("/me/plan/new/", MEMBERS, 403),
    "members:plan_template": Access("/me/plan/new/push-pull-legs/", MEMBERS, 403),
    "members:plan_item_create": Access("/me/plan/add/hip-thrusts/barbell/", MEMBERS, 403),
    "members:plan_detail": Access(PLAN, OWN),
    "members:plan_update": Access(f"{PLAN}edit/", OWN, 403),
    **{
        f"members:plan_{act}": Access(f"{PLAN}{act}/", NOT_READ, 403)
        for act in ("activate", "copy", "delete", "restore")
    },
    "members:plan_day_create": Access(f"{PLAN}days/new/", NOT_READ, 403),
    "members:plan_day_search": Access(f"{DAY}add/", OWN),
    "members:plan_day_update": Access(f"{DAY}edit/", OWN, 403),
    **{
        f"members:plan_day_{act}": Access(f"{DAY}{act}/", NOT_READ, 403)
        for act in ("move", "copy", "delete", "restore")
    },
    "members:plan_item_detail": Access(ITEM, (302, 302, 404, 404)),
    "members:plan_item_update": Access(f"{ITEM}edit/", OWN, 403),
    "members:plan_item_swap": Access(f"{ITEM}swap/", OWN, 403),
    **{
        f"members:plan_item_{act}": Access(f"{ITEM}{act}/", NOT_READ, 403)
        for act in ("move", "delete", "restore")
    },
    "members:saved_list": Access("/me/saved/", MEMBERS),
    "members:saved_create": Access("/me/saved/add/hip-thrusts/", MEMBERS, 403),
    "members:saved_delete": Access("/me/saved/remove/hip-thrusts/", NOT_READ, 403),
    "members:progress": Access("/me/progress/", MEMBERS),
    "members:progress_variation": Access("/me/progress/1000/", MEMBERS),
    "gymsite:my_data": Access("/me/data/", MEMBERS),
    "gymsite:export_create": Access("/me/data/exports/", (405, 405, 405, 405), 403),
    "gymsite:export_download": Access(f"/me/data/exports/{UUID(int=1)}/", (302, 404, 404, 404)),
    "gymsite:deletion_create": Access("/me/data/delete/", MEMBERS, 403),
    "gymsite:deletion_detail": Access("/me/data/leaving/", (302, 302, 302, 302)),
    "gymsite:deletion_undo": Access("/me/data/keep/", (405, 405, 405, 405), 403),
    "members:settings_update": Access("/me/settings/", MEMBERS, 403),
    "members:consent_update": Access("/me/settings/consent/", MEMBERS, 403),
    "members:consent_withdraw": Access("/me/settings/consent/withdraw/", (405, 405, 405, 405), 403),
    "members:health_data_delete": Access("/me/settings/consent/delete/", MEMBERS, 403),
    "members:readiness_create": Access("/me/settings/readiness/", MEMBERS, 403),
    "members:readiness_detail": Access("/me/settings/readiness/outcome/", (302, 302, 302, 302)),
    "members:readiness_lapse": Access("/me/settings/readiness/changed/", (405, 405, 405, 405), 403),
    "members:gym_detail": Access("/gyms/hackney/", EVERYONE),
    "members:import_create": Access("/me/workouts/import/", MEMBERS, 403),
    "members:import_detail": Access(f"/me/workouts/import/{ALICES_IMPORT}/", OWN),
    "members:import_start": Access(f"/me/workouts/import/{ALICES_IMPORT}/start/", NOT_READ, 403),
    "members:import_undo": Access(f"/me/workouts/import/{ALICES_IMPORT}/undo/", NOT_READ, 403),
    "members:import_restore": Access(
        f"/me/workouts/import/{ALICES_IMPORT}/restore/", NOT_READ, 403
    ),
    "members:import_delete": Access(f"/me/workouts/import/{ALICES_IMPORT}/delete/", NOT_READ, 403),
    "members:import_match": Access(
        f"/me/workouts/import/{ALICES_IMPORT}/exercises/1000/", OWN, 403
    ),
    "exercises:exercise_list": Access("/exercises/", EVERYONE),
    "exercises:body_part_detail": Access("/exercises/glutes/", EVERYONE),
    "exercises:exercise_detail": Access("/exercises/glutes/hip-thrusts/", EVERYONE),
    "exercises:variation_detail": Access("/exercises/glutes/hip-thrusts/barbell/", EVERYONE),
    "members:workout_list": Access("/me/workouts/", MEMBERS),
    "members:workout_create": Access("/me/workouts/new/", MEMBERS, 403),
    "members:workout_log": Access("/me/workouts/log/", MEMBERS, 403),
    "members:workout_detail": Access(WORKOUT, OWN),
    "members:workout_edit": Access(f"{WORKOUT}edit/", (302, 302, 404, 404), 403),
    "members:workout_end": Access(f"{WORKOUT}finish/", OWN, 403),
    "members:workout_note": Access(f"{WORKOUT}note/", NOT_READ, 403),
    "members:workout_delete": Access(f"{WORKOUT}delete/", NOT_READ, 403),
    "members:workout_restore": Access(f"{WORKOUT}restore/", NOT_READ, 403),
    "members:item_add": Access(f"{WORKOUT}add/", OWN),
    "members:item_save": Access(WORKOUT_ITEM, NOT_READ, 403),
    "members:item_swap": Access(f"{WORKOUT_ITEM}swap/", OWN, 403),
    "members:set_save": Access(
        f"{WORKOUT}sets/00000000-0000-4000-8000-000000000003/", NOT_READ, 403
    ),
    "trainers:trainer_list": Access("/trainers/", EVERYONE),
    "trainers:trainer_detail": Access("/trainers/tom/", EVERYONE),
    "trainers:question_create": Access("/ask/hip-thrusts/", EVERYONE, 403),
    "trainers:question_list": Access("/me/questions/", MEMBERS),
    "trainers:question_detail": Access(QUESTION, OWN),
    **{
        f"trainers:question_{act}": Access(f"{QUESTION}{act}/", NOT_READ, 403)
        for act in ("reply", "resolve", "publishing")
    },
    "trainers:published_answer_agree": Access(f"{QUESTION}agree/", NOT_READ, 403),
    "trainers:published_answer_decline": Access(f"{QUESTION}decline/", NOT_READ, 403),
    "trainers:coach": Access("/coach/", TRAINERS),
    "trainers:inbox_list": Access("/coach/questions/", TRAINERS),
    "trainers:inbox_detail": Access(INBOX_QUESTION, TRAINERS),
    "trainers:question_claim": Access(f"{INBOX_QUESTION}claim/", NOT_READ, 403),
    "trainers:question_answer": Access(f"{INBOX_QUESTION}answer/", NOT_READ, 403),
    "trainers:question_hand_back": Access(f"{INBOX_QUESTION}hand-back/", NOT_READ, 403),
    "trainers:published_answer_propose": Access(f"{INBOX_QUESTION}propose/", TRAINERS, 403),
    "trainers:assignment_set_list": Access("/coach/assign/", TRAINERS),
    "trainers:assignment_set_create": Access("/coach/assign/new/", NOT_READ, 403),
    "trainers:assignment_set_detail": Access(SET, TRAINERS, 403),
    "trainers:assignment_set_search": Access(f"{SET}search/", TRAINERS),
    "trainers:assignment_set_item_create": Access(f"{SET}items/add/", NOT_READ, 403),
    "trainers:assignment_set_send": Access(f"{SET}send/", NOT_READ, 403),
    "trainers:assignment_set_delete": Access(f"{SET}delete/", TRAINERS, 403),
    "trainers:assignment_set_item_update": Access("/coach/assign/items/1000/edit/", TRAINERS, 403),
    "trainers:assignment_set_item_move": Access("/coach/assign/items/1000/move/", NOT_READ, 403),
    "trainers:assignment_set_item_delete": Access(
        "/coach/assign/items/1000/delete/", NOT_READ, 403
    ),
    "trainers:assignment_update": Access(f"/coach/{ASSIGNMENT}edit/", TRAINERS, 403),
    "trainers:assignment_withdraw": Access(f"/coach/{ASSIGNMENT}withdraw/", NOT_READ, 403),
    "trainers:assignment_list": Access("/me/assignments/", MEMBERS),
    "trainers:assignment_take": Access(f"/me/{ASSIGNMENT}take/", OWN, 403),
    "trainers:assignment_decline": Access(f"/me/{ASSIGNMENT}decline/", NOT_READ, 403),
    "trainers:my_trainers": Access("/me/trainers/", MEMBERS),
    "trainers:client_invite": Access("/me/trainers/invite/tom/", MEMBERS, 403),
    "trainers:client_rights": Access(f"/me/trainers/{CLIENT}/rights/", NOT_READ, 403),
    "trainers:client_end": Access(f"/me/trainers/{CLIENT}/end/", OWN, 403),
    **{
        f"trainers:client_request_{act}": Access(
            f"/me/trainers/requests/{ASKED}/{act}/", NOT_READ, 403
        )
        for act in ("accept", "decline", "withdraw")
    },
    **{
        f"trainers:coach_request_{act}": Access(f"/coach/requests/{ASKED}/{act}/", NOT_READ, 403)
        for act in ("accept", "decline", "withdraw")
    },
    "trainers:client_ask": Access(f"/coach/questions/{ASKED}/ask-to-follow/", NOT_READ, 403),
    "trainers:client_list": Access("/coach/clients/", TRAINERS),
    "trainers:client_detail": Access(f"/coach/clients/{CLIENT}/", TRAINERS),
    "trainers:client_workouts": Access(f"/coach/clients/{CLIENT}/workouts/", TRAINERS),
    "trainers:client_workout": Access(f"/coach/clients/{CLIENT}/workouts/{FOLLOWED}/", TRAINERS),
    "trainers:client_progress": Access(f"/coach/clients/{CLIENT}/progress/", TRAINERS),
    "trainers:client_progress_variation": Access(
        f"/coach/clients/{CLIENT}/progress/1000/", TRAINERS
    ),
    "trainers:client_note_create": Access(f"/coach/clients/{CLIENT}/notes/", NOT_READ, 403),
    "trainers:client_note_update": Access("/coach/notes/1000/edit/", TRAINERS, 403),
    "trainers:waitlist_join": Access("/trainers/tom/waitlist/", MEMBERS, 403),
    "trainers:waitlist_leave": Access(f"/me/waitlist/{UUID(int=1)}/leave/", NOT_READ, 403),
    "trainers:client_note_delete": Access("/coach/notes/1000/delete/", TRAINERS, 403),
    "exercise_preview": Access("/admin/exercises/exercise/1000/preview/", STAFF_BY_SIGN_IN),
    "admin": Access("/admin/", STAFF_BY_SIGN_IN, 403),
    "media/<path:name>": Access("/media/not-there.jpg", (404, 404, 404, 404)),
}
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
