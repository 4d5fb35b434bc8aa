"""The file that a first start writes, and that a bare `manage.py` then lives by."""

from pathlib import Path

import pytest

from tests.gymsite.bare_process import run, settings_of


@pytest.fixture
def var_dir(tmp_path: Path) -> Path:
    return tmp_path / "a folder"


def first_start(var_dir: Path, **changes: str) -> None:
    assert run(var_dir, "-m", "gymsite.first_start", **changes).returncode == 0


def mode(path: Path) -> str:
    return oct(path.stat().st_mode & 0o777)


def test_only_its_owner_may_read_it(var_dir: Path) -> None:
    first_start(var_dir)
    assert mode(var_dir / "env") == "0o600"
    assert mode(var_dir) == "0o700"


def test_a_second_start_leaves_it_alone(var_dir: Path) -> None:
    first_start(var_dir)
    before = (var_dir / "env").read_text()
    first_start(var_dir, PORT="9000")
    assert (var_dir / "env").read_text() == before


def test_every_site_has_its_own_secret(tmp_path: Path) -> None:
    for name in ("one", "two"):
        first_start(tmp_path / name)
    keys = [settings_of(tmp_path / name, "SECRET_KEY")["SECRET_KEY"] for name in ("one", "two")]
    assert keys[0] != keys[1]


def test_a_bare_manage_py_needs_nothing_else(var_dir: Path) -> None:
    first_start(var_dir)
    done = run(var_dir, "manage.py", "check")
    assert (done.returncode, done.stderr) == (0, "")


def test_all_that_the_site_keeps_lies_beside_it(var_dir: Path) -> None:
    first_start(var_dir, PORT="9000")
    found = settings_of(var_dir, "PUBLIC_URL", "DATABASES", "EMAIL_FILE_PATH", "MEDIA_ROOT")
    assert found["PUBLIC_URL"] == "http://localhost:9000"
    assert found["DATABASES"]["default"]["NAME"] == str(var_dir / "gymsite.sqlite3")
    assert found["EMAIL_FILE_PATH"] == str(var_dir / "mail")
    assert found["MEDIA_ROOT"] == str(var_dir / "media")
