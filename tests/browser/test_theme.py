from playwright.sync_api import Page, expect

from tests.browser.conftest import Window
from tests.browser.pages import GUIDE, HUB

NOTE_FIRST_THEME = """
new MutationObserver((_, observer) => {
  if (!document.body) return;
  window.themeAtFirst = document.documentElement.dataset.theme ?? "";
  observer.disconnect();
}).observe(document, { childList: true, subtree: true });
"""


def background(page: Page) -> str:
    colour: str = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return colour


def test_the_chosen_theme_is_there_before_anything_is_drawn(window: Window) -> None:
    page = window(color_scheme="light")
    page.add_init_script(NOTE_FIRST_THEME)
    page.goto("/")
    light = background(page)
    page.get_by_label("Dark").check()
    dark = background(page)
    assert dark != light
    for path in (HUB, GUIDE, "/exercises/glutes/", "/not-here/"):
        page.goto(path)
        assert page.evaluate("window.themeAtFirst") == "dark", path
        assert background(page) == dark, path
        expect(page.get_by_label("Dark")).to_be_checked()
    page.get_by_label("As the device").check()
    page.goto("/")
    assert page.evaluate("window.themeAtFirst") == ""
    assert background(page) == light


def test_without_a_choice_the_device_decides(window: Window) -> None:
    page = window(color_scheme="light")
    page.goto("/")
    light = background(page)
    page.emulate_media(color_scheme="dark")
    assert background(page) != light


def test_a_choice_wins_over_the_device(window: Window) -> None:
    page = window(color_scheme="dark")
    page.goto("/")
    dark = background(page)
    page.get_by_label("Light").check()
    assert background(page) != dark
