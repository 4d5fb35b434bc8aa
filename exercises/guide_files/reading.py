"""From paths to guides that can be loaded, and the problems of those that cannot."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exercises.guide_files.meaning import Known, check_meaning
from exercises.guide_files.schema import check_shape, shown
from exercises.guide_files.source import Problem, Source

CONTENT = Path(__file__).parent.parent / "content"
ENDINGS = (".yaml", ".yml")
LARGEST = 500_000


@dataclass(frozen=True)
class GuideFile:
    """A guide without fault; the values of it and of each variation by their fields' names."""

    file: str
    slug: str
    values: dict[str, Any]
    variations: list[dict[str, Any]]


@dataclass(frozen=True)
class Reading:
    guides: list[GuideFile]
    problems: list[Problem]
    broken_guides: int
    broken_variations: int


def read_guides(paths: Iterable[Path]) -> Reading:
    """Every guide in these files and folders; a folder's own files in the order of their names."""
    problems: list[Problem] = []
    files = {file.resolve(): file for path in paths for file in _files(path, problems)}
    sources = [_read(file) for file in files.values()]
    known = Known.to(sources)
    for source in sources:
        if source.data is not None:
            check_shape(source)
            check_meaning(source, known)
    _check_slug_once(sources)
    problems += sorted(problem for source in sources for problem in source.problems)
    whole = [source for source in sources if not source.problems]
    broken = [source for source in sources if source.problems]
    slugs = [slug for source in broken for slug in source.find("variations", None, "slug")]
    return Reading([_guide(source) for source in whole], problems, len(broken), len(slugs))


def _files(path: Path, problems: list[Problem]) -> Iterator[Path]:
    try:
        if path.is_file():
            yield path
        elif not path.is_dir():
            problems.append(Problem(str(path), 0, "", "there is no such file or folder"))
        elif inside := sorted(file for file in path.iterdir() if file.suffix in ENDINGS):
            yield from inside
        else:
            problems.append(Problem(str(path), 0, "", "the folder holds no .yaml file"))
    except OSError as error:
        problems.append(Problem(str(path), 0, "", f"cannot be read: {error.strerror}"))


def _read(path: Path) -> Source:
    here = Path.cwd()
    source = Source(str(path.relative_to(here) if path.is_relative_to(here) else path), path.stem)
    try:
        with path.open("rb") as stream:
            raw = stream.read(LARGEST + 1)
        if len(raw) > LARGEST:
            source.blame((), f"is larger than {LARGEST // 1000} kB")
        elif raw.strip() and not raw.endswith(b"\n"):
            line = raw.count(b"\n") + 1
            source.blame((), "the last line has no end: is the file cut off?", line=line)
        else:
            source.parse(raw.decode("utf-8-sig"))
    except OSError as error:
        source.blame((), f"cannot be read: {error.strerror}")
    except UnicodeDecodeError as error:
        source.blame((), "not UTF-8", line=raw.count(b"\n", 0, error.start) + 1)
    return source


def _check_slug_once(sources: Iterable[Source]) -> None:
    """The guide belongs to the file of its name, or to the first that claims it."""
    owners: dict[str, Source] = {}
    claims = [(slug, source) for source in sources for _, slug in source.find("slug")]
    for slug, source in sorted(claims, key=lambda claim: claim[0] != claim[1].slug):
        owner = owners.setdefault(slug, source)
        if owner is not source:
            source.blame(("slug",), f"{shown(slug)} is already the slug of {owner.file}")


def _guide(source: Source) -> GuideFile:
    data = source.data
    values = {
        "name_in_text": "",
        "featured_order": None,
        **{name: value for name, value in data.items() if not name.startswith("reviewed_")},
        "review": [data.get("reviewed_by_name", ""), data.get("reviewed_on")],
        "variations": [variation["slug"] for variation in data["variations"]],
    }
    defaults = {"load_counts": "total", "one_side_at_a_time": False, "figure": "", "video_url": ""}
    variations = [
        {**defaults, **variation, "equipment": sorted(variation["equipment"])}
        for variation in data["variations"]
    ]
    return GuideFile(source.file, source.slug, values, variations)
