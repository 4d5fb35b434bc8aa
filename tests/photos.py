"""Pictures for tests, made on the spot."""

from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

ORANGE = (228, 87, 46)


def photo(
    colour: Any = ORANGE,
    *,
    size: tuple[int, int] = (850, 567),
    mode: str = "RGB",
    kind: str = "JPEG",
    **options: Any,
) -> BytesIO:
    file = BytesIO()
    Image.new("RGB", size, colour).convert(mode).save(file, kind, **options)
    file.seek(0)
    return file


def stored_files(media: Path) -> list[str]:
    return sorted(str(path.relative_to(media)) for path in media.rglob("*") if path.is_file())
