from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from exercises.models import Exercise

NEWEST = 30


class GuideFeed(Feed):  # type: ignore[type-arg]  # not generic at run time
    feed_type = Atom1Feed
    title = "Gymsite: new and updated guides"
    author_name = "Gymsite"
    subtitle = "Exercise guides for the gym floor."

    def link(self) -> str:
        return settings.PUBLIC_URL + reverse("exercises:exercise_list")

    def feed_url(self) -> str:
        return settings.PUBLIC_URL + reverse("gymsite:feed")

    def items(self) -> QuerySet[Exercise]:
        guides = Exercise.objects.published().select_related("body_part")
        shown_since = Coalesce("publish_at", "updated_at")
        return guides.annotate(news_at=Greatest("updated_at", shown_since)).order_by(
            "-news_at", "pk"
        )[:NEWEST]

    def item_title(self, item: Exercise) -> str:
        return item.name

    def item_description(self, item: Exercise) -> str:
        return item.summary

    def item_link(self, item: Exercise) -> str:
        return settings.PUBLIC_URL + item.get_absolute_url()

    def item_pubdate(self, item: Exercise) -> datetime:
        return item.publish_at or item.created_at

    def item_updateddate(self, item: Exercise) -> datetime:
        return max(item.updated_at, item.publish_at or item.updated_at)
