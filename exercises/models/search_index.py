"""What search reads; written by `exercises/search_index.py` alone, never by hand."""

from datetime import UTC, datetime
from enum import IntEnum

from django.db import models

from exercises.models.guides import Exercise
from exercises.models.variations import Variation

ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)


class Shelf(IntEnum):
    """What comes first among equally good matches; guides also where nothing is typed."""

    FEATURED = 0
    COMPLETE = 1
    FURTHER = 2
    VARIATIONS = 3
    FURTHER_VARIATIONS = 4

    @property
    def start(self) -> int:
        """No id of this shelf is lower."""
        return self << 56


class SearchEntry(models.Model):
    """A published guide or variation as search finds it.

    `id` is its place among equally good matches, lowest first, shelf by shelf. `scope` and
    `offers` are what the filters ask for, in primary keys: "body part|muscles" and
    "equipment:level" pairs, 0 for no equipment, levels counted from 0; a guide has the pairs of
    all its public variations. `listing` is a guide's place where nothing is typed.
    `words` are sorted, with a space between. On SQLite triggers copy them into an FTS5 table; a
    migration that alters this table has to make them again, see 0002. PostgreSQL keeps them as a
    tsvector only in its index: in the rows it would be half as long again to read.
    Rows of a deleted guide go with the refresh in the same transaction, hence DO_NOTHING.
    """

    id = models.BigAutoField(primary_key=True)
    exercise = models.ForeignKey(Exercise, models.DO_NOTHING, related_name="+")
    variation = models.ForeignKey(
        Variation, models.DO_NOTHING, null=True, related_name="+", db_index=False
    )
    listing = models.CharField(max_length=130, null=True)
    public_from = models.DateTimeField()
    scope = models.TextField()
    offers = models.TextField()
    spellings = models.TextField(blank=True, default="")
    words = models.TextField()

    class Meta:
        indexes = [
            models.Index(
                fields=["variation"],
                condition=models.Q(variation__isnull=False),
                name="exercises_search_variations",
            ),
            models.Index(
                fields=["listing", "public_from", "scope", "offers"],
                condition=models.Q(listing__isnull=False),
                name="exercises_search_listing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.id}: {self.words[:60]}"


class SearchWord(models.Model):
    """A word that a spelling may be corrected to, with the number of guides that use it."""

    word = models.CharField(max_length=30)
    public_from = models.DateTimeField()
    uses = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["word", "public_from"], name="exercises_search_word_once"
            )
        ]

    def __str__(self) -> str:
        return self.word
