"""What the progress page shows of everything that a member trains."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from exercises.models import Muscle, Variation
from members.models import Member, Plan
from members.progress import (
    VariationTotal,
    Volume,
    session_days,
    totals_by_variation,
    volume_by_day,
    volume_by_muscle,
)
from members.progress_charts import Chart, plain, sessions_chart, volume_chart, weeks_of
from members.progression import RecordKind
from members.records import value_words
from members.spans import Span


@dataclass(frozen=True)
class MuscleRow:
    muscle: Muscle
    weekly: Decimal

    @property
    def sets(self) -> str:
        return plain(self.weekly)


@dataclass(frozen=True)
class Overview:
    """Sessions, muscles and variations over a span; seven queries, whatever the history."""

    member: Member
    span: Span
    muscle: Muscle | None
    plan: Plan | None
    sessions: Sequence[date]
    totals: Sequence[VariationTotal]
    by_day: Sequence[tuple[date, Volume]]
    by_muscle: dict[Muscle, Volume]

    @classmethod
    def of(cls, member: Member, span: Span, muscle: Muscle | None) -> "Overview":
        totals = totals_by_variation(member, span)
        return cls(
            member=member,
            span=span,
            muscle=muscle,
            plan=Plan.objects.filter(member=member, active=True).first(),
            sessions=session_days(member, span),
            totals=totals,
            by_day=volume_by_day(member, span, muscle),
            by_muscle=volume_by_muscle(totals),
        )

    @property
    def is_empty(self) -> bool:
        return not self.sessions and not self.totals

    @property
    def weeks(self) -> int:
        return weeks_of([*self.sessions, *(day for day, _ in self.by_day)], self.span)

    @property
    def sessions_a_week(self) -> str:
        return plain(Decimal(len(self.sessions)) / self.weeks)

    @property
    def sessions_chart(self) -> Chart:
        return sessions_chart(self.sessions, self.span, self.plan)

    @property
    def volume_chart(self) -> Chart:
        name = self.muscle.name if self.muscle else ""
        return volume_chart(self.by_day, self.span, self.member.unit, name)

    @property
    def muscles(self) -> list[MuscleRow]:
        return [MuscleRow(one, volume.sets / self.weeks) for one, volume in self.by_muscle.items()]

    @property
    def weekly_sets(self) -> dict[Muscle, Decimal]:
        return {row.muscle: row.weekly for row in self.muscles}


@dataclass(frozen=True)
class VariationRow:
    variation: Variation
    total: VariationTotal
    unit: str

    @property
    def sets(self) -> int:
        return int(self.total.volume.sets)

    @property
    def estimate(self) -> str:
        """The span's best estimated 1RM; nothing where there is none."""
        best = self.total.one_rep_max_kg
        return value_words(RecordKind.ONE_REP_MAX, best, self.unit) if best else ""


def variation_rows(totals: Iterable[VariationTotal], unit: str) -> list[VariationRow]:
    """The totals with their variations; one query."""
    totals = list(totals)
    variations = Variation.objects.in_bulk([total.variation for total in totals])
    return [VariationRow(variations[total.variation], total, unit) for total in totals]
