from typing import Any

from playwright.sync_api import Route, expect

from tests.browser.flo import Enter, Flo
from tests.browser.floor_steps import box, done, saved, start


def test_sets_done_without_signal_are_sent_once_each_later(enter: Enter, flo: Flo) -> None:
    page = enter(signal=False)
    start(page)
    page.context.set_offline(True)
    for reps in ("8", "7"):
        box(page, "Reps").fill(reps)
        done(page)
    expect(page.locator("[data-unsent]")).to_contain_text("No signal · 2 changes not yet sent")
    expect(page.locator("[data-row]", has_text="80 kg × 7")).to_have_count(1)
    assert flo.sets() == []
    page.context.set_offline(False)
    saved(page)
    assert flo.sets() == [(80, 8), (80, 7)]


def test_an_answer_that_is_lost_does_not_make_a_set_twice(enter: Enter, flo: Flo) -> None:
    page = enter(signal=False)
    start(page)
    lost: list[Any] = []

    def lose_the_answer(route: Route) -> None:
        if not lost:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    page.route("**/sets/**", lose_the_answer)
    done(page)
    saved(page)
    assert lost[0].ok
    assert len(flo.sets()) == 1
    expect(page.locator("[data-announce]")).not_to_contain_text("another device")


def test_signed_out_on_the_way_the_sets_wait_for_the_sign_in(enter: Enter, flo: Flo) -> None:
    page = enter(signal=False)
    start(page)
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    done(page)
    expect(page.locator("[data-unsent]")).to_have_text("1 change not yet sent. Sign in")
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    page.evaluate("dispatchEvent(new Event('focus'))")
    saved(page)
    assert flo.sets() == [(80, 8)]


def test_a_new_sign_in_elsewhere_does_not_stop_the_saving(enter: Enter, flo: Flo) -> None:
    page = enter(signal=False)
    start(page)
    cookie = {"name": "csrftoken", "value": "b" * 32, "url": page.url}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    done(page)
    saved(page)
    assert flo.sets() == [(80, 8)]


def test_two_browsers_in_one_workout(enter: Enter, flo: Flo) -> None:
    one, other = enter(), enter()
    start(one)
    other.goto(one.url)
    box(one, "Reps").fill("9")
    done(one)
    saved(one)
    box(other, "Reps").fill("4")
    done(other)
    saved(other)
    expect(other.locator("[data-row]:visible").first).to_contain_text("80 kg × 9")
    expect(other.locator("[data-warning]")).to_be_visible()
    expect(other.locator("[data-warning]")).to_have_text(
        "Set 1 was logged on another device: 80 kg × 9. Yours, 80 × 4, was not kept."
    )
    assert flo.sets() == [(80, 9)]
    box(other, "Reps").fill("5")
    done(other)
    saved(other)
    assert flo.sets() == [(80, 9), (80, 5)]
