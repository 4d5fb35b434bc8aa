import os
import secrets
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from gymsite.demo.bookings import bookings_make
from gymsite.demo.coaching import coaching_make
from gymsite.demo.gyms import gyms_make
from gymsite.demo.people import DOMAIN, PEOPLE, person_make
from gymsite.demo.plans import Shipped
from gymsite.environment import VAR_DIR
from members.models import User

SIGN_INS = VAR_DIR / "demo-sign-ins.txt"


class Command(BaseCommand):
    help = "Make the demo gym's people; refuses a database that holds anybody else."

    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.exclude(email__endswith=DOMAIN).exists():
            raise CommandError(
                "This database holds a person who is not a demo one; nothing was changed."
            )
        there = set(User.objects.values_list("email", flat=True))
        missing = [one for one in PEOPLE if one.email not in there]
        if missing:
            today = timezone.localdate()
            gyms_make(today)
            shipped = Shipped.read()
            for one in missing:
                password = secrets.token_urlsafe(12)
                hashed = make_password(password)
                write_sign_in(f"{one.role} {one.email} {password}\n")
                person_make(given=one, password=hashed, shipped=shipped, today=today)
            now = timezone.now()
            coaching_make(now=now, shipped=shipped)
            bookings_make(now)
        self.stdout.write(f"Demo sign-ins: {len(missing)} new, kept in {SIGN_INS.name}.")


def write_sign_in(line: str) -> None:
    """Put an account into the sign-in file, readable by its owner only, for an older one of it."""
    VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    person = line.split()[1]
    old = SIGN_INS.read_text("utf-8").splitlines(keepends=True) if SIGN_INS.exists() else []
    handle = os.open(SIGN_INS, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines([*(other for other in old if other.split()[1] != person), line])
