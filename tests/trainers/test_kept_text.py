"""What was written and not sent is still there: after signing in, assigning, handing back."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import make_assignment, make_question
from tests.forms import Fields
from tests.trainers.people import Floor, make_floor
from trainers.models import Message, Question

pytestmark = pytest.mark.django_db
TEXT = "Ribs down.\nThen push."
SITE = "http://testserver"


@pytest.fixture
def floor() -> Floor:
    return make_floor()


@pytest.fixture
def question(floor: Floor) -> Question:
    return make_question(user=floor.alice, gym=floor.gym, claimed_by=floor.tom)


def inbox(question: Question, act: str = "") -> str:
    return f"/coach/questions/{question.pk}/{act and f'{act}/'}"


def box(client: Client, address: str) -> str:
    return str(Fields(client.get(address).content.decode()).values.get("text", ""))


@pytest.mark.parametrize("act", ["answer", "claim", "hand-back"])
def test_a_trainers_text_is_there_after_signing_in(
    client: Client, floor: Floor, question: Question, act: str
) -> None:
    answer = client.post(inbox(question, act), {"text": TEXT})
    assert answer["Location"] == f"/accounts/login/?next={inbox(question)}"
    client.force_login(floor.tom.user)
    assert box(client, inbox(question)) == TEXT
    assert not Message.objects.exists()


def test_a_trainers_text_sent_by_htmx_is_there_after_signing_in(
    client: Client, floor: Floor, question: Question
) -> None:
    answer = client.post(inbox(question, "answer"), {"text": TEXT}, headers={"HX-Request": "true"})
    assert answer.status_code == 401
    client.force_login(floor.tom.user)
    assert box(client, inbox(question)) == TEXT


def test_a_members_reply_is_there_after_signing_in(
    client: Client, floor: Floor, question: Question
) -> None:
    page = f"/me/questions/{question.pk}/"
    answer = client.post(f"{page}reply/", {"text": TEXT})
    assert answer["Location"] == f"/accounts/login/?next={page}"
    client.force_login(floor.alice)
    assert box(client, page) == TEXT
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        (f"{SITE}/me/trainers/?page=2#reads", "/me/trainers/%3Fpage%3D2"),
        ("http://elsewhere.test/me/trainers/", "/me/"),
        ("", "/me/"),
    ],
)
def test_a_form_sent_signed_out_leads_back_to_the_page_it_stood_on(
    client: Client, question: Question, referer: str, back: str
) -> None:
    address = f"/me/questions/{question.pk}/resolve/"
    answer = client.post(address, headers={"Referer": referer})
    assert answer["Location"] == f"/accounts/login/?next={back}"


def test_assigning_from_an_answer_keeps_it(
    client: Client, floor: Floor, question: Question
) -> None:
    client.force_login(floor.tom.user)
    page = client.get(inbox(question)).content.decode()
    assert 'form="answer" name="assign"' in page
    sent = {"text": TEXT, "assign": "1"}
    answer = client.post(inbox(question, "answer"), sent)
    assert answer.status_code == 307
    assert answer["Location"] == f"/coach/assign/new/?question={question.pk}"
    draft = client.post(inbox(question, "answer"), sent, follow=True)
    assert draft.status_code == 200
    assert draft.request["PATH_INFO"].startswith("/coach/assign/")
    assert box(client, inbox(question)) == TEXT
    client.post(inbox(question, "answer"), {"text": TEXT})
    assert Message.objects.get().text == TEXT
    assert box(client, inbox(question)) == ""


def test_handing_back_keeps_the_text_for_when_one_takes_it_again(
    client: Client, floor: Floor, question: Question
) -> None:
    client.force_login(floor.tom.user)
    page = client.get(inbox(question)).content.decode()
    assert page.index(">Send<") < page.index(">Hand back<")
    said = client.post(inbox(question, "hand-back"), {"text": TEXT}, follow=True).content.decode()
    assert "Your text stays with you for a day" in said
    assert TEXT not in said.split('id="question"')[0]
    assert box(client, inbox(question)) == TEXT
    client.post(inbox(question, "claim"), {"text": TEXT})
    assert box(client, inbox(question)) == TEXT


def test_the_text_is_nobody_elses(client: Client, floor: Floor, question: Question) -> None:
    client.force_login(floor.tom.user)
    client.post(inbox(question, "hand-back"), {"text": TEXT})
    client.force_login(floor.pia.user)
    assert box(client, inbox(question)) == ""


def test_what_was_done_is_said_without_javascript_and_outside_of_what_htmx_replaces(
    client: Client, floor: Floor, question: Question
) -> None:
    client.force_login(floor.tom.user)
    whole = client.get(inbox(question)).content.decode()
    assert whole.index('<div id="said" role="status">') < whole.index('id="question"')
    assert "data-hx-swap-oob" not in whole
    said = client.post(inbox(question, "answer"), {"text": "One."}, follow=True).content.decode()
    assert "Your answer is with the member." in said.split('id="question"')[0]
    part = client.post(
        inbox(question, "answer"), {"text": "Two."}, headers={"HX-Request": "true"}
    ).content.decode()
    message = part.split('<div data-hx-swap-oob="innerHTML:#said">')[1]
    assert "Your answer is with the member." in message
    assert 'tabindex="-1" autofocus' in message


def test_the_trainer_changes_and_withdraws_an_offer_from_the_question(
    client: Client, floor: Floor, question: Question
) -> None:
    client.force_login(floor.tom.user)
    mine = make_assignment(user=floor.alice, question=question, trainer=floor.tom)
    theirs = make_assignment(user=floor.alice, question=question, trainer=floor.pia)
    page = client.get(inbox(question)).content.decode()
    for act in ("edit", "withdraw"):
        assert f"/coach/assignments/{mine.pk}/{act}/" in page
        assert f"/coach/assignments/{theirs.pk}/{act}/" not in page


def test_one_in_no_plan_any_more_is_not_said_to_be_in_it(
    client: Client, floor: Floor, question: Question
) -> None:
    client.force_login(floor.tom.user)
    taken = {"state": "in_plan", "taken_at": timezone.now()}
    make_assignment(user=floor.alice, question=question, trainer=floor.tom, **taken)
    assert "No longer in the plan" in client.get(inbox(question)).content.decode()
