import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Window
from tests.browser.test_every_page import TAP_TARGET

LINKS = ["Gymsite, home", "Exercises", "Trainers", "Search", "My gym"]


@pytest.mark.parametrize("width", [360, 390, 430, 500, 768])
def test_everything_in_the_header_stands_in_one_row(window: Window, width: int) -> None:
    page = window(viewport={"width": width, "height": 740})
    page.goto("/trainers/")
    links = page.locator(".site-header a")
    expect(links).to_have_count(len(LINKS))
    rows = set()
    for name in LINKS:
        box = page.locator(".site-header").get_by_role("link", name=name).bounding_box()
        assert box
        assert box["width"] >= TAP_TARGET
        assert box["height"] >= TAP_TARGET
        rows.add(box["y"])
    assert len(rows) == 1
