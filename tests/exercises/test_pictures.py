import warnings
import zlib
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.template import Context, Template
from PIL import Image, ImageCms, ImageFile, PngImagePlugin, WebPImagePlugin
from pytest_django import Settings

from exercises import pictures
from exercises.models import Picture
from exercises.pictures import PictureRefused, encode_picture, store_picture
from tests.factories import make_exercise, make_variation
from tests.photos import ORANGE, photo, stored_files

SRGB = ImageCms.createProfile("sRGB")


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def widest(source: BytesIO | Path) -> Image.Image:
    encoded = encode_picture(source)
    return Image.open(BytesIO(encoded.files[encoded.fields["image"]]))


def near(one: Any, other: tuple[int, ...], *, within: int = 6) -> bool:
    return all(abs(a - b) <= within for a, b in zip(one, other, strict=True))


def refusal(source: BytesIO) -> str:
    with pytest.raises(PictureRefused) as caught:
        encode_picture(source)
    return str(caught.value)


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (200, [200]),
        (330, [330]),
        (850, [320, 640, 850]),
        (1000, [320, 640, 1000]),
        (1280, [320, 640, 960, 1280]),
        (3000, [320, 640, 960, 1280]),
    ],
)
def test_widths_never_exceed_the_original(width: int, widths: list[int]) -> None:
    encoded = encode_picture(photo(size=(width, 750)))
    assert encoded.fields["widths"] == widths
    assert len(encoded.files) == 2 * len(widths)
    for name, data in encoded.files.items():
        assert pictures.FILE_NAME.fullmatch(name)
        made = Image.open(BytesIO(data))
        assert made.format == {"jpg": "JPEG", "webp": "WEBP"}[name.rpartition(".")[2]]
        assert f"-{made.width}." in name
        assert abs(made.height - 750 * made.width / width) <= 1


@pytest.mark.django_db
def test_a_stored_picture_remembers_its_size_and_files(media: Path) -> None:
    variation = make_variation()
    picture = store_picture(photo(size=(700, 1000)), variation=variation, alt="The start.")
    picture.refresh_from_db()
    assert (picture.width, picture.height, picture.widths) == (700, 1000, [320, 700])
    stem = str(picture.image).removesuffix("-700.jpg")
    assert stored_files(media) == sorted(
        f"{stem}-{w}.{e}" for w in (320, 700) for e in ("jpg", "webp")
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("profile", [b"", ImageCms.ImageCmsProfile(SRGB).tobytes()])
def test_everything_but_the_pixels_is_gone(kind: str, profile: bytes) -> None:
    exif = Image.Exif()
    exif[0x010F] = "SECRET-CAMERA"
    exif.get_ifd(0x8825)[29] = "SECRET-DATE"
    extra: dict[str, Any] = {
        "exif": exif,
        "xmp": b"<x:xmpmeta>SECRET-XMP</x:xmpmeta>",
        "icc_profile": profile,
    }
    if kind == "JPEG":
        extra["comment"] = "SECRET-COMMENT"
    if kind == "PNG":
        extra.pop("xmp")
        extra["pnginfo"] = PngImagePlugin.PngInfo()
        extra["pnginfo"].add_text("Comment", "SECRET-TEXT")
    source = photo(kind=kind, **extra)
    assert b"SECRET" in source.getvalue()
    source.seek(0, 2)
    source.write(b"<script>SECRET</script>PK\x03\x04SECRET")
    source.seek(0)
    for data in encode_picture(source).files.values():
        assert b"SECRET" not in data
        assert not Image.open(BytesIO(data)).info.keys() & {"exif", "icc_profile", "xmp", "comment"}


def test_a_photograph_taken_sideways_stands_upright() -> None:
    source = Image.new("RGB", (800, 400), "white")
    source.paste(ORANGE, (0, 0, 400, 400))
    exif = Image.Exif()
    exif[0x0112] = 6
    file = BytesIO()
    source.save(file, "JPEG", exif=exif)
    file.seek(0)
    made = widest(file)
    assert made.size == (400, 800)
    assert near(made.getpixel((200, 100)), ORANGE)
    assert near(made.getpixel((200, 700)), (255, 255, 255))


@pytest.mark.parametrize(
    ("source", "colour"),
    [
        (photo(mode="CMYK"), ORANGE),
        (photo("grey", mode="L"), (128, 128, 128)),
        (photo("white", mode="1", kind="PNG"), (255, 255, 255)),
        (photo(mode="RGBA", kind="WEBP"), ORANGE),
    ],
    ids=["cmyk", "grey", "black and white", "webp with alpha"],
)
def test_every_kind_of_colour_becomes_rgb(source: BytesIO, colour: tuple[int, ...]) -> None:
    made = widest(source)
    assert made.mode == "RGB"
    assert near(made.getpixel((100, 100)), colour, within=12)


def test_sixteen_bits_of_grey_are_scaled_not_clipped() -> None:
    file = BytesIO()
    Image.new("I;16", (300, 300), 90 * 257).save(file, "PNG")
    file.seek(0)
    assert near(widest(file).getpixel((5, 5)), (90, 90, 90), within=2)


@pytest.mark.parametrize("mode", ["RGBA", "P", "LA"])
def test_what_is_transparent_turns_white(mode: str) -> None:
    source = Image.new("RGBA", (400, 400), (0, 0, 0, 0)).convert(mode)
    file = BytesIO()
    source.save(file, "PNG", **({"transparency": 0} if mode == "P" else {}))
    file.seek(0)
    assert near(widest(file).getpixel((5, 5)), (255, 255, 255), within=1)


def test_colours_of_another_profile_become_srgb() -> None:
    source = Image.new("RGB", (300, 300), (200, 100, 50))
    file = BytesIO()
    source.save(file, "PNG", icc_profile=swapped_profile())
    file.seek(0)
    assert near(widest(file).getpixel((5, 5)), (50, 100, 200), within=8)


def swapped_profile() -> bytes:
    """sRGB with red and blue exchanged: a profile that nobody can overlook."""
    data = ImageCms.ImageCmsProfile(SRGB).tobytes()
    for red, blue in ((b"rXYZ", b"bXYZ"), (b"rTRC", b"bTRC")):
        data = data.replace(red, b"????").replace(blue, red).replace(b"????", blue)
    return data


def test_a_broken_profile_does_not_refuse_the_picture() -> None:
    made = widest(photo(icc_profile=b"not a profile"))
    assert near(made.getpixel((5, 5)), ORANGE)


def claiming(kind: str, width: int, height: int) -> BytesIO:
    """A few bytes whose header promises so many pixels."""
    data = bytearray(photo(mode="RGB", kind=kind, size=(200, 200), lossless=True).getvalue())
    if kind == "WEBP":
        data[21:25] = ((width - 1) | (height - 1) << 14).to_bytes(4, "little")
    else:
        data[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
        data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    return BytesIO(data)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (BytesIO(b""), "not a JPEG, PNG or WebP"),
        (BytesIO(b"<html><script>alert(1)</script>"), "not a JPEG, PNG or WebP"),
        (BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "not a JPEG, PNG or WebP"),
        (BytesIO(b"%PDF-1.7\n1 0 obj"), "not a JPEG, PNG or WebP"),
        (photo(kind="GIF", mode="L"), "not a JPEG, PNG or WebP"),
        (photo(kind="TIFF"), "not a JPEG, PNG or WebP"),
        (BytesIO(b"GIF89a/*" + photo().getvalue()), "not a JPEG, PNG or WebP"),
        (photo(size=(199, 600)), "too small: 199 × 600"),
        (photo(size=(3000, 700)), "4 times as long"),
        (claiming("PNG", 6400, 6400), "40 million pixels"),
        (BytesIO(photo().getvalue()[:2000]), "damaged"),
        (BytesIO(photo(kind="PNG").getvalue()[:300]), "damaged"),
        (BytesIO(photo().getvalue() + bytes(12 * 1024 * 1024)), "larger than 12 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_refusal_names_its_reason(source: BytesIO, reason: str) -> None:
    assert reason in refusal(source)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
@pytest.mark.parametrize("side", [6400, 12_000, 16_000])
@pytest.mark.parametrize("filter_action", ["error", "ignore"])
def test_a_decompression_bomb_is_refused_before_decoding(
    kind: str, side: int, filter_action: Literal["error", "ignore"], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = claiming(kind, side, side)
    for image_class in (ImageFile.ImageFile, WebPImagePlugin.WebPImageFile):
        monkeypatch.setattr(image_class, "load", lambda _: pytest.fail("decoded"))
    with warnings.catch_warnings():
        warnings.simplefilter(filter_action)
        assert "40 million pixels" in refusal(source)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_moving_picture_is_refused(kind: str) -> None:
    frames = [Image.new("RGB", (300, 300), colour) for colour in ("red", "blue")]
    file = BytesIO()
    frames[0].save(file, kind, save_all=True, append_images=frames[1:])
    file.seek(0)
    assert "moves" in refusal(file)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_damage_anywhere_is_a_refusal_or_a_picture_never_a_crash(kind: str) -> None:
    noise = Image.effect_noise((240, 200), 90).convert("RGB")
    exif = Image.Exif()
    exif[0x0112] = 8
    file = BytesIO()
    noise.save(file, kind, exif=exif, icc_profile=swapped_profile())
    whole = file.getvalue()
    for position in [*range(0, 600, 7), *range(600, len(whole), len(whole) // 30)]:
        damaged = bytearray(whole)
        damaged[position] ^= 0xFF
        for data in (bytes(damaged), whole[:position]):
            with suppress(PictureRefused):
                encode_picture(BytesIO(data))


@pytest.mark.django_db
def test_the_same_photograph_twice_shares_its_files(media: Path) -> None:
    exercise = make_exercise()
    first = store_picture(photo(), exercise=exercise, alt="First.")
    files = {name: (media / name).stat().st_mtime_ns for name in stored_files(media)}
    second = store_picture(photo(), exercise=exercise, alt="Second.")
    assert first.image.name == second.image.name
    assert {name: (media / name).stat().st_mtime_ns for name in stored_files(media)} == files

    stems = pictures.stems_of(Picture.objects.filter(pk=first.pk))
    first.delete()
    assert pictures.delete_unused_files(stems) == 0
    assert stored_files(media) == sorted(files)
    second.delete()
    assert pictures.delete_unused_files(stems) == 6
    assert stored_files(media) == []


@pytest.mark.django_db
@pytest.mark.parametrize("fails_at", [0, 1, 3, 5])
def test_a_storage_that_fails_midway_leaves_nothing(
    fails_at: int, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exercise = make_exercise()
    saved: list[str] = []
    save = FileSystemStorage._save  # type: ignore[attr-defined]

    def full(self: FileSystemStorage, name: str, content: Any) -> str:
        if len(saved) == fails_at:
            raise OSError("No space left on device")
        saved.append(name)
        return str(save(self, name, content))

    monkeypatch.setattr(FileSystemStorage, "_save", full)
    with pytest.raises(OSError, match="No space"):
        store_picture(photo(), exercise=exercise, alt="A hip thrust.")
    assert len(saved) == fails_at
    assert stored_files(media) == []
    assert not Picture.objects.exists()


@pytest.mark.django_db
def test_a_row_that_is_refused_leaves_no_file_but_keeps_shared_ones(media: Path) -> None:
    with pytest.raises(IntegrityError):
        store_picture(photo(), alt="Of nothing.")
    assert stored_files(media) == []
    store_picture(photo(), exercise=make_exercise(), alt="A hip thrust.")
    kept = stored_files(media)
    with pytest.raises(IntegrityError):
        store_picture(photo(), alt="Of nothing.")
    assert stored_files(media) == kept


@pytest.mark.django_db
def test_a_half_written_file_is_written_again(media: Path) -> None:
    encoded = encode_picture(photo())
    encoded.write()
    (media / encoded.fields["image"]).write_bytes(b"half")
    encoded.write()
    assert (media / encoded.fields["image"]).read_bytes() == encoded.files[encoded.fields["image"]]


@pytest.mark.django_db
def test_files_deleted_while_the_row_is_made_are_there_in_the_end(
    media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create: Callable[..., Picture] = Picture.objects.create

    def create_late(**values: Any) -> Picture:
        pictures.delete_unused_files(pictures.stored_stems())
        assert stored_files(media) == []
        return create(**values)

    monkeypatch.setattr(Picture.objects, "create", create_late)
    store_picture(photo(), exercise=make_exercise(), alt="A hip thrust.")
    assert len(stored_files(media)) == 6


@pytest.mark.django_db
def test_files_that_a_new_row_takes_meanwhile_are_kept(
    media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exercise = make_exercise()
    encoded = encode_picture(photo())
    encoded.write()

    def lock_late() -> None:
        Picture.objects.create(exercise=exercise, alt="A hip thrust.", **encoded.fields)

    monkeypatch.setattr(pictures, "_lock_files", lock_late)
    assert pictures.delete_unused_files([encoded.stem]) == 0
    assert len(stored_files(media)) == 6


@pytest.mark.django_db(transaction=True)
def test_pictures_are_not_stored_inside_a_transaction(media: Path) -> None:
    exercise = make_exercise()
    with pytest.raises(RuntimeError), transaction.atomic():
        store_picture(photo(), exercise=exercise, alt="A hip thrust.")
    assert not connection.in_atomic_block
    assert stored_files(media) == []


@pytest.mark.django_db
def test_pruning_removes_what_no_row_uses(media: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("prune_pictures")
    variation = make_variation()
    store_picture(photo(), variation=variation, alt="Kept.")
    kept = stored_files(media)
    encode_picture(photo(size=(300, 300))).write()
    store_picture(photo(size=(400, 400)), exercise=make_exercise(), alt="Gone.")
    Picture.objects.filter(alt="Gone.").delete()
    assert len(stored_files(media)) == len(kept) + 6
    call_command("prune_pictures")
    assert stored_files(media) == kept
    assert "6 files" in capsys.readouterr().out


@pytest.mark.django_db
def test_the_tag_offers_webp_with_a_jpeg_behind_it() -> None:
    picture = store_picture(photo(), exercise=make_exercise(), alt='The "top" <position>')
    template = Template('{% load pictures %}{% picture photo sizes="50vw" %}')
    html = template.render(Context({"photo": picture}))
    stem = f"/media/{str(picture.image).removesuffix('-850.jpg')}"
    assert f'srcset="{stem}-320.webp 320w, {stem}-640.webp 640w, {stem}-850.webp 850w"' in html
    assert f'srcset="{stem}-320.jpg 320w, {stem}-640.jpg 640w, {stem}-850.jpg 850w"' in html
    assert f'src="{stem}-850.jpg"' in html
    assert 'width="850"' in html
    assert 'height="567"' in html
    assert 'alt="The &quot;top&quot; &lt;position&gt;"' in html
    assert html.count('sizes="50vw"') == 2
    assert 'loading="lazy"' in html
    assert "style" not in html


@pytest.mark.django_db
def test_an_eager_picture_is_fetched_first() -> None:
    picture = store_picture(photo(), exercise=make_exercise(), alt="A hip thrust.")
    template = Template("{% load pictures %}{% picture photo eager=True %}")
    html = template.render(Context({"photo": picture}))
    assert 'fetchpriority="high"' in html
    assert "lazy" not in html
