"""From an uploaded file to what it says, whichever app wrote it."""

from datetime import datetime
from typing import BinaryIO
from zoneinfo import ZoneInfo

from members.importers import hevy, strong
from members.importers.cells import line
from members.importers.csv_reading import Refused, read_table
from members.importers.logs import Gatherer, Log

SHOWN_COLUMNS = 12


def read_log(file: BinaryIO, *, zone: ZoneInfo, now: datetime) -> Log:
    """The workouts in a CSV file of Strong or Hevy, their times in `zone`, none after `now`.

    Raises Refused where the file as a whole is of no use.
    """
    table = read_table(file, _known)
    source = next((one for one in (hevy, strong) if one.recognises(table.header)), None)
    if source is None:
        raise Refused(_unknown(table.header))
    name = "hevy" if source is hevy else "strong"
    gathered = Gatherer(name, zone, now.astimezone(zone).replace(tzinfo=None))
    source.read(table, gathered)
    if not gathered.counts["rows"]:
        raise Refused("The file has a header and nothing beneath it. Export it again.")
    return gathered.log()


def _known(header: list[str]) -> int:
    ours = {*strong.NEEDED, *strong.EXPECTED}
    return len(strong.columns(header)) + len(hevy.columns(header).keys() & {*hevy.EXPECTED, *ours})


def _unknown(header: list[str]) -> str:
    found = [line(cell, 30) for cell in header if cell.strip()]
    shown = ", ".join(found[:SHOWN_COLUMNS]) + (" …" if len(found) > SHOWN_COLUMNS else "")
    return (
        f"This is no export of Strong or Hevy. Its columns are: {shown or 'none'}. We expect "
        f"{', '.join(strong.EXPECTED)} … from Strong (with the app set to English or German), or "
        f"{', '.join(hevy.EXPECTED)} … from Hevy."
    )
