import os
import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from gymsite.environment import VAR_DIR
from members.accounts import email_confirm
from members.models import User

DEMO_DOMAIN = "@demo.gymsite.example"
SIGN_INS = VAR_DIR / "demo-sign-ins.txt"
STAFF = [("editor", "editor", "Demo Editor")]


class Command(BaseCommand):
    help = "Make the demo gym's people; refuses a database that holds anybody else."

    def handle(self, *args: Any, **options: Any) -> None:
        users = User.objects
        if users.exclude(email__endswith=DEMO_DOMAIN).exists():
            raise CommandError(
                "This database holds a person who is not a demo one; nothing was changed."
            )
        lines = []
        with transaction.atomic():
            for role, mailbox, name in STAFF:
                email = f"{mailbox}{DEMO_DOMAIN}"
                if not users.filter(email=email).exists():
                    password = secrets.token_urlsafe(12)
                    user = users.create_superuser(
                        email, password, name=name, second_factor_waived=True
                    )
                    email_confirm(user=user)
                    lines.append(f"{role} {email} {password}\n")
            if lines:
                write_sign_ins(lines)
        self.stdout.write(f"Demo sign-ins: {len(lines)} new, kept in {SIGN_INS.name}.")


def write_sign_ins(lines: list[str]) -> None:
    """Put the lines into the sign-in file, readable by its owner only, for older ones of theirs."""
    VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    people = {line.split()[1] for line in lines}
    old = SIGN_INS.read_text("utf-8").splitlines(keepends=True) if SIGN_INS.exists() else []
    handle = os.open(SIGN_INS, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines([*(line for line in old if line.split()[1] not in people), *lines])
