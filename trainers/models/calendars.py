import secrets
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from members.models import User


def new_token() -> str:
    """128 random bits, as 22 characters."""
    return secrets.token_urlsafe(16)


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def readable(self) -> Self:
        """Those of people who may sign in and are not leaving."""
        return self.filter(
            user__is_active=True, user__member__deletion_requested_at__isnull=True
        ).select_related("user")

    def renew(self, user: User) -> "CalendarFeed":
        """A new address; one that there was before opens nothing any more."""
        values = {"token": new_token(), "created_at": timezone.now()}
        return self.update_or_create(user=user, defaults=values)[0]


class CalendarFeed(models.Model):
    """A person's secret calendar: whoever knows the address reads their sessions."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    token = models.CharField(max_length=22, unique=True, default=new_token)
    created_at = models.DateTimeField(default=timezone.now)

    objects = CalendarFeedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Calendar feed of {self.user_id}"

    def get_absolute_url(self) -> str:
        return reverse("trainers:calendar_feed", args=[self.token])
