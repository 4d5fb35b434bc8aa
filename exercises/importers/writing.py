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
        self._muscles: list[tuple[Exercise, dict[str, list[str]]]] = []
        self._equipment: list[tuple[Variation, list[str]]] = []

    def make(self, row: Row, fields: dict[str, Any]) -> None:
        self._made.append(row)
        self._set(row, fields)

    def change(self, row: Row, fields: dict[str, Any]) -> None:
        row.updated_at = timezone.now()
        self._changed.append((row, {*self._set(row, fields), "updated_at"}))

    def apply(self) -> None:
        for model in (Exercise, Variation):
            self._apply_to(model)
        if self._muscles:
            guides = [guide for guide, _ in self._muscles]
            ExerciseMuscle.objects.filter(exercise__in=guides).delete()
            ExerciseMuscle.objects.bulk_create(
                ExerciseMuscle(exercise=guide, muscle=muscles[slug], role=role, order=order)
                for muscles in (self._reference.muscles,)
                for guide, roles in self._muscles
                for role, slugs in roles.items()
                for order, slug in enumerate(slugs)
            )
        if self._equipment:
            variations = [variation for variation, _ in self._equipment]
            VariationEquipment.objects.filter(variation__in=variations).delete()
            VariationEquipment.objects.bulk_create(
                VariationEquipment(variation=variation, equipment=self._reference.pieces[slug])
                for variation, slugs in self._equipment
                for slug in slugs
            )

    def _set(self, row: Row, fields: dict[str, Any]) -> list[str]:
        """Set the row's own fields and return their names; keep its related rows for later."""
        own = []
        for name, value in fields.items():
            if isinstance(row, Exercise) and name == "muscles":
                self._muscles.append((row, value))
            elif isinstance(row, Variation) and name == "equipment":
                self._equipment.append((row, value))
            else:
                setattr(row, name, self._reference.parts[value] if name == "body_part" else value)
                own.append(name)
        return own

    def _apply_to(self, model: type[Row]) -> None:
        made: list[Any] = [row for row in self._made if isinstance(row, model)]
        changed: list[Any] = [row for row, _ in self._changed if isinstance(row, model)]
        names = {name for row, names in self._changed if isinstance(row, model) for name in names}
        if made:
            model.objects.bulk_create(made)
        if changed:
            model.objects.bulk_update(changed, sorted(names))
