import secrets

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone


def new_token() -> str:
    """128 random bits, as 22 characters."""
    return secrets.token_urlsafe(16)


class CalendarFeed(models.Model):
    """A person's secret calendar: whoever knows the address reads their sessions."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    token = models.CharField(max_length=22, unique=True, default=new_token)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"Calendar feed of {self.user_id}"

    def get_absolute_url(self) -> str:
        return reverse("trainers:calendar_feed", args=[self.token])
