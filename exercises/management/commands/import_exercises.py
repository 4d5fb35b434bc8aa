from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm  # type: ignore[import-untyped]

from exercises.importers import free_exercise_db
from exercises.importers.drafts import ImportFailed
from exercises.importers.merging import CatalogueImport
from exercises.importers.photographs import PhotographImport

FORMATS = {free_exercise_db.SOURCE: free_exercise_db}
COUNTS = (
    "records",
    "created",
    "linked",
    "updated",
    "unchanged",
    "kept as edited",
    "left out",
    "guides made",
    "guides updated",
    "without instructions",
    "without photographs",
    "equipment not told",
    "pictures stored",
)


class Command(BaseCommand):
    help = (
        "Import a foreign data set: each record becomes a variation, records of one movement "
        "share a guide. It can be run again at any time; what staff have edited stays."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("format", choices=sorted(FORMATS))
        parser.add_argument("path", type=Path, help="the data set's folder, or its JSON file")
        parser.add_argument("--pictures", action="store_true", help="store the photographs too")
        parser.add_argument(
            "--publish", action="store_true", help="publish what is made and what is still a draft"
        )
        parser.add_argument("--dry-run", action="store_true", help="tell, but write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        started = perf_counter()
        importer, dry_run = FORMATS[options["format"]], options["dry_run"]
        try:
            drafts = importer.draft(options["path"])
        except ImportFailed as error:
            raise CommandError(str(error)) from error
        catalogue = CatalogueImport(importer.SOURCE, publish=options["publish"], dry_run=dry_run)
        photographs = PhotographImport(importer.SOURCE, importer.LICENCE, dry_run=dry_run)
        with tqdm(total=len(drafts.variations), desc="records", disable=None) as bar:
            catalogue.merge(drafts.guides, bar.update)
        if options["pictures"]:
            with tqdm(total=len(drafts.variations), desc="photographs", disable=None) as bar:
                photographs.store(drafts.variations, bar.update)
        for line in catalogue.kept:
            self.stdout.write(f"kept as edited: {line}")
        problems = [*drafts.problems, *photographs.problems]
        for problem in problems:
            self.stderr.write(str(problem))
        self._summarise({**drafts.counts, **catalogue.counts, **photographs.counts})
        ending = "; nothing was written" if dry_run else ""
        self.stdout.write(f"{perf_counter() - started:.1f} seconds{ending}")
        if problems:
            number = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
            raise CommandError(f"{number}, listed above; all else is imported.")

    def _summarise(self, counts: Mapping[str, int]) -> None:
        for name in COUNTS:
            self.stdout.write(f"{name + ':':22}{counts.get(name, 0):6}")
