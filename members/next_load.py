"""What to load next time, offered with the reason in words. The member decides."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from exercises.models import Measure, Variation
from members.done_sets import done_set
from members.models import Member, Prescription, SetEntry, Workout
from members.progression import COUNTED_KINDS, Offer, Reason, next_load
from members.units import in_unit, load_words, step_of, to_kg


@dataclass(frozen=True)
class LoadOffer:
    """An offer as a page shows it: words, and the numbers for the boxes of a set."""

    offer: Offer
    words: str
    unit: str

    @property
    def load(self) -> Decimal | None:
        """In the member's unit."""
        load_kg = self.offer.load_kg
        return None if load_kg is None else in_unit(load_kg, self.unit)

    @property
    def reps(self) -> int:
        return self.offer.reps

    @property
    def numbers(self) -> str:
        """62.5 kg × 8, or 8 reps."""
        load_kg = self.offer.load_kg
        return (
            f"{self.reps} reps"
            if load_kg is None
            else f"{load_words(load_kg, self.unit)} × {self.reps}"
        )


def offers_for(member: Member, items: Iterable[Prescription]) -> dict[UUID, LoadOffer]:
    """Offers by the items' uuids; three queries, however many items and however long the history.

    `items` are those of a plan's day or of a workout. One without a rep range or without history
    has no offer. Only finished workouts count, so an offer stands while its workout goes on.
    """
    wanted = {item.pk: item for item in items if item.reps_min and item.reps_max}
    variations = _with_last_workouts(member, {_variation_id(item) for item in wanted.values()})
    done = _sets_of(variations)
    found = {pk: _offer(member, item, variations, done) for pk, item in wanted.items()}
    return {pk: offer for pk, offer in found.items() if offer}


def _variation_id(item: Any) -> int:
    return int(item.variation_id)


def _with_last_workouts(member: Member, variations: Iterable[int]) -> dict[int, Any]:
    """The variations, each with the last two finished workouts in which it was worked."""
    worked = SetEntry.objects.kept().filter(
        item__workout=OuterRef("pk"),
        item__variation=OuterRef(OuterRef("pk")),
        kind__in=COUNTED_KINDS,
        reps__isnull=False,
    )
    past = Workout.objects.finished().filter(Exists(worked), member=member)
    newest = past.order_by("-started_at", "-pk").values("pk")
    found = Variation.objects.filter(pk__in=variations).prefetch_related("equipment")
    return {
        one.pk: one
        for one in found.annotate(last=Subquery(newest[:1]), before=Subquery(newest[1:2]))
    }


def _sets_of(variations: Mapping[int, Any]) -> dict[tuple[int, UUID], list[SetEntry]]:
    """Their sets in those workouts, by variation and workout."""
    pairs = {(one.pk, workout) for one in variations.values() for workout in (one.last, one.before)}
    entries = SetEntry.objects.kept().filter(
        item__variation__in=variations, item__workout__in={workout for _, workout in pairs}
    )
    done: dict[tuple[int, UUID], list[SetEntry]] = defaultdict(list)
    for entry in entries.select_related("item").order_by("order", "done_at", "pk"):
        place = entry.item.variation_id, entry.item.workout_id
        if place in pairs:
            done[place].append(entry)
    return done


def _offer(
    member: Member,
    item: Prescription,
    variations: Mapping[int, Any],
    done: Mapping[tuple[int, UUID], list[SetEntry]],
) -> LoadOffer | None:
    variation = variations[_variation_id(item)]
    last, before = (done.get((variation.pk, at), []) for at in (variation.last, variation.before))
    step = step_of(variation, member.unit)
    offer = next_load(
        [[done_set(entry) for entry in sets] for sets in (last, before)],
        measure=variation.measure,
        reps_min=item.reps_min or 0,
        reps_max=item.reps_max or 0,
        sets=sum(one.sets for one in {entry.item_id: entry.item for entry in last}.values()),
        target_rir=item.target_rir,
        step_kg=None if step is None else to_kg(step, member.unit),
    )
    if offer is None:
        return None
    words = offer_words(offer, target=item, measure=variation.measure, unit=member.unit)
    return LoadOffer(offer, words, member.unit)


def offer_words(offer: Offer, *, target: Prescription, measure: str, unit: str) -> str:
    """The offer with its reason, as a sentence."""
    load = _load(offer.load_kg, measure, unit)
    top = f"every set reached {target.reps_max} reps"
    reserve = f" with {target.target_rir} in reserve" if target.target_rir else ""
    again = "the same again" if offer.load_kg is None else f"{load} again"
    return {
        Reason.REACHED: f"Last time {top}{reserve}: {load}, start again at {offer.reps}.",
        Reason.MISSED: f"{target.reps_min} reps were missed twice running: try {load}.",
        Reason.MORE: f"Same load, one more rep: {load}, {offer.reps} in every set."
        if load
        else f"One more rep: {offer.reps} in every set.",
        Reason.RESERVE: f"Last time {top}, but with fewer than {target.target_rir} in reserve:"
        f" {again}.",
        Reason.LEFT_OUT: f"Last time {top}, but a planned set was left out: {again}.",
        Reason.HARDER: f"Last time {top}{reserve}: you are ready for a harder variation.",
        Reason.EASIER: f"{target.reps_min} reps were missed twice running:"
        " an easier variation may suit you better.",
    }[offer.reason]


def _load(load_kg: Decimal | None, measure: str, unit: str) -> str:
    if load_kg is None:
        return ""
    words = load_words(load_kg, unit)
    if measure == Measure.ASSISTED_REPS:
        return f"{words} of help" if load_kg else "no help"
    if measure == Measure.ADDED_LOAD_REPS:
        return f"{words} added" if load_kg else "no added load"
    return words
