import runpy

import pytest


@pytest.mark.parametrize("value", ["banana", "0", "-1", "1.5"])
def test_a_wrong_number_stops_the_start(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("THREADS", value)
    with pytest.raises(SystemExit, match=f"THREADS is '{value}'"):
        runpy.run_module("gymsite.gunicorn_conf")
