"""The day that comes next."""

from typing import Any

from django.db.models import prefetch_related_objects

from members.models import Plan, PlanDay, Workout


def next_day(plan: Plan) -> PlanDay | None:
    """The day after the one last done; None while no day holds an exercise.

    Days without exercises are passed over. A day that was removed since it was done still says
    which one follows.
    """
    prefetch_related_objects([plan], "days__items")
    days = [day for day in plan.days.all() if day.items.all()]
    done = Workout.objects.finished().filter(plan_day__plan=plan).select_related("plan_day")
    last = done.order_by("-started_at", "-pk").first()
    if last is None or last.plan_day is None:
        return next(iter(days), None)
    place = _place(last.plan_day)
    return next((day for day in days if _place(day) > place), next(iter(days), None))


def _place(day: PlanDay) -> tuple[int, Any]:
    return day.order, day.pk
