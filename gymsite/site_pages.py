"""Our first version of the pages that staff edit."""

from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, router

from gymsite.models import SitePage

TEXTS = Path(__file__).with_name("texts")


def load_site_pages(*, using: str = DEFAULT_DB_ALIAS) -> None:
    """Make the pages that are missing and renew those that staff have not edited."""
    if not router.allow_migrate_model(using, SitePage):
        return
    there = SitePage.objects.using(using).in_bulk()
    for slug in SitePage.Slug.values:
        heading, _, body = (TEXTS / f"{slug}.md").read_text("utf-8").partition("\n")
        body = body.strip()
        page = there.get(slug)
        if page is None:
            page = SitePage(slug=slug, title=heading.removeprefix("# "), body=body)
        elif page.shipped_body == body or page.body != page.shipped_body:
            continue
        page.body = page.shipped_body = body
        page.save(using=using)
