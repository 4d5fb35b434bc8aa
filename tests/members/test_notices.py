"""The outbox: what is due, who sends it, what becomes of it."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from time_machine import Traveller, travel

from members import notices
from members.models import Notice
from members.models.notices import LEASE, RETRY_AFTER
from members.notices import Mail, letter, notice_add, notice_kind, notice_send, send_due
from tests.mail_server import MailServer, mail_server, part

pytestmark = pytest.mark.django_db

NOW = datetime.fromisoformat("2026-03-02T09:00:00+00:00")


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two kinds of the tests' own: one with words, one that is no longer true."""
    monkeypatch.setattr(notices, "KINDS", {})

    @notice_kind("test/word")
    def word(notice: Notice) -> Mail:
        return letter("Ümlauts & <tags>", f"About {notice.about}, <b>now</b>.", code="1234-5678")

    @notice_kind("test/over")
    def over(notice: Notice) -> None:
        return None

    @notice_kind("test/broken")
    def broken(notice: Notice) -> Mail:
        raise KeyError(notice.details["secret"])


def add(kind: str = "test/word", **changes: Any) -> Notice:
    values = {"recipient": "alice@example.test", "about": "booking 1", **changes}
    return notice_add(kind=kind, **values)


# Adding


def test_a_repeat_adds_nothing() -> None:
    assert add() == add()
    add(sequence=1)
    add(about="booking 2")
    add(recipient="tom@example.test")
    assert Notice.objects.count() == 4


def test_a_kind_that_nobody_writes_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="test/unknown"):
        add("test/unknown")


def test_nothing_goes_out_before_it_is_due() -> None:
    add(due_at=timezone.now() + timedelta(hours=1))
    assert send_due() == 0
    with travel(timezone.now() + timedelta(hours=1, seconds=1), tick=False):
        assert send_due() == 1


def test_the_longest_due_goes_first() -> None:
    add(about="second", due_at=timezone.now() - timedelta(minutes=1))
    add(about="first", due_at=timezone.now() - timedelta(minutes=2))
    send_due()
    assert [str(one.body)[:12] for one in mail.outbox] == ["About first,", "About second"]


# Claiming


def test_a_claim_holds_until_its_lease_is_over() -> None:
    add()
    with travel(NOW + timedelta(days=365), tick=False) as clock:
        assert Notice.objects.claim() is not None
        assert Notice.objects.claim() is None
        clock.shift(LEASE - timedelta(seconds=1))
        assert Notice.objects.claim() is None
        clock.shift(2)
        again = Notice.objects.claim()
        assert again is not None
        assert again.attempts == 2


def test_of_two_who_saw_the_same_notice_one_gets_it() -> None:
    add()
    first, second = Notice.objects.get(), Notice.objects.get()
    assert first.change(next_try_at=timezone.now() + LEASE)
    assert not second.change(next_try_at=timezone.now() + LEASE)


def test_a_sender_whose_lease_ran_out_changes_nothing_any_more() -> None:
    add()
    with travel(NOW + timedelta(days=365), tick=False) as clock:
        slow = Notice.objects.claim()
        clock.shift(LEASE + timedelta(seconds=1))
        quick = Notice.objects.claim()
        assert slow is not None
        assert quick is not None
        assert quick.end(Notice.Outcome.SENT)
        assert not slow.put_off()
    assert Notice.objects.get().outcome == "sent"


def test_a_notice_that_kills_every_sender_is_given_up() -> None:
    add()
    with travel(NOW + timedelta(days=365), tick=False) as clock:
        for _ in range(len(RETRY_AFTER) + 1):
            assert Notice.objects.claim() is not None
            clock.shift(LEASE + timedelta(seconds=1))
        assert Notice.objects.claim() is None
    assert Notice.objects.get().outcome == "given_up"


# Sending


def test_what_is_no_longer_true_is_dropped() -> None:
    add("test/over", details={"code": "1"})
    assert send_due() == 0
    notice = Notice.objects.get()
    assert (notice.outcome, notice.details, notice.sent_at) == ("dropped", {}, None)
    assert mail.outbox == []


def test_a_broken_one_keeps_no_other_back_and_no_secret_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    add("test/broken", details={"secret": "9876-5432"})
    add()
    with caplog.at_level(logging.DEBUG):
        assert send_due() == 1
    assert "test/broken" in caplog.text
    assert "KeyError" in caplog.text
    assert "9876-5432" not in caplog.text
    assert "alice@example.test" not in caplog.text


def test_the_sender_stops_between_two_mails() -> None:
    for number in range(3):
        add(about=str(number))
    assert send_due(stopping=lambda: len(mail.outbox) == 2) == 2
    assert Notice.objects.filter(outcome="").count() == 1


# To a real mail server


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.DEFAULT_FROM_EMAIL = "gym@example.test"
        yield server


def test_it_arrives_as_text_and_html_from_the_sender_of_the_settings(server: MailServer) -> None:
    add()
    assert send_due() == 1
    (message,) = server.mails
    assert message["From"] == "gym@example.test"
    assert message["To"] == "alice@example.test"
    assert message["Subject"] == "Ümlauts & <tags>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert "About booking 1, <b>now</b>.\n\n    1234-5678" in part(message, "plain")
    html = part(message, "html")
    assert "About booking 1, &lt;b&gt;now&lt;/b&gt;." in html
    assert "1234-5678" in html
    assert "<script" not in html
    notice = Notice.objects.get()
    assert notice.outcome == "sent"
    assert notice.sent_at is not None


@pytest.fixture
def clock() -> Iterator[Traveller]:
    with travel(timezone.now(), tick=False) as clock:
        yield clock


def test_a_server_that_refuses_for_a_while_gets_it_later(
    server: MailServer, clock: Traveller
) -> None:
    server.answer = "451 Come back later"
    add()
    assert send_due() == 0
    for wait in RETRY_AFTER[:2]:
        clock.shift(wait - timedelta(seconds=1))
        refused = server.refused
        send_due()
        assert server.refused == refused, "not before its time"
        clock.shift(1)
        send_due()
        assert server.refused == refused + 1
    server.answer = "250 OK"
    clock.shift(RETRY_AFTER[2])
    assert send_due() == 1
    assert len(server.mails) == 1
    assert Notice.objects.get().attempts == 4


def test_after_the_last_try_it_is_given_up(server: MailServer, clock: Traveller) -> None:
    server.answer = "550 No such mailbox"
    add(details={"code": "1"})
    send_due()
    for wait in RETRY_AFTER:
        assert Notice.objects.get().outcome == ""
        clock.shift(wait)
        send_due()
    notice = Notice.objects.get()
    assert (notice.outcome, notice.attempts, notice.details) == ("given_up", 6, {})
    clock.shift(timedelta(days=30))
    assert send_due() == 0
    assert server.refused == 6


def test_no_server_at_all_is_a_failure_like_any_other(settings: Any, clock: Traveller) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    add()
    assert send_due() == 0
    assert Notice.objects.get().next_try_at == timezone.now() + RETRY_AFTER[0]


def test_every_try_has_the_same_message_id(server: MailServer, clock: Traveller) -> None:
    notice = add()
    add(about="another")
    send_due()
    Notice.objects.filter(pk=notice.pk).update(outcome="", ended_at=None)
    clock.shift(LEASE)
    send_due()
    ids = [message["Message-ID"] for message in server.mails]
    assert ids[0] == ids[2] != ids[1]


def test_one_connection_serves_a_batch_and_is_renewed_after_a_failure(server: MailServer) -> None:
    connection = mail.get_connection()
    held = [add(about=str(number)) for number in range(3)]
    server.answer = "421 Too busy"
    assert not notice_send(held[0], connection)
    server.answer = "250 OK"
    assert notice_send(held[1], connection)
    assert notice_send(held[2], connection)
    connection.close()
