import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Window
from tests.browser.pages import GUIDE, HUB


@pytest.fixture
def page(window: Window) -> Page:
    return window(java_script_enabled=False)


def test_the_search_form_answers(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Search exercises").fill("hip thrust")
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_url(f"{HUB}?q=hip+thrust")
    expect(page.get_by_label("Search exercises")).to_have_value("hip thrust")
    page.locator("#results [data-result]").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("ip ")


def test_filters_are_applied_with_a_button(page: Page) -> None:
    page.goto(f"{HUB}?q=glutes")
    group = page.locator("#filter-equipment")
    if group.get_attribute("open") is None:
        group.locator("summary").click()
    page.locator("#equipment-barbell").check()
    page.get_by_role("button", name="Apply").click()
    expect(page).to_have_url(f"{HUB}?q=glutes&equipment=barbell")
    expect(page.locator("#equipment-barbell")).to_be_checked()
    assert page.locator("#results [data-result]").count() > 0


def test_a_region_of_the_body_map_leads_to_its_exercises(page: Page) -> None:
    page.goto(HUB)
    page.locator(".body-map a[href*='muscle=gluteus-maximus']").click()
    expect(page).to_have_url(f"{HUB}?muscle=gluteus-maximus#found")
    assert page.locator("#results [data-result]").count() > 0


def test_questions_open(page: Page) -> None:
    page.goto(GUIDE)
    question = page.locator("#question-2")
    expect(question.locator(".disclosure__body")).to_be_hidden()
    question.locator("summary").click()
    expect(question.locator(".disclosure__body")).to_be_visible()


def test_what_needs_a_script_is_not_shown(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("radio")).to_have_count(0)
    expect(page.get_by_role("combobox")).to_have_count(0)
