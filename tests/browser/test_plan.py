"""A plan put in order by drag, by keyboard, by buttons and without JavaScript."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Window
from tests.browser.pages import PHONE, Site
from tests.browser.plan_site import start_plan

HEAVY = ["Barbell hip thrust", "Barbell Romanian deadlift", "Bulgarian split squat"]
FIRST, SECOND, THIRD = HEAVY
Open = Callable[..., Page]


@pytest.fixture
def plan(window: Window, site: Site, transactional_db: ThreadPoolExecutor) -> Open:
    """Opens a plan of its own."""

    def open_plan(**options: Any) -> Page:
        session, address = transactional_db.submit(start_plan).result()
        page = window(viewport=PHONE, **options)
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": site.address}])
        page.goto(address)
        return page

    return open_plan


def day(page: Page, name: str) -> Locator:
    return page.locator(".plan-day", has=page.get_by_role("heading", name=name))


def order(page: Page, name: str = "Heavy") -> Locator:
    return day(page, name).locator(".plan-item__name")


def grip(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=f"Move {name}", exact=True).first


def middle(place: Locator) -> tuple[float, float]:
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def options(page: Page, name: str) -> Locator:
    """The menu of an item or a day, open."""
    page.get_by_role("button", name=f"Options for {name}").first.click()
    return page.locator("[popover]:popover-open")


def test_the_arrow_keys_move_an_item_and_keep_the_focus(plan: Open) -> None:
    page = plan()
    grip(page, FIRST).focus()
    page.keyboard.press("ArrowDown")
    expect(order(page).first).to_have_text(SECOND)
    expect(page.locator("#plan-status")).to_have_text(f"{FIRST} is 2 of 4 in Heavy.")
    expect(grip(page, FIRST)).to_be_focused()
    for key, place in (("ArrowDown", 4), ("ArrowUp", 2)):
        page.keyboard.press(key)
        page.keyboard.press(key)
        expect(page.locator("#plan-status")).to_have_text(f"{FIRST} is {place} of 4 in Heavy.")
    page.reload()
    expect(order(page)).to_have_text([SECOND, FIRST, THIRD, "Cable glute kickback"])


def test_the_arrow_keys_lead_into_the_next_day_and_back(plan: Open) -> None:
    page = plan()
    grip(page, "Cable glute kickback").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#plan-status")).to_have_text("Cable glute kickback is 1 of 6 in Light.")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#plan-status")).to_have_text("Cable glute kickback is 4 of 4 in Heavy.")


def test_the_arrow_keys_move_a_day(plan: Open) -> None:
    page = plan()
    grip(page, "Heavy").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".plan-day h2").first).to_contain_text("Light")
    expect(grip(page, "Heavy")).to_be_focused()


def test_an_item_is_dragged_with_the_mouse(plan: Open) -> None:
    page = plan()
    x, y = middle(grip(page, FIRST))
    page.mouse.move(x, y)
    page.mouse.down()
    _, below = middle(order(page).nth(1))
    page.mouse.move(x, below + 50, steps=6)
    expect(page.locator("[data-dragged]")).to_have_count(1)
    expect(page.locator("[data-drop=before]")).to_have_count(1)
    page.mouse.up()
    expect(order(page)).to_have_text([SECOND, FIRST, THIRD, "Cable glute kickback"])
    expect(page.locator("[data-dragged], [data-drop]")).to_have_count(0)


def test_escape_ends_a_drag_and_leaves_the_order(plan: Open) -> None:
    page = plan()
    x, y = middle(grip(page, FIRST))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 150, steps=6)
    page.keyboard.press("Escape")
    page.mouse.up()
    page.reload()
    expect(order(page).first).to_have_text(FIRST)


def test_an_item_is_dragged_with_a_finger_into_another_day(plan: Open) -> None:
    page = plan(has_touch=True)
    page.set_viewport_size({"width": 360, "height": 1400})
    x, y = middle(grip(page, FIRST))
    _, there = middle(order(page, "Light").nth(1))
    touch = page.context.new_cdp_session(page)

    def send(kind: str, height: float) -> None:
        points = [] if kind == "touchEnd" else [{"x": x, "y": height}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    send("touchStart", y)
    for step in range(1, 11):
        send("touchMove", y + (there - y) * step / 10)
    expect(page.locator("[data-drop]")).to_have_count(1)
    send("touchEnd", there)
    expect(day(page, "Light").locator(".plan-item")).to_have_count(6)
    expect(order(page).first).to_have_text(SECOND)
    assert page.evaluate("scrollY") == 0


def test_the_menu_moves_an_item_and_gives_the_focus_back(plan: Open) -> None:
    page = plan()
    options(page, SECOND).get_by_role("button", name="Move up").click()
    expect(order(page).first).to_have_text(SECOND)
    expect(page.get_by_role("button", name=f"Options for {SECOND}").first).to_be_focused()
    options(page, SECOND).get_by_role("button", name="Move to Light").click()
    expect(order(page, "Light").last).to_have_text(SECOND)


def test_what_is_taken_out_comes_back_with_one_tap(plan: Open) -> None:
    page = plan()
    options(page, FIRST).get_by_role("button", name="Take out of the plan").click()
    expect(page.get_by_text(f"{FIRST} is out of Heavy.")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(order(page).first).to_have_text(FIRST)
    expect(page.locator(".undo")).to_have_count(0)


def test_an_item_is_changed_in_its_place(plan: Open) -> None:
    page = plan()
    page.get_by_role("link", name=f"Change {FIRST}").click()
    form = page.locator(".item-form")
    form.get_by_label("Load in kg").fill("62,5")
    form.get_by_label("Reps from").fill("8-10")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_text("Type one number, such as 8.")).to_be_visible()
    expect(form.get_by_label("Load in kg")).to_have_value("62,5")
    form.get_by_label("Reps from").fill("8")
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_text("4 × 8–10 at 62.5 kg, 2 in reserve, rest 2 min 30 s")).to_be_visible()


def test_all_of_it_works_without_javascript(plan: Open) -> None:
    page = plan(java_script_enabled=False)
    expect(grip(page, FIRST)).to_be_hidden()
    options(page, FIRST).get_by_role("button", name="Move down").click()
    expect(order(page)).to_have_text([SECOND, FIRST, THIRD, "Cable glute kickback"])
    options(page, FIRST).get_by_role("button", name="Take out of the plan").click()
    page.get_by_role("button", name="Undo").click()
    expect(order(page)).to_have_text([SECOND, FIRST, THIRD, "Cable glute kickback"])
    options(page, FIRST).get_by_role("link", name="Easier, harder, other equipment").click()
    page.get_by_role("button", name="Swap for Dumbbell hip thrust").click()
    expect(page.get_by_text(f"Dumbbell hip thrust now stands for {FIRST}.")).to_be_visible()
    page.get_by_role("button", name="Add a day").click()
    expect(page.get_by_role("heading", name="Day A")).to_be_visible()


def test_from_a_guide_into_the_plan_in_two_taps(plan: Open) -> None:
    page = plan()
    page.goto("/exercises/legs/squats/goblet/")
    page.get_by_role("link", name="Add to my plan", exact=True).click()
    page.get_by_role("button", name="Heavy").click()
    expect(page.get_by_text("Goblet squat is in Heavy")).to_be_visible()
    page.get_by_role("link", name="See the plan").click()
    expect(order(page).last).to_have_text("Goblet squat")
