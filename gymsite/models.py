import uuid
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.urls import reverse
from django.utils import timezone

from exercises.models import public_pages_change
from exercises.models.fields import MarkdownField, PlainCharField
from members.models import User


class SitePage(models.Model):
    """A page of plain text that staff edit: privacy, terms, accessibility."""

    class Slug(models.TextChoices):
        PRIVACY = "privacy", "Privacy"
        TERMS = "terms", "Terms"
        ACCESSIBILITY = "accessibility", "Accessibility"

    slug = models.SlugField(primary_key=True, choices=Slug, editable=False)
    title = PlainCharField(max_length=120)
    body = MarkdownField(
        max_length=10_000, help_text="Markdown; headings begin with ##. At most 10,000 characters."
    )
    shipped_body = models.TextField(
        editable=False, help_text="Our text as last loaded; where it differs, staff have edited."
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["slug"]
        verbose_name = "page"

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        with public_pages_change():
            super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse(f"gymsite:{self.slug}")


class DataExportQuerySet(models.QuerySet["DataExport"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(user=user)

    def waiting(self) -> Self:
        """Asked for, and neither ready nor failed nor given up on."""
        since = timezone.now() - DataExport.GIVEN_UP_AFTER
        return self.filter(ready_at__isnull=True, failed_at__isnull=True, requested_at__gt=since)

    def ready(self) -> Self:
        return self.filter(ready_at__gt=timezone.now() - DataExport.KEPT_FOR)

    def over(self, now: datetime) -> Self:
        """Those that nobody can fetch and nothing still makes."""
        lost = models.Q(ready_at__isnull=True, requested_at__lte=now - DataExport.KEPT_FOR)
        return self.filter(models.Q(ready_at__lte=now - DataExport.KEPT_FOR) | lost)


class DataExport(models.Model):
    """A zip of all that the product holds about a person, made on their request."""

    KEPT_FOR = timedelta(days=7)
    GIVEN_UP_AFTER = timedelta(hours=1)

    uuid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    requested_at = models.DateTimeField(default=timezone.now)
    percent = models.PositiveSmallIntegerField(default=0)
    ready_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    size = models.PositiveBigIntegerField(default=0)

    objects = DataExportQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at"]

    def __str__(self) -> str:
        return f"download asked for on {self.requested_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("gymsite:export_download", args=[self.pk])

    @property
    def file_name(self) -> str:
        """Its name in the storage of exports, which no address leads to."""
        return f"{self.pk}.zip"

    @property
    def gone_on(self) -> datetime | None:
        return self.ready_at and self.ready_at + self.KEPT_FOR

    def delete_file(self) -> None:
        storages["exports"].delete(self.file_name)
