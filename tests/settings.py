"""The project's settings with the environment that tests run in."""

import os
import tempfile
from pathlib import Path

SCRATCH = Path(os.environ.setdefault("TEST_SCRATCH", tempfile.mkdtemp(prefix="gymsite-tests-")))
os.environ["VAR_DIR"] = str(SCRATCH)
os.environ["SECRET_KEY"] = "for-tests-only-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2
os.environ["PUBLIC_URL"] = os.environ.get("TEST_PUBLIC_URL", "http://localhost:8000")
os.environ["DEBUG"] = "0"
os.environ["DATABASE_URL"] = os.environ.get(
    "TEST_DATABASE_URL", f"sqlite:///{SCRATCH / 'tests.sqlite3'}"
)

from gymsite.settings import *  # noqa: E402, F403
from gymsite.settings import ALLOWED_HOSTS, DATABASES, MIDDLEWARE, STORAGES  # noqa: E402

ALLOWED_HOSTS += ["testserver"]
DATABASES["default"]["OPTIONS"].pop("pool", None)
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(SCRATCH / "test.sqlite3")}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")
