from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.models import Member, User
from tests.factories import (
    make_client,
    make_gym,
    make_plan,
    make_question,
    make_trainer,
)
from tests.members.test_progress_page import words
from tests.trainers.client_pages import LIST, ClientPagesTestCase
from trainers.models import Client, ClientRequest, Question


class ClientListTest(ClientPagesTestCase):
    def follow(self, name: str, **changes: Any) -> Client:
        user = User.objects.create(email=f"{uuid4()}@example.test", name=name)
        Member.objects.create(user=user)
        return make_client(trainer=self.trainer, user=user, **changes)

    def test_those_who_need_attention_first_then_by_name(self) -> None:
        self.follow("aaron")
        quiet = self.follow("Zoe", may_see_workouts=True)
        make_plan(user=quiet.member.user, started_on=timezone.localdate() - timedelta(days=30))
        self.follow("Bea", may_see_workouts=True)
        text = self.text(LIST)
        order = [text.index(name) for name in ("Zoe", "aaron", "Alice", "Bea")]
        assert order == sorted(order)
        assert "Nothing done since the plan began 30 days ago." in text
        assert "aaron Keeps workouts and progress to themselves." in text
        assert "Bea Follows no plan at the moment." in text

    def test_search_by_name(self) -> None:
        self.follow("Émile")
        assert "Émile" in self.text(f"{LIST}?q=ÉMI")
        text = self.text(f"{LIST}?q=emil<b>")
        assert "0 clients with “emil<b>” in the name" in text
        assert "Alice" not in text

    def test_pages_of_24(self) -> None:
        for number in range(30):
            self.follow(f"Client {number:02}")
        assert self.text(LIST).count("Keeps workouts") == 23  # and Alice
        assert "Client 29" in self.text(f"{LIST}?page=2")

    def test_nobody_any_more(self) -> None:
        Client.objects.update(ended_at=timezone.now())
        assert "No clients at the moment" in self.text(LIST)

    def test_nobody_yet(self) -> None:
        Client.objects.all().delete()
        assert "No clients yet" in self.text(LIST)

    def test_the_same_queries_with_5_and_with_500_clients(self) -> None:
        counts = []
        for number in (4, 495):
            for place in range(number):
                one = self.follow(f"Client {place}", may_see_workouts=place % 2 == 0)
                make_plan(user=one.member.user)
            self.text(LIST)  # notes the looks, on SQLite in several inserts
            with CaptureQueriesContext(connection) as queries:
                self.text(LIST)
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 14, counts

    def request(self, asked_by: str) -> ClientRequest:
        return ClientRequest.objects.create(
            trainer=self.trainer,
            member=self.charlie.member,
            asked_by=asked_by,
            may_see_workouts=True,
        )

    def act(self, request: ClientRequest, act: str) -> str:
        answer = self.client.post(f"/coach/requests/{request.pk}/{act}/", follow=True)
        return words(answer.content.decode())

    def test_a_member_s_invitation(self) -> None:
        request = self.request("member")
        text = self.text(LIST)
        assert "Charlie asked on" in text
        assert "Lets you see workouts and progress." in text
        assert "You have a new client." in self.act(request, "accept")
        one = Client.objects.get(member=self.charlie.member)
        assert (one.may_edit_plan, one.may_see_workouts) == (False, True)
        for act in ("accept", "decline"):
            assert "answered or taken back meanwhile" in self.act(request, act)

    def test_declining_and_taking_back(self) -> None:
        for asked_by, act, state in (
            ("member", "decline", "declined"),
            ("trainer", "withdraw", "withdrawn"),
        ):
            request = self.request(asked_by)
            self.act(request, act)
            request.refresh_from_db()
            assert request.state == state
        assert not Client.objects.filter(member=self.charlie.member).exists()

    def test_a_trainer_cannot_say_yes_for_the_member(self) -> None:
        request = self.request("trainer")
        other = make_trainer(gym=self.gym).user
        for user, acts in ((self.tom, ("accept", "decline")), (other, ("withdraw", "accept"))):
            self.client.force_login(user)
            for act in acts:
                address = f"/coach/requests/{request.pk}/{act}/"
                assert self.client.post(address).status_code == 404
        assert not Client.objects.filter(member=self.charlie.member).exists()

    def test_asking_from_a_question(self) -> None:
        question = make_question(user=self.charlie, gym=self.gym)
        address = f"/coach/questions/{question.pk}/ask-to-follow/"
        refused = words(self.client.post(address, follow=True).content.decode())
        assert "only members whose question you have taken" in refused
        question = make_question(user=self.charlie, gym=self.gym, claimed_by=self.trainer)
        said = words(self.client.post(address, follow=True).content.decode())
        assert "nothing of theirs until they say yes" in said
        assert "Asked by you, waiting Charlie" in said
        assert not Client.objects.filter(member=self.charlie.member).exists()
        assert ClientRequest.objects.get().asked_by == "trainer"

    def test_after_a_no_one_asks_again_after_30_days_or_a_new_question(self) -> None:
        question = make_question(user=self.charlie, gym=self.gym, claimed_by=self.trainer)
        address = f"/coach/questions/{question.pk}/ask-to-follow/"

        def asked() -> str:
            return words(self.client.post(address, follow=True).content.decode())

        def declined(days: int) -> None:
            at = timezone.now() - timedelta(days=days)
            ClientRequest.objects.update(state="declined", decided_at=at)

        Question.objects.update(created_at=timezone.now() - timedelta(days=60))
        asked()
        declined(29)
        said = asked()
        assert f"again from {timezone.localdate() + timedelta(days=1):%-d %B %Y}" in said
        assert ClientRequest.objects.count() == 1
        declined(31)
        assert "nothing of theirs until they say yes" in asked()
        declined(29)
        assert "not long ago" in asked()
        make_question(user=self.charlie, gym=self.gym)
        assert "not long ago" in asked()
        make_question(user=self.charlie, gym=self.gym, claimed_by=self.trainer)
        assert "nothing of theirs until they say yes" in asked()

    def test_whoever_is_leaving_is_not_asked(self) -> None:
        question = make_question(user=self.charlie, gym=self.gym, claimed_by=self.trainer)
        Member.objects.update(deletion_requested_at=timezone.now())
        self.client.post(f"/coach/questions/{question.pk}/ask-to-follow/")
        assert not ClientRequest.objects.exists()

    def test_asking_from_a_question_of_another_gym_or_of_nobody(self) -> None:
        elsewhere = make_question(user=self.charlie, gym=make_gym(), claimed_by=self.trainer)
        erased = make_question(user=self.charlie, gym=self.gym, claimed_by=self.trainer)
        type(erased).objects.filter(pk=erased.pk).update(member=None, text="")
        for key in (elsewhere.pk, erased.pk, uuid4()):
            address = f"/coach/questions/{key}/ask-to-follow/"
            assert self.client.post(address).status_code == 404
        assert not ClientRequest.objects.exists()
