from pathlib import Path

import pytest
from django.core.management import call_command

from gymsite.management.commands import seed_demo
from tests.exercises.loading import load


@pytest.fixture(autouse=True)
def sign_ins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    path = tmp_path / "var" / "demo-sign-ins.txt"
    monkeypatch.setattr(seed_demo, "VAR_DIR", path.parent)
    monkeypatch.setattr(seed_demo, "SIGN_INS", path)
    return path


@pytest.fixture
def seeded() -> None:
    load()
    call_command("seed_demo")
