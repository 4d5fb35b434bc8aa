import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import GUIDE, HUB, active, tab_to


def test_the_first_stop_leads_past_the_header(page: Page) -> None:
    page.goto(GUIDE)
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert active(page, "it.closest('main') !== null")


def test_a_guide_is_found_from_the_home_page(page: Page) -> None:
    page.goto("/")
    tab_to(page, "it.id === 'q'")
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("hip th", delay=20)
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(box).not_to_have_attribute("aria-activedescendant", "")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("listbox").locator("[aria-selected=true]")).to_have_count(1)
    first = options.first.get_attribute("id")
    assert first
    expect(box).to_have_attribute("aria-activedescendant", first)
    assert active(page, "it.getAttribute('aria-controls')") == page.get_by_role(
        "listbox"
    ).get_attribute("id")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{GUIDE}")


def test_escape_closes_the_suggestions_and_keeps_the_words(page: Page) -> None:
    page.goto("/")
    tab_to(page, "it.id === 'q'")
    page.keyboard.type("hip th", delay=20)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    box = page.get_by_role("combobox")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).not_to_have_attribute("aria-activedescendant", "suggestion-1")
    expect(box).to_have_value("hip th")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{HUB}?q=hip+th")


def test_a_filter_is_chosen_and_the_focus_stays_on_it(page: Page) -> None:
    page.goto(HUB)
    group = page.locator("#filter-equipment")
    if group.get_attribute("open") is None:
        tab_to(page, "it.matches('#filter-equipment > summary')", limit=90)
        page.keyboard.press("Enter")
    tab_to(page, "it.id === 'equipment-barbell'", limit=90)
    with page.expect_response("**equipment=barbell**"):
        page.keyboard.press("Space")
    page.wait_for_url("**equipment=barbell**")
    expect(page.locator("#equipment-barbell")).to_be_checked()
    expect(page.locator("#equipment-barbell")).to_be_focused()


def test_every_region_of_the_body_map_is_reached_and_shows_it(page: Page) -> None:
    page.goto(HUB)
    body_map = page.locator(".body-map")
    names = body_map.locator("a title").all_text_contents()
    look = "(({ stroke, strokeWidth }) => stroke + strokeWidth)(getComputedStyle(it))"
    at_rest = body_map.locator("a .region").first.evaluate(f"it => {look}")
    before = body_map.screenshot()
    tab_to(page, "it.closest('.body-map') !== null")
    assert body_map.screenshot() != before
    for name in names:
        assert active(page, "it.querySelector('title')?.textContent") == name
        shown = page.evaluate(f"(it => {look})(document.activeElement.querySelector('.region'))")
        assert shown != at_rest, f"{name} does not show that it has the focus"
        page.keyboard.press("Tab")
    assert active(page, "it.closest('.body-map') === null")


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_question_opens_and_closes(page: Page, key: str) -> None:
    page.goto(GUIDE)
    tab_to(page, "it.matches('#question-2 > summary')")
    answer = page.locator("#question-2 .disclosure__body")
    expect(answer).to_be_hidden()
    page.keyboard.press(key)
    expect(answer).to_be_visible()
    page.keyboard.press(key)
    expect(answer).to_be_hidden()


@pytest.mark.parametrize("path", ["/", HUB, GUIDE])
def test_every_stop_shows_that_it_has_the_focus(page: Page, path: str) -> None:
    page.goto(path)
    marked = """[it, ...it.querySelectorAll('.region')].some((one) =>
        ['', '::after'].some((part) => {
            const style = getComputedStyle(one, part);
            const lined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
            return lined || (one.matches('.region') && parseFloat(style.strokeWidth) >= 10);
        }))"""
    stops = 0
    while stops < 200:
        page.keyboard.press("Tab")
        if active(page, "it === document.body"):
            break
        stops += 1
        assert active(page, marked), active(page, "it.outerHTML")
    assert stops > 10
