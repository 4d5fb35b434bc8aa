"""What staff do about trainers, their photos among it, and what the admin never shows."""

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from exercises.models import BodyPart
from exercises.pictures import store_picture
from members.models import User
from tests.factories import (
    make_assignment,
    make_client,
    make_exercise,
    make_gym,
    make_question,
    make_trainer,
    make_user,
)
from tests.forms import admin_address, post
from tests.photos import photo, stored_files
from trainers.models import Booking, PublishedAnswer, TimeOff, Trainer, WaitlistEntry

pytestmark = pytest.mark.django_db

ADD = "/admin/trainers/trainer/add/"


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def admin_user() -> User:
    return make_user(is_staff=True, is_superuser=True)


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("photo.jpg", content, "image/jpeg")


def change(trainer: Trainer) -> str:
    return admin_address(Trainer, "change", trainer.pk)


def pictured(client: Client, **options: Any) -> Trainer:
    trainer = make_trainer(name="Tess Marlow", slug="tess")
    assert post(client, change(trainer), upload=upload(photo(**options).read())) == ""
    trainer.refresh_from_db()
    return trainer


def test_staff_make_a_trainer_of_an_account(admin_client: Client, media: Path) -> None:
    gym, part = make_gym(), BodyPart.objects.get(slug="glutes")
    new = {
        "user": make_user().pk,
        "name": "Tess Marlow",
        "slug": "tess-marlow",
        "gyms": [gym.pk],
        "specialities": [part.pk],
        "bio": "I coach.",
        "qualifications": "Level 3\n\n First aid ",
    }
    assert post(admin_client, ADD, **new, upload=upload(photo().read())) == ""
    trainer = Trainer.objects.get()
    assert trainer.active
    assert trainer.accepting
    assert [*trainer.gyms.all(), *trainer.specialities.all()] == [gym, part]
    assert trainer.qualifications == ["Level 3", "First aid"]
    assert (trainer.photo_width, trainer.photo_height) == (850, 567)
    assert trainer.photo_widths == [320, 640, 850]
    assert len(stored_files(media)) == 6


def test_a_link_that_leads_nowhere_is_refused(admin_client: Client) -> None:
    page = post(admin_client, change(make_trainer()), bio="See [this](guide:nowhere).")
    assert "leads nowhere" in page


def test_an_account_stays_with_its_trainer(admin_client: Client) -> None:
    trainer = make_trainer()
    assert post(admin_client, change(trainer), user=make_user().pk) == ""
    assert Trainer.objects.get().user == trainer.user


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<svg onload='alert(1)'/>", "This is not a JPEG, PNG or WebP picture."),
        (photo(size=(150, 150)).read(), "The picture is too small: 150 × 150 pixels."),
        (photo().read()[:2000], "The picture is damaged or cut off."),
    ],
    ids=["code", "small", "cut off"],
)
def test_a_refused_photo_says_why_and_stores_nothing(
    admin_client: Client, media: Path, content: bytes, reason: str
) -> None:
    trainer = make_trainer()
    page = post(admin_client, change(trainer), name="Changed", upload=upload(content))
    assert reason in page
    assert 'value="Changed"' in page
    trainer.refresh_from_db()
    assert trainer.portrait is None
    assert stored_files(media) == []


def test_a_good_photo_in_a_refused_form_leaves_no_file(admin_client: Client, media: Path) -> None:
    page = post(admin_client, change(make_trainer()), name="", upload=upload(photo().read()))
    assert "This field is required" in page
    assert stored_files(media) == []


def test_pages_show_the_photo_in_several_widths(admin_client: Client, client: Client) -> None:
    trainer = pictured(admin_client)
    stem = trainer.photo.url.removesuffix("-850.jpg")
    text = client.get("/trainers/tess/").content.decode()
    assert f'srcset="{stem}-320.webp 320w, {stem}-640.webp 640w, {stem}-850.webp 850w"' in text
    assert 'width="850"' in text
    assert 'height="567"' in text
    assert 'alt="Tess Marlow"' in text
    assert f'<meta property="og:image" content="http://localhost:8000{trainer.photo.url}">' in text
    assert f'"image": "http://localhost:8000{trainer.photo.url}"' in text
    assert client.get(f"{stem}-320.webp").status_code == 200
    cards = client.get("/trainers/").content.decode()
    assert f"{stem}-320.webp" in cards
    assert 'loading="lazy"' in cards
    assert 'alt=""' in cards


def test_another_photo_replaces_the_files_of_the_old(admin_client: Client, media: Path) -> None:
    trainer = pictured(admin_client)
    new = upload(photo("blue", size=(700, 500)).read())
    assert post(admin_client, change(trainer), upload=new, without_photo="on") == ""
    trainer.refresh_from_db()
    assert trainer.photo_widths == [320, 700]
    assert len(stored_files(media)) == 4
    assert (media / str(trainer.photo)).exists()


def test_a_photo_taken_away_takes_its_files_along(admin_client: Client, media: Path) -> None:
    trainer = pictured(admin_client)
    assert post(admin_client, change(trainer), without_photo="on") == ""
    trainer.refresh_from_db()
    assert trainer.portrait is None
    assert trainer.initials == "TM"
    assert stored_files(media) == []


def test_a_photo_that_a_guide_shows_too_is_kept(admin_client: Client, media: Path) -> None:
    trainer = pictured(admin_client)
    picture = store_picture(photo(), exercise=make_exercise(), alt="The same.")
    assert str(picture.image) == str(trainer.photo)
    assert post(admin_client, change(trainer), without_photo="on") == ""
    assert len(stored_files(media)) == 6


def test_pruning_and_guides_leave_a_trainers_photo(admin_client: Client, media: Path) -> None:
    pictured(admin_client)
    picture = store_picture(photo(), exercise=make_exercise(), alt="The same.")
    admin_client.post(admin_address(type(picture), "delete", picture.pk), {"post": "yes"})
    call_command("prune_pictures", verbosity=0)
    assert len(stored_files(media)) == 6


def test_one_made_by_mistake_is_deleted_with_its_photo(
    admin_client: Client,
    media: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    trainer = pictured(admin_client)
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(admin_address(Trainer, "delete", trainer.pk), {"post": "yes"})
    assert not Trainer.objects.exists()
    assert stored_files(media) == []


@pytest.mark.parametrize("work", ["client", "question", "assignment"])
def test_who_has_worked_with_members_is_never_deleted(admin_client: Client, work: str) -> None:
    trainer, member = make_trainer(), make_user()
    if work == "client":
        make_client(trainer=trainer, user=member)
    elif work == "question":
        make_question(user=member, gym=trainer.gyms.get(), claimed_by=trainer)
    else:
        make_assignment(trainer=trainer, user=member)
    for address in (
        admin_address(Trainer, "delete", trainer.pk),
        admin_address(User, "delete", trainer.user_id),
    ):
        admin_client.post(address, {"post": "yes"})
    chosen = {"action": "delete_selected", "_selected_action": [trainer.pk], "post": "yes"}
    admin_client.post(admin_address(Trainer, "changelist"), chosen)
    assert Trainer.objects.filter(pk=trainer.pk).exists()


def test_the_list_finds_by_name_e_mail_gym_and_speciality(admin_client: Client) -> None:
    tess = make_trainer(user=make_user(email="tess@example.test"), name="Tess Marlow")
    tess.specialities.add(BodyPart.objects.get(slug="glutes"))
    make_trainer(name="Other", active=False)
    gym = tess.gyms.get()
    glutes = BodyPart.objects.get(slug="glutes")
    for query in (
        "q=marlow",
        "q=tess@example",
        "active__exact=1",
        f"gyms__id__exact={gym.pk}",
        f"specialities__id__exact={glutes.pk}",
    ):
        text = admin_client.get(f"/admin/trainers/trainer/?{query}").content.decode()
        assert "Tess Marlow" in text, query
        assert "Other" not in text, query


def test_nothing_that_members_and_trainers_tell_each_other_is_in_the_admin() -> None:
    ours = set(apps.get_app_config("trainers").get_models())
    assert {model for model in ours if admin.site.is_registered(model)} <= {
        Trainer,
        PublishedAnswer,
        Booking,
        TimeOff,
        WaitlistEntry,
    }


def test_the_history_names_what_changed_and_no_text(admin_client: Client) -> None:
    trainer = make_trainer()
    assert post(admin_client, change(trainer), bio="A private matter.") == ""
    (entry,) = LogEntry.objects.all()
    assert "Bio" in entry.get_change_message()
    assert "private matter" not in f"{entry.change_message} {entry.object_repr}"
