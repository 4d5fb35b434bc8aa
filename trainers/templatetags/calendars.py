from typing import Any

from django import template
from django.conf import settings

from members.models import User
from trainers.models import CalendarFeed, Trainer

register = template.Library()


@register.inclusion_tag("trainers/_calendar_feed.html", takes_context=True)
def calendar_feed(context: dict[str, Any], user: User) -> dict[str, Any]:
    """A section about the secret address at which a person's calendar reads their sessions."""
    feed = CalendarFeed.objects.filter(user=user).first()
    address = settings.PUBLIC_URL + feed.get_absolute_url() if feed else ""
    return {
        "address": address,
        "webcal": address.replace(settings.PUBLIC_URL.split("://")[0], "webcal", 1),
        "is_trainer": Trainer.objects.of(user) is not None,
        "next": context["request"].path,
    }
