"""The readiness questions: the outcome is kept, an answer nowhere."""

import logging
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.test import Client, RequestFactory
from django.utils import timezone
from django.views.debug import SafeExceptionReporterFilter

from members import readiness
from members.models import Notice, OptionalMail, ReadinessCheck, RefusedMail, User
from members.readiness import QUESTIONS, current_check, lapsed_mail
from members.views.readiness import readiness_create
from tests.factories import make_user
from tests.gymsite.whole_person import snapshot

pytestmark = pytest.mark.django_db

URL = "/me/settings/readiness/"
OUTCOME = f"{URL}outcome/"
CHANGED = f"{URL}changed/"


@pytest.fixture
def alice(client: Client) -> User:
    user = make_user()
    client.force_login(user)
    return user


def answers(*yes: str) -> dict[str, str]:
    return {name: "yes" if name in yes else "no" for name in QUESTIONS}


def test_the_page_asks_seven_questions_says_why_and_that_it_is_no_diagnosis(
    client: Client, alice: User
) -> None:
    page = client.get(URL).content.decode()
    assert len(QUESTIONS) == 7
    for question in QUESTIONS.values():
        assert question in page
    assert "We ask because" in page
    assert "not a diagnosis" in page
    assert "checked" not in page.partition("<form")[2].partition("</form>")[0]


def test_all_no_is_clear(client: Client, alice: User) -> None:
    page = client.post(URL, answers(), follow=True).content.decode()
    check = ReadinessCheck.objects.get(member__user=alice)
    assert (check.outcome, check.version) == ("clear", readiness.VERSION)
    assert check.taken_on == timezone.localdate()
    assert "Nothing stands in the way" in page


@pytest.mark.parametrize("name", QUESTIONS)
def test_any_yes_means_a_professional_first_and_locks_nothing(
    client: Client, alice: User, name: str
) -> None:
    page = client.post(URL, answers(name), follow=True).content.decode()
    assert ReadinessCheck.objects.get().outcome == "professional"
    assert "See a professional first" in page
    assert "This locks nothing." in page
    assert client.get("/me/").status_code == 200


def test_what_is_not_answered_is_said_beside_it_and_the_rest_stays(
    client: Client, alice: User
) -> None:
    answer = client.post(URL, {"heart": "yes", "chest": "maybe"})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert page.count("Choose yes or no.") == len(QUESTIONS) - 1
    chosen = page.partition('name="heart"')[2].partition(">")[0]
    assert "checked" in chosen
    assert not ReadinessCheck.objects.exists()


# Answers are kept nowhere


class Everything(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.getMessage()} {vars(record)}")


def traces(client: Client, yes: str) -> tuple[Any, list[str]]:
    """All that a round of answers leaves behind: rows and session, log lines and addresses."""
    log = Everything()
    root = logging.getLogger()
    level = root.level
    root.addHandler(log)
    root.setLevel(logging.DEBUG)
    try:
        answer = client.post(URL, answers(yes), follow=True)
    finally:
        root.removeHandler(log)
        root.setLevel(level)
    rows = snapshot()
    said = [*log.lines, *(address for address, _ in answer.redirect_chain)]
    said += [answer.content.decode(), str(answer.cookies)]
    left = [rows, dict(client.session)]
    ReadinessCheck.objects.all().delete()
    Notice.objects.all().delete()
    return left, said


def without_keys(left: Any) -> str:
    """The rows as text, but for the catalogue and for keys that count on."""
    rows, session = left
    text = []
    for label, found in rows.items():
        if label.startswith("exercises."):
            continue
        if label in ("members.ReadinessCheck", "members.Notice"):
            drop = {"pk", "id", "about"}
            found = [{k: v for k, v in row.items() if k not in drop} for row in found.values()]
        text.append(f"{label}: {found}")
    return "\n".join([*text, str(session)])


def test_two_people_with_one_outcome_cannot_be_told_apart(client: Client, alice: User) -> None:
    with time_machine.travel(datetime.fromisoformat("2026-11-02T12:00:00+00:00"), tick=False):
        client.force_login(alice)
        chest, _ = traces(client, "chest")
        pregnancy, _ = traces(client, "pregnancy")
    assert without_keys(chest) == without_keys(pregnancy)


def test_no_question_and_no_answer_is_in_database_session_log_or_address(
    client: Client, alice: User
) -> None:
    left, said = traces(client, "pregnancy")
    for text in [without_keys(left), *said]:
        for name in QUESTIONS:
            assert f"'{name}'" not in text
            assert f"{name}=" not in text
    assert "pregnancy': 'yes" not in str(left)


def test_an_error_report_does_not_show_them(rf: RequestFactory, alice: User) -> None:
    """Whatever breaks, Django's report has stars for what was posted."""
    request: Any = rf.post(URL, answers("pregnancy"))
    request.user, request.htmx, request.session = alice, False, {}
    seen: list[Any] = []

    def breaks(**kwargs: Any) -> None:
        seen.append(SafeExceptionReporterFilter().get_post_parameters(request))
        raise RequestDataTooBig

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(readiness, "readiness_take", breaks)
        with pytest.raises(RequestDataTooBig):
            readiness_create(request)
    assert not settings.DEBUG
    assert set(seen[0].values()) == {SafeExceptionReporterFilter.cleansed_substitute}


# How long an outcome holds


@pytest.mark.parametrize(("days", "holds"), [(0, True), (364, True), (365, False)])
def test_an_outcome_holds_for_a_year(client: Client, alice: User, days: int, holds: bool) -> None:
    client.post(URL, answers())
    with time_machine.travel(timezone.now() + timedelta(days=days)):
        assert (current_check(alice.member) is not None) == holds
        client.force_login(alice)
        assert (client.get(OUTCOME).status_code == 200) == holds


def test_when_something_has_changed_no_outcome_holds(client: Client, alice: User) -> None:
    client.post(URL, answers())
    client.post(URL, answers("joints"))
    assert client.post(CHANGED)["Location"] == URL
    assert current_check(alice.member) is None
    assert client.get(OUTCOME)["Location"] == URL
    assert {row.lapsed_on for row in ReadinessCheck.objects.all()} == {timezone.localdate()}
    client.post(URL, answers())
    assert current_check(alice.member)


def test_the_latest_outcome_is_the_one_that_holds(client: Client, alice: User) -> None:
    client.post(URL, answers("heart"))
    client.post(URL, answers())
    assert "Nothing stands in the way" in client.get(OUTCOME).content.decode()


def test_one_persons_change_is_not_anothers(client: Client, alice: User) -> None:
    tom = make_user()
    readiness.readiness_take(member=tom.member, outcome=ReadinessCheck.Outcome.CLEAR)
    client.post(CHANGED)
    assert current_check(tom.member)
    assert client.get(OUTCOME).status_code == 302


def test_a_year_later_a_mail_says_so_if_it_is_still_true(client: Client, alice: User) -> None:
    client.post(URL, answers())
    notice = Notice.objects.get(kind=OptionalMail.READINESS_LAPSED)
    assert notice.recipient == alice.email
    assert lapsed_mail(notice) is None
    with time_machine.travel(notice.due_at):
        mail = lapsed_mail(notice)
        assert mail
        assert "http://localhost:8000/me/settings/readiness/" in mail.text
        refusal = RefusedMail.objects.create(
            member=alice.member, kind=OptionalMail.READINESS_LAPSED
        )
        assert lapsed_mail(notice) is None
        refusal.delete()
        readiness.readiness_take(member=alice.member, outcome=ReadinessCheck.Outcome.CLEAR)
        assert lapsed_mail(notice) is None
    ReadinessCheck.objects.all().delete()
    assert lapsed_mail(notice) is None


@pytest.mark.parametrize(("address", "status"), [(URL, 200), (OUTCOME, 302), (CHANGED, 405)])
def test_a_wrong_verb_is_refused(client: Client, alice: User, address: str, status: int) -> None:
    assert client.put(address).status_code == 405
    assert client.get(address).status_code == status
