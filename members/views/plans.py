from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from exercises.decorators import read_only
from members import plans
from members.access import MemberRequest, member_page
from members.forms.plans import PlanForm
from members.models import Plan
from members.plan_templates import (
    plan_create_from_template,
    plan_templates,
    template_fitted,
    template_named,
)
from members.views.plan_page import parsed, plan_changed, plan_page, undo_asked, undo_of

PAGE_SIZE = 24


@read_only
@member_page
def plan_list(request: MemberRequest) -> HttpResponse:
    mine = Plan.objects.visible_to(request.user).for_card()
    removed = Plan.everything.visible_to(request.user).filter(
        pk=parsed(request.GET.get("undo")), deleted_at__isnull=False
    )
    return render(
        request,
        "members/plan_list.html",
        {
            "page": Paginator(mine, PAGE_SIZE).get_page(request.GET.get("page")),
            "templates": plan_templates(),
            "undo": next(map(undo_of, removed), None),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def plan_create(request: MemberRequest) -> HttpResponse:
    form = PlanForm(request.POST or None, initial={"goal": request.member.goal})
    if request.method == "POST" and form.is_valid():
        return redirect(plans.plan_create(member=request.member, **form.cleaned_data))
    context = {"form": form, "templates": plan_templates()}
    return render(request, "members/plan_create.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def plan_template(request: MemberRequest, template: str) -> HttpResponse:
    """What a shipped plan holds on this site; a POST makes it the member's."""
    found = template_named(template)
    if found is None:
        raise Http404
    if request.method == "POST":
        plan, fitted = plan_create_from_template(member=request.member, template=found)
        for remark in fitted.remarks():
            messages.info(request, remark)
        return redirect(plan)
    context = {"fitted": template_fitted(found), "unit": request.member.unit}
    return render(request, "members/plan_template.html", context)


@read_only
@member_page
def plan_detail(request: MemberRequest, plan: UUID) -> HttpResponse:
    return plan_page(request, plan, undo=undo_asked(request, plan))


@require_http_methods(["GET", "HEAD", "POST"])
@member_page
def plan_update(request: MemberRequest, plan: UUID) -> HttpResponse:
    found = _own(request, plan)
    form = PlanForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        return redirect(form.save())
    found.refresh_from_db()
    return render(request, "members/plan_form.html", {"form": form, "plan": found})


@require_POST
@member_page
def plan_activate(request: MemberRequest, plan: UUID) -> HttpResponse:
    found = _own(request, plan)
    plans.plan_activate(plan=found)
    return plan_changed(request, plan, said=f"You now follow {found.name}.")


@require_POST
@member_page
def plan_copy(request: MemberRequest, plan: UUID) -> HttpResponse:
    return redirect(plans.plan_copy(plan=_own(request, plan)))


@require_POST
@member_page
def plan_delete(request: MemberRequest, plan: UUID) -> HttpResponse:
    _own(request, plan).remove()
    return redirect(f"{reverse('members:plan_list')}?undo={plan}")


@require_POST
@member_page
def plan_restore(request: MemberRequest, plan: UUID) -> HttpResponse:
    found = get_object_or_404(Plan.everything.visible_to(request.user), pk=plan)
    plans.plan_restore(plan=found)
    return redirect(found)


def _own(request: MemberRequest, plan: UUID) -> Plan:
    return get_object_or_404(Plan.objects.visible_to(request.user), pk=plan)
