from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import retarget

from exercises.decorators import read_only
from exercises.models import Equipment, Variation
from members import plans
from members.access import MemberRequest, member_page
from members.forms.plans import PlaceForm, PlanItemForm
from members.models import PlanItem
from members.substitutes import last_loads, substitutes_of
from members.views.plan_page import own_day, own_item, parsed, plan_changed


@read_only
@member_page
def plan_item_detail(request: MemberRequest, item: UUID) -> HttpResponse:
    """The steps of an item's variation, in the guides or no longer."""
    found = own_item(request, item)
    if found.variation.is_public:
        return redirect(found.variation)
    substitutes = substitutes_of(found.variation)
    context = {
        "item": found,
        "substitutes": substitutes,
        "loads": last_loads(request.member, substitutes.all()),
        "unit": request.member.unit,
    }
    return render(request, "members/plan_item_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def plan_item_update(request: MemberRequest, item: UUID) -> HttpResponse:
    found = own_item(request, item)
    form = PlanItemForm(request.POST or None, instance=found, unit=request.member.unit)
    if request.method == "POST" and form.is_valid():
        form.save()
        return _changed(request, found, f"{found.variation} is saved.")
    template = "members/plan_item_form.html"
    context = {"form": form, "item": found}
    if request.htmx and not request.htmx.history_restore_request:
        answer = render(request, f"{template}#form", context)
        return retarget(answer, f"#item-{found.pk}")
    return render(request, template, context)


@require_POST
@member_page
def plan_item_move(request: MemberRequest, item: UUID) -> HttpResponse:
    found = own_item(request, item)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    key = form.cleaned_data["day"]
    day = own_day(request, key) if key else found.day
    if day.plan_id != found.day.plan_id:
        raise Http404
    keys = list(found.day.items.values_list("pk", flat=True))
    plans.plan_item_move(item=found, day=day, place=form.place_after(keys.index(found.pk)))
    count = day.items.count()
    place = day.items.filter(order__lte=found.order).count()
    return _changed(request, found, f"{found.variation} is {place} of {count} in {day}.")


@require_POST
@member_page
def plan_item_delete(request: MemberRequest, item: UUID) -> HttpResponse:
    found = own_item(request, item)
    found.remove()
    return plan_changed(request, found.day.plan_id, said="", removed=found)


@require_POST
@member_page
def plan_item_restore(request: MemberRequest, item: UUID) -> HttpResponse:
    """Put back what was removed, or swapped for another item that then goes."""
    rows = PlanItem.everything.visible_to(request.user).select_related("day__plan", "variation")
    found = get_object_or_404(rows, pk=item)
    instead = rows.filter(pk=parsed(request.POST.get("instead")), day=found.day_id).first()
    plans.plan_item_restore(item=found, instead_of=instead)
    return _changed(request, found, f"{found.variation} is back.")


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def plan_item_swap(request: MemberRequest, item: UUID) -> HttpResponse:
    found = own_item(request, item)
    if request.method == "POST":
        return _swap(request, found)
    chosen = request.GET.getlist("equipment")
    pieces = Equipment.objects.all()
    have = [piece for piece in pieces if piece.slug in chosen]
    substitutes = substitutes_of(found.variation, equipment=have if chosen else None)
    loads = last_loads(request.member, substitutes.all())
    return render(
        request,
        "members/plan_item_swap.html",
        {
            "item": found,
            "substitutes": substitutes,
            "loads": loads,
            "pieces": pieces,
            "chosen": chosen,
            "unit": request.member.unit,
        },
    )


def _swap(request: MemberRequest, item: PlanItem) -> HttpResponse:
    key = request.POST.get("variation", "")
    public = Variation.objects.published()
    variation = get_object_or_404(public, pk=key if key.isdecimal() else None)
    load_kg = last_loads(request.member, [variation]).get(variation.pk)
    try:
        new = plans.plan_item_swap(item=item, variation=variation, load_kg=load_kg)
    except PlanItem.DoesNotExist:
        raise Http404 from None
    return plan_changed(
        request, item.day.plan_id, said="", at=f"item-{new.pk}", removed=item, instead=new
    )


def _changed(request: MemberRequest, item: PlanItem, said: str) -> HttpResponse:
    return plan_changed(request, item.day.plan_id, said=said, at=f"item-{item.pk}")
