"""Staff decide about words that members have agreed to; then they stand in the guide."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.wsgi import get_wsgi_application
from django.test import Client
from django.utils import timezone

from exercises.models import Faq
from members.models import User
from tests.factories import make_question, make_user
from tests.forms import Fields
from tests.gymsite.pagecache_site import Site, keep_transaction_open
from tests.trainers.people import Floor, make_floor
from trainers import publishing, questions
from trainers.models import PublishedAnswer, Question

pytestmark = pytest.mark.django_db
LIST = "/admin/trainers/publishedanswer/"
ORIGINAL = "Since my second child my lower back arches."


@pytest.fixture
def floor() -> Floor:
    return make_floor()


@pytest.fixture
def question(floor: Floor) -> Question:
    return make_question(
        user=floor.alice,
        gym=floor.gym,
        text=ORIGINAL,
        claimed_by=floor.tom,
        state="answered",
        answered_at=timezone.now(),
        may_publish=True,
    )


@pytest.fixture
def answer(question: Question, floor: Floor) -> PublishedAnswer:
    """Proposed and agreed to."""
    answer = publishing.published_answer_propose(
        question=question,
        trainer=floor.tom,
        question_text="Why does my back arch?",
        answer_text="Keep the **ribs down**.",
    )
    publishing.published_answer_agree(answer=answer, proposed_at=answer.proposed_at)
    answer.refresh_from_db()
    return answer


@pytest.fixture
def editor(client: Client) -> User:
    """Staff who may approve, and nothing else of it."""
    editor = make_user(is_staff=True, email="editor@example.test")
    editor.user_permissions.add(Permission.objects.get(codename="approve_publishedanswer"))
    client.force_login(editor)
    return editor


def address(answer: PublishedAnswer, act: str = "change") -> str:
    return f"{LIST}{answer.pk}/{act}/"


def shown(answer: PublishedAnswer) -> dict[str, str]:
    """What the pages of staff send along: the version that they show."""
    return {"proposed_at": answer.proposed_at.isoformat()}


def propose_again(question: Question, floor: Floor, *, agree: bool) -> None:
    answer = publishing.published_answer_propose(
        question=question, trainer=floor.tom, question_text="Newer?", answer_text="Yes."
    )
    if agree:
        publishing.published_answer_agree(answer=answer, proposed_at=answer.proposed_at)


def test_the_list_has_those_that_wait_for_staff_first(
    client: Client, editor: User, answer: PublishedAnswer, floor: Floor
) -> None:
    other = make_question(
        user=floor.alice, gym=floor.gym, may_publish=True, answered_at=timezone.now()
    )
    propose_again(other, floor, agree=True)
    newer = PublishedAnswer.objects.get(question=other)
    client.post(address(newer, "refuse"), {**shown(newer), "refusal": "Too short."})
    page = client.get(LIST).content.decode()
    assert page.index("Why does my back arch?") < page.index("Newer?")
    assert "Waiting for staff" in page
    assert "Newer?" not in client.get(f"{LIST}?state__exact=agreed").content.decode()


def test_the_words_are_shown_as_the_guide_will_and_nothing_of_the_question(
    client: Client, editor: User, answer: PublishedAnswer, floor: Floor
) -> None:
    for act in ("change", "refuse"):
        page = client.get(address(answer, act)).content.decode()
        assert "<h3>Why does my back arch?</h3>" in page
        assert "<strong>ribs down</strong>" in page
        for secret in (ORIGINAL, "second child", "Alice", floor.alice.email):
            assert secret not in page
    page = client.get(address(answer)).content.decode()
    assert f'href="{answer.exercise.get_absolute_url()}"' in page
    for name in ("question_text", "answer_text"):
        assert f'name="{name}"' not in page


@pytest.mark.parametrize("state", ["proposed", "declined"])
def test_words_without_the_askers_yes_are_shown_to_no_staff(
    client: Client, answer: PublishedAnswer, question: Question, floor: Floor, state: str
) -> None:
    """They may be the asker's own."""
    if state == "proposed":
        propose_again(question, floor, agree=False)
    else:
        publishing.published_answer_take_back(question=question)
    client.force_login(make_user(is_staff=True, is_superuser=True))
    page = client.get(LIST).content.decode()
    assert "Newer?" not in page
    assert "Why does my back arch?" not in page
    for act in ("change", "history", "delete", "refuse"):
        assert client.get(address(answer, act)).status_code == 404
    page = client.post(address(answer, "refuse"), {"refusal": "No."}, follow=True).content.decode()
    assert "Nothing was refused" in page
    assert "Newer?" not in page


def test_approving_puts_it_into_the_guide_and_notes_who_without_the_words(
    client: Client, editor: User, answer: PublishedAnswer
) -> None:
    assert client.get(address(answer, "approve")).status_code == 405
    page = client.post(address(answer, "approve"), shown(answer), follow=True).content.decode()
    assert "It stands in the guide." in page
    assert "Approve" not in page.split("submit-row")[-1]
    assert Faq.objects.get().exercise == answer.exercise
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (editor, str(answer.pk))
    assert "arch" not in f"{entry} {entry.object_repr} {entry.change_message}"
    client.post(address(answer, "approve"), shown(answer))
    assert Faq.objects.count() == 1


@pytest.mark.parametrize("act", ["approve", "refuse"])
@pytest.mark.parametrize("sent", ["read", "", "yesterday"])
def test_words_that_changed_since_they_were_read_are_read_first(
    client: Client,
    editor: User,
    answer: PublishedAnswer,
    question: Question,
    floor: Floor,
    act: str,
    sent: str,
) -> None:
    page = client.get(address(answer, "change" if act == "approve" else act)).content.decode()
    assert Fields(page).values["proposed_at"] == shown(answer)["proposed_at"]
    propose_again(question, floor, agree=True)
    values = {"proposed_at": sent.replace("read", shown(answer)["proposed_at"])}
    values["refusal"] = "Too short, and wrong."
    page = client.post(address(answer, act), values, follow=True).content.decode()
    assert "The words have changed. Read them here, then decide." in page
    assert "Newer?" in page
    if act == "refuse":
        assert "Too short, and wrong." in page
    answer.refresh_from_db()
    assert (answer.state, answer.refusal) == ("agreed", "")
    assert not Faq.objects.exists()
    assert not LogEntry.objects.exists()
    client.post(address(answer, act), {**values, **shown(answer)})
    answer.refresh_from_db()
    assert answer.state in ("approved", "refused")


def test_what_editors_took_out_of_the_guide_is_called_so(
    client: Client, editor: User, answer: PublishedAnswer
) -> None:
    client.post(address(answer, "approve"), shown(answer))
    Faq.objects.get().delete()
    for page in (client.get(LIST), client.get(address(answer))):
        assert "Taken out of the guide" in page.content.decode()


def test_what_is_no_longer_agreed_to_is_not_published_and_said(
    client: Client, editor: User, answer: PublishedAnswer, question: Question
) -> None:
    assert 'value="Approve"' in client.get(address(answer)).content.decode()
    questions.question_publishing(question=question, may_publish=False)
    page = client.post(address(answer, "approve"), shown(answer), follow=True).content.decode()
    assert "Nothing was published" in page
    assert 'value="Approve"' not in page
    assert not Faq.objects.exists()
    assert not LogEntry.objects.exists()


def test_refusing_takes_a_reason_that_is_kept_while_it_is_wrong(
    client: Client, editor: User, answer: PublishedAnswer
) -> None:
    version = shown(answer)
    page = client.post(address(answer, "refuse"), {**version, "refusal": ""}).content.decode()
    assert "Say why, so that the trainer can mend it." in page
    too_long = "Too short. " * 40
    sent = {**version, "refusal": too_long}
    page = client.post(address(answer, "refuse"), sent).content.decode()
    assert too_long.strip() in page
    answer.refresh_from_db()
    assert answer.state == "agreed"
    client.post(address(answer, "refuse"), {**version, "refusal": "Too short."})
    answer.refresh_from_db()
    assert (answer.state, answer.refusal, answer.approved_by) == ("refused", "Too short.", editor)
    assert LogEntry.objects.get().change_message == "Refused."


def test_what_stands_in_the_guide_is_not_refused(
    client: Client, editor: User, answer: PublishedAnswer
) -> None:
    client.post(address(answer, "approve"), shown(answer))
    sent = {**shown(answer), "refusal": "No."}
    page = client.post(address(answer, "refuse"), sent, follow=True)
    assert "Nothing was refused" in page.content.decode()
    assert Faq.objects.exists()


def test_nothing_is_added_edited_or_deleted(
    client: Client, answer: PublishedAnswer, editor: User
) -> None:
    client.force_login(make_user(is_staff=True, is_superuser=True))
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.get(address(answer, "delete")).status_code == 403
    values = {"question_text": "Other words", "answer_text": "Other words"}
    assert client.post(address(answer), values).status_code == 403
    assert client.post(LIST, {"action": "delete_selected", "_selected_action": str(answer.pk)})
    answer.refresh_from_db()
    assert answer.question_text == "Why does my back arch?"


def test_without_the_permission_there_is_nothing(client: Client, answer: PublishedAnswer) -> None:
    staff = make_user(is_staff=True)
    names = ["view_publishedanswer", "change_publishedanswer", "change_question", "view_faq"]
    staff.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(staff)
    assert client.get(LIST).status_code == 404
    assert "published answer" not in client.get("/admin/").content.decode().lower()
    for act in ("approve", "refuse"):
        answers = [
            client.post(f"{LIST}{key}/{act}/", {**shown(answer), "refusal": "No."})
            for key in (answer.pk, uuid4())
        ]
        assert [one.status_code for one in answers] == [404, 404]
    for act in ("change", "history", "delete", "refuse"):
        for key in (answer.pk, uuid4()):
            assert client.get(f"{LIST}{key}/{act}/").status_code == 404
    assert client.get(f"{LIST}add/").status_code == 404
    answer.refresh_from_db()
    assert answer.state == "agreed"


@pytest.mark.parametrize("who", ["trainer", "member", "nobody"])
def test_others_are_sent_to_sign_in(
    client: Client, answer: PublishedAnswer, floor: Floor, who: str
) -> None:
    people: dict[str, Any] = {"trainer": floor.tom.user, "member": floor.alice}
    if who in people:
        client.force_login(people[who])
    for act in ("change", "refuse"):
        assert client.get(address(answer, act)).status_code == 302
    assert client.post(address(answer, "approve")).status_code == 302
    assert not Faq.objects.exists()


def test_within_two_seconds_it_stands_on_the_public_guide_from_the_cache(
    client: Client, editor: User, answer: PublishedAnswer, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_transaction_open(monkeypatch)
    site = Site()
    site.application = get_wsgi_application()
    path = answer.exercise.get_absolute_url()

    def page() -> bytes:
        return site.ask(path, HTTP_HOST="testserver").body

    assert b"Why does my back arch?" not in page()
    assert b"Why does my back arch?" not in page()
    assert len(site.asked) == 1
    client.post(address(answer, "approve"), shown(answer))
    site.clock.now += 2
    assert b"Why does my back arch?" in page()
    assert b"<strong>ribs down</strong>" in page()
    assert b"second child" not in page()
    Faq.objects.get().delete()  # the editors' normal work
    site.clock.now += 2
    assert b"Why does my back arch?" not in page()
