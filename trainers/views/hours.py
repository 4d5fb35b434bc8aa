"""When a trainer works: by weekday, and on dates in place of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from exercises.decorators import read_only
from members.models.gyms import Weekday
from trainers.access import TrainerRequest, trainer_page
from trainers.forms.hours import DateOverrideForm, WeeklyHoursForm, errors_into
from trainers.hours import hours_save, outside_hours
from trainers.models import DateOverride, Trainer, WeeklyHours

PAGE = "trainers:hours"
FORM = "trainers/hours_form.html"


@read_only
@trainer_page
def hours(request: TrainerRequest) -> HttpResponse:
    """All that a trainer sets up for their bookings."""
    trainer = request.trainer
    gyms = list(trainer.gyms.all())
    weekly = list(_weekly(trainer))
    context = {
        "gyms": gyms,
        "several_gyms": len(gyms) > 1,
        "several_zones": len({gym.timezone for gym in gyms}) > 1,
        "week": [(day.label, [row for row in weekly if row.weekday == day]) for day in Weekday],
        "weekly": weekly,
        "dates": trainer.date_overrides.to_come(gyms).select_related("gym"),
        "time_off": trainer.time_off.to_come(),
        "session_types": trainer.session_types.order_by("-active", "minutes", "name"),
        "outside": outside_hours(trainer),
    }
    return render(request, "trainers/hours.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@trainer_page
def weekly_hours_create(request: TrainerRequest) -> HttpResponse:
    row = WeeklyHours(trainer=request.trainer)
    form = WeeklyHoursForm(request.POST or None, row=row)
    return _form(request, form, "Add weekly hours", "weekly")


@require_http_methods(["GET", "HEAD", "POST"])
@trainer_page
def weekly_hours_update(request: TrainerRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_weekly(request.trainer), pk=pk)
    form = WeeklyHoursForm(request.POST or None, row=row)
    delete = reverse("trainers:weekly_hours_delete", args=[pk])
    return _form(request, form, "Change weekly hours", "weekly", delete=delete)


@require_http_methods(["GET", "HEAD", "POST"])
@trainer_page
def weekly_hours_delete(request: TrainerRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(_weekly(request.trainer), pk=pk)
    return _delete(request, row, f"{row}, {row.gym}", "weekly")


@require_http_methods(["GET", "HEAD", "POST"])
@trainer_page
def date_override_create(request: TrainerRequest) -> HttpResponse:
    form = DateOverrideForm(request.POST or None, trainer=request.trainer)
    return _form(request, form, "Another day than usual", "dates")


@require_http_methods(["GET", "HEAD", "POST"])
@trainer_page
def date_override_delete(request: TrainerRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(request.trainer.date_overrides.select_related("gym"), pk=pk)
    where = f", {row.gym}" if row.gym else ""
    return _delete(request, row, f"{row}{where}", "dates")


def _weekly(trainer: Trainer) -> QuerySet[WeeklyHours]:
    return trainer.weekly_hours.select_related("gym", "trainer")


def _form(
    request: TrainerRequest,
    form: WeeklyHoursForm | DateOverrideForm,
    heading: str,
    section: str,
    **context: Any,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            hours_save(trainer=request.trainer, rows=form.rows())
        except ValidationError as error:
            errors_into(form, error)
        else:
            return kept(request, "Your hours are kept.")
    context |= {"form": form, "heading": heading, "section": section}
    return render(request, FORM, context)


def _delete(
    request: TrainerRequest, row: WeeklyHours | DateOverride, name: str, section: str
) -> HttpResponse:
    """Asks once, and names what goes."""
    if request.method != "POST":
        context = {"name": name, "section": section, "is_date": isinstance(row, DateOverride)}
        return render(request, "trainers/hours_delete.html", context)
    row.delete()
    return kept(request, f"Taken out: {name}.")


def kept(request: TrainerRequest, words: str) -> HttpResponse:
    """Back on the page of hours, which begins with what was done and what lies outside of them."""
    messages.success(request, words)
    return redirect(PAGE)
