import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gymsite.data_export import as_cell
from members.models import Gym
from trainers.booking_report import COLUMNS, report_rows

NEAR = range(2000, 3000)


class Command(BaseCommand):
    help = (
        "Bookings as CSV: number, hours, what is due and what was waived, by trainer, ISO week and "
        "state, on the clock of the gym where each session is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="first", metavar="DATE", help="first day (2026-11-01)")
        parser.add_argument("--to", dest="last", metavar="DATE", help="last day, included")
        parser.add_argument("--gym", metavar="SLUG", help="only this gym")
        parser.add_argument("--output", metavar="FILE", help="a file instead of the screen")

    def handle(
        self,
        *args: Any,
        first: str | None,
        last: str | None,
        gym: str | None,
        output: str | None,
        **options: Any,
    ) -> None:
        starts, ends = _day("--from", first), _day("--to", last)
        if starts and ends and ends < starts:
            raise CommandError("--to lies before --from.")
        where = _gym(gym)
        with self._opened(output) as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS)
            for row in report_rows(first=starts, last=ends, gym=where):
                writer.writerow([as_cell(value) for value in row])

    @contextmanager
    def _opened(self, output: str | None) -> Iterator[Any]:
        if output is None:
            yield _Screen(self.stdout)
            return
        try:
            file = Path(output).open("w", encoding="utf-8-sig", newline="")  # noqa: SIM115
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from error
        with file:
            yield file


class _Screen:
    """What `csv` writes to, without the line ending that a command adds."""

    def __init__(self, stdout: Any) -> None:
        self.stdout = stdout

    def write(self, text: str) -> None:
        self.stdout.write(text, ending="")


def _day(option: str, given: str | None) -> date | None:
    if given is None:
        return None
    try:
        day = date.fromisoformat(given)
    except ValueError:
        day = None
    if day is None or day.year not in NEAR:
        raise CommandError(f"{option}: write a date such as 2026-11-01.")
    return day


def _gym(slug: str | None) -> Gym | None:
    if slug is None:
        return None
    found = Gym.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(Gym.objects.values_list("slug", flat=True)) or "none"
        raise CommandError(f"There is no gym {slug}. There are: {known}.")
    return found
