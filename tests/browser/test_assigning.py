from playwright.sync_api import expect

from tests.browser.assign_site import DRAFT
from tests.browser.conftest import Window


def test_typing_a_name_hides_the_others_and_keeps_what_is_ticked(window: Window) -> None:
    page = window(staff=True)
    page.goto(f"/coach/assign/{DRAFT}/")
    ben = page.get_by_label("Ben Okonkwo-Featherstonehaugh", exact=True)
    ben.check()
    page.get_by_role("searchbox", name="Filter clients by name").fill("ALI")
    page.keyboard.press("Enter")
    expect(ben).to_be_hidden()
    expect(page.get_by_label("Alice Adams", exact=True)).to_be_visible()
    page.get_by_role("searchbox", name="Filter clients by name").fill("")
    expect(ben).to_be_visible()
    expect(ben).to_be_checked()


def test_without_scripts_the_filter_is_a_page_of_its_own(window: Window) -> None:
    page = window(staff=True, java_script_enabled=False)
    page.goto(f"/coach/assign/{DRAFT}/")
    page.get_by_role("searchbox", name="Filter clients by name").fill("ali")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_label("Alice Adams", exact=True)).to_be_visible()
    expect(page.get_by_text("Okonkwo")).to_have_count(0)
