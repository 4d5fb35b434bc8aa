import re
from decimal import Decimal

from playwright.sync_api import expect

from tests.browser.flo import Enter, Flo
from tests.browser.floor_steps import box, done, saved, start
from tests.browser.pages import active, tab_to
from tests.browser.test_every_page import axe_faults, layout_faults


def test_a_workout_is_logged_by_keyboard_alone(enter: Enter, flo: Flo) -> None:
    page = enter()
    page.goto("/me/workouts/new/")
    tab_to(page, "it.textContent.trim() === 'Start Day A'")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/me/workouts/[0-9a-f-]{36}/"))
    for reps in ("8", "7"):
        tab_to(page, "it.name === 'reps'")
        page.keyboard.press("Control+a")
        page.keyboard.type(reps)
        page.keyboard.press("Enter")
        assert active(page, "it.checkVisibility() && it.closest('[data-floor]') !== null")
    expect(page.get_by_role("heading", level=2).first).to_have_text(flo.variations[1].name)
    expect(box(page, "Load")).to_have_value("57.5")
    tab_to(page, "it.getAttribute('aria-label') === 'Load: 2.5 kg more'")
    page.keyboard.press("Space")
    expect(box(page, "Load")).to_have_value("60")
    tab_to(page, "it.textContent.startsWith('Done')")
    page.keyboard.press("Enter")
    assert active(page, "it.textContent") == "Finish workout"
    saved(page)
    assert flo.sets() == [(80, 8), (80, 7), (60, 10)]
    page.keyboard.press("Enter")
    page.wait_for_url("**/finish/")
    tab_to(page, "it.textContent.trim() === 'Finish'")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Workout finished and kept.")).to_be_visible()
    assert flo.finished() == 2


def test_after_done_the_next_set_stands_there_and_the_rest_runs(enter: Enter, flo: Flo) -> None:
    page = enter()
    start(page)
    expect(page.locator("[data-place]:visible")).to_have_text("set 1 of 2")
    expect(page.locator("[data-rest]")).to_be_hidden()
    box(page, "Load").fill("82,5")
    box(page, "Reps").fill("9")
    page.get_by_role("radio", name="2").check()
    done(page)
    expect(page.locator("[data-place]:visible")).to_have_text("set 2 of 2")
    row = page.locator("[data-row]:visible").first
    expect(row).to_contain_text("82.5 kg × 9 · 2 left")
    expect(box(page, "Load")).to_have_value("82,5")
    expect(page.locator("[data-rest-time]")).to_have_text(re.compile(r"1:(30|2\d)"))
    expect(page.locator("[data-announce]")).to_have_text(
        f"Set kept. Rest 90 s. Next: {flo.variations[0].name}, set 2."
    )
    page.get_by_role("button", name="15 seconds less rest").click()
    expect(page.locator("[data-rest-time]")).to_have_text(re.compile(r"1:1\d"))
    saved(page)
    page.reload()
    expect(page.locator("[data-rest-time]")).to_have_text(re.compile(r"1:(0|1)\d"))
    page.get_by_role("button", name="Skip", exact=True).first.click()
    expect(page.locator("[data-rest]")).to_be_hidden()
    page.reload()
    expect(page.locator("[data-rest]")).to_be_hidden()
    assert flo.sets() == [(Decimal("82.5"), 9)]


def test_a_reload_in_the_middle_loses_nothing(enter: Enter, flo: Flo) -> None:
    page = enter()
    start(page)
    box(page, "Reps").fill("9")
    done(page)
    saved(page)
    page.reload()
    expect(page.locator("[data-row]:visible").first).to_contain_text("80 kg × 9")
    expect(page.locator("[data-place]:visible")).to_have_text("set 2 of 2")
    page.goto("/me/workouts/")
    page.get_by_role("link", name="Go on with Day A").click()
    expect(page.locator("[data-place]:visible")).to_have_text("set 2 of 2")


def test_a_set_is_corrected_deleted_and_put_back_on_the_spot(enter: Enter, flo: Flo) -> None:
    page = enter()
    start(page)
    done(page)
    row = page.locator("[data-row]:visible").first
    row.get_by_role("link").click()
    expect(page.locator("[data-done]")).to_have_text("Save")
    assert active(page, "it.name") == "load"
    box(page, "Reps").fill("6")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(row).to_contain_text("80 kg × 6")
    saved(page)
    assert flo.sets() == [(80, 6)]
    row.get_by_role("link").click()
    page.get_by_role("button", name="Delete this set").click()
    expect(row).to_contain_text("Deleted")
    saved(page)
    assert flo.sets() == []
    row.get_by_role("button", name="Put back").click()
    expect(row).to_contain_text("Set 1")
    expect(page.locator("[data-row]:visible")).to_have_count(2)
    saved(page)
    assert flo.sets() == [(80, 6)]


def test_a_warm_up_and_one_more_set_make_room(enter: Enter, flo: Flo) -> None:
    page = enter()
    start(page)
    page.locator("summary:visible", has_text="Kind").click()
    page.get_by_role("radio", name="Warm-up").check()
    done(page)
    rows = page.locator("[data-row]:visible")
    expect(rows.locator("[data-label]")).to_have_text(["Warm-up", "Set 1", "Set 2"])
    page.get_by_role("button", name="Add a set").click()
    expect(rows.locator("[data-label]")).to_have_text(["Warm-up", "Set 1", "Set 2", "Set 3"])
    for _ in range(3):
        done(page)
    saved(page)
    assert len(flo.sets()) == 4
    page.reload()
    expect(page.locator(".exercise__name:visible")).to_have_text(flo.variations[1].name)


def test_a_set_that_is_added_reads_as_after_a_reload(enter: Enter, flo: Flo) -> None:
    page = enter()
    start(page)
    second = flo.variations[1].name
    overview = page.locator("[data-overview]")
    for _ in range(2):
        done(page)
    expect(overview.first.get_by_role("button")).to_have_count(0)
    expect(overview.nth(1).get_by_role("button")).to_have_text([""])
    overview.first.get_by_role("link").click()
    page.get_by_role("button", name="Add a set").click()
    saved(page)
    buttons = page.locator(".overview").get_by_role("button")
    rows = page.locator("[data-row]:visible")

    def shown() -> list[list[str | None]]:
        names = [one.get_attribute("aria-label") for one in buttons.all()]
        return [list(rows.all_inner_texts()), list(overview.all_inner_texts()), names]

    before = shown()
    assert before[2] == [f"Skip {flo.variations[0].name}", f"Do next: {second}", f"Skip {second}"]
    page.reload()
    overview.first.get_by_role("link").click()
    assert shown() == before
    done(page)
    saved(page)
    assert len(flo.sets()) == 3


def test_bad_numbers_are_told_beside_their_box_and_kept(enter: Enter, flo: Flo) -> None:
    page = enter()
    start(page)
    for typed, words in (
        ("8-10", "Type one number, such as 8."),
        ("-5", "Type a number from 0 to 500."),
        ("900", "Type a number from 0 to 500."),
        ("", "Type a number, such as 8."),
    ):
        box(page, "Reps").fill(typed)
        done(page)
        expect(page.locator("[data-box=reps]:visible [data-wrong]")).to_have_text(words)
        expect(box(page, "Reps")).to_have_value(typed)
        expect(box(page, "Reps")).to_be_focused()
    assert flo.sets() == []
    box(page, "Load").fill("10000")
    done(page)
    wrong = page.locator("[data-box=load]:visible [data-wrong]")
    expect(wrong).to_have_text("Type a number from 0 to 1,000.")
    box(page, "Load").fill("80")
    box(page, "Reps").fill("8")
    done(page)
    saved(page)
    assert flo.sets() == [(80, 8)]


def test_without_javascript_a_workout_is_logged(enter: Enter, flo: Flo) -> None:
    page = enter(java_script_enabled=False)
    start(page)
    box(page, "Reps").fill("8-10")
    done(page)
    expect(page.get_by_text("Type one number, such as 8.")).to_be_visible()
    box(page, "Reps").fill("8")
    done(page)
    expect(page.locator(".rest__until")).to_have_text(re.compile(r"until \d\d:\d\d:\d\d"))
    box(page, "Load").fill("82,5")
    done(page)
    expect(page.locator(".exercise__name:visible")).to_have_text(flo.variations[1].name)
    done(page)
    assert flo.sets() == [(80, 8), (Decimal("82.5"), 8), (Decimal("57.5"), 10)]
    page.get_by_role("link", name="Finish workout").click()
    page.get_by_role("button", name="Finish").click()
    expect(page.get_by_text("Workout finished and kept.")).to_be_visible()


def test_an_exercise_is_swapped_skipped_and_added(enter: Enter, flo: Flo) -> None:
    page = enter()
    start(page)
    page.get_by_role("link", name="Swap").click()
    sheet = page.get_by_role("dialog")
    choice = sheet.locator("button.choice").first
    name = choice.locator("strong").inner_text()
    choice.click()
    expect(page.locator(".exercise__name:visible")).to_have_text(name)
    expect(page.get_by_text(f"instead of {flo.variations[0].name}")).to_be_visible()
    page.get_by_role("button", name=f"Skip {name}").click()
    expect(page.locator(".exercise__name:visible")).to_have_text(flo.variations[1].name)
    page.get_by_role("button", name=f"Put back {name}").click()
    page.get_by_role("link", name="Add an exercise").click()
    page.get_by_label("Search exercises").fill("plank")
    page.keyboard.press("Enter")
    add = page.get_by_role("button", name=re.compile("^Add .*plank", re.IGNORECASE)).first
    added = (add.get_attribute("aria-label") or "").removeprefix("Add ")
    add.click()
    expect(page.locator(".exercise__name:visible")).to_have_text(added)
    page.get_by_role("button", name=f"Do next: {name}").click()
    expect(page.locator(".overview__name strong").nth(2)).to_have_text(added)


def test_a_timed_set_counts_after_a_get_ready(enter: Enter, flo: Flo) -> None:
    page = enter()
    page.clock.install()
    start(page)
    page.get_by_role("link", name="Add an exercise").click()
    page.get_by_label("Search exercises").fill("plank")
    page.keyboard.press("Enter")
    page.clock.run_for(1_000)
    page.get_by_role("button", name=re.compile("^Add .*plank", re.IGNORECASE)).first.click()
    expect(box(page, "Time")).to_have_value("30")
    page.get_by_role("button", name="Start the clock").click()
    expect(page.get_by_role("button", name="Get ready: 5")).to_be_visible()
    page.clock.run_for(5_000)
    page.clock.run_for(23_000)
    expect(page.get_by_role("button", name="Stop · 7 s left")).to_be_visible()
    page.get_by_role("button", name="Stop · 7 s left").click()
    expect(box(page, "Time")).to_have_value("23")
    expect(page.locator("[data-announce]")).to_have_text("Stopped at 23 seconds.")


def test_the_floor_is_without_fault_in_both_themes(enter: Enter, flo: Flo) -> None:
    page = enter()
    start(page)
    done(page)
    saved(page)
    page.reload()
    faults = layout_faults(page) + axe_faults(page)
    assert not faults, "\n".join(faults[:20])
