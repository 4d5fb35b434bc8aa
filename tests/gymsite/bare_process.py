"""The project's commands in a process of their own, with nothing but the environment given."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from gymsite.environment import BASE_DIR

SOUND = {
    "SECRET_KEY": "for-a-process-of-its-own-0123456789-abcdefghijklmnopqrstuvwxyz",
    "PUBLIC_URL": "http://localhost:8000",
    "DATABASE_URL": "sqlite:///var/of-no-test.sqlite3",
}
SETTINGS = """
import json, sys
from gymsite import settings
print(json.dumps({name: getattr(settings, name) for name in sys.argv[1:]}, default=str))
"""


def environment(var_dir: Path, **changes: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "VAR_DIR": str(var_dir), **changes}


def run(var_dir: Path, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=BASE_DIR,
        env=environment(var_dir, **changes),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def settings_of(var_dir: Path, *names: str, **changes: str) -> dict[str, Any]:
    done = run(var_dir, "-c", SETTINGS, *names, **changes)
    assert done.returncode == 0, done.stderr
    values: dict[str, Any] = json.loads(done.stdout)
    return values
