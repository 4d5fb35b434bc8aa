import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Window
from tests.browser.pages import HUB, PHONE

TEXTS = {
    "10,000 characters": "hip thrust " * 900 + "x" * 100,
    "one long word": "x" * 5_000,
    "emoji": "🍑🏋️‍♀️💪",
    "quotes": '"hip" \'thrust\' `"` \\',
    "operators": "hip* OR NEAR(thrust, 2) AND -NOT ^ : & | ! <-> ()",
    "markup": "</title><script>alert(1)</script><b>&amp;",
    "percent": "%00 %25 100% _ \u202e",
    "nothing": "   ",
}


@pytest.fixture
def page(window: Window) -> Page:
    return window(viewport=PHONE)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_no_text_breaks_the_page(page: Page, text: str) -> None:
    page.goto(HUB)
    box = page.get_by_label("Search exercises")
    if text.strip():
        with page.expect_response("**/exercises/?q=*"):
            box.fill(text)
    with page.expect_response(lambda answer: answer.request.is_navigation_request()) as found:
        box.press("Enter")
    assert found.value.status == 200
    page.wait_for_load_state()
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.locator(".site-footer")).to_be_visible()
    assert text.strip().startswith(box.input_value())
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_what_is_typed_next_takes_the_place_of_a_late_answer(page: Page) -> None:
    page.goto(HUB)
    box = page.get_by_role("combobox")
    box.press_sequentially("hip th")
    expect(page.get_by_role("option").first).to_be_visible()
    box.fill("h")
    expect(page.get_by_role("option")).to_have_count(0)
