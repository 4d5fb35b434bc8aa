"""The zip of a person's data: made by the worker, fetched by its owner, gone after a week."""

import csv
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import time_machine
from django.conf import settings
from django.core.files.storage import storages
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from gymsite import data_export
from gymsite.data_export import (
    as_cell,
    export_finish,
    export_request,
    export_write,
    exports_due,
    ready_mail,
)
from gymsite.models import DataExport
from members.models import Notice, OptionalMail, RefusedMail, User
from tests.factories import make_plan, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> User:
    return make_user(email="alice@example.test", name="Alice")


@pytest.fixture(autouse=True)
def no_files_left() -> Iterator[None]:
    yield
    for name in files():
        storages["exports"].delete(name)


def files() -> list[str]:
    storage = storages["exports"]
    return storage.listdir("")[1] if storage.exists("") else []


def work() -> None:
    """What the worker beside the server does, until nothing waits."""
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)


def made(user: User) -> DataExport:
    export = export_request(member=user.member)
    export_write.call(str(export.pk))
    export.refresh_from_db()
    return export


def fetch(client: Client, export: DataExport, user: User) -> Any:
    client.force_login(user)
    return client.get(export.get_absolute_url())


@pytest.mark.django_db(transaction=True)
def test_the_worker_makes_it_and_its_owner_fetches_it(client: Client, alice: User) -> None:
    make_plan(user=alice, name="Glutes twice a week")
    client.force_login(alice)
    answer = client.post("/me/data/exports/", follow=True)
    assert "We are putting it together" in answer.content.decode()
    work()
    page = client.get("/me/data/").content.decode()
    export = DataExport.objects.get()
    assert f'href="{export.get_absolute_url()}"' in page
    answer = client.get(export.get_absolute_url())
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert len(content) == export.size
    with ZipFile(BytesIO(content)) as archive:
        assert "Glutes twice a week" in archive.read("plans.csv").decode()
    assert {"private", "no-store"} <= {*answer["Cache-Control"].split(", ")}
    assert answer["Content-Type"] == "application/zip"
    name = f"gymsite-{timezone.now():%Y-%m-%d}.zip"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'


def test_nobody_else_may_fetch_it(client: Client, alice: User) -> None:
    export = made(alice)
    stranger = make_user(is_staff=True, is_superuser=True)
    assert fetch(client, export, alice).status_code == 200
    assert fetch(client, export, stranger).status_code == 404
    client.logout()
    assert client.get(export.get_absolute_url()).status_code == 302
    for guess in (export.file_name, f"exports/{export.file_name}"):
        assert client.get(f"/media/{guess}").status_code == 404


def test_the_file_is_readable_by_its_owner_only_and_not_among_the_pictures(alice: User) -> None:
    path = Path(storages["exports"].path(made(alice).file_name))
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert Path(settings.MEDIA_ROOT) not in path.parents


def test_after_its_days_it_is_gone_even_before_the_clock_ticks(client: Client, alice: User) -> None:
    export = made(alice)
    client.force_login(alice)
    assert export.gone_on
    with time_machine.travel(export.gone_on - timedelta(seconds=5), tick=False):
        exports_due(timezone.now())
        assert client.get(export.get_absolute_url()).status_code == 200
    with time_machine.travel(export.gone_on, tick=False):
        assert client.get(export.get_absolute_url()).status_code == 404
        assert files() == [export.file_name]
        exports_due(timezone.now())
    assert files() == []
    assert not DataExport.objects.exists()


def test_asking_twice_makes_one(alice: User) -> None:
    first = export_request(member=alice.member)
    assert export_request(member=alice.member) == first
    assert DBTaskResult.objects.count() == 1


def test_one_that_never_came_can_be_asked_for_again(alice: User) -> None:
    first = export_request(member=alice.member)
    with time_machine.travel(timezone.now() + DataExport.GIVEN_UP_AFTER):
        second = export_request(member=alice.member)
    assert second != first


def test_the_task_may_run_again_after_it_was_cut_off(
    alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = export_request(member=alice.member)

    class Killed(BaseException):
        pass

    def killed(**kwargs: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(data_export, "export_finish", killed)
        with pytest.raises(Killed):
            export_write.call(str(export.pk))
    assert files() == [export.file_name]
    export_write.call(str(export.pk))
    assert files() == [export.file_name]
    assert DataExport.objects.ready().get() == export
    export_write.call(str(export.pk))
    assert Notice.objects.count() == 1


def test_one_that_fails_is_said_and_can_be_asked_for_again(
    client: Client, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(alice)
    export = export_request(member=alice.member)

    def full(*args: Any) -> None:
        raise OSError("No space left")

    with monkeypatch.context() as patch:
        patch.setattr(data_export, "write_zip", full)
        with pytest.raises(OSError, match="No space"):
            export_write.call(str(export.pk))
    page = client.get("/me/data/").content.decode()
    assert "could not be made" in page
    assert "Make my download" in page
    assert export_request(member=alice.member) != export


def test_whoever_has_gone_meanwhile_leaves_no_file(alice: User) -> None:
    export = export_request(member=alice.member)
    stored = storages["exports"].save(export.file_name, BytesIO(b"zip"))
    alice.delete()
    export_finish(export=export, size=3)
    assert not storages["exports"].exists(stored)
    export_write.call(str(export.pk))
    assert files() == []


def test_a_mail_says_that_it_is_ready_unless_refused(alice: User) -> None:
    notice = Notice.objects.get(kind=OptionalMail.EXPORT_READY, about=str(made(alice).pk))
    assert notice.recipient == alice.email
    mail = ready_mail(notice)
    assert mail
    assert "http://localhost:8000/me/data/" in mail.text
    DataExport.objects.all().delete()
    assert ready_mail(notice) is None
    RefusedMail.objects.create(member=alice.member, kind=OptionalMail.EXPORT_READY)
    made(alice)
    assert Notice.objects.count() == 1


def test_progress_is_asked_for_as_a_fragment_until_it_is_there(client: Client, alice: User) -> None:
    client.force_login(alice)
    export = export_request(member=alice.member)
    DataExport.objects.filter(pk=export.pk).update(percent=40)
    headers = {"HX-Request": "true"}
    fragment = client.get("/me/data/", headers=headers).content.decode()
    assert 'data-hx-trigger="every 2s"' in fragment
    assert '<progress max="100" value="40"' in fragment
    assert "<html" not in fragment
    export_write.call(str(export.pk))
    fragment = client.get("/me/data/", headers=headers).content.decode()
    assert "every 2s" not in fragment
    assert "Download the file" in fragment
    assert 'data-hx-swap-oob="innerHTML:#download-said">Your download is ready.' in fragment
    back = client.get("/me/data/", headers={**headers, "HX-History-Restore-Request": "true"})
    assert "<html" in back.content.decode()
    assert "Your download is ready" not in client.get("/me/data/").content.decode()


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "＝1", "−1", ""],
)
def test_a_formula_is_a_text_in_the_tables(text: str) -> None:
    cell = as_cell(text)
    assert cell.removeprefix("'") == text
    assert cell.startswith("'") == (text not in ("−1", ""))


@pytest.mark.parametrize("value", [[{"reason": "“=1” is no number"}], {"sets": 3}, []])
def test_what_holds_more_than_one_value_is_told_as_json(value: Any) -> None:
    cell = as_cell(value)
    assert json.loads(cell) == value
    assert "\\u" not in cell


@pytest.mark.parametrize("value", [-5, 1.5, None, True, "8-10", "plain", "a=b"])
def test_what_is_no_formula_stays_as_it_is(value: Any) -> None:
    assert as_cell(value) is value


def test_a_note_that_is_a_formula_is_told_as_text(alice: User) -> None:
    make_plan(user=alice, name='=HYPERLINK("http://evil.example")')
    with (
        storages["exports"].open(made(alice).file_name) as file,
        ZipFile(file) as archive,
    ):
        header, line = csv.reader(StringIO(archive.read("plans.csv").decode("utf-8-sig")))
    assert line[header.index("name")] == '\'=HYPERLINK("http://evil.example")'


def test_the_page_says_until_when_it_is_there(client: Client, alice: User) -> None:
    client.force_login(alice)
    with time_machine.travel(datetime.fromisoformat("2026-11-20T12:00:00+00:00"), tick=False):
        made(alice)
        assert "until 27 November 2026" in client.get("/me/data/").content.decode()
