"""The picture pipeline: every picture of the site is re-encoded, never stored as it was uploaded.

A picture's files are named for the SHA-256 of its widest JPEG, so equal pictures share files.
They are written before the row's transaction. A file is deleted only under the lock that every
new row takes before it commits, so no row is left without its files.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import ImageField, QuerySet
from django.db.models.fields.files import FieldFile
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from exercises.models import CatalogueState, Exercise, Picture, Variation, catalogue_batch

MAX_BYTES = 12 * 1024 * 1024
MAX_PIXELS = 40_000_000
MIN_SIDE = 200
MAX_RATIO = 4
WIDTHS = (320, 640, 960, 1280)
FOLDER = "pictures"
FILE_NAME = re.compile(rf"{FOLDER}/[0-9a-f]{{2}}/[0-9a-f]{{32}}-\d{{3,4}}\.(?:jpg|webp)")
ENCODINGS: dict[str, dict[str, Any]] = {
    "jpg": {"format": "JPEG", "quality": 82, "progressive": True, "optimize": True},
    "webp": {"format": "WEBP", "quality": 80},
}
TOO_MANY_PIXELS = (
    f"The picture has more than {MAX_PIXELS // 1_000_000} million pixels. Make it smaller first."
)
DAMAGED = "The picture is damaged or cut off. Export it again, or choose another."


class PictureRefused(Exception):
    """The file cannot become a picture; the message says why to whoever chose it."""


@dataclass(frozen=True)
class StoredPicture:
    """A stored picture of a row that is no Picture, in the words of one."""

    image: FieldFile
    width: int
    height: int
    widths: list[int]
    alt: str


@dataclass(frozen=True)
class EncodedPicture:
    """A picture ready to be stored; `fields` are named as those of a Picture."""

    stem: str
    fields: dict[str, Any]
    files: dict[str, bytes]

    def write(self) -> None:
        """Write the files that are not in the storage yet, or only in part."""
        for name, data in self.files.items():
            if default_storage.exists(name):
                if default_storage.size(name) == len(data):
                    continue
                default_storage.delete(name)
            written = default_storage.save(name, ContentFile(data))
            if written != name:  # somebody else has stored the same picture meanwhile
                default_storage.delete(written)


def store_picture(
    source: Path | BinaryIO,
    *,
    exercise: Exercise | None = None,
    variation: Variation | None = None,
    alt: str,
    role: str = Picture.Role.DETAIL,
    credit: str = "",
    licence: str = "",
    order: int = 0,
) -> Picture:
    """Store a photograph of a guide or a variation; call it outside any transaction.

    Raises PictureRefused for what is not a usable picture. Whatever fails, neither the row nor
    a file is left behind.
    """
    encoded = encode_picture(source)
    with picture_batch(encoded):
        return Picture.objects.create(
            exercise=exercise,
            variation=variation,
            alt=alt,
            role=role,
            credit=credit,
            licence=licence,
            order=order,
            **encoded.fields,
        )


@contextmanager
def picture_batch(*encoded: EncodedPicture, replacing: Iterable[str] = ()) -> Iterator[None]:
    """A catalogue_batch whose rows may take these pictures.

    Afterwards, whether it succeeded or not, those of their files and of the stems in
    `replacing` that no row uses are gone.
    """
    try:
        for picture in encoded:
            picture.write()
        with transaction.atomic(durable=True), catalogue_batch():
            yield
            _lock_files()
            for picture in encoded:
                picture.write()
    finally:
        delete_unused_files({*replacing, *(picture.stem for picture in encoded)})


def stems_of(rows: QuerySet[Any], field: str = "image") -> set[str]:
    """What the names of the rows' files begin with; a row may be without."""
    return {_stem(image) for image in rows.values_list(field, flat=True) if image}


def used_stems() -> set[str]:
    """The stems of all pictures that a row uses."""
    return {stem for rows, field in _users() for stem in stems_of(rows, field)}


def delete_unused_files(stems: Iterable[str]) -> int:
    """Delete the files of the pictures that no row uses; return how many files went.

    Call it once the rows are gone for good: `transaction.on_commit`, never before.
    """
    deleted = 0
    for stem in stems:
        if _is_used(stem):
            continue
        with transaction.atomic():
            _lock_files()
            if not _is_used(stem):
                deleted += _delete_files(stem)
    return deleted


def stored_stems() -> set[str]:
    """The stems of all pictures that have files in the storage."""
    with suppress(FileNotFoundError):
        return {
            _stem(f"{FOLDER}/{folder}/{name}")
            for folder in default_storage.listdir(FOLDER)[0]
            for name in default_storage.listdir(f"{FOLDER}/{folder}")[1]
        }
    return set()


def picture_url(picture: Picture | StoredPicture, width: int, extension: str) -> str:
    """The address of a stored picture in one of its `widths`, as "webp" or "jpg"."""
    return default_storage.url(f"{_stem(str(picture.image))}-{width}.{extension}")


def source_set(picture: Picture | StoredPicture, extension: str) -> str:
    """All widths of a stored picture for a `srcset`."""
    return ", ".join(
        f"{picture_url(picture, width, extension)} {width}w" for width in picture.widths
    )


def encode_picture(source: Path | BinaryIO) -> EncodedPicture:
    """Check and re-encode a JPEG, PNG or WebP file; PictureRefused says what is wrong with it."""
    image = _decode(_read(source))
    widest = min(image.width, WIDTHS[-1])
    image = _plain(image, widest)
    widths = [width for width in WIDTHS if width < 0.9 * widest] + [widest]
    encoded: dict[tuple[int, str], bytes] = {}
    for width in reversed(widths):
        scaled = image if width == widest else _scaled(image, width)
        for extension, options in ENCODINGS.items():
            buffer = BytesIO()
            scaled.save(buffer, **options)
            encoded[width, extension] = buffer.getvalue()
    name = hashlib.sha256(encoded[widest, "jpg"]).hexdigest()[:32]
    stem = f"{FOLDER}/{name[:2]}/{name}"
    return EncodedPicture(
        stem=stem,
        fields={
            "image": f"{stem}-{widest}.jpg",
            "width": widest,
            "height": image.height,
            "widths": widths,
        },
        files={f"{stem}-{width}.{ext}": data for (width, ext), data in encoded.items()},
    )


def _read(source: Path | BinaryIO) -> bytes:
    if isinstance(source, Path):
        with source.open("rb") as file:
            return _read(file)
    data = source.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise PictureRefused(
            f"The file is larger than {MAX_BYTES // 1024**2} MB. Save a smaller one and try again."
        )
    return data


def _decode(data: bytes) -> Image.Image:
    """The picture upright; its size is judged before its pixels are decoded."""
    try:
        image = Image.open(BytesIO(data), formats=["JPEG", "PNG", "WEBP"])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureRefused(TOO_MANY_PIXELS) from None
    except UnidentifiedImageError:
        raise PictureRefused("This is not a JPEG, PNG or WebP picture.") from None
    except Exception as error:  # a hostile file makes Pillow raise almost anything
        raise PictureRefused(DAMAGED) from error
    _check_size(image)
    if image.format != "MPO" and getattr(image, "is_animated", False):
        raise PictureRefused("This picture moves. Choose a still one.")
    try:
        image.draft(None, (2 * WIDTHS[-1], 2 * WIDTHS[-1]))  # a huge JPEG at a half or a quarter
        image.load()
        ImageOps.exif_transpose(image, in_place=True)
    except Exception as error:
        raise PictureRefused(DAMAGED) from error
    return image


def _check_size(image: Image.Image) -> None:
    short, long = sorted(image.size)
    if short * long > MAX_PIXELS:
        raise PictureRefused(TOO_MANY_PIXELS)
    if short < MIN_SIDE:
        raise PictureRefused(
            f"The picture is too small: {image.width} × {image.height} pixels. "
            f"Each side needs at least {MIN_SIDE}."
        )
    if long > MAX_RATIO * short:
        raise PictureRefused(
            f"One side is more than {MAX_RATIO} times as long as the other. Crop the picture first."
        )


def _plain(image: Image.Image, width: int) -> Image.Image:
    """Scaled, on white, in sRGB, with nothing but pixels."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):  # 16 bits of grey, which Pillow would clip instead of scale
        image.info.clear()
        image = image.convert("I").point(lambda value: value / 257).convert("L")
    if image.has_transparency_data and image.mode != "RGBA":
        image = image.convert("RGBA")
    elif image.mode not in ("L", "RGB", "RGBA", "CMYK"):
        image = image.convert("RGB")
    image = _scaled(image, width)
    if image.mode == "RGBA":
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image).convert("RGB")
    if profile:
        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            image = _to_srgb(image, profile)
    image = image.convert("RGB")
    image.info.clear()
    return image


def _to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    converted = ImageCms.profileToProfile(
        image,
        ImageCms.ImageCmsProfile(BytesIO(profile)),
        ImageCms.createProfile("sRGB"),
        outputMode="RGB",
    )
    return converted or image


def _scaled(image: Image.Image, width: int) -> Image.Image:
    if width == image.width:
        return image
    height = round(image.height * width / image.width)
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2)


def _stem(name: str) -> str:
    return name.partition("-")[0]


def _is_used(stem: str) -> bool:
    return any(
        rows.filter(**{f"{field}__startswith": f"{stem}-"}).exists() for rows, field in _users()
    )


def _users() -> Iterator[tuple[QuerySet[Any], str]]:
    """The rows that name files of the pipeline, and in which field: every ImageField there is."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, ImageField):
                yield model._base_manager.all(), field.name


def _lock_files() -> None:
    CatalogueState.objects.select_for_update().filter(pk=1).first()


def _delete_files(stem: str) -> int:
    folder, _, name = stem.rpartition("/")
    files: list[str] = []
    with suppress(FileNotFoundError):
        files = [file for file in default_storage.listdir(folder)[1] if file.startswith(f"{name}-")]
    for file in files:
        default_storage.delete(f"{folder}/{file}")
    return len(files)
