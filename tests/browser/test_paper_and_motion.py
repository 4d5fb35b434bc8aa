import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Window
from tests.browser.pages import DESK, GUIDE, HUB


def test_on_paper_a_guide_has_every_answer_and_no_header(window: Window) -> None:
    page = window()
    page.goto(GUIDE)
    page.emulate_media(media="print")
    for selector in (".site-header", ".site-footer", ".skip-link", ".back-links"):
        expect(page.locator(selector)).to_be_hidden()
    hidden = page.evaluate(
        """[...document.querySelectorAll('#questions .disclosure__body')]
            .filter((answer) => !answer.checkVisibility() || !answer.offsetHeight).length"""
    )
    assert hidden == 0
    assert page.pdf().startswith(b"%PDF")


@pytest.mark.parametrize(("motion", "moves"), [("reduce", False), ("no-preference", True)])
def test_nothing_moves_for_whoever_asked_for_that(window: Window, motion: str, moves: bool) -> None:
    page = window(reduced_motion=motion, viewport=DESK)
    for path in ("/", HUB, GUIDE):
        page.goto(path)
        page.keyboard.press("Tab")
        moving = page.evaluate(
            """[...document.querySelectorAll('*')].filter((element) => {
                const style = getComputedStyle(element);
                return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0
                    || style.scrollBehavior === 'smooth';
            }).length"""
        )
        assert bool(moving) == moves, path
