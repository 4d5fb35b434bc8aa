"""What every write of the catalogue does in its own transaction: new version, fresh index."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar, Self, TypeVar

from django.db import models, transaction
from django.utils import timezone

Row = TypeVar("Row", bound="CatalogueModel")

MOVING_FIELDS = frozenset(("exercise", "exercise_id", "variation", "variation_id"))

_batch: ContextVar[list[set[int]] | None] = ContextVar("catalogue_batch", default=None)


class CatalogueState(models.Model):
    """One row: how often the catalogue has changed, and of which format its search index is."""

    version = models.PositiveBigIntegerField(default=0)
    index_format = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="exercises_state_one_row")
        ]

    def __str__(self) -> str:
        return f"catalogue version {self.version}"


def catalogue_version() -> str:
    """The version that a page rendered now would show; one query.

    It changes with every write of the catalogue and when a `publish_at` falls due.
    """
    from exercises.models.guides import Exercise

    due = Exercise.objects.published().filter(publish_at__isnull=False)
    row = (
        CatalogueState.objects.filter(pk=1)
        .annotate(due=models.Subquery(due.order_by("-publish_at").values("publish_at")[:1]))
        .values_list("version", "due")
        .first()
    )
    version, latest = row or (0, None)
    return f"{version}-{latest.timestamp() if latest else 0:.6f}"


def note_change(guides: Iterable[int]) -> None:
    """Record, inside a `catalogue_batch`, that these guides (by primary key) changed."""
    changes = _batch.get()
    if changes is None:
        raise RuntimeError("A change of the catalogue belongs inside catalogue_batch().")
    changes.append(set(guides))


@contextmanager
def catalogue_batch() -> Iterator[None]:
    """Many writes as one change: one transaction, one new version, each guide indexed once."""
    with transaction.atomic():
        if _batch.get() is not None:
            yield
            return
        changes: list[set[int]] = []
        token = _batch.set(changes)
        try:
            yield
        finally:
            _batch.reset(token)
        if changes:
            _publish(set().union(*changes))


@contextmanager
def public_pages_change() -> Iterator[None]:
    """A write outside the catalogue that its pages show all the same, as the sitemap does."""
    with catalogue_batch():
        yield
        note_change(())


def _publish(guides: set[int]) -> None:
    from exercises import search_index

    if not CatalogueState.objects.filter(pk=1).update(version=models.F("version") + 1):
        CatalogueState.objects.create(pk=1, version=1)
    search_index.refresh(guides)


class CatalogueQuerySet(models.QuerySet[Row]):
    """Bulk writes that keep the catalogue's version and search index true."""

    def update(self, **values: Any) -> int:
        with catalogue_batch():
            moving = not MOVING_FIELDS.isdisjoint(values)
            moved = list(self.values_list("pk", flat=True)) if moving else []
            note_change(self.model.guides_of(self))
            rows = super().update(**values)
            if moved:
                there = self.model._default_manager.filter(pk__in=moved)
                note_change(self.model.guides_of(there))
        return rows

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        with catalogue_batch():
            note_change(self.model.guides_of(self))
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def bulk_create(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> list[Row]:
        """As Django's; rows that conflict cannot be left out, as they would be left unindexed."""
        if kwargs.get("ignore_conflicts"):
            raise ValueError("The catalogue cannot leave out rows that conflict.")
        with catalogue_batch():
            rows = super().bulk_create(objs, *args, **kwargs)
            note_change(self.model.guides_of(rows))
        return rows

    def bulk_update(self, objs: Iterable[Row], *args: Any, **kwargs: Any) -> int:
        with catalogue_batch():
            rows = list(objs)
            note_change(self.model.guides_of(rows))
            return super().bulk_update(rows, *args, **kwargs)


class CatalogueModel(models.Model):
    """A row that public catalogue pages show.

    Concrete models name the paths to the guides that show them, "pk" for the guide itself.
    """

    guide_paths: ClassVar[tuple[str, ...]]

    class Meta:
        abstract = True

    @classmethod
    def guides_of(cls, rows: "models.QuerySet[Self] | Collection[Self]") -> set[int]:
        """Primary keys of the guides that show these rows."""
        if not isinstance(rows, models.QuerySet):
            rows = cls._default_manager.filter(pk__in=[row.pk for row in rows])
        if rows.query.is_sliced:
            rows = cls._default_manager.filter(pk__in=list(rows.values_list("pk", flat=True)))
        found = rows.order_by().values_list(*cls.guide_paths).distinct()
        return {guide for row in found for guide in row if guide is not None}

    def save(self, *args: Any, **kwargs: Any) -> None:
        with catalogue_batch():
            before = set() if self._state.adding else self.guides_of([self])
            super().save(*args, **kwargs)
            note_change(before | self.guides_of([self]))

    save.alters_data = True  # type: ignore[attr-defined]

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with catalogue_batch():
            note_change(self.guides_of([self]))
            return super().delete(*args, **kwargs)

    delete.alters_data = True  # type: ignore[attr-defined]


def now_or_earlier(field: str) -> models.Q:
    """Condition: `field` is empty or not in the future."""
    return models.Q(**{f"{field}__isnull": True}) | models.Q(**{f"{field}__lte": timezone.now()})
