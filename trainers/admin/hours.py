from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from members.admin.base import ReadOnlyAdmin
from trainers.forms.admin_hours import HoursFormSet, SessionTypeFormSet
from trainers.models import DateOverride, SessionType, TimeOff, WeeklyHours
from trainers.time_off import time_off_delete
from trainers.week import home_zone
from trainers.wording import dated_words


class WeeklyHoursInline(admin.StackedInline):  # type: ignore[type-arg]  # not generic at run time
    model = WeeklyHours
    formset = HoursFormSet
    fields = [("weekday", "gym", "starts", "ends")]
    extra = 0


class DateOverrideInline(admin.StackedInline):  # type: ignore[type-arg]
    """Without a gym and times: not at work that day."""

    model = DateOverride
    formset = HoursFormSet
    verbose_name = "date in place of weekly hours"
    verbose_name_plural = "dates in place of weekly hours (without gym and times: not at work)"
    fields = [("date", "gym", "starts", "ends")]
    extra = 0


class SessionTypeInline(admin.StackedInline):  # type: ignore[type-arg]
    model = SessionType
    formset = SessionTypeFormSet
    fields = [("name", "active"), ("minutes", "buffer_after"), ("price", "currency")]
    extra = 0


@admin.register(TimeOff)
class TimeOffAdmin(ReadOnlyAdmin):
    """When trainers are away; why is for the trainer alone."""

    list_display = ["trainer", "since", "until"]
    list_filter = ["trainer"]
    list_select_related = ["trainer"]
    date_hierarchy = "starts_at"
    fields = ["trainer", "since", "until"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[TimeOff]:
        found: QuerySet[TimeOff] = super().get_queryset(request)
        return found.prefetch_related("trainer__gyms")

    @admin.display(description="From", ordering="starts_at")
    def since(self, time_off: TimeOff) -> str:
        return dated_words(time_off.starts_at, home_zone(time_off.trainer))

    @admin.display(description="Until", ordering="ends_at")
    def until(self, time_off: TimeOff) -> str:
        return dated_words(time_off.ends_at, home_zone(time_off.trainer))

    def delete_model(self, request: HttpRequest, obj: TimeOff) -> None:
        time_off_delete(time_off=obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for one in queryset:
            time_off_delete(time_off=one)

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[Any, dict[str, int], set[str], list[str]]:
        """Its claims go with it, and are nothing that anybody has a permission for."""
        return [str(one) for one in objs], {"time off": len(objs)}, set(), []
