import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import HUB

FORGET_HISTORY = """['htmx-history-cache'].forEach((key) => {
    sessionStorage.removeItem(key); localStorage.removeItem(key);
})"""


def choose(page: Page, group: str, slug: str) -> None:
    details = page.locator(f"#filter-{group}")
    if details.get_attribute("open") is None:
        details.locator("summary").click()
    page.locator(f"#{group}-{slug}").check()


def expect_whole_page(page: Page) -> None:
    expect(page.locator(".site-header")).to_be_visible()
    expect(page.locator(".site-footer")).to_be_attached()
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.locator("#found")).to_have_count(1)


@pytest.fixture
def filtered(page: Page) -> Page:
    """The hub on which a filter has just been chosen."""
    page.goto(HUB)
    page.evaluate("window.untouched = true")
    choose(page, "equipment", "barbell")
    page.wait_for_url("**equipment=barbell*")
    return page


def test_results_change_in_place_and_the_address_follows(filtered: Page) -> None:
    assert filtered.evaluate("window.untouched")
    expect(filtered.locator("#equipment-barbell")).to_be_checked()
    results = filtered.locator("#results .card")
    assert results.count() > 0
    for text in results.all_inner_texts():
        assert "barbell" in text.lower() or "guide" in text.lower()
    expect_whole_page(filtered)
    live = filtered.locator("#results").inner_text()
    filtered.reload()
    expect_whole_page(filtered)
    expect(filtered.locator("#equipment-barbell")).to_be_checked()
    assert filtered.locator("#results").inner_text() == live


@pytest.mark.parametrize("remembered", [True, False])
def test_back_gives_the_whole_page_as_it_was(filtered: Page, remembered: bool) -> None:
    if not remembered:
        filtered.evaluate(FORGET_HISTORY)
    filtered.go_back()
    expect(filtered).to_have_url(HUB)
    expect(filtered.locator("#equipment-barbell")).not_to_be_checked()
    expect_whole_page(filtered)
    expect(filtered.locator(".hub__map .body-map")).to_be_visible()
    filtered.go_forward()
    filtered.wait_for_url("**equipment=barbell*")
    expect(filtered.locator("#equipment-barbell")).to_be_checked()
    expect_whole_page(filtered)


def test_back_from_a_guide_gives_the_filtered_page(filtered: Page) -> None:
    filtered.locator("#results [data-result]").first.click()
    expect(filtered.locator("#found")).to_have_count(0)
    filtered.go_back()
    filtered.wait_for_url("**equipment=barbell*")
    expect_whole_page(filtered)
    expect(filtered.locator("#equipment-barbell")).to_be_checked()


def test_after_back_a_filter_still_works(filtered: Page) -> None:
    filtered.go_back()
    expect(filtered).to_have_url(HUB)
    choose(filtered, "level", "beginner")
    filtered.wait_for_url("**level=beginner*")
    expect(filtered.locator("#level-beginner")).to_be_checked()
    expect_whole_page(filtered)


def test_two_filters_stand_together_with_the_words(page: Page) -> None:
    page.goto(f"{HUB}?q=hip")
    choose(page, "equipment", "barbell")
    page.wait_for_url("**equipment=barbell*")
    choose(page, "level", "intermediate")
    page.wait_for_url("**level=intermediate*")
    assert "q=hip" in page.url
    assert "equipment=barbell" in page.url
    expect(page.get_by_label("Search exercises")).to_have_value("hip")


def test_results_follow_the_typing_and_keep_the_filters(filtered: Page) -> None:
    box = filtered.get_by_role("combobox")
    box.press_sequentially("squat")
    expect(filtered.locator("#results-title")).to_contain_text("“squat”")
    expect(filtered).to_have_url(f"{filtered.url.split('?')[0]}?q=squat&equipment=barbell")
    expect(filtered.locator("#found-status")).to_contain_text("result")
    expect(box).to_be_focused()
    box.press("Escape")
    box.press("Enter")
    filtered.wait_for_load_state()
    expect(filtered.locator("#equipment-barbell")).to_be_checked()
    expect(filtered.locator("#results-title")).to_contain_text("“squat”")
