"""Privacy, terms, accessibility: our first version, edited by staff, kept through releases."""

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from exercises.markdown import check_links
from exercises.models import catalogue_version
from gymsite import site_pages
from gymsite.models import SitePage
from gymsite.site_pages import load_site_pages
from members.models import User
from tests.factories import make_gym, make_user
from tests.forms import post

pytestmark = pytest.mark.django_db

SLUGS = SitePage.Slug.values


@pytest.fixture
def admin_user() -> User:
    return make_user(is_staff=True, is_superuser=True)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_new_database_has_our_version(client: Client, slug: str) -> None:
    page = SitePage.objects.get(slug=slug)
    assert page.body == page.shipped_body
    assert len(page.body) < 10_000
    text = client.get(f"/{slug}/").content.decode()
    assert f"<h1>{page.title}</h1>" in text
    assert text.count("<h2>") >= 4
    assert "<h3>" not in text
    assert check_links(page.body) == []


def test_the_footer_of_every_page_leads_there(client: Client) -> None:
    for address in ("/", "/exercises/", "/privacy/", "/nowhere/"):
        text = client.get(address).content.decode()
        for slug in SLUGS:
            assert f'href="/{slug}/"' in text


def test_the_gyms_desks_stand_on_it(client: Client) -> None:
    gym = make_gym(name="Hackney", address="12 Mare Street")
    text = client.get("/privacy/").content.decode()
    assert f'href="{gym.get_absolute_url()}"' in text
    assert "12 Mare Street" in text


def test_privacy_says_what_is_true_of_this_site(client: Client) -> None:
    """The figures and names in the text are those of the code."""
    text = SitePage.objects.get(slug="privacy").body
    for word in ("14 days", "7 days", "`sessionid`", "`csrftoken`", "16 or over"):
        assert word in text


def test_staff_edit_it_and_the_edit_shows_and_stays(admin_client: Client, client: Client) -> None:
    address = "/admin/gymsite/sitepage/terms/change/"
    version = catalogue_version()
    assert post(admin_client, address, title="House rules", body="## New\n\nBe *kind*.") == ""
    text = client.get("/terms/").content.decode()
    assert "<h1>House rules</h1>" in text
    assert "<h2>New</h2>\n<p>Be <em>kind</em>.</p>" in text
    assert catalogue_version() != version
    call_command("migrate", verbosity=0)
    assert SitePage.objects.get(slug="terms").title == "House rules"
    assert SitePage.objects.get(slug="terms").body.startswith("## New")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("<script>alert(1)</script>", "without HTML"),
        ("See [this](guide:nowhere).", "leads nowhere"),
        ("a" * 10_001, "at most 10000 characters"),
        ("", "This field is required"),
    ],
)
def test_what_cannot_be_shown_is_refused_beside_the_field(
    admin_client: Client, body: str, says: str
) -> None:
    assert says in post(admin_client, "/admin/gymsite/sitepage/terms/change/", body=body)


def test_pages_are_neither_added_nor_deleted(admin_client: Client) -> None:
    assert admin_client.get("/admin/gymsite/sitepage/add/").status_code == 403
    assert admin_client.get("/admin/gymsite/sitepage/terms/delete/").status_code == 403


def test_a_new_version_of_ours_reaches_only_what_staff_have_not_edited(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for slug in SLUGS:
        (tmp_path / f"{slug}.md").write_text(f"# New\n\nNew text of {slug}.\n", "utf-8")
    monkeypatch.setattr(site_pages, "TEXTS", tmp_path)
    SitePage.objects.filter(slug="terms").update(body="Edited.")
    load_site_pages()
    bodies = dict(SitePage.objects.values_list("slug", "body"))
    assert bodies["terms"] == "Edited."
    assert bodies["privacy"] == "New text of privacy."


def test_loading_again_changes_nothing() -> None:
    before = list(SitePage.objects.values())
    load_site_pages()
    assert list(SitePage.objects.values()) == before


def test_one_that_is_missing_is_made_again() -> None:
    SitePage.objects.filter(slug="privacy").delete()
    load_site_pages()
    assert SitePage.objects.filter(slug="privacy").exists()


def test_a_wrong_verb_is_refused(client: Client, admin_user: User) -> None:
    assert client.post("/privacy/").status_code == 405
