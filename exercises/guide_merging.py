"""Three-way merging: values as a file last gave them, as it gives them now, as they are now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SOURCE = "content"
EMPTY: tuple[Any, ...] = ("", None, [], ["", None], {"primary": [], "secondary": []})


@dataclass(frozen=True)
class Merge:
    """What to write, what stays (value here, value in the file), and what to remember."""

    taken: dict[str, Any]
    kept: dict[str, tuple[Any, Any]]
    state: dict[str, Any]


def merge(
    state: Mapping[str, Any] | None, current: Mapping[str, Any] | None, wanted: Mapping[str, Any]
) -> Merge:
    """Take what nobody has changed since `state`, keep the rest.

    `current` is None for a row yet to be made. A field that was never loaded counts as unchanged
    while it is empty.
    """
    base = loaded_fields(state)
    taken: dict[str, Any] = {}
    kept: dict[str, tuple[Any, Any]] = {}
    for name, theirs in wanted.items():
        ours = tidy(current[name]) if current else None
        unchanged = ours == tidy(base[name]) if name in base else ours in EMPTY
        if current and ours == theirs:
            base[name] = theirs
        elif current and not unchanged:
            kept[name] = (ours, theirs)
        else:
            taken[name] = base[name] = theirs
    return Merge(taken, kept, {"source": SOURCE, "fields": base})


def loaded_fields(state: Mapping[str, Any] | None) -> dict[str, Any]:
    return dict((state or {}).get("fields", {}))


def made_by(state: Mapping[str, Any] | None) -> str | None:
    """Who last wrote the row: "content" for files, an importer's name, None for staff alone."""
    return str(state["source"]) if state else None


def tidy(value: Any) -> Any:
    """A value as if a form had never sent it: without its line ends and outer blanks."""
    match value:
        case str():
            return value.replace("\r\n", "\n").strip()
        case list() | tuple():
            return [tidy(entry) for entry in value]
        case dict():
            return {name: tidy(entry) for name, entry in value.items()}
    return value


def weave(main: Sequence[str], other: Sequence[str]) -> list[str]:
    """`main`, and each entry that only `other` has before the one it precedes there."""
    woven = list(main)
    following = len(woven)
    for entry in reversed(other):
        if entry in woven:
            following = woven.index(entry)
        else:
            woven.insert(following, entry)
    return woven


def difference(ours: Any, theirs: Any) -> str:
    """Where two values part, in few words."""
    one, two = _words(ours), _words(theirs)
    shorter = min(len(one), len(two))
    parting = next((at for at in range(shorter) if one[at] != two[at]), shorter)
    start = one.rfind(" ", 0, parting) + 1
    return f"{_cut(one, start)} here, {_cut(two, start)} in the file"


def _words(value: Any) -> str:
    match value:
        case dict():
            return " – ".join(_words(entry) for entry in value.values())
        case list():
            return " · ".join(_words(entry) for entry in value)
    return "" if value is None else " ".join(str(value).split())


def _cut(words: str, start: int) -> str:
    if not words:
        return "nothing"
    end = start + 60
    return f"“{'…' if start else ''}{words[start:end]}{'…' if len(words) > end else ''}”"
