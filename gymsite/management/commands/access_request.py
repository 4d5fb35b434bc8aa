import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError
from django.db.models.functions import Lower

from gymsite.data_export import write_zip
from gymsite.personal_data import everything_on_request
from members.models import User


class Command(BaseCommand):
    help = (
        "Write all that the product holds about a person as a zip, readable by its owner only: "
        "their own download and what that leaves out. For formal requests."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--to", type=Path, metavar="FILE", help="default: EMAIL.zip, here")

    def handle(self, *args: Any, email: str, to: Path | None, **options: Any) -> None:
        user = User.objects.alias(low=Lower("email")).filter(low=email.lower()).first()
        if user is None:
            raise CommandError(f"There is no account with the address {email}.")
        path = to or Path(f"{user.email.replace('/', '_')}.zip")
        tables = list(everything_on_request(user))
        try:
            with _new_file(path) as file:
                write_zip(file, user, tables)
        except FileExistsError:
            raise CommandError(f"{path} is there already; name another file with --to.") from None
        for table in tables:
            self.stdout.write(f"{table.rows.count():>8} {table.name}")
        self.stdout.write(f"Written to {path}. Hand it over safely, then delete it.")


def _new_file(path: Path) -> BinaryIO:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    return os.fdopen(handle, "w+b")
