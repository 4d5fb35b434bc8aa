"""Nothing new about a member's health is kept, or shown to trainers, once they no longer agree."""

from collections.abc import Callable

import pytest
from django.test import Client as Browser
from django.utils import timezone

from members import preferences
from members.models import Member, User
from tests.factories import make_client, make_question
from tests.trainers.people import Floor, make_floor
from trainers import clients, questions
from trainers.clients import ConsentMissing, Rights
from trainers.models import Client, ClientNote, ClientRequest, PublishedAnswer, Question
from trainers.questions import QuestionTaken

pytestmark = pytest.mark.django_db
SEE = Rights(may_see_workouts=True)


@pytest.fixture
def floor() -> Floor:
    return make_floor()


@pytest.fixture
def alice(floor: Floor) -> Member:
    return floor.alice.member


def withdraw(alice: Member) -> None:
    preferences.consent_withdraw(member=alice)


def test_questions_close_and_nothing_more_of_them_goes_into_a_guide(
    floor: Floor, alice: Member
) -> None:
    asked, claimed = (
        make_question(user=floor.alice, gym=floor.gym, may_publish=True, claimed_by=by)
        for by in (None, floor.tom)
    )
    answer = PublishedAnswer.objects.create(
        question=claimed,
        exercise=claimed.exercise,
        question_text="Often?",
        answer_text="Yes.",
        state="agreed",
        agreed_at=timezone.now(),
    )
    withdraw(alice)
    with pytest.raises(QuestionTaken):
        questions.question_claim(question=asked, trainer=floor.tom)
    with pytest.raises(QuestionTaken):
        questions.question_answer(question=claimed, trainer=floor.tom, text="Ribs down.")
    states = set(Question.objects.values_list("state", "may_publish"))
    answer.refresh_from_db()
    assert (states, answer.state) == ({("resolved", False)}, "declined")


def test_no_trainer_sees_workouts_and_none_may_without_consent(floor: Floor, alice: Member) -> None:
    follows = make_client(
        trainer=floor.tom, user=floor.alice, may_see_workouts=True, may_edit_plan=True
    )
    clients.client_invite(member=alice, trainer=floor.pia, rights=SEE)
    withdraw(alice)
    follows.refresh_from_db()
    assert (follows.may_see_workouts, follows.may_edit_plan) == (False, True)
    request = ClientRequest.objects.get()
    assert not clients.client_request_accept(request=request).may_see_workouts
    ClientRequest.objects.create(trainer=floor.stranger, member=alice, asked_by="trainer")
    last: tuple[Callable[[], object], ...] = (
        lambda: clients.client_rights(client=follows, rights=SEE),
        lambda: clients.client_invite(member=alice, trainer=floor.stranger, rights=SEE),
        lambda: clients.client_request_accept(
            request=ClientRequest.objects.open().get(), rights=SEE
        ),
    )
    for give in last:
        with pytest.raises(ConsentMissing):
            give()
    assert not Client.objects.filter(may_see_workouts=True).exists()


def test_all_of_it_or_nothing(floor: Floor, alice: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(user: User) -> None:
        raise RuntimeError

    monkeypatch.setattr(preferences, "CONSENT_WITHDRAWN", [*preferences.CONSENT_WITHDRAWN, fail])
    question = make_question(user=floor.alice, gym=floor.gym)
    with pytest.raises(RuntimeError):
        withdraw(alice)
    question.refresh_from_db()
    alice.refresh_from_db()
    assert question.state == "open"
    assert alice.may_keep_health_data


def test_a_note_is_refused_in_words_with_its_text(client: Browser, floor: Floor) -> None:
    follows = make_client(trainer=floor.tom, user=floor.alice)
    note = follows.notes.create(text="Before.")
    withdraw(floor.alice.member)
    client.force_login(floor.tom.user)
    for address in (f"{follows.get_absolute_url()}notes/", f"/coach/notes/{note.pk}/edit/"):
        page = client.post(address, {"text": "Left knee.", "kind": "private"}).content.decode()
        assert "does not agree" in page
        assert "Left knee." in page
    assert [one.text for one in ClientNote.objects.all()] == ["Before."]


def test_the_member_is_asked_first_and_led_back(client: Browser, floor: Floor) -> None:
    follows = make_client(trainer=floor.tom, user=floor.alice)
    question = make_question(user=floor.alice, gym=floor.gym)
    asked = ClientRequest.objects.create(
        trainer=floor.stranger, member=floor.alice.member, asked_by="trainer"
    )
    withdraw(floor.alice.member)
    client.force_login(floor.alice)
    see = {"may_see_workouts": "on"}
    invite = f"/me/trainers/invite/{floor.pia.slug}/"
    for address, data, back in (
        (f"/me/trainers/{follows.pk}/rights/", see, "/me/trainers/"),
        (f"/me/trainers/requests/{asked.pk}/accept/", see, "/me/trainers/"),
        (invite, see, invite),
        (
            f"/me/questions/{question.pk}/publishing/",
            {"may_publish": "on"},
            f"/me/questions/{question.pk}/",
        ),
    ):
        answer = client.post(address, data, follow=True)
        assert answer.redirect_chain[-1][0].startswith("/me/settings/consent/?next="), address
        assert f'name="next" value="{back}"' in answer.content.decode()
    assert not Question.objects.filter(may_publish=True).exists()
    assert not Client.objects.filter(may_see_workouts=True).exists()
    client.post("/me/settings/consent/")
    client.post(f"/me/trainers/{follows.pk}/rights/", see)
    follows.refresh_from_db()
    assert follows.may_see_workouts


def test_the_page_says_what_ends(client: Browser, floor: Floor) -> None:
    client.force_login(floor.alice)
    page = client.get("/me/settings/consent/").content.decode()
    assert "Your questions to trainers are closed" in page
    page = client.post("/me/settings/consent/withdraw/", follow=True).content.decode()
    assert "no trainer sees your workouts" in page
