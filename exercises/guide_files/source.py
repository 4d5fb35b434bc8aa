"""A YAML text as plain data, with the line of every field."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import yaml
from yaml.composer import ComposerError

from exercises.models.fields import CONTROL_CHARACTERS

FieldPath = tuple[str | int, ...]

DEEPEST = 12
SCALARS = ("str", "null", "bool", "int", "float", "timestamp", "merge", "value")
TRUTH = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


@dataclass(frozen=True, order=True)
class Problem:
    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        field = f" {self.field}:" if self.field else ""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}:{field} {self.message}"


class Source:
    """What a file says, `slug` being its name without the ending.

    `data` stays None where it is not YAML at all.
    """

    def __init__(self, file: str, slug: str) -> None:
        self.file = file
        self.slug = slug
        self.data: Any = None
        self.problems: list[Problem] = []
        self._lines: dict[FieldPath, int] = {}

    def parse(self, text: str) -> None:
        if control := CONTROL_CHARACTERS.search(text):
            line = text.count("\n", 0, control.start()) + 1
            self.blame((), f"holds the control character U+{ord(control[0]):04X}", line=line)
            return
        try:
            root = yaml.compose(text, Loader=_Loader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self.blame((), f"not YAML: {error.problem}", line=mark.line + 1 if mark else 1)
        except yaml.YAMLError as error:
            self.blame((), f"not YAML: {error}")
        else:
            self.data = root and self._value(root, ())
            if self.data is None and not self.problems:
                self.blame((), "the file is empty")

    def blame(self, path: FieldPath, message: str, *, line: int | None = None) -> None:
        """Note a problem, in the line of the field or of what the field would stand in."""
        place = path
        while place and place not in self._lines:
            place = place[:-1]
        line = line or self._lines.get(place, 1)
        problem = Problem(self.file, line, _written(path), message)
        if problem not in self.problems:
            self.problems.append(problem)

    def find(self, *path: str | None) -> Iterator[tuple[FieldPath, str]]:
        """Every text at a path, where None stands for any key or place in a list."""
        for found, text in self.texts():
            if len(found) == len(path) and all(
                step in (None, there) for step, there in zip(path, found, strict=True)
            ):
                yield found, text

    def texts(self) -> Iterator[tuple[FieldPath, str]]:
        """Every text of the file."""
        yield from _texts(self.data, ())

    def _value(self, node: yaml.Node, path: FieldPath) -> Any:
        self._lines.setdefault(path, node.start_mark.line + 1)
        kind = node.tag.removeprefix("tag:yaml.org,2002:")
        if isinstance(node, yaml.MappingNode) and kind == "map":
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode) and kind == "seq":
            return [self._value(item, (*path, place)) for place, item in enumerate(node.value)]
        if isinstance(node, yaml.ScalarNode) and kind in SCALARS:
            return _scalar(kind, node.value)
        self.blame(path, f"a YAML tag such as {node.tag} is not allowed")
        return None

    def _mapping(self, node: yaml.MappingNode, path: FieldPath) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                self.blame(path, "a field needs a name", line=line)
                continue
            field = (*path, key.value)
            if key.value in values:
                first = self._lines[field]
                self.blame(field, f"is given twice, first in line {first}", line=line)
                continue
            self._lines[field] = line
            values[key.value] = self._value(value, field)
        return values


class _Loader(yaml.SafeLoader):
    """Refuses aliases, a few lines of which can fill the memory, and deep nesting."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        mark = event.start_mark
        if getattr(event, "anchor", None):
            raise ComposerError(None, None, "anchors (&) and aliases (*) are not allowed", mark)
        if self.depth > DEEPEST:
            raise ComposerError(None, None, "nested too deeply for a guide", mark)
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def _scalar(kind: str, written: str) -> Any:
    if kind == "null":
        return None
    if kind == "bool":
        return TRUTH.get(written.lower(), written)
    if kind == "int" and written.isdecimal() and len(written) < 10:
        return int(written)
    return written.strip()


def _entries(value: Any) -> Iterable[tuple[str | int, Any]]:
    if isinstance(value, dict):
        return value.items()
    return enumerate(value) if isinstance(value, list) else ()


def _texts(value: Any, walked: FieldPath) -> Iterator[tuple[FieldPath, str]]:
    if isinstance(value, str):
        yield walked, value
    for key, entry in _entries(value):
        yield from _texts(entry, (*walked, key))


def _written(path: FieldPath) -> str:
    """`variations[2].level`"""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(
        "."
    )
