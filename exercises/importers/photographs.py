"""The photographs that come with imported records, through the picture pipeline."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from exercises.importers.drafts import Problem, VariationDraft
from exercises.models import Picture, Variation
from exercises.pictures import PictureRefused, store_picture

ROLES = (Picture.Role.START, Picture.Role.END)


class PhotographImport:
    """Stores the first photograph of each record as start, the second as end position.

    A variation that has a picture of that role keeps it. `problems` lists the refused ones.
    """

    def __init__(self, source: str, licence: str, *, dry_run: bool = False) -> None:
        self.source = source
        self.licence = licence
        self.dry_run = dry_run
        self.counts = Counter[str]()
        self.problems: list[Problem] = []

    def store(self, drafts: list[VariationDraft], done: Callable[[int], object]) -> None:
        """Call it outside any transaction; `done` is told each record that was dealt with."""
        rows = Variation.objects.filter(source=self.source).prefetch_related("pictures")
        variations = {row.source_id: row for row in rows}
        for draft in drafts:
            variation = variations.get(draft.source_id)
            there = {picture.role for picture in variation.pictures.all()} if variation else set()
            for order, (path, role) in enumerate(zip(draft.photographs, ROLES, strict=False)):
                if path.is_file() and role not in there:
                    self._store(path, variation, role, order)
            done(1)

    def _store(self, path: Path, variation: Variation | None, role: str, order: int) -> None:
        """Store one; in a dry run its variation may not exist, and nothing is stored."""
        if variation is not None and not self.dry_run:
            try:
                store_picture(
                    path,
                    variation=variation,
                    alt=f"{variation.name}, {role} position",
                    role=role,
                    licence=self.licence,
                    order=order,
                )
            except (PictureRefused, OSError) as error:
                name = f"{path.parent.name}/{path.name}"
                self.problems.append(Problem(variation.source_id, name, str(error)))
                return
        self.counts["pictures stored"] += 1
