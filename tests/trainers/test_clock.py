"""What time alone causes among trainers."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from time_machine import travel

from gymsite import clock
from tests.factories import (
    make_assignment_set,
    make_gym,
    make_question,
    make_trainer,
    make_user,
)
from trainers.clock import DRAFTS_KEPT
from trainers.models import AssignmentSet, AssignmentSetItem, Question

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def claimed(**changes: Any) -> Question:
    return make_question(user=make_user(), gym=make_gym(), claimed_by=make_trainer(), **changes)


def test_a_claim_is_let_go_when_it_lapses_and_not_before() -> None:
    question = claimed()
    due_at, lapses_at = question.due_at, question.claim_lapses_at
    assert lapses_at
    for moment, state in ((lapses_at - SECOND, "claimed"), (lapses_at, "open")):
        with travel(moment, tick=False):
            clock.tick()
        question.refresh_from_db()
        assert question.state == state
    assert (question.claimed_by, question.claimed_at, question.claim_lapses_at) == (None,) * 3
    assert question.due_at == due_at


@pytest.mark.parametrize("state", ["answered", "resolved"])
def test_what_is_answered_lapses_no_more(state: str) -> None:
    question = claimed(state=state)
    with travel(timezone.now() + timedelta(days=30), tick=False):
        clock.tick()
    question.refresh_from_db()
    assert question.state == state
    assert question.claimed_by


def test_drafts_go_after_thirty_days_and_templates_stay() -> None:
    trainer = make_trainer()
    template = make_assignment_set(trainer=trainer, name="Glutes")
    draft = make_assignment_set(trainer=trainer)
    for age, left in (
        (DRAFTS_KEPT - SECOND, {template, draft}),
        (DRAFTS_KEPT + SECOND, {template}),
    ):
        with travel(draft.updated_at + age, tick=False):
            clock.tick()
        assert set(AssignmentSet.objects.all()) == left
    assert {one.assignment_set for one in AssignmentSetItem.objects.all()} == {template}
