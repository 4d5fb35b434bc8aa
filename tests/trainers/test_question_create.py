"""The page where a question is asked."""

import re
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone
from time_machine import travel

from exercises.models import Exercise, Faq, Status, Variation
from members.models import Gym, Member, Notice, User
from tests.factories import make_exercise, make_gym, make_trainer, make_user, make_variation
from tests.forms import filled, post
from tests.members.plan_forms import queries
from trainers.models import Question, Trainer

pytestmark = pytest.mark.django_db
ASK = "/ask/hip-thrusts/"
SHOWN = r"<summary>\s*<h3>(.*?)</h3>"
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def guide() -> Exercise:
    guide = make_exercise(name="Hip Thrusts", slug="hip-thrusts")
    make_variation(exercise=guide, slug="barbell", name="Barbell hip thrust")
    make_variation(exercise=guide, slug="band", name="Band hip thrust")
    for order, question in enumerate(("Every day?", "Where do the feet go?", "A band or a bar?")):
        Faq.objects.create(exercise=guide, order=order, question=question, answer="See [me](ask:).")
    return guide


@pytest.fixture
def gym() -> Gym:
    return make_gym(name="Riverside")


@pytest.fixture
def tom(gym: Gym) -> Trainer:
    return make_trainer(gym=gym, name="Tom")


@pytest.fixture
def alice(client: Client, gym: Gym) -> User:
    alice = make_user()
    alice.member.home_gym = gym
    alice.member.save()
    client.force_login(alice)
    return alice


def page_of(client: Client, address: str = ASK) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.usefixtures("tom")
def test_what_is_typed_reaches_the_trainers_of_the_home_gym(
    client: Client, guide: Exercise, gym: Gym, alice: User
) -> None:
    assert post(client, f"{ASK}?variation=barbell", text="Bar or <band>?\r\nWhich first?") == ""
    question = Question.objects.get()
    assert question.text == "Bar or <band>?\nWhich first?"
    assert (question.member, question.gym, question.exercise) == (alice.member, gym, guide)
    assert question.variation == Variation.objects.get(slug="barbell")
    assert not question.may_publish
    assert Notice.objects.get().kind == "question_asked"
    page = page_of(client, question.get_absolute_url())
    assert "The trainers of Riverside have your question." in page
    assert "Bar or &lt;band&gt;?<br>Which first?" in page


@pytest.mark.usefixtures("guide", "tom", "alice")
def test_consent_to_publish_is_off_until_given(client: Client) -> None:
    box = re.search(r'<input[^>]*name="may_publish"[^>]*>', page_of(client))
    assert box
    assert "checked" not in box[0]
    post(client, ASK, text="One?", may_publish="on")
    assert Question.objects.get().may_publish


@pytest.mark.usefixtures("guide", "tom", "alice")
def test_it_says_what_it_is_about_who_answers_and_by_when(client: Client) -> None:
    with travel(datetime(2026, 11, 25, 20, 0, tzinfo=LONDON), tick=False):
        page = page_of(client, f"{ASK}?variation=barbell")
    assert '<p class="lede">Barbell hip thrust</p>' in page
    assert '<option value="barbell" selected>' in page
    assert "Muscles that the Barbell hip thrust trains" in page
    assert "A trainer of Riverside answers: Tom." in page
    assert "By Thursday 26 November, 20:00" in page
    assert '<meta name="robots" content="noindex">' in page
    warning, box = page.index("Chest pain, fainting"), page.index("<textarea")
    assert warning < box
    assert page.count("<textarea") == 1


@pytest.mark.usefixtures("guide", "tom", "alice")
@pytest.mark.parametrize("slug", ["nothing", "squat", "draft", "%00", ""])
def test_a_variation_that_the_guide_does_not_have_is_the_guide_alone(
    client: Client, guide: Exercise, slug: str
) -> None:
    make_variation(slug="squat")
    make_variation(exercise=guide, slug="draft", status=Status.DRAFT)
    assert '<p class="lede">Hip Thrusts</p>' in page_of(client, f"{ASK}?variation={slug}")
    assert post(client, ASK, text="One?", variation=slug) == ""
    assert Question.objects.get().variation is None


@pytest.mark.usefixtures("tom", "alice")
def test_a_guide_that_is_not_public_is_not_found(client: Client, guide: Exercise) -> None:
    Exercise.objects.update(status=Status.RETIRED)
    assert client.get(ASK).status_code == 404
    assert client.post(ASK, {"text": "One?"}).status_code == 404
    assert client.get("/ask/nothing/").status_code == 404
    assert not Question.objects.exists()


@pytest.mark.usefixtures("guide", "tom", "alice")
def test_another_verb_is_refused(client: Client) -> None:
    assert client.put(ASK).status_code == 405
    assert client.delete(ASK).status_code == 405


@pytest.mark.usefixtures("guide", "tom", "alice")
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Write what you would like to know."),
        ("  \r\n ", "Write what you would like to know."),
        ("a" * 4_001, "This has 4001 characters. Cut it to 4000."),
        ("Why\x07 so?", "Remove the invisible control characters."),
        ("Why\x00 so?", "ull characters"),
    ],
    ids=["empty", "blank", "long", "bell", "null"],
)
def test_a_text_that_will_not_do_comes_back_with_what_to_do(
    client: Client, text: str, words: str
) -> None:
    page = post(client, ASK, text=text, may_publish="on", variation="band")
    assert words in page
    assert text.strip().replace("\r\n", "\n") in page
    assert '<option value="band" selected>' in page
    assert re.search(r'<input[^>]*name="may_publish"[^>]*checked', page)
    assert not Question.objects.exists()


@pytest.mark.usefixtures("guide", "tom", "alice")
def test_line_breaks_count_once(client: Client) -> None:
    assert post(client, ASK, text="a\r\n" * 1_999 + "ab") == ""


@pytest.mark.usefixtures("guide", "tom", "alice")
def test_a_form_sent_twice_asks_once(client: Client) -> None:
    sent = filled(client, ASK, text="One?")
    first, second = (client.post(ASK, sent)["Location"] for _ in range(2))
    assert first == second
    assert Question.objects.count() == Notice.objects.count() == 1
    client.post(ASK, sent | {"text": "Another, after going back?"})
    assert Question.objects.count() == 2


@pytest.mark.usefixtures("guide", "tom", "alice")
@pytest.mark.parametrize("key", ["", "no-uuid", "0" * 40])
def test_a_form_without_a_sound_key_still_asks(client: Client, key: str) -> None:
    assert client.post(ASK, {"uuid": key, "text": "One?"}).status_code == 302
    assert Question.objects.count() == 1


@pytest.mark.usefixtures("tom")
def test_the_same_key_of_two_people_makes_two_questions(client: Client, gym: Gym) -> None:
    make_exercise(slug="hip-thrusts")
    key = uuid4()
    for text in ("One?", "Two?"):
        person = make_user()
        Member.objects.filter(user=person).update(home_gym=gym)
        client.force_login(person)
        assert client.post(ASK, {"uuid": key, "text": text}).status_code == 302
    assert Question.objects.count() == 2


@pytest.mark.usefixtures("guide", "tom", "alice")
def test_more_than_ten_a_day_wait_and_the_text_stays(client: Client) -> None:
    for number in range(10):
        assert post(client, ASK, text=f"Number {number}?") == ""
    Question.objects.update(created_at=F("created_at") - timedelta(hours=21))
    answer = client.post(ASK, filled(client, ASK, text="Number 11?"))
    assert answer.status_code == 429
    page = answer.content.decode()
    assert re.search(r"You can send this one in (3\xa0hours|2\xa0hours, 59\xa0minutes)", page)
    assert "Number 11?</textarea>" in page
    assert Question.objects.count() == 10
    assert "Number 11?</textarea>" in page_of(client)
    with travel(timezone.now() + timedelta(hours=3, minutes=1), tick=False):
        assert post(client, ASK) == ""
    assert Question.objects.latest("created_at").text == "Number 11?"


# Which gym


@pytest.mark.usefixtures("guide", "tom")
def test_without_a_home_gym_one_is_chosen_and_may_be_kept(client: Client, gym: Gym) -> None:
    make_gym(name="Without a trainer")
    retired = make_gym(name="With a former trainer")
    make_trainer(gym=retired, active=False)
    client.force_login(alice := make_user())
    page = page_of(client)
    assert re.search(r"Riverside: an answer by \w+ \d+ \w+, \d\d:\d\d", page)
    assert "Without a trainer" not in page
    assert "With a former trainer" not in page
    for wrong in ("", str(retired.pk), "x"):
        refused = post(client, ASK, text="One?", gym=wrong)
        assert "Choose a gym." in refused
        assert "One?</textarea>" in refused
    assert post(client, ASK, text="One?", gym=str(gym.pk)) == ""
    alice.member.refresh_from_db()
    assert alice.member.home_gym is None
    assert post(client, ASK, text="Two?", gym=str(gym.pk), keep_gym="on") == ""
    alice.member.refresh_from_db()
    assert alice.member.home_gym == gym


@pytest.mark.usefixtures("guide", "tom")
def test_a_home_gym_without_a_trainer_is_kept_and_another_is_asked(
    client: Client, gym: Gym
) -> None:
    client.force_login(alice := make_user())
    home = alice.member.home_gym = make_gym(name="Home")
    alice.member.save()
    page = page_of(client)
    assert "Home has no trainer who answers at the moment." in page
    assert 'name="keep_gym"' not in page
    assert post(client, ASK, text="One?", gym=str(gym.pk), keep_gym="on") == ""
    alice.member.refresh_from_db()
    assert alice.member.home_gym == home
    assert Question.objects.get().gym == gym


@pytest.mark.usefixtures("guide", "tom", "alice")
def test_a_gym_that_was_not_offered_is_not_asked(client: Client, gym: Gym) -> None:
    other = make_trainer().gyms.get()
    post(client, ASK, text="One?", gym=str(other.pk))
    assert Question.objects.get().gym == gym


@pytest.mark.usefixtures("guide", "gym", "alice")
def test_where_nobody_answers_it_says_so(client: Client) -> None:
    page = page_of(client)
    assert "No trainer takes questions yet." in page
    assert "<textarea" not in page
    assert client.post(ASK, {"text": "One?"}).status_code == 200
    assert not Question.objects.exists()


# Similar questions


@pytest.mark.usefixtures("guide", "tom", "alice")
def test_published_questions_come_first_those_alike_before_the_others(client: Client) -> None:
    def order(address: str) -> list[str]:
        return re.findall(SHOWN, page_of(client, address))

    page = page_of(client)
    assert page.index("Does one of these answer it?") < page.index("<textarea")
    assert '<details class="disclosure">' in page
    assert f'<a href="{ASK}">me</a>' in page
    assert order(ASK) == ["Every day?", "Where do the feet go?", "A band or a bar?"]
    assert order(f"{ASK}?variation=band")[0] == "A band or a bar?"
    refused = post(client, ASK, text="My feet slip\x07")
    assert re.findall(SHOWN, refused)[0] == "Where do the feet go?"


@pytest.mark.usefixtures("tom", "alice")
def test_a_guide_without_questions_has_no_heading_for_them(client: Client) -> None:
    make_exercise(slug="hip-thrusts")
    assert "Does one of these answer it?" not in page_of(client)


@pytest.mark.usefixtures("tom", "alice")
def test_of_many_questions_five_are_shown_and_the_rest_is_led_to(
    client: Client, guide: Exercise
) -> None:
    few = queries(client, ASK)
    for number in range(12):
        Faq.objects.create(exercise=guide, order=9, question=f"Q{number}?", answer="Yes.")
        make_variation(exercise=guide)
    page = page_of(client)
    assert page.count("<summary>") == 5
    assert f'href="{guide.get_absolute_url()}#questions"' in page
    assert queries(client, ASK) == few <= 20


@pytest.mark.usefixtures("guide", "tom", "alice")
def test_another_variation_can_be_shown_and_nothing_is_lost(client: Client) -> None:
    sent = filled(client, ASK, text="Half a thought", may_publish="on", variation="band", show="1")
    page = client.post(ASK, sent).content.decode()
    assert '<p class="lede">Band hip thrust</p>' in page
    assert "Half a thought</textarea>" in page
    assert re.search(r'<input[^>]*name="may_publish"[^>]*checked', page)
    assert not Question.objects.exists()
    assert "Write what you would like to know." not in page


# Leave to keep health data, and drafts


@pytest.mark.usefixtures("guide", "tom")
def test_without_consent_it_is_asked_for_and_then_one_tap_sends(client: Client, gym: Gym) -> None:
    client.force_login(make_user(consent=False))
    address = f"{ASK}?variation=band"
    values = {"text": "Band or bar?", "may_publish": "on", "gym": gym.pk, "keep_gym": "on"}
    answer = client.post(ASK, filled(client, address, **values))
    assert answer["Location"].startswith("/me/settings/consent/?next=")
    assert not Question.objects.exists()
    back = client.post(answer["Location"])
    assert back["Location"] == address
    assert post(client, address) == ""
    question = Question.objects.get()
    assert (question.text, question.may_publish) == ("Band or bar?", True)
    assert question.variation == Variation.objects.get(slug="band")
    assert question.member
    assert question.member.home_gym == gym
    assert "Band or bar?" not in page_of(client)


@pytest.mark.usefixtures("guide", "tom")
def test_a_draft_is_about_its_guide_alone_and_lasts_a_day(client: Client) -> None:
    make_exercise(slug="squats")
    post(client, ASK, text="Kept?")
    assert "Kept?</textarea>" in page_of(client)
    assert "Kept?" not in page_of(client, "/ask/squats/")
    with travel(timezone.now() + timedelta(hours=25), tick=False):
        assert "Kept?" not in page_of(client)
    assert "Kept?" not in Client().get(ASK).content.decode()


@pytest.mark.usefixtures("guide", "tom")
@pytest.mark.parametrize(("button", "way"), [({}, "login"), ({"new": "1"}, "signup")])
def test_signed_out_sending_leads_to_sign_in_or_up(
    client: Client, button: dict[str, str], way: str
) -> None:
    answer = client.post(ASK, filled(client, ASK, text="Is it?", variation="band") | button)
    back = "%2Fask%2Fhip-thrusts%2F%3Fvariation%3Dband"
    assert answer["Location"] == f"/accounts/{way}/?next={back}"
    assert not Question.objects.exists()
    assert "no-store" in client.get(ASK)["Cache-Control"]


@pytest.mark.usefixtures("guide", "tom")
def test_signed_out_a_wrong_text_is_told_before_signing_in(client: Client) -> None:
    assert "Write what you would like to know." in post(client, ASK, text="")


def test_an_unknown_variation_is_ignored_and_said_above_the_form(
    client: Client, guide: Exercise, alice: User, tom: Trainer
) -> None:
    page = page_of(client, f"{ASK}?variation=<rope>")
    assert "Hip Thrusts has no variation “&lt;rope&gt;”." in page.split("<form")[-2]
    assert "has no variation" not in page_of(client, f"{ASK}?variation=band")


@pytest.mark.parametrize("text", ["\u200b\u200d", "\u2060 \ufeff\n", "\u202e\u2066"])
def test_a_text_of_invisible_characters_is_empty(
    client: Client, guide: Exercise, alice: User, tom: Trainer, text: str
) -> None:
    assert "Write what you would like to know." in post(client, ASK, text=text)


def test_a_text_that_turns_its_order_is_refused(
    client: Client, guide: Exercise, alice: User, tom: Trainer
) -> None:
    assert "Remove the invisible" in post(client, ASK, text="Is this\u202e safe?")
    assert not Question.objects.exists()
