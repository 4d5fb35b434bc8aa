"""Rows out of whatever a spreadsheet or a phone calls CSV: encodings, delimiters, limits."""

import codecs
import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from typing import Any, BinaryIO

MOST_BYTES = 32 * 1024 * 1024
MOST_ROWS = 200_000
SAMPLE = 4096
HEADER_LENGTH = 10_000
DELIMITERS = ",;\t|"
SEPARATOR_LINE = re.compile(r'"?sep=([,;\t|])"?[\r\n]*', re.IGNORECASE)
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
NOT_TEXT = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture or a recording"),
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP or Excel file"),
    (b"\xd0\xcf\x11\xe0", "an Excel file"),
    (b"\x1f\x8b", "a compressed file"),
    (b"SQLite format 3", "a database"),
)
CONTROL = frozenset({*range(32), 127} - {9, 10, 11, 12, 13})


class Refused(Exception):
    """The file as a whole cannot be read; the message says why and what to do."""


@dataclass(frozen=True)
class Table:
    """A header and the rows beneath it, each with its number in the file as a spreadsheet has it.

    The rows are read once, while the file is open.
    """

    header: list[str]
    rows: Iterator[tuple[int, list[str]]]


def read_table(file: BinaryIO, known: Callable[[list[str]], int]) -> Table:
    """The file's table, told apart by the delimiter whose header has most `known` columns.

    Raises Refused for what is not a text file, is empty, or ends inside quotation marks; the rows
    raise it past MOST_ROWS.
    """
    lines = _lines(file)
    header, delimiter, number = _header(lines, known)
    return Table(header, _rows(lines, delimiter, number))


def encoding_of(file: BinaryIO) -> str:
    """By the byte-order mark, else UTF-16 by its zeros, UTF-8 where valid, else Windows-1252."""
    file.seek(0)
    sample = file.read(SAMPLE)
    if not sample.strip():
        raise Refused("This file is empty. Export it again and choose the new one.")
    for mark, what in NOT_TEXT:
        if sample.startswith(mark):
            raise Refused(f"This is {what}. Choose the CSV file that the app exported.")
    for mark, encoding in MARKS:
        if sample.startswith(mark):
            return encoding
    zeros = [sample[start::2].count(0) / len(sample) for start in (0, 1)]
    if max(zeros) > 0.2:
        return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    if sum(byte in CONTROL for byte in sample) > len(sample) // 20:
        raise Refused("This is not a text file. Choose the CSV file that the app exported.")
    return "utf-8" if _is_utf8(file) else "cp1252"


def _is_utf8(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    try:
        while chunk := file.read(1 << 20):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _lines(file: BinaryIO) -> Iterator[str]:
    encoding = encoding_of(file)
    file.seek(0)
    text = TextIOWrapper(_Kept(file), encoding, errors="replace", newline="")  # type: ignore[type-var]
    yield from text


class _Kept:
    """Lets TextIOWrapper read a file without closing it afterwards."""

    closed = False
    readable = staticmethod(lambda: True)
    writable = seekable = staticmethod(lambda: False)

    def __init__(self, file: BinaryIO) -> None:
        self.read: Any = file.read
        self.read1: Any = file.read

    def flush(self) -> None: ...
    def close(self) -> None: ...


def _header(lines: Iterator[str], known: Callable[[list[str]], int]) -> tuple[list[str], str, int]:
    """The header's cells, the delimiter, and the header's row number."""
    given = DELIMITERS
    for number, line in enumerate(lines, start=1):
        if found := SEPARATOR_LINE.fullmatch(line):
            given = found[1]
        elif line.strip():
            return *_told_apart(line[:HEADER_LENGTH], given, known), number
    raise Refused("This file is empty. Export it again and choose the new one.")


def _told_apart(
    line: str, delimiters: str, known: Callable[[list[str]], int]
) -> tuple[list[str], str]:
    """The cells of a header, and the delimiter that makes most sense of it."""
    readings = []
    for place, delimiter in enumerate(delimiters):
        cells = next(_cells(iter([line]), delimiter), [])
        readings.append((known(cells), len(cells), -place, cells, delimiter))
    *_, cells, delimiter = max(readings)
    return cells, delimiter


def _rows(lines: Iterator[str], delimiter: str, above: int) -> Iterator[tuple[int, list[str]]]:
    for number, cells in enumerate(_cells(lines, delimiter), start=1):
        if number > MOST_ROWS:
            raise Refused(
                f"This file has more than {MOST_ROWS:,} rows, which is the most we read at a "
                "time. Split it by year and import the parts one after another."
            )
        if any(cell.strip() for cell in cells):
            yield above + number, cells


def _cells(lines: Iterator[str], delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        yield from reader
    except csv.Error:
        raise Refused(
            f"The file cannot be read after line {reader.line_num:,}: a quotation mark is opened "
            "there and never closed. Export it again and choose the new one."
        ) from None
