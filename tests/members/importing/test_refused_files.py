"""Files that are none of ours, or more than we read at a time."""

from io import BytesIO

import pytest

from members.importers import csv_reading, logs
from members.importers.csv_reading import Refused
from tests.members.importing.files import PUSH, STRONG, strong_rows
from tests.members.importing.test_reading import read, read_bytes


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"  \n\n ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "a picture"),
        (b"\xff\xd8\xff\xe0" + bytes(200), "a picture"),
        (b"PK\x03\x04" + bytes(200), "Excel"),
        (bytes([1, 2, 3, 250, 251]) * 300, "not a text file"),
        (f"{STRONG}\n".encode(), "nothing beneath it"),
        (b"FirstName,LastName\nA,B\n", "Its columns are: FirstName, LastName. We expect Date"),
        (b"Date,Exercise,Category,Weight,Reps\n2024-01-01,Squat,Legs,80,5\n", "no export"),
    ],
)
def test_refused_with_the_reason(content: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read_bytes(BytesIO(content))


def test_a_quotation_mark_that_is_never_closed() -> None:
    with pytest.raises(Refused, match="never closed"):
        read(STRONG, PUSH[0], '2024-01-15 08:30:00,"Push,1h', *["x" * 1000] * 200)


def test_as_many_rows_as_are_allowed_and_one_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_reading, "MOST_ROWS", 20)
    assert read(STRONG, *strong_rows(4, sets=5)).rows == 20
    with pytest.raises(Refused, match="more than 20 rows"):
        read(STRONG, *strong_rows(4, sets=5), PUSH[0])


def test_more_exercises_than_anybody_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "MOST_NAMES", 2)
    with pytest.raises(Refused, match="more than 2 different exercises"):
        read(STRONG, *strong_rows(1, sets=3))
