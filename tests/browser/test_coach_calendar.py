"""The trainer's week on the desk: who comes stands in short blocks, too."""

import pytest

from tests.browser.conftest import Window
from tests.browser.pages import DESK

LAPTOP = {"width": 1200, "height": 800}


@pytest.mark.parametrize("size", [LAPTOP, DESK])
def test_half_an_hour_shows_its_name_on_a_line_then_its_time(
    window: Window, size: dict[str, int]
) -> None:
    page = window(staff=True, viewport=size)
    page.goto("/coach/calendar/")
    entry = page.locator(".entry", has_text="Ben Okoro")
    boxes = [entry, entry.locator("strong"), entry.locator(".entry__time")]
    block, name, time = (one.bounding_box() for one in boxes)
    assert block
    assert name
    assert time
    assert name["height"] < 20
    assert block["y"] <= name["y"]
    assert name["y"] + name["height"] <= time["y"] + 1
    assert time["y"] + time["height"] <= block["y"] + block["height"]
    said = entry.locator(".entry__link").get_attribute("title")
    assert said
    assert said.startswith("Ben Okoro, ")
    assert ":30, Personal training, " in said
