from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from exercises.guide_files import CONTENT, Problem, Reading, read_guides
from exercises.guide_loading import load_guides

OUTCOMES = {
    "created": "created",
    "updated": "updated",
    "unchanged": "unchanged",
    "kept": "kept as edited",
    "broken": "broken",
}


class Command(BaseCommand):
    help = "Load guides from YAML files; what staff have edited since the last load stays."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="*", type=Path, metavar="PATH", help="files or folders; ours by default"
        )
        parser.add_argument("--check", action="store_true", help="only check, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        reading = read_guides(options["paths"] or [CONTENT])
        problems = list(reading.problems)
        for problem in problems:
            self.stderr.write(str(problem))
        if options["check"]:
            guides = _number(len(reading.guides), "guide")
            variations = _number(sum(len(g.variations) for g in reading.guides), "variation")
            self.stdout.write(f"{guides}, {variations} without fault.")
        else:
            problems += self._load(reading)
        if problems:
            raise CommandError(f"{_number(len(problems), 'problem')}, listed above.")

    def _load(self, reading: Reading) -> list[Problem]:
        report = load_guides(reading.guides)
        for problem in report.problems:
            self.stderr.write(str(problem))
        for line in report.kept:
            self.stdout.write(f"kept: {line}")
        guides, variations = report.counts(variations=False), report.counts(variations=True)
        guides["broken"] += reading.broken_guides
        variations["broken"] += reading.broken_variations
        self._sum_up("Guides", guides)
        self._sum_up("Variations", variations)
        changes = sum(
            count[name] for count in (guides, variations) for name in ("created", "updated")
        )
        self.stdout.write(f"{_number(changes, 'change')}.")
        return report.problems

    def _sum_up(self, title: str, counts: Counter[str]) -> None:
        parts = ", ".join(f"{counts[name]} {words}" for name, words in OUTCOMES.items())
        self.stdout.write(f"{title}: {parts}.")


def _number(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
