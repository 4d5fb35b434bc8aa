from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from exercises import forms, pictures
from exercises.models import Exercise, Picture, Variation
from exercises.pictures import store_picture
from tests.factories import make_exercise, make_user, make_variation
from tests.forms import Fields, admin_address, post
from tests.photos import photo, stored_files

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("photo.jpg", content, "image/jpeg")


def new_picture(content: bytes, **changes: Any) -> dict[str, Any]:
    return {
        "pictures-TOTAL_FORMS": "1",
        "pictures-0-alt": "The top position.",
        "pictures-0-role": "end",
        "pictures-0-upload": upload(content),
        **changes,
    }


@pytest.mark.parametrize("make_row", [make_exercise, make_variation])
def test_a_picture_is_stored_with_what_it_shows(
    make_row: Callable[[], Any], staff: Client, media: Path
) -> None:
    row = make_row()
    url = admin_address(type(row), "change", row.pk)
    assert post(staff, url, **new_picture(photo().read())) == ""
    picture = row.pictures.get()
    assert (picture.alt, picture.role) == ("The top position.", "end")
    assert (picture.width, picture.height, picture.widths) == (850, 567, [320, 640, 850])
    assert len(stored_files(media)) == 6


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<svg onload='alert(1)'/>", "This is not a JPEG, PNG or WebP picture."),
        (photo(size=(150, 150)).read(), "The picture is too small: 150 × 150 pixels."),
        (photo().read()[:2000], "The picture is damaged or cut off."),
    ],
    ids=["code", "small", "cut off"],
)
def test_a_refused_picture_says_why_and_stores_nothing(
    content: bytes, reason: str, staff: Client, media: Path
) -> None:
    variation = make_variation()
    url = admin_address(Variation, "change", variation.pk)
    new = new_picture(content, summary="Changed.")
    page = post(staff, url, **new)
    assert reason in page
    assert Fields(page).values["pictures-0-alt"] == "The top position."
    assert Fields(page).values["summary"] == "Changed."
    page = post(staff, admin_address(Picture, "add"), upload=upload(content))
    assert reason in page
    assert not Picture.objects.exists()
    assert stored_files(media) == []


def test_a_good_picture_in_a_refused_form_leaves_no_file(staff: Client, media: Path) -> None:
    variation = make_variation()
    url = admin_address(Variation, "change", variation.pk)
    assert "This field is required" in post(staff, url, **new_picture(photo().read(), name=""))
    assert not Picture.objects.exists()
    assert stored_files(media) == []


def test_a_picture_belongs_to_one_thing(staff: Client, media: Path) -> None:
    new: dict[str, Any] = {"alt": "The start.", "role": "start"}
    url = admin_address(Picture, "add")
    both = {"exercise": make_exercise().pk, "variation": make_variation().pk}
    for owners in ({}, both):
        page = post(staff, url, **new, **owners, upload=upload(photo().read()))
        assert "A picture belongs to a guide or to a variation." in page
    assert stored_files(media) == []
    assert post(staff, url, **new, upload=upload(photo().read()), variation=both["variation"]) == ""
    assert Picture.objects.get().variation_id == both["variation"]


def test_a_new_photograph_replaces_the_old_files(staff: Client, media: Path) -> None:
    picture = store_picture(photo(), exercise=make_exercise(), alt="The start.")
    url = admin_address(Picture, "change", picture.pk)
    assert post(staff, url, upload=upload(photo("blue", size=(700, 500)).read())) == ""
    old = str(picture.image)
    picture.refresh_from_db()
    assert picture.image != old
    assert (picture.width, picture.height, picture.widths) == (700, 500, [320, 700])
    assert len(stored_files(media)) == 4
    assert (media / str(picture.image)).exists()


@pytest.mark.parametrize(
    ("model", "way"),
    [*product([Exercise, Variation, Picture], ["page", "action"]), (Picture, "inline")],
)
def test_what_is_deleted_takes_its_files_along(
    model: type[Exercise | Variation | Picture],
    way: str,
    staff: Client,
    media: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    variation = make_variation()
    picture = store_picture(photo(), variation=variation, alt="The start.")
    gone = stored_files(media)
    shared = store_picture(photo("blue"), variation=variation, alt="The end.")
    kept = store_picture(photo("blue"), variation=make_variation(), alt="Of another.")
    files = [name for name in stored_files(media) if name not in gone]
    rows: list[Any] = [variation.exercise, variation, picture]
    row = next(row for row in rows if isinstance(row, model))
    with django_capture_on_commit_callbacks(execute=True):
        if way == "page":
            staff.post(admin_address(model, "delete", row.pk), {"post": "yes"})
        elif way == "action":
            chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
            staff.post(admin_address(model, "changelist"), chosen)
        else:
            url = admin_address(Variation, "change", variation.pk)
            assert post(staff, url, **{"pictures-0-DELETE": "on"}) == ""
    left = [shared, kept] if model is Picture else [kept]
    assert list(Picture.objects.all()) == left
    assert stored_files(media) == files


@pytest.mark.django_db(transaction=True)
def test_no_transaction_spans_picture_work(staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    inside: list[bool] = []
    encode = pictures.encode_picture

    def watched(source: Any) -> Any:
        inside.append(connection.in_atomic_block)
        return encode(source)

    monkeypatch.setattr(forms, "encode_picture", watched)
    variation = make_variation()
    url = admin_address(Variation, "change", variation.pk)
    assert post(staff, url, **new_picture(photo().read())) == ""
    assert inside == [False]
    assert variation.pictures.count() == 1
