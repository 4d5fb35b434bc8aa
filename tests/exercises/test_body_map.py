import re
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from exercises.figures import body_shapes
from exercises.figures.body_map import BACK_X, FRONT_X, HEIGHT, REGIONS, WIDTH, body_map, shade_of
from exercises.models import Muscle
from exercises.templatetags.figures import muscle_map

REFERENCE = Path(__file__).parents[2] / "exercises" / "reference.yaml"
NAMES: dict[str, str] = {
    muscle["region"]: muscle["name"] for muscle in yaml.safe_load(REFERENCE.read_text())["muscles"]
}
LINKS = {region: f"/exercises/muscles/{region}/" for region in NAMES}


def drawn(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def regions(svg: str, kind: str) -> list[ElementTree.Element]:
    return [path for path in drawn(svg).iter("path") if kind in path.get("class", "").split()]


def text(element: ElementTree.Element, path: str) -> str:
    found = element.find(path)
    assert found is not None
    return found.text or ""


def named(svg: str) -> str:
    """What a screen reader says for the whole map."""
    root = drawn(svg)
    by_id = {element.get("id"): element for element in root.iter()}
    return " ".join(by_id[part].text or "" for part in root.attrib["aria-labelledby"].split())


def test_regions_are_those_of_the_reference() -> None:
    assert set(NAMES) == REGIONS


def test_each_region_draws_something_of_its_own() -> None:
    shapes = {}
    for region in REGIONS:
        [path] = regions(body_map(primary=[region], names=NAMES), "region--primary")
        shapes[region] = path.attrib["d"]
    assert all(shapes.values())
    assert len(set(shapes.values())) == len(REGIONS)


def test_every_subpath_closes_where_it_starts() -> None:
    for path in regions(body_map(names=NAMES), "region"):
        for subpath in path.attrib["d"].removesuffix("z").split("z"):
            match = re.fullmatch(r"M\d+ \d+c([-\d ]+)s([-\d ]+)", subpath)
            assert match, subpath
            first, rest = ([int(n) for n in re.findall(r"-?\d+", part)] for part in match.groups())
            assert len(first) == 6
            assert len(rest) % 4 == 0
            assert first[4] + sum(rest[2::4]) == 0
            assert first[5] + sum(rest[3::4]) == 0


def test_no_shape_leaves_its_half_of_the_picture() -> None:
    limit = min(FRONT_X, (BACK_X - FRONT_X) / 2, WIDTH - BACK_X)
    halves = [half for view in (body_shapes.FRONT, body_shapes.BACK) for half in view.values()]
    bodies = [(body_shapes.BODY_FRONT,), (body_shapes.BODY_BACK,), (body_shapes.HEAD_FRONT,)]
    for shape in (shape for group in halves + bodies for shape in group):
        for pair in shape.split():
            x, y = map(float, pair.rstrip("*").split(","))
            assert 0 <= x < limit
            assert 0 < y < HEIGHT


def test_primary_and_secondary_are_marked_and_the_rest_is_quiet() -> None:
    svg = body_map(primary=["gluteus-maximus"], secondary=["hamstrings", "quadriceps"], names=NAMES)
    assert len(regions(svg, "region--primary")) == 1
    assert len(regions(svg, "region--secondary")) == 2
    assert len(regions(svg, "region")) == len(REGIONS)


def test_secondary_is_filled_with_lines_from_this_map() -> None:
    svg = body_map(secondary=["hamstrings"], names=NAMES, ident="squat")
    [path] = regions(svg, "region--secondary")
    pattern = drawn(svg).find("defs/pattern")
    assert pattern is not None
    assert path.get("fill") == f"url(#{pattern.get('id')})"
    assert [p.get("class") for p in pattern.iter("path")][1] == "body-map__hatch-line"
    assert regions(body_map(primary=["hamstrings"], names=NAMES), "body-map__hatch-line") == []


def test_a_region_that_is_both_counts_as_primary() -> None:
    svg = body_map(primary=["neck"], secondary=["neck"], shades={"neck": 2}, names=NAMES)
    assert len(regions(svg, "region--primary")) == 1
    assert regions(svg, "region--secondary") == regions(svg, "region--shade-2") == []
    assert "Secondary" not in named(svg)


def test_shades_have_a_class_a_level() -> None:
    svg = body_map(
        shades={"neck": 0, "soleus": 1, "obliques": 2, "forearms": 3, "trapezius": 4}, names=NAMES
    )
    assert [len(regions(svg, f"region--shade-{level}")) for level in range(5)] == [1] * 5
    assert "Level 4 of 4: Trapezius. Level 3 of 4: Forearms." in named(svg)
    assert "Neck" not in named(svg)


def test_the_text_alternative_names_the_muscles() -> None:
    svg = body_map(
        primary=["gluteus-maximus"],
        secondary=["quadriceps", "hamstrings"],
        names=NAMES,
        title="Hip thrust",
        ident="thrust",
    )
    assert drawn(svg).get("role") == "img"
    assert named(svg) == (
        "Hip thrust. Front and back of the body. Primary: Gluteus maximus."
        " Secondary: Hamstrings, Quadriceps."
    )


def test_ids_start_with_the_given_one() -> None:
    svg = body_map(secondary=["neck"], names=NAMES, ident="second")
    ids = re.findall(r'\bid="([^"]+)"', svg)
    assert len(ids) == len(set(ids)) == 3
    assert all(found.startswith("second-") for found in ids)


def test_linked_regions_are_one_named_link_each() -> None:
    svg = body_map(primary=["trapezius"], names=NAMES, links=LINKS)
    assert drawn(svg).get("role") == "group"
    links = list(drawn(svg).iter("a"))
    assert {link.get("href"): text(link, "title") for link in links} == {
        LINKS[region]: name for region, name in NAMES.items()
    }
    assert len(links) == len(REGIONS)
    assert all(len(link.findall("path")) == 1 for link in links)
    assert "tabindex" not in svg


def test_a_muscle_seen_from_both_sides_is_drawn_in_both() -> None:
    both = body_shapes.FRONT.keys() & body_shapes.BACK.keys()
    assert {"trapezius", "neck", "forearms", "adductors", "obliques"} <= both
    middle = (FRONT_X + BACK_X) / 2 / WIDTH
    for region in REGIONS:
        svg = body_map(primary=[region], names=NAMES)
        [path] = regions(svg, "region--primary")
        width = int(drawn(svg).attrib["viewBox"].split()[2])
        starts = [int(x) / width for x in re.findall(r"M(\d+)", path.attrib["d"])]
        assert (min(starts) < middle) == (region in body_shapes.FRONT)
        assert (max(starts) > middle) == (region in body_shapes.BACK)


def test_names_and_addresses_are_escaped() -> None:
    svg = body_map(
        primary=["neck"],
        names={"neck": "<b>Neck & nape"},
        links={"neck": '/?a=1&b="><script>'},
        title="<i>Title",
        ident='x"y',
    )
    assert "<b>" not in svg
    assert "<i>" not in svg
    assert "<script" not in svg
    [link] = drawn(svg).iter("a")
    assert link.get("href") == '/?a=1&b="><script>'
    assert text(link, "title") == "<b>Neck & nape"


@pytest.mark.parametrize("argument", ["primary", "secondary", "links", "shades"])
def test_an_unknown_region_is_refused_by_name(argument: str) -> None:
    value: dict[str, object] = {"tail": 1 if argument == "shades" else "/tail/"}
    with pytest.raises(ValueError, match="'tail'"):
        body_map(names={**NAMES, "tail": "Tail"}, **{argument: value})  # type: ignore[arg-type]


def test_a_marked_region_without_a_name_is_refused() -> None:
    with pytest.raises(ValueError, match="No name for body map region: 'neck'"):
        body_map(primary=["neck"], names={})


@pytest.mark.parametrize("shade", [-1, 5])
def test_a_shade_out_of_range_is_refused(shade: int) -> None:
    with pytest.raises(ValueError, match="'neck'"):
        body_map(shades={"neck": shade}, names=NAMES)


def test_nothing_that_the_content_policy_refuses() -> None:
    svg = body_map(primary=["neck"], secondary=["soleus"], names=NAMES, links=LINKS)
    elements = list(drawn(svg).iter())
    assert not {element.tag for element in elements} & {"style", "script", "use"}
    assert not [name for e in elements for name in e.attrib if name.startswith(("style", "on"))]
    assert "#" not in re.sub(r"url\(#[\w-]+\)", "", svg)


def test_the_size_is_given_and_small() -> None:
    svg = body_map(
        primary=["gluteus-maximus"],
        secondary=["hamstrings", "quadriceps", "adductors"],
        names=NAMES,
        links=LINKS,
    )
    root = drawn(svg)
    _, _, across, down = map(int, root.attrib["viewBox"].split())
    assert int(root.attrib["width"]) * down == int(root.attrib["height"]) * across
    assert len(svg.encode()) < 14_500


@pytest.mark.parametrize(
    ("sets_a_week", "shade"),
    [("0", 0), ("0.5", 1), ("2.9", 1), ("3", 2), ("7.5", 2), ("8", 3), ("14", 4), ("40", 4)],
)
def test_more_sets_a_week_are_a_deeper_shade(sets_a_week: str, shade: int) -> None:
    assert shade_of(Decimal(sets_a_week)) == shade


@pytest.mark.django_db
def test_a_map_of_volumes_shades_and_links() -> None:
    neck, soleus = (Muscle.objects.get(slug=slug) for slug in ("neck", "soleus"))
    svg = muscle_map(
        volumes={neck: Decimal(9), soleus: Decimal(1)}, links={neck: "?muscle=neck"}, title="Sets"
    )
    assert len(regions(svg, "region--shade-3")) == len(regions(svg, "region--shade-1")) == 1
    [link] = drawn(svg).iter("a")
    assert link.get("href") == "?muscle=neck"
    assert "Level 3 of 4: Neck. Level 1 of 4: Soleus." in named(svg)
