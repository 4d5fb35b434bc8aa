import json
import stat
from io import StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.management import CommandError, call_command

from gymsite.personal_data import everything
from members.models import User
from tests.factories import make_user
from tests.gymsite.whole_person import make_whole_person

pytestmark = pytest.mark.django_db


def written(path: Path, email: str) -> str:
    out = StringIO()
    call_command("access_request", email, to=path, stdout=out)
    return out.getvalue()


def test_it_holds_the_download_and_what_that_leaves_out(tmp_path: Path, admin_user: User) -> None:
    alice = make_whole_person("alice")
    LogEntry.objects.log_actions(admin_user.pk, [alice], CHANGE, "new address", single_object=True)
    said = written(tmp_path / "alice.zip", "ALICE@example.test")
    with ZipFile(tmp_path / "alice.zip") as archive:
        data = json.loads(archive.read("data.json"))
        assert "staff_log.csv" in archive.namelist()
    left_out = {"staff_log", "staff_log_trainer", "trainer_notes_private"}
    assert data.keys() == {*(table.name for table in everything(alice)), *left_out}
    assert [row["text"] for row in data["trainer_notes_private"]] == [f"A private note on {alice}"]
    assert [row["change_message"] for row in data["staff_log"]] == ["new address"]
    assert "       1 staff_log\n" in said


def test_only_whoever_runs_it_may_read_the_file(tmp_path: Path) -> None:
    written(tmp_path / "it.zip", make_user().email)
    assert stat.S_IMODE((tmp_path / "it.zip").stat().st_mode) == 0o600


def test_a_file_that_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "it.zip").write_text("mine")
    with pytest.raises(CommandError, match="there already"):
        written(tmp_path / "it.zip", make_user().email)
    assert (tmp_path / "it.zip").read_text() == "mine"


def test_an_unknown_address_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"no account with the address nobody@example\.test"):
        written(tmp_path / "it.zip", "nobody@example.test")
    assert not (tmp_path / "it.zip").exists()
