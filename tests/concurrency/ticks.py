"""Real `manage.py tick` processes on the database of the tests, to be killed."""

import os
import subprocess
import sys

from django.db import connection
from django.utils import timezone

from gymsite.environment import BASE_DIR
from members.models import Notice
from tests.mail_server import MailServer


def tick(server: MailServer, *arguments: str) -> subprocess.Popen[bytes]:
    settings = connection.settings_dict
    database = f"sqlite:///{settings['NAME']}"
    if connection.vendor == "postgresql":
        database = (
            f"postgres://{settings['USER']}:{settings['PASSWORD']}"
            f"@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"
        )
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "gymsite.settings",
        "DATABASE_URL": database,
        "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "tick", *arguments], cwd=BASE_DIR, env=environment
    )


def let_leases_lapse() -> None:
    Notice.objects.filter(ended_at__isnull=True).update(next_try_at=timezone.now())
