from pathlib import Path

import yaml

from exercises.figures.body_map import REGIONS
from exercises.figures.emblems import VIEWS, emblem, emblem_outline
from exercises.reference import REFERENCE_FILE

PARTS = [row["slug"] for row in yaml.safe_load(Path(REFERENCE_FILE).read_text())["body_parts"]]


def test_every_shipped_body_part_has_its_own() -> None:
    drawn = [emblem(slug) for slug in PARTS]
    assert all("emblem__mark" in picture for picture in drawn)
    assert len(set(drawn)) == len(PARTS)


def test_a_body_part_that_staff_added_has_none() -> None:
    assert emblem("handstands") == ""


def test_marks_only_regions_that_the_body_map_has() -> None:
    assert {region for view in VIEWS.values() for region in view.regions} <= REGIONS


def test_emblems_share_one_outline() -> None:
    name = emblem_outline().split('<g id="')[1].split('"')[0]
    assert all(f'<use href="#{name}"/>' in emblem(slug) for slug in PARTS)
