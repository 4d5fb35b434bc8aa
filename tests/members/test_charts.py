from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.charts import BOTTOM, LEFT, RIGHT, TOP, Point, bar_chart, line_chart, ticks

START = date(2026, 9, 7)


def points(*values: str, every: int = 7) -> list[Point]:
    return [
        Point(START + timedelta(days=every * place), Decimal(value), f"week {place}", f"{value} kg")
        for place, value in enumerate(values)
    ]


def line(*values: str, best: str) -> str:
    made = line_chart(
        points(*values), title="Estimated 1RM", unit="kg", best=Decimal(best), ident="trend"
    )
    return str(made)


def bars(*values: str, target: int | None = None) -> str:
    return str(
        bar_chart(
            points(*values),
            title="Sessions a week",
            unit="sessions",
            ident="sessions",
            target=Decimal(target) if target else None,
            target_words="your plan: 3",
        )
    )


def found(svg: str, kind: str) -> list[ElementTree.Element]:
    root = ElementTree.fromstring(svg)
    return [one for one in root.iter() if kind in one.get("class", "").split()]


def place(element: ElementTree.Element, name: str) -> float:
    return float(element.attrib[name].removesuffix("%"))


def words(svg: str, kind: str) -> list[str]:
    return [one.text or "" for one in found(svg, kind)]


def test_points_stand_where_their_values_are() -> None:
    svg = line("60", "70", "65", best="70")
    low, high, middle = (place(one, "cy") for one in found(svg, "chart__point"))
    assert high < middle < low
    assert middle == pytest.approx((high + low) / 2, abs=0.01)
    across = [place(one, "cx") for one in found(svg, "chart__point")]
    assert across[1] - across[0] == pytest.approx(across[2] - across[1], abs=0.011)
    assert len(found(svg, "chart__line")) == 2


def test_days_are_to_scale() -> None:
    made = [points("1")[0], points("1", "1")[1], points("1", every=0)[0]]
    made[2] = Point(START + timedelta(days=28), Decimal(1), "later", "1 kg")
    svg = str(line_chart(made, title="T", unit="kg", best=Decimal(1), ident="t"))
    first, second, last = (place(one, "cx") for one in found(svg, "chart__point"))
    assert (second - first) * 4 == pytest.approx(last - first, abs=0.05)


def test_the_record_is_marked_once_by_a_shape_and_in_words() -> None:
    svg = line("60", "70", "70", best="70")
    [record] = found(svg, "chart__record")
    assert record.get("cx") == found(svg, "chart__point")[1].get("cx")
    assert record.get("r") != found(svg, "chart__point")[1].get("r")
    assert words(svg, "chart__value") == ["Best 70 kg"]


def test_less_can_be_the_record() -> None:
    svg = line("20", "15", best="15")
    [record] = found(svg, "chart__record")
    assert record.get("cy") == found(svg, "chart__point")[1].get("cy")


def test_every_point_says_its_day_and_value() -> None:
    titles = [one.text for one in ElementTree.fromstring(line("60", "70", best="70")).iter("title")]
    assert titles[1:] == ["week 0: 60 kg", "week 1: 70 kg"]


def test_the_axis_has_round_numbers_and_a_unit() -> None:
    svg = line("61", "78", best="78")
    assert words(svg, "chart__label")[:5] == ["60", "65", "70", "75", "80"]
    assert words(svg, "chart__unit") == ["kg"]


def test_the_first_and_the_last_day_stand_beneath_and_none_too_near() -> None:
    svg = bars(*["1"] * 53)
    labels = [one for one in found(svg, "chart__label") if one.get("y") == "95%"]
    assert labels[0].text == "week 0"
    assert labels[-1].text == "week 52"
    across = [place(one, "x") for one in labels]
    assert all(right - left >= 23 for left, right in pairwise(across))


def test_bars_are_as_high_as_their_values_and_begin_at_zero() -> None:
    svg = bars("2", "0", "4")
    one, two = found(svg, "chart__bar")
    assert place(two, "height") == pytest.approx(2 * place(one, "height"), abs=0.011)
    for bar in (one, two):
        assert place(bar, "y") + place(bar, "height") == pytest.approx(BOTTOM, abs=0.011)
    assert words(svg, "chart__label")[0] == "0"


def test_the_first_of_the_highest_bars_is_marked() -> None:
    svg = bars("2", "4", "4")
    assert [len(one.get("class", "").split()) for one in found(svg, "chart__bar")] == [1, 2, 1]
    assert words(svg, "chart__value") == ["4"]


def test_the_plan_is_a_line_with_words() -> None:
    svg = bars("1", "2", target=3)
    [target] = found(svg, "chart__target")
    assert target.get("y1") == target.get("y2")
    [three] = [one for one in found(svg, "chart__label") if one.text == "3"]
    assert target.get("y1") == three.get("y")
    assert words(svg, "chart__note") == ["your plan: 3"]
    assert found(bars("1"), "chart__target") == []


def test_nothing_but_zeros_still_has_axes() -> None:
    svg = bars("0", "0")
    assert found(svg, "chart__bar") == found(svg, "chart__value") == []
    assert len(found(svg, "chart__grid")) >= 2


@pytest.mark.parametrize("draw", [lambda: line("60", best="60"), lambda: bars("3")])
def test_one_value_is_enough(draw: Callable[[], str]) -> None:
    assert "nan" not in draw()


def test_no_value_is_refused() -> None:
    with pytest.raises(ValueError, match="point"):
        line_chart([], title="T", unit="kg", best=Decimal(1), ident="t")
    with pytest.raises(ValueError, match="bar"):
        bar_chart([], title="T", unit="sets", ident="t")


def test_the_text_alternative_says_where_it_goes() -> None:
    svg = line("60", "70", best="70")
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    by_id = {one.get("id"): one.text for one in root.iter()}
    assert [by_id[one] for one in root.attrib["aria-labelledby"].split()] == [
        "Estimated 1RM.",
        "From week 0, 60 kg, to week 1, 70 kg. The same numbers stand in the table beneath.",
    ]


def test_nothing_that_the_content_policy_refuses_and_no_colour() -> None:
    for svg in (line("60", "70", best="70"), bars("1", "2", target=3)):
        names = {name for one in ElementTree.fromstring(svg).iter() for name in one.attrib}
        assert not names & {"style", "fill", "stroke", "onclick"}
        assert "#" not in svg


def test_words_are_escaped() -> None:
    made = [Point(START, Decimal(1), "<b>", "&")]
    svg = str(line_chart(made, title="<i>", unit="<u>", best=Decimal(1), ident="t"))
    assert not {"<b>", "<i>", "<u>"} & set(svg.split())
    ElementTree.fromstring(svg)


@given(st.floats(0, 100_000, allow_nan=False), st.floats(0, 100_000, allow_nan=False))
def test_ticks_hold_both_ends_and_are_few(one: float, other: float) -> None:
    low, high = sorted((one, other))
    marks = ticks(low, high)
    assert marks[0] <= low + 1e-5
    assert marks[-1] >= high - 1e-5
    assert 2 <= len(marks) <= 7
    steps = {round(b - a, 4) for a, b in pairwise(marks)}
    assert max(steps) - min(steps) < 0.001 * max(1, max(steps))


@given(st.lists(st.decimals(0, 1_000, places=1), min_size=1, max_size=40))
def test_nothing_leaves_the_picture(values: list[Decimal]) -> None:
    svg = line(*map(str, values), best=str(max(values)))
    for point in found(svg, "chart__point"):
        assert LEFT <= place(point, "cx") <= RIGHT
        assert TOP - 0.01 <= place(point, "cy") <= BOTTOM + 0.01
