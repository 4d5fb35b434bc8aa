"""The rows of one batch, written together."""

from typing import Any

from django.utils import timezone

from exercises.models import (
    BodyPart,
    Equipment,
    Exercise,
    ExerciseMuscle,
    Muscle,
    Variation,
    VariationEquipment,
)

Row = Exercise | Variation
LINKS: dict[type[Any], str] = {ExerciseMuscle: "exercise", VariationEquipment: "variation"}


class Reference:
    """Body parts, muscles and equipment by slug."""

    def __init__(self) -> None:
        self.parts = {row.slug: row for row in BodyPart.objects.all()}
        self.muscles = {row.slug: row for row in Muscle.objects.select_related("body_part")}
        self.pieces = {row.slug: row for row in Equipment.objects.all()}


def read_field(row: Row, name: str) -> Any:
    """A field as drafts have it: related rows as slugs."""
    if isinstance(row, Exercise) and name == "body_part":
        return row.body_part.slug
    if isinstance(row, Exercise) and name == "muscles":
        return {
            "primary": [muscle.slug for muscle in row.primary_muscles],
            "secondary": [muscle.slug for muscle in row.secondary_muscles],
        }
    if isinstance(row, Variation) and name == "equipment":
        return sorted(piece.slug for piece in row.equipment.all())
    return getattr(row, name)


class Writing:
    """Collects new rows and changes, with fields as drafts have them."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        self._made: list[Row] = []
        self._changed: list[tuple[Row, set[str]]] = []
        self._links: dict[type[Any], list[Any]] = {model: [] for model in LINKS}
        self._relinked: dict[type[Any], list[Row]] = {model: [] for model in LINKS}

    def make(self, row: Row, fields: dict[str, Any]) -> None:
        self._made.append(row)
        self._set(row, fields)

    def change(self, row: Row, fields: dict[str, Any]) -> None:
        row.updated_at = timezone.now()
        self._changed.append((row, {*self._set(row, fields), "updated_at"}))

    def apply(self) -> None:
        for model in (Exercise, Variation):
            made: list[Any] = [row for row in self._made if isinstance(row, model)]
            changed = [(row, names) for row, names in self._changed if isinstance(row, model)]
            rows: list[Any] = [row for row, _ in changed]
            if made:
                model.objects.bulk_create(made)
            if rows:
                model.objects.bulk_update(rows, {name for _, names in changed for name in names})
        for link, owner in LINKS.items():
            if relinked := self._relinked[link]:
                link._default_manager.filter(**{f"{owner}__in": relinked}).delete()
            if links := self._links[link]:
                link._default_manager.bulk_create(links)

    def _set(self, row: Row, fields: dict[str, Any]) -> list[str]:
        """Set the row's own fields and return their names; its links are made anew."""
        own = []
        for name, value in fields.items():
            if name == "muscles":
                self._link(ExerciseMuscle, row, self._muscle_links(value))
            elif name == "equipment":
                pieces = [{"equipment": self._reference.pieces[slug]} for slug in value]
                self._link(VariationEquipment, row, pieces)
            else:
                setattr(row, name, self._reference.parts[value] if name == "body_part" else value)
                own.append(name)
        return own

    def _muscle_links(self, roles: dict[str, list[str]]) -> list[dict[str, Any]]:
        return [
            {"muscle": self._reference.muscles[slug], "role": role, "order": order}
            for role, slugs in roles.items()
            for order, slug in enumerate(slugs)
        ]

    def _link(self, model: type[Any], row: Row, links: list[dict[str, Any]]) -> None:
        self._links[model] += [model(**{LINKS[model]: row}, **link) for link in links]
        if row.pk:
            self._relinked[model].append(row)
