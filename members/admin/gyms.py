from django.contrib import admin

from members.forms.gyms import GymForm, GymHoursForm, GymHoursFormSet
from members.models import Gym, GymClosure, GymHours


class GymHoursInline(admin.StackedInline):  # type: ignore[type-arg]  # not generic at run time
    model = GymHours
    form = GymHoursForm
    formset = GymHoursFormSet
    fields = [("weekday", "opens", "closes")]
    extra = 0


class GymClosureInline(admin.StackedInline):  # type: ignore[type-arg]
    model = GymClosure
    fields = [("date", "reason")]
    extra = 0


@admin.register(Gym)
class GymAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = GymForm
    list_display = ["name", "address", "timezone"]
    search_fields = ["name", "address"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [GymHoursInline, GymClosureInline]
    fieldsets = [
        (None, {"fields": ["name", "slug", "address", "timezone"]}),
        ("Questions", {"fields": ["answer_within_hours"]}),
        (
            "Bookings",
            {
                "fields": [
                    "minimum_notice_minutes",
                    "booking_window_days",
                    "free_cancellation_hours",
                ]
            },
        ),
    ]
