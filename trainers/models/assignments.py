import uuid
from typing import Self

from django.db import models
from django.urls import reverse

from exercises.models import Variation
from exercises.models.fields import PlainCharField
from members.models import Member, PlanItem, Prescription, User
from trainers.models.bookings import Booking
from trainers.models.people import Client, Trainer
from trainers.models.questions import Question


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def given_to(self, user: User) -> Self:
        return self.filter(member__user=user)

    def given_by(self, trainer: Trainer) -> Self:
        return self.filter(trainer=trainer)

    def offered(self) -> Self:
        return self.filter(state=Assignment.State.OFFERED)

    def changeable_by(self, trainer: Trainer) -> Self:
        """What they gave to a client, to somebody who asks at their gym, or after a session."""
        clients = Client.objects.current().filter(trainer=trainer, member=models.OuterRef("member"))
        asked = models.Q(question__in=Question.objects.visible_to(trainer))
        booked = models.Q(booking__in=Booking.objects.to_assign_from().filter(trainer=trainer))
        return self.filter(models.Exists(clients) | asked | booked, trainer=trainer)

    def not_replaced(self) -> Self:
        """Without those in whose place another has been put into the plan."""
        newer = Assignment.objects.filter(
            replaces=models.OuterRef("pk"), state=Assignment.State.IN_PLAN
        )
        return self.exclude(models.Exists(newer))

    def offered_first(self) -> Self:
        return self.order_by(
            models.Case(models.When(state="offered", then=0), default=1), "-created_at", "pk"
        )

    def for_card(self) -> Self:
        """What a card of an assignment touches."""
        return self.select_related(
            "trainer",
            "variation__exercise__body_part",
            "plan_item__day__plan",
            "question",
            "replaces__variation",
        ).prefetch_related("variation__equipment")


class Assignment(Prescription):
    """A variation with its targets that a trainer gives to a member.

    A copy: later edits by the trainer make a new offer that `replaces` this one, and never touch
    what was logged.
    """

    class State(models.TextChoices):
        OFFERED = "offered", "Offered"
        IN_PLAN = "in_plan", "In the plan"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trainer = models.ForeignKey(Trainer, models.SET_NULL, null=True, related_name="+")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    variation = models.ForeignKey(Variation, models.PROTECT, related_name="+")
    question = models.ForeignKey(
        Question, models.SET_NULL, null=True, blank=True, related_name="assignments"
    )
    booking = models.ForeignKey(
        Booking, models.SET_NULL, null=True, blank=True, related_name="assignments"
    )
    replaces = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.OFFERED)
    created_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    plan_item = models.ForeignKey(
        PlanItem, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta(Prescription.Meta):
        ordering = ["-created_at", "pk"]
        indexes = [
            models.Index(fields=["member", "state"], name="trainers_assignment_member"),
            models.Index(fields=["trainer", "member"], name="trainers_assignment_trainer"),
        ]
        constraints = [
            *Prescription.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(state__in=["offered", "in_plan", "declined", "withdrawn"]),
                name="trainers_assignment_state",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="in_plan") | models.Q(taken_at__isnull=False),
                name="trainers_assignment_taken",
            ),
        ]

    def __str__(self) -> str:
        return f"Assignment {self.pk}"

    @property
    def state_words(self) -> str:
        """Where it is now, to the trainer; of rows that `for_card()` has fetched."""
        if self.state == self.State.IN_PLAN and not self.stands_in_plan:
            return "No longer in the plan"
        return self.get_state_display()

    @property
    def stands_in_plan(self) -> bool:
        """Whether the member still has it in a plan; of rows that `for_card()` has fetched."""
        item = self.plan_item
        return item is not None and not (
            item.deleted_at or item.day.deleted_at or item.day.plan.deleted_at
        )


class AssignmentSet(models.Model):
    """Several variations at once: a trainer's own template, or, without a name, a draft.

    A draft is made for a `question`, for a `booking` or for a `client`; it goes when it is sent.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trainer = models.ForeignKey(Trainer, models.CASCADE, related_name="assignment_sets")
    name = PlainCharField(max_length=80, blank=True)
    question = models.ForeignKey(Question, models.CASCADE, null=True, blank=True, related_name="+")
    booking = models.ForeignKey(Booking, models.CASCADE, null=True, blank=True, related_name="+")
    client = models.ForeignKey(Client, models.CASCADE, null=True, blank=True, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name", "-updated_at"]

    def __str__(self) -> str:
        return self.name or "Not sent yet"

    def get_absolute_url(self) -> str:
        return reverse("trainers:assignment_set_detail", args=[self.pk])


class AssignmentSetItem(Prescription):
    """A variation of a set, with its targets."""

    assignment_set = models.ForeignKey(AssignmentSet, models.CASCADE, related_name="items")
    variation = models.ForeignKey(Variation, models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta(Prescription.Meta):
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return str(self.variation)
