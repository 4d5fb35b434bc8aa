"""What staff do about bookings, and what a trainer's page in the admin refuses."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client

from members.models import Gym, User
from tests.factories import (
    make_booking,
    make_gym,
    make_session_type,
    make_trainer,
    make_user,
    make_weekly_hours,
)
from tests.forms import admin_address, filled, post
from trainers.claims_check import claims_differences
from trainers.models import (
    Booking,
    DateOverride,
    SessionType,
    TimeOff,
    Trainer,
    TrainerClaim,
    WaitlistEntry,
    WeeklyHours,
)
from trainers.time_off import time_off_create

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)  # a Wednesday
LIST = "/admin/trainers/booking/"
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _clock() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def gym() -> Gym:
    return make_gym(name="Hackney", timezone="Europe/London")


@pytest.fixture
def trainer(gym: Gym) -> Trainer:
    return make_trainer(name="Tess Marlow", gym=gym)


@pytest.fixture
def ada() -> User:
    return make_user(name="Ada", email="ada@example.test")


@pytest.fixture
def admin_user() -> User:
    return make_user(is_staff=True, is_superuser=True)


def act(client: Client, action: str, *bookings: Booking, **more: Any) -> str:
    values = {"action": action, "_selected_action": [one.pk for one in bookings], **more}
    return client.post(LIST, values, follow=True).content.decode()


def desk(*permissions: str) -> Client:
    user = make_user(is_staff=True, second_factor_waived=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


class TestBookings:
    def test_found_by_mail_and_shown_without_the_note(
        self, admin_client: Client, trainer: Trainer, ada: User
    ) -> None:
        booking = make_booking(
            trainer=trainer, user=ada, starts_at=NOW + HOUR, note="My knee hurts."
        )
        booking.events.create(
            what="moved", by="trainer", starts_at=booking.starts_at, message="Your knee."
        )
        make_booking(trainer=trainer, user=make_user(), starts_at=NOW + 2 * HOUR)
        page = admin_client.get(LIST, {"q": "ada@"}).content.decode()
        assert "1 booking" in page
        assert "Wed 25 Nov 2026, 09:00 (Europe/London)" in page
        for name, value in (
            ("state__exact", "booked"),
            ("gym__id__exact", str(booking.gym_id)),
            ("trainer__id__exact", str(trainer.pk)),
            ("starts_at__year", "2026"),
        ):
            assert "2 bookings" in admin_client.get(LIST, {name: value}).content.decode()
        page = admin_client.get(f"{LIST}{booking.pk}/change/").content.decode()
        assert "Moved (by trainer)" in page
        assert "View on site" not in page
        assert "knee" not in page

    def test_nothing_is_added_changed_or_deleted_by_hand(
        self, admin_client: Client, trainer: Trainer, ada: User
    ) -> None:
        booking = make_booking(trainer=trainer, user=ada, starts_at=NOW + HOUR)
        assert admin_client.get(f"{LIST}add/").status_code == 403
        for page in ("change", "delete"):
            answer = admin_client.post(f"{LIST}{booking.pk}/{page}/", {"state": "completed"})
            assert answer.status_code == 403
        booking.refresh_from_db()
        assert booking.state == "booked"

    def test_cancel_asks_for_a_message_first(
        self, admin_client: Client, trainer: Trainer, ada: User
    ) -> None:
        booking = make_booking(trainer=trainer, user=ada, starts_at=NOW + HOUR)
        over = make_booking(trainer=trainer, user=ada, starts_at=NOW - 3 * HOUR)
        page = act(admin_client, "cancel", booking, over)
        assert "Cancel 1 booking" in page
        assert "ada@example.test" in page
        sure = {"confirmed": "1", f"seen-{booking.pk}": "0"}
        assert "Say why" in act(admin_client, "cancel", booking, **sure, message="")
        booking.refresh_from_db()
        assert booking.state == "booked"
        page = act(admin_client, "cancel", booking, **sure, message="The roof leaks.")
        assert "1 booking cancelled." in page
        booking.refresh_from_db()
        event = booking.events.get()
        assert (booking.state, booking.cost) == ("cancelled", Decimal(0))
        assert (event.by, event.message) == ("staff", "The roof leaks.")
        record = LogEntry.objects.get()
        assert record.object_id == str(booking.pk)
        assert "Cancelled." in record.change_message
        assert "roof" not in record.change_message
        assert [*claims_differences()] == []

    def test_one_that_changed_meanwhile_is_not_cancelled(
        self, admin_client: Client, trainer: Trainer, ada: User
    ) -> None:
        booking = make_booking(trainer=trainer, user=ada, starts_at=NOW + HOUR, sequence=1)
        for seen in ({f"seen-{booking.pk}": "0"}, {f"seen-{booking.pk}": "x"}, {}):
            page = act(admin_client, "cancel", booking, confirmed="1", message="x", **seen)
            assert "Not cancelled, as it stands now" in page
        assert not LogEntry.objects.exists()

    @pytest.mark.parametrize("state", ["arrived", "completed", "no_show"])
    def test_how_it_went(
        self, admin_client: Client, trainer: Trainer, ada: User, state: str
    ) -> None:
        booking = make_booking(trainer=trainer, user=ada, starts_at=NOW - HOUR / 2)
        later = make_booking(trainer=trainer, user=ada, starts_at=NOW + 5 * HOUR)
        page = act(admin_client, f"mark_{state}", booking, later)
        assert "1 booking marked" in page
        assert "Not marked" in page
        booking.refresh_from_db()
        later.refresh_from_db()
        assert (booking.state, later.state) == (state, "booked")
        assert LogEntry.objects.get().object_id == str(booking.pk)

    def test_waive(self, admin_client: Client, trainer: Trainer, ada: User) -> None:
        missed = make_booking(trainer=trainer, user=ada, starts_at=NOW - HOUR, state="no_show")
        assert "£40" in admin_client.get(LIST).content.decode()
        assert "1 booking waived." in act(admin_client, "waive", missed)
        missed.refresh_from_db()
        assert missed.cost == 0
        assert LogEntry.objects.get().get_change_message() == "Waived."

    def test_each_permission_by_itself(self, trainer: Trainer, ada: User) -> None:
        missed = make_booking(trainer=trainer, user=ada, starts_at=NOW - HOUR, state="no_show")
        reader, marker = desk("view_booking"), desk("view_booking", "change_booking")
        waiver = desk("view_booking", "waive_booking")
        assert desk().get(LIST).status_code == 403
        for client in (reader, marker):
            act(client, "waive", missed)
        act(waiver, "mark_completed", missed)
        act(reader, "mark_completed", missed)
        missed.refresh_from_db()
        assert (missed.state, missed.waived_at) == ("no_show", None)
        act(waiver, "waive", missed)
        missed.refresh_from_db()
        assert missed.waived_at
        act(marker, "mark_completed", missed)
        missed.refresh_from_db()
        assert missed.state == "completed"


def test_waitlist_is_read_only(admin_client: Client, trainer: Trainer, ada: User) -> None:
    kind = make_session_type(trainer=trainer)
    entry = WaitlistEntry.objects.create(member=ada.member, trainer=trainer, session_type=kind)
    page = admin_client.get("/admin/trainers/waitlistentry/", {"q": "ada@"}).content.decode()
    assert "1 waitlist entry" in page
    for name in ("change", "delete"):
        address = admin_address(WaitlistEntry, name, entry.pk)
        assert admin_client.post(address, {"post": "yes"}).status_code == 403
    assert WaitlistEntry.objects.exists()


def test_time_off_is_listed_without_its_note_and_deleted_with_its_claims(
    admin_client: Client, trainer: Trainer
) -> None:
    taken = [
        time_off_create(
            trainer=trainer,
            starts_at=NOW + hours * HOUR,
            ends_at=NOW + (hours + 1) * HOUR,
            note="GP",
        )
        for hours in range(3)
    ]
    page = admin_client.get("/admin/trainers/timeoff/").content.decode()
    page += admin_client.get(admin_address(TimeOff, "change", taken[0].pk)).content.decode()
    assert "Tess Marlow" in page
    assert "GP" not in page
    address = admin_address(TimeOff, "delete", taken[0].pk)
    assert admin_client.post(address, {"post": "yes"}).status_code == 302
    both = {"action": "delete_selected", "_selected_action": [one.pk for one in taken[1:]]}
    admin_client.post("/admin/trainers/timeoff/", {**both, "post": "yes"})
    assert not TimeOff.objects.exists()
    assert not TrainerClaim.objects.exists()


class TestTrainer:
    def change(self, trainer: Trainer) -> str:
        return admin_address(Trainer, "change", trainer.pk)

    def rows(self, prefix: str, *rows: dict[str, Any]) -> dict[str, Any]:
        values: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": len(rows)}
        for place, row in enumerate(rows):
            values |= {f"{prefix}-{place}-{name}": value for name, value in row.items()}
        return values

    def span(self, gym: Gym, starts: str, ends: str, **more: Any) -> dict[str, Any]:
        return {"weekday": "0", "gym": gym.pk, "starts": starts, "ends": ends, **more}

    def test_hours_dates_and_sessions(
        self, admin_client: Client, trainer: Trainer, gym: Gym
    ) -> None:
        values = {
            **self.rows("weekly_hours", self.span(gym, "09:00", "13:00")),
            **self.rows(
                "date_overrides", {"date": "2026-12-24", "gym": "", "starts": "", "ends": ""}
            ),
            **self.rows(
                "session_types",
                {
                    "name": "Hour",
                    "active": "on",
                    "minutes": "60",
                    "buffer_after": "0",
                    "price": "40",
                    "currency": "GBP",
                },
            ),
        }
        assert post(admin_client, self.change(trainer), **values) == ""
        assert WeeklyHours.objects.get().ends == time(13)
        assert DateOverride.objects.get().is_closed
        assert SessionType.objects.get().minutes == 60

    @pytest.mark.parametrize(
        ("starts", "ends", "words"),
        [
            ("12:00", "14:00", "This overlaps Monday 09:00–13:00 at Hackney."),
            ("14:05", "15:00", "Choose a time on a quarter of an hour."),
            ("15:00", "14:00", "Hours end after they begin"),
        ],
    )
    def test_what_is_refused_on_the_trainer_s_page_is_refused_here(
        self,
        admin_client: Client,
        trainer: Trainer,
        gym: Gym,
        starts: str,
        ends: str,
        words: str,
    ) -> None:
        spans = self.span(gym, "09:00", "13:00"), self.span(gym, starts, ends)
        page = post(admin_client, self.change(trainer), **self.rows("weekly_hours", *spans))
        assert words in page
        assert not WeeklyHours.objects.exists()

    def test_two_sessions_of_one_name(self, admin_client: Client, trainer: Trainer) -> None:
        row = {"minutes": "60", "buffer_after": "0", "price": "40", "currency": "GBP"}
        names = [row | {"name": name} for name in ("Hour", "hour")]
        page = post(admin_client, self.change(trainer), **self.rows("session_types", *names))
        assert page.count("There is a session of this name already.") == 1
        assert not SessionType.objects.exists()

    def test_only_at_gyms_chosen_on_the_page(self, admin_client: Client, trainer: Trainer) -> None:
        other = make_gym()
        values = self.rows("weekly_hours", self.span(other, "09:00", "13:00"))
        page = post(admin_client, self.change(trainer), **values)
        assert "Choose a gym where the trainer works." in page
        values["gyms"] = [other.pk, trainer.gyms.get().pk]
        assert post(admin_client, self.change(trainer), **values) == ""

    def test_a_new_trainer_with_hours_at_once_holds_what_they_booked(
        self, admin_client: Client, trainer: Trainer, ada: User, gym: Gym
    ) -> None:
        booking = make_booking(trainer=trainer, user=ada, starts_at=NOW + HOUR)
        new = {
            "user": ada.pk,
            "name": "Ada",
            "slug": "ada",
            "gyms": [gym.pk],
            "bio": "I coach.",
            **self.rows("weekly_hours", self.span(gym, "09:00", "13:00")),
        }
        assert post(admin_client, "/admin/trainers/trainer/add/", **new) == ""
        made = Trainer.objects.get(slug="ada")
        assert made.weekly_hours.count() == 1
        assert TrainerClaim.objects.filter(trainer=made, booking=booking).count() == 4
        assert [*claims_differences()] == []

    def test_dates_in_the_past_are_refused_and_those_there_stay(
        self, admin_client: Client, trainer: Trainer
    ) -> None:
        DateOverride.objects.create(trainer=trainer, date=date(2026, 11, 2))
        assert post(admin_client, self.change(trainer), name="Tess") == ""
        values = filled(admin_client, self.change(trainer))
        values |= {"date_overrides-0-date": "2026-11-03"}
        answer = admin_client.post(self.change(trainer), values)
        assert "That day has gone by." in answer.content.decode()

    def test_a_session_that_was_booked_is_not_deleted(
        self, admin_client: Client, trainer: Trainer, ada: User
    ) -> None:
        kind = make_session_type(trainer=trainer)
        gone = {"session_types-0-DELETE": "on"}
        make_booking(trainer=trainer, user=ada, starts_at=NOW - HOUR, session_type=kind)
        assert "Switch it off instead" in post(admin_client, self.change(trainer), **gone)
        Booking.objects.update(session_type=None)
        assert post(admin_client, self.change(trainer), **gone) == ""
        assert not SessionType.objects.exists()

    def test_not_deactivated_while_sessions_are_ahead(
        self, admin_client: Client, trainer: Trainer, gym: Gym, ada: User
    ) -> None:
        other = make_gym(name="Hafen")
        trainer.gyms.add(other)
        for hours, where in ((1, gym), (2, gym), (3, other)):
            start = NOW + hours * HOUR
            make_booking(trainer=trainer, user=make_user(), starts_at=start, gym=where)
        values = filled(admin_client, self.change(trainer))
        del values["active"]
        page = admin_client.post(self.change(trainer), values).content.decode()
        assert "3 sessions ahead: 2 at Hackney, 1 at Hafen. Move or cancel them first." in page
        page = post(admin_client, self.change(trainer), gyms=[gym.pk])
        assert "1 session ahead: 1 at Hafen." in page
        trainer.refresh_from_db()
        assert trainer.active
        assert trainer.gyms.count() == 2
        Booking.objects.update(state="cancelled")
        assert admin_client.post(self.change(trainer), values).status_code == 302
        trainer.refresh_from_db()
        assert not trainer.active

    def test_hours_and_sessions_alone_are_no_work(self, trainer: Trainer, ada: User) -> None:
        make_weekly_hours(trainer=trainer)
        make_session_type(trainer=trainer)
        DateOverride.objects.create(trainer=trainer, date=date(2026, 12, 1))
        time_off_create(trainer=trainer, starts_at=NOW, ends_at=NOW + HOUR)
        assert not trainer.has_worked()
        make_booking(trainer=trainer, user=ada, starts_at=NOW + 2 * HOUR, state="cancelled")
        assert trainer.has_worked()

    def test_one_without_work_is_deleted_with_their_hours(
        self, admin_client: Client, trainer: Trainer
    ) -> None:
        make_weekly_hours(trainer=trainer)
        time_off_create(trainer=trainer, starts_at=NOW, ends_at=NOW + HOUR)
        address = admin_address(Trainer, "delete", trainer.pk)
        assert admin_client.post(address, {"post": "yes"}).status_code == 302
        assert not Trainer.objects.exists()
