from typing import Any

from django.core.management.base import BaseCommand, CommandError

from trainers.claims_check import claims_differences


class Command(BaseCommand):
    help = (
        "Compare bookings and time off with the quarters of an hour that they hold; list what "
        "differs and exit 1 if anything does."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for line in claims_differences():
            self.stdout.write(line)
            found += 1
        if found:
            raise CommandError(f"{found} differ.")
        self.stdout.write("Every booking and all time off hold what they should.")
