from pathlib import Path

import pytest
from pytest_django import Settings

from exercises.models import Picture
from exercises.pictures import store_picture
from tests.exercises.data_sets import DataSet, catalogue, imported
from tests.photos import photo, stored_files

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(tmp_path: Path) -> DataSet:
    return DataSet(tmp_path)


@pytest.fixture
def photographs(data: DataSet, settings: Settings) -> Path:
    """Two photographs of the barbell hip thrust; the cable one's second is no picture."""
    settings.MEDIA_ROOT = data.folder / "media"
    for name, content in (
        ("Barbell_Hip_Thrust/0.jpg", photo(size=(400, 300)).getvalue()),
        ("Barbell_Hip_Thrust/1.jpg", photo(size=(300, 400)).getvalue()),
        ("Cable_Hip_Thrust/0.jpg", photo(size=(500, 300)).getvalue()),
        ("Cable_Hip_Thrust/1.jpg", b"no picture"),
    ):
        path = data.folder / "exercises" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return data.folder


def test_photographs_are_stored_once_as_start_and_end(photographs: Path, data: DataSet) -> None:
    (photographs / "exercises/Cable_Hip_Thrust/1.jpg").unlink()
    assert data.run("--pictures")["pictures stored"] == 3
    pictures = imported("Barbell_Hip_Thrust").pictures.all()
    assert [(one.role, one.alt, one.licence, one.width) for one in pictures] == [
        ("start", "Barbell hip thrust, start position", "Unlicense (public domain)", 400),
        ("end", "Barbell hip thrust, end position", "Unlicense (public domain)", 300),
    ]
    before = (catalogue(), stored_files(photographs / "media"))
    assert data.run("--pictures")["pictures stored"] == 0
    assert (catalogue(), stored_files(photographs / "media")) == before


def test_a_refused_photograph_is_listed_and_the_rest_stored(
    photographs: Path, data: DataSet
) -> None:
    data.fail("--pictures")
    assert data.errors == (
        "Cable_Hip_Thrust: Cable_Hip_Thrust/1.jpg: This is not a JPEG, PNG or WebP picture.\n"
    )
    assert Picture.objects.count() == 3


def test_a_picture_that_staff_chose_is_not_joined_by_another(
    photographs: Path, data: DataSet
) -> None:
    data.run()
    store_picture(photo(), variation=imported("Barbell_Hip_Thrust"), alt="Ours", role="start")
    data.fail("--pictures")
    roles = imported("Barbell_Hip_Thrust").pictures.values_list("role", "alt")
    assert sorted(roles) == [("end", "Barbell hip thrust, end position"), ("start", "Ours")]


def test_a_dry_run_counts_photographs_and_stores_none(photographs: Path, data: DataSet) -> None:
    data.run()
    assert data.run("--pictures", "--dry-run")["pictures stored"] == 4
    assert not Picture.objects.exists()
    assert stored_files(photographs / "media") == []


def test_photographs_are_left_alone_unless_asked_for(photographs: Path, data: DataSet) -> None:
    counts = data.run()
    assert not Picture.objects.exists()
    assert counts["without photographs"] == 4
