"""A member's plan for the pages that tests walk through, and for those that change it."""

from uuid import UUID

from django.conf import settings
from django.db import connections
from django.test import Client

from exercises.models import Exercise, Status, Variation
from members.models import Plan, PlanDay, SavedExercise, User
from members.plan_templates import plan_create_from_template, template_named
from tests.factories import make_plan_item, make_user, make_variation

PLAN, DAY, ITEM, GONE = (UUID(int=number) for number in range(1, 5))
THRUST = "hip-thrusts/barbell"


def fill_plans(user: User) -> None:
    """A plan with one variation that left the guides, an empty plan, and saved things."""
    plan = Plan.objects.create(pk=PLAN, member=user.member, name="Glutes", active=True)
    guide = Exercise.objects.get(slug="hip-thrusts")
    for key, name in ((DAY, "Heavy"), (None, "Light")):
        day = PlanDay.objects.create(plan=plan, name=name, **({"pk": key} if key else {}))
        for place, variation in enumerate(guide.variations.order_by("order")[:3]):
            own = {"pk": ITEM} if key and not place else {}
            make_plan_item(day=day, variation=variation, superset="A", note="Slow", **own)
    gone = make_variation(exercise=guide, name="Old hip thrust", status=Status.RETIRED)
    make_plan_item(day=day, variation=gone, pk=GONE)
    make_plan_item(day=day, variation=gone, pk=UUID(int=6)).remove()
    Plan.objects.create(pk=UUID(int=5), member=user.member, name="Nothing yet")
    SavedExercise.objects.create(member=user.member, exercise=guide)
    for variation in (gone, Variation.objects.get(exercise=guide, slug="barbell")):
        SavedExercise.objects.create(member=user.member, variation=variation)


def start_plan() -> tuple[str, str]:
    """A new member with the shipped plan for glutes: their session and the plan's address."""
    user = make_user()
    template = template_named("glutes-twice-a-week")
    assert template
    plan, _ = plan_create_from_template(member=user.member, template=template)
    client = Client()
    client.force_login(user)
    connections.close_all()
    return client.cookies[settings.SESSION_COOKIE_NAME].value, plan.get_absolute_url()
