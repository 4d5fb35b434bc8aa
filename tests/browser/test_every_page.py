from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, Response, ViewportSize
from pytest_playwright.pytest_playwright import CreateContextCallback

from tests.browser.conftest import Window
from tests.browser.pages import DESK, PAGES, PHONE, PageType, Site, watch

TAP_TARGET = 44
INPUT_LETTERS = 16
LAYOUT_FAULTS = Path(__file__).with_name("layout_faults.js").read_text("utf-8")
AXE_THAT_IS_THERE = Axe(axe_script="0")
"""For a page that has the script already."""
COLOUR_RULES = ["color-contrast", "link-in-text-block"]


def layout_faults(page: Page) -> list[str]:
    """What jumps, overflows or is too small; leaves everything open that opens."""
    limits = {"tap": TAP_TARGET, "input": INPUT_LETTERS}
    faults: list[str] = page.evaluate(LAYOUT_FAULTS, limits)
    return faults


def axe_faults(page: Page) -> list[str]:
    """What axe finds; in dark by the rules about colour only, as nothing else differs there."""
    return violations(page, "light", Axe()) + violations(
        page, "dark", AXE_THAT_IS_THERE, runOnly=COLOUR_RULES
    )


def violations(page: Page, theme: Literal["light", "dark"], axe: Axe, **options: Any) -> list[str]:
    page.emulate_media(color_scheme=theme)
    page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished))")
    options = {"resultTypes": ["violations"], "preload": False, **options}
    results = axe.run(page, options=options).response
    return [
        f"{theme}: {rule['id']} ({rule['impact']}): {node['html']}: {node['failureSummary']}"
        for rule in results["violations"]
        for node in rule["nodes"]
    ]


class Visitor:
    """Somebody who sees page after page as if each were their first: nothing is kept of any.

    To open one window for all of them takes a fifth of the time of a window for each.
    """

    def __init__(self, browser: Browser, site: Site, *, staff: bool) -> None:
        context = browser.new_context(base_url=site.address)
        context.set_default_timeout(10_000)
        if staff:
            site.sign_in(context)
        self.staff, self.faults = staff, list[str]()
        self.page = context.new_page()
        context.new_cdp_session(self.page).send("Network.setCacheDisabled", {"cacheDisabled": True})
        watch(self.page, site, self.faults)

    def visit(self, address: str, size: ViewportSize) -> Response | None:
        if self.page.url != "about:blank":
            self.page.evaluate("localStorage.clear(); sessionStorage.clear()")
        if not self.staff:
            self.page.context.clear_cookies()
        self.faults.clear()
        self.page.set_viewport_size(size)
        self.page.emulate_media(color_scheme="light")
        return self.page.goto(address)


@pytest.fixture(scope="module")
def visitors(browser: Browser, site: Site) -> dict[bool, Visitor]:
    """By whether they are signed in."""
    return {staff: Visitor(browser, site, staff=staff) for staff in (False, True)}


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("kind", PAGES, ids=str)
def test_a_page_is_without_fault(
    visitors: dict[bool, Visitor], site: Site, kind: PageType, size: ViewportSize
) -> None:
    """On the phone in light by every rule, at the desk in dark by those about colour."""
    visitor = visitors[kind.staff]
    answer = visitor.visit(site.url(kind), size)
    assert answer
    assert answer.status == kind.status
    page = visitor.page
    faults = layout_faults(page) if kind.ours else []
    if size is PHONE:
        faults += violations(page, "light", Axe())
    else:
        faults += violations(page, "dark", Axe(), runOnly=COLOUR_RULES)
    if not kind.ours:
        faults = [fault for fault in faults if "(serious)" in fault or "(critical)" in fault]
    faults += visitor.faults
    assert not faults, "\n".join(faults[:20])


def test_suggestions_are_without_fault(window: Window) -> None:
    page = window(viewport=PHONE)
    page.goto("/")
    page.get_by_role("combobox").press_sequentially("hip th")
    page.get_by_role("option").first.wait_for()
    faults = axe_faults(page)
    assert not faults, "\n".join(faults[:20])


def test_a_page_that_breaks_every_rule_is_caught(
    new_context: CreateContextCallback, site: Site
) -> None:
    page = new_context(viewport=PHONE).new_page()
    seen: list[str] = []
    watch(page, site, seen)
    page.goto(f"{site.address}/for-tests/careless/")
    page.wait_for_selector("h1")
    seen += layout_faults(page) + axe_faults(page)
    for fault in (
        "Content Security Policy",
        "script: A script that fails",
        "request to http://elsewhere.example.test/pixel.png",
        "layout shift",
        "overflows to",
        ': a "Small"',
        "letters of 13.3333 px: input",
        "light: color-contrast",
        "dark: color-contrast",
    ):
        assert any(fault in line for line in seen), "\n".join([fault, *seen])
