import uuid
from typing import Any, Self

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone

from exercises.models import BodyPart, public_pages_change
from exercises.models.fields import MarkdownField, PlainCharField, TextListField
from exercises.pictures import EncodedPicture, StoredPicture
from members.models import Gym, Member, User

LONGEST_TEXT = 4_000
LONGEST_WHAT = 120
OWN_SET_UP = ("sessiontype", "weeklyhours", "dateoverride", "timeoff", "trainerclaim")


class TrainerQuerySet(models.QuerySet["Trainer"]):
    def published(self) -> Self:
        """Those whom everybody may see."""
        return self.filter(active=True, user__is_active=True)

    def for_card(self) -> Self:
        """What a card of the list touches."""
        return self.prefetch_related("gyms", "specialities")

    def as_listed(self) -> Self:
        """Whoever takes new clients first."""
        return self.order_by("-accepting", "name", "pk")

    def update(self, **values: Any) -> int:
        with public_pages_change():
            return super().update(**values)

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        with public_pages_change():
            return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def of(self, user: User) -> "Trainer | None":
        """The trainer that an account is, as long as they are active."""
        return self.published().filter(user=user).select_related("user").first()


class Trainer(models.Model):
    """A trainer of one or more gyms; public while active."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="trainer", help_text="Who signs in."
    )
    slug = models.SlugField(max_length=60, unique=True, help_text="Part of the page's address.")
    name = PlainCharField(max_length=80)
    photo = models.ImageField(max_length=120, blank=True)
    photo_width = models.PositiveIntegerField(null=True, editable=False)
    photo_height = models.PositiveIntegerField(null=True, editable=False)
    photo_widths = models.JSONField(default=list, editable=False)
    bio = MarkdownField(blank=True, validators=[MaxLengthValidator(LONGEST_TEXT)])
    gyms = models.ManyToManyField(Gym, related_name="trainers")
    specialities = models.ManyToManyField(BodyPart, related_name="+", blank=True)
    qualifications = TextListField(help_text="One a line.")
    active = models.BooleanField(default=True, help_text="Public, and may work with members.")
    accepting = models.BooleanField(default=True, help_text="Takes new clients and bookings.")

    objects = TrainerQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        with public_pages_change():
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with public_pages_change():
            return super().delete(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("trainers:trainer_detail", args=[self.slug])

    @property
    def is_public(self) -> bool:
        """Whether they are among those `published`."""
        return self.active and self.user.is_active

    @property
    def initials(self) -> str:
        """What stands where a photo would: the first letters of the first and the last name."""
        words = self.name.split()
        return "".join(word[0] for word in dict.fromkeys((words[0], words[-1]))).upper()

    @property
    def portrait(self) -> StoredPicture | None:
        """The photo, in the widths that the picture pipeline made."""
        if not (self.photo and self.photo_width and self.photo_height):
            return None
        return StoredPicture(
            image=self.photo,
            width=self.photo_width,
            height=self.photo_height,
            widths=self.photo_widths,
            alt=self.name,
        )

    def portrait_change(self, encoded: EncodedPicture | None) -> None:
        """Take another photo, or none; not saved."""
        fields = encoded.fields if encoded else {}
        self.photo = fields.get("image", "")
        self.photo_width = fields.get("width")
        self.photo_height = fields.get("height")
        self.photo_widths = fields.get("widths", [])

    def has_worked(self) -> bool:
        """Whether anything hangs on the trainer: questions, clients, assignments, bookings.

        What they have only set up for themselves is no work.
        """
        return any(
            relation.related_model._base_manager.filter(**{relation.field.name: self}).exists()
            for relation in self._meta.get_fields(include_hidden=True)
            if isinstance(relation, models.ManyToOneRel)
            and not relation.related_model._meta.auto_created
            and relation.related_model._meta.model_name not in OWN_SET_UP
        )


class ClientRights(models.Model):
    """What a member lets a trainer do; each is given and withdrawn by the member alone."""

    may_edit_plan = models.BooleanField("may change my plan", default=False)
    may_see_workouts = models.BooleanField("may see my workouts and progress", default=False)

    class Meta:
        abstract = True


class ClientRequestQuerySet(models.QuerySet["ClientRequest"]):
    def open(self) -> Self:
        return self.filter(state=ClientRequest.State.ASKED)

    def visible_to(self, user: User) -> Self:
        """The member's own, and those of the trainer that the account is."""
        return self.filter(
            models.Q(member__user=user) | models.Q(trainer__user=user, trainer__active=True)
        )

    def from_trainers(self, member: Member) -> Self:
        """What active trainers ask the member, with their names."""
        asked = self.filter(member=member, asked_by=ClientRequest.AskedBy.TRAINER)
        return asked.filter(trainer__in=Trainer.objects.published()).select_related("trainer")


class ClientRequest(ClientRights):
    """An invitation to be somebody's trainer or client; the other side answers it.

    The rights are those that the member has ticked: on inviting, or on saying yes.
    """

    class AskedBy(models.TextChoices):
        MEMBER = "member", "The member"
        TRAINER = "trainer", "The trainer"

    class State(models.TextChoices):
        ASKED = "asked", "Waiting for an answer"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Taken back"

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trainer = models.ForeignKey(Trainer, models.CASCADE, related_name="client_requests")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    asked_by = models.CharField(max_length=7, choices=AskedBy)
    state = models.CharField(max_length=9, choices=State, default=State.ASKED)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ClientRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["trainer", "member"],
                condition=models.Q(state="asked"),
                name="trainers_client_request_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["asked", "accepted", "declined", "withdrawn"]),
                name="trainers_client_request_state",
            ),
            models.CheckConstraint(
                condition=models.Q(asked_by__in=["member", "trainer"]),
                name="trainers_client_request_asked_by",
            ),
        ]

    def __str__(self) -> str:
        return f"Request {self.pk}"


class ClientQuerySet(models.QuerySet["Client"]):
    def current(self) -> Self:
        return self.filter(ended_at__isnull=True)

    def visible_to(self, user: User) -> Self:
        """The current clients of the active trainer that an account is."""
        return self.current().filter(trainer__user=user, trainer__active=True)

    def of_member(self, member: Member) -> Self:
        return self.current().filter(member=member)


class Client(ClientRights):
    """A member whom a trainer follows, by the member's yes."""

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trainer = models.ForeignKey(Trainer, models.CASCADE, related_name="clients")
    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ClientQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["trainer", "member"],
                condition=models.Q(ended_at__isnull=True),
                name="trainers_client_once",
            )
        ]

    def __str__(self) -> str:
        return f"Client {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("trainers:client_detail", args=[self.pk])


class WorkoutRead(models.Model):
    """That a trainer looked at a client's workouts, and what was shown to them.

    It is the member's record: it stays, with the trainer's name, when the trainer has left.
    """

    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    trainer = models.ForeignKey(Trainer, models.SET_NULL, null=True, related_name="+")
    trainer_name = PlainCharField(max_length=80)
    at = models.DateTimeField(default=timezone.now)
    what = PlainCharField(max_length=LONGEST_WHAT)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["member", "at"], name="trainers_reads_of_member"),
            models.Index(fields=["trainer", "at"], name="trainers_reads_by_trainer"),
        ]

    @classmethod
    def of(cls, client: Client, what: str, **changes: Any) -> Self:
        """Not saved yet; cut to what a line of the member's page holds."""
        trainer = client.trainer
        return cls(
            member_id=client.member_id,
            trainer=trainer,
            trainer_name=trainer.name,
            what=what[:LONGEST_WHAT],
            **changes,
        )

    def __str__(self) -> str:
        return f"Read {self.pk}"


class ClientNoteQuerySet(models.QuerySet["ClientNote"]):
    def shared(self) -> Self:
        """What the member may read."""
        return self.filter(kind=ClientNote.Kind.SHARED)


class ClientNote(models.Model):
    """A trainer's note on a client; a private one never reaches the member, a mail or a log."""

    class Kind(models.TextChoices):
        PRIVATE = "private", "For me alone"
        SHARED = "shared", "The member reads it too"

    client = models.ForeignKey(Client, models.CASCADE, related_name="notes")
    text = models.TextField(max_length=LONGEST_TEXT)
    kind = models.CharField(max_length=7, choices=Kind, default=Kind.PRIVATE)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ClientNoteQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["private", "shared"]), name="trainers_note_kind"
            )
        ]

    def __str__(self) -> str:
        return f"Note {self.pk}"
