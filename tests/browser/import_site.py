"""Imports in each state, for the pages that tests walk through."""

from exercises.models import Variation
from members.models import User
from tests.browser.pages import IMPORT_UUIDS, IMPORTED_NAME
from tests.factories import make_import, make_imported_name


def fill_imports(user: User, variation: Variation) -> None:
    """Imports in each state, the draft with everything that a draft can show."""
    for state, uuid in IMPORT_UUIDS.items():
        record = make_import(
            user=user,
            pk=uuid,
            state=state,
            asks_unit=True,
            heaviest="87.5",
            known_count=0,
            problem_count=1,
            problems=[{"row": 2, "column": "Reps", "reason": "“x” is not a number", "kept": False}],
            outcome={"workouts": 1, "sets": 3, "left_out": 1, "known": 2},
        )
        make_imported_name(
            record=record, name="Hip Thrust", variation=variation, how="name", confidence=100
        )
        make_imported_name(
            pk=IMPORTED_NAME if state == "draft" else None, record=record, suggested=variation
        )
