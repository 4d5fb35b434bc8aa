import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from exercises.models import Exercise, ExerciseMuscle, Faq, Variation
from exercises.models.fields import MarkdownField, PlainCharField
from members.models import Gym, Member, User
from trainers.models.people import LONGEST_TEXT, Trainer

SHOWN_NAME = 80
NEWS = models.Q(answered_at__isnull=False) & (
    models.Q(seen_at__isnull=True) | models.Q(seen_at__lt=models.F("answered_at"))
)


class QuestionQuerySet(models.QuerySet["Question"]):
    def asked_by(self, user: User) -> Self:
        return self.filter(member__user=user)

    def visible_to(self, trainer: Trainer) -> Self:
        """The questions of the trainer's gyms, claimed or not."""
        return self.filter(gym__trainers=trainer)

    def open(self, now: datetime | None = None) -> Self:
        """Waiting for a trainer to take them; a claim that has lapsed counts as none."""
        return self.filter(
            models.Q(state=Question.State.OPEN)
            | models.Q(state=Question.State.CLAIMED, claim_lapses_at__lte=now or timezone.now())
        )

    def claimed(self, now: datetime | None = None) -> Self:
        return self.filter(state=Question.State.CLAIMED, claim_lapses_at__gt=now or timezone.now())

    def unanswered(self) -> Self:
        return self.filter(state__in=[Question.State.OPEN, Question.State.CLAIMED])

    def with_news(self) -> Self:
        """Those with an answer that the asker has not read yet."""
        return self.filter(NEWS)

    def news_first(self) -> Self:
        news = models.Case(models.When(NEWS, then=models.Value(0)), default=models.Value(1))
        return self.order_by(news, "-created_at", "pk")

    def for_list(self) -> Self:
        """What a line of a list touches."""
        return self.select_related(
            "exercise__body_part", "variation", "gym", "claimed_by", "member__user"
        )

    def for_page(self) -> Self:
        """What its page shows of it, and of what it is about."""
        muscles = ExerciseMuscle.objects.select_related("muscle__body_part")
        messages = Message.objects.select_related("trainer")
        return (
            self.for_list()
            .select_related("variation__exercise__body_part")
            .prefetch_related(models.Prefetch("exercise__exercise_muscles", muscles))
            .prefetch_related(models.Prefetch("messages", messages))
            .prefetch_related("exercise__pictures", "variation__pictures")
        )


class Question(models.Model):
    """What a member asks about an exercise; stays with its gym.

    open → claimed → answered → resolved; the member's reply opens it again. `text` is empty and
    `member` None once the asker's account is gone.
    """

    class State(models.TextChoices):
        OPEN = "open", "Waiting for a trainer"
        CLAIMED = "claimed", "A trainer is on it"
        ANSWERED = "answered", "Answered"
        RESOLVED = "resolved", "Resolved"

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="+")
    variation = models.ForeignKey(Variation, models.PROTECT, null=True, related_name="+")
    gym = models.ForeignKey(Gym, models.PROTECT, related_name="+")
    text = models.TextField(max_length=LONGEST_TEXT)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    may_publish = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    claimed_by = models.ForeignKey(Trainer, models.SET_NULL, null=True, related_name="+")
    claimed_at = models.DateTimeField(null=True)
    claim_lapses_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True, help_text="When the asker last read the answers.")
    resolved_at = models.DateTimeField(null=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]
        indexes = [
            models.Index(fields=["gym", "state", "due_at"], name="trainers_question_inbox"),
            models.Index(fields=["member", "created_at"], name="trainers_question_asked"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "claimed", "answered", "resolved"]),
                name="trainers_question_state",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="claimed")
                | models.Q(claimed_at__isnull=False, claim_lapses_at__isnull=False),
                name="trainers_question_claim",
            ),
        ]

    def __str__(self) -> str:
        return f"Question {self.pk}"

    def get_absolute_url(self) -> str:
        """Where its asker reads it."""
        return reverse("trainers:question_detail", args=[self.pk])

    def is_of(self, trainer: Trainer) -> bool:
        """Whether the trainer has asked it, being a member too."""
        return self.member is not None and self.member.user_id == trainer.user_id

    @property
    def subject(self) -> str:
        """What it is about, by name."""
        return self.variation.name if self.variation else self.exercise.name

    @property
    def is_claimed(self) -> bool:
        """Whether somebody is on it now, whether or not the clock has let a stale claim go."""
        lapses = self.claim_lapses_at
        return self.state == self.State.CLAIMED and lapses is not None and lapses > timezone.now()

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.OPEN, self.State.CLAIMED) and not self.is_claimed

    @property
    def is_late(self) -> bool:
        return (self.is_open or self.is_claimed) and self.due_at <= timezone.now()

    @property
    def has_news(self) -> bool:
        """Whether the asker has not read the last answer yet."""
        answered = self.answered_at
        return answered is not None and (self.seen_at is None or self.seen_at < answered)


class Message(models.Model):
    """An answer or a reply; seen by the asker and the trainers of that gym alone."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="messages")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    trainer = models.ForeignKey(Trainer, models.SET_NULL, null=True, related_name="+")
    is_answer = models.BooleanField(default=False, help_text="Written by a trainer.")
    text = models.TextField(max_length=LONGEST_TEXT)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"Message {self.pk}"


class PublishedAnswerQuerySet(models.QuerySet["PublishedAnswer"]):
    def visible_to(self, user: User) -> Self:
        """Those of the questions that the member asked."""
        return self.filter(question__member__user=user)

    def waiting(self) -> Self:
        """Those that the asker has not said yes or no to."""
        return self.filter(state=PublishedAnswer.State.PROPOSED)


class PublishedAnswer(models.Model):
    """A new, anonymous wording of a question and its answer, on its way into the guide.

    The asker agrees to the wording, staff approve; a change of the wording begins anew.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "Waiting for the asker"
        AGREED = "agreed", "Waiting for staff"
        DECLINED = "declined", "The asker said no"
        APPROVED = "approved", "In the guide"
        REFUSED = "refused", "Staff said no"

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.OneToOneField(
        Question, models.SET_NULL, null=True, related_name="published_answer"
    )
    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="+")
    question_text = PlainCharField("question", max_length=200)
    answer_text = MarkdownField("answer")
    proposed_by = models.ForeignKey(Trainer, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    proposed_at = models.DateTimeField(default=timezone.now)
    agreed_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    refusal = PlainCharField("reason", max_length=300, blank=True)
    faq = models.OneToOneField(Faq, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = PublishedAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "pk"]
        permissions = [("approve_publishedanswer", "Can put answers into the guides")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["proposed", "agreed", "declined", "approved", "refused"]
                ),
                name="trainers_published_answer_state",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["agreed", "approved"])
                | models.Q(agreed_at__isnull=False),
                name="trainers_published_answer_agreed",
            ),
        ]

    def __str__(self) -> str:
        return f"Answer {self.pk}"

    @property
    def in_guide(self) -> bool:
        return self.state == self.State.APPROVED and self.faq_id is not None

    @property
    def taken_out(self) -> bool:
        """Whether it stood in the guide until staff removed it there."""
        return self.state == self.State.APPROVED and self.faq_id is None
