"""What a person does on the floor, step by step."""

import re
from typing import Any

from playwright.sync_api import Page, expect


def start(page: Page) -> None:
    page.goto("/me/workouts/new/")
    page.get_by_role("button", name="Start Day A").click()
    page.wait_for_url(re.compile(r"/me/workouts/[0-9a-f-]{36}/"))


def box(page: Page, name: str) -> Any:
    return page.locator("form.set:visible").get_by_label(name, exact=True)


def done(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Done")).click()


def saved(page: Page) -> None:
    expect(page.locator("[data-unsent]")).to_have_text("Saved")
