from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.models import Gym
from tests.base import PersonasTestCase
from tests.factories import make_client, make_gym, make_question, make_trainer
from tests.members.test_progress_page import words
from trainers.clients import client_ask
from trainers.models import Client, ClientRequest, Trainer, WorkoutRead

ADDRESS = "/me/trainers/"
BOTH = {"may_edit_plan": "on", "may_see_workouts": "on"}


class MyTrainersTest(PersonasTestCase):
    gym: Gym
    trainer: Trainer

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.gym = make_gym()
        cls.trainer = make_trainer(user=cls.tom, gym=cls.gym, name="Tom Reed", slug="tom")

    def setUp(self) -> None:
        self.client.force_login(self.alice)

    def text(self, address: str = ADDRESS) -> str:
        return words(self.client.get(address).content.decode())

    def follow(self, **changes: Any) -> Client:
        return make_client(trainer=self.trainer, user=self.alice, **changes)

    def asked(self) -> ClientRequest:
        make_question(user=self.alice, gym=self.gym, claimed_by=self.trainer)
        client_ask(trainer=self.trainer, member=self.alice.member)
        return ClientRequest.objects.get()

    def post(self, address: str, **data: str) -> str:
        answer = self.client.post(address, data, follow=True)
        assert answer.redirect_chain == [(ADDRESS, 302)]
        return words(answer.content.decode())

    def test_nothing_yet(self) -> None:
        text = self.text()
        assert "Nobody follows you" in text
        assert "Nobody has looked at your workouts" in text

    def test_each_right_is_given_and_withdrawn_apart_and_said_in_words(self) -> None:
        one = self.follow()
        cases: tuple[tuple[dict[str, str], str], ...] = (
            ({"may_edit_plan": "on"}, "sees and may change your plan, but not your workouts"),
            (BOTH, "sees your plan, workouts and progress, and may change your plan."),
            ({"may_see_workouts": "on"}, "workouts and progress, but may not change your plan."),
            ({}, "sees neither your plan nor your workouts"),
        )
        for ticked, said in cases:
            text = self.post(f"{ADDRESS}{one.pk}/rights/", **ticked)
            assert text.count(f"Tom Reed {said}") + text.count(said) >= 2  # said, and it stands
            one.refresh_from_db()
            found = {name for name in BOTH if getattr(one, name)}
            assert found == ticked.keys()

    def test_ending_asks_once_and_names_what_ends(self) -> None:
        one = self.follow(may_see_workouts=True)
        text = self.text(f"{ADDRESS}{one.pk}/end/")
        assert "End with Tom Reed?" in text
        assert "no longer see your plan, workouts and progress" in text
        one.refresh_from_db()
        assert one.ended_at is None
        assert "no longer your trainer" in self.post(f"{ADDRESS}{one.pk}/end/")
        one.refresh_from_db()
        assert one.ended_at is not None
        for act in ("end", "rights"):
            assert self.client.post(f"{ADDRESS}{one.pk}/{act}/").status_code == 404

    def test_saying_yes_to_a_trainer_gives_only_what_is_ticked(self) -> None:
        request = self.asked()
        html = self.client.get(ADDRESS).content.decode()
        assert "Tom Reed would like to follow you" in html
        assert "checked" not in html.split("<main", 1)[1].split("</main", 1)[0]
        text = self.post(f"{ADDRESS}requests/{request.pk}/accept/", may_see_workouts="on")
        assert "Tom Reed sees your plan, workouts and progress, but may not" in text
        one = Client.objects.get()
        assert (one.may_edit_plan, one.may_see_workouts) == (False, True)
        again = self.post(f"{ADDRESS}requests/{request.pk}/accept/", **BOTH)
        assert "answered or taken back meanwhile" in again
        one.refresh_from_db()
        assert not one.may_edit_plan

    def test_declining(self) -> None:
        request = self.asked()
        assert "Declined" in self.post(f"{ADDRESS}requests/{request.pk}/decline/")
        assert not Client.objects.exists()
        assert "would like to follow you" not in self.text()

    def test_a_trainer_who_left_cannot_be_said_yes_to(self) -> None:
        request = self.asked()
        self.trainer.active = False
        self.trainer.save()
        assert "would like to follow you" not in self.text()
        self.post(f"{ADDRESS}requests/{request.pk}/accept/", **BOTH)
        assert not Client.objects.exists()

    def test_a_trainer_who_left_sees_nothing_and_it_is_said(self) -> None:
        self.follow(may_see_workouts=True)
        self.trainer.active = False
        self.trainer.save()
        assert "no longer works with members here and sees nothing of yours" in self.text()

    def test_inviting_says_what_each_right_means_and_ticks_none(self) -> None:
        answer = self.client.get(f"{ADDRESS}invite/tom/")
        assert "checked" not in answer.content.decode().split("<main", 1)[1].split("</main")[0]
        text = words(answer.content.decode())
        assert "every workout that you logged" in text
        assert "They see you as “Alice”" in text
        said = self.post(f"{ADDRESS}invite/tom/", may_edit_plan="on")
        assert "Tom Reed has your invitation" in said
        assert "Waiting for their answer Tom Reed" in said
        request = ClientRequest.objects.get()
        assert (request.may_edit_plan, request.may_see_workouts) == (True, False)
        assert "taken back" in self.post(f"{ADDRESS}requests/{request.pk}/withdraw/")
        request.refresh_from_db()
        assert request.state == "withdrawn"

    def test_inviting_a_trainer_who_has_asked_is_a_yes(self) -> None:
        self.asked()
        self.trainer.accepting = False
        self.trainer.save()
        assert "Done. Tom Reed sees and may change" in self.post(
            f"{ADDRESS}invite/tom/", may_edit_plan="on"
        )
        assert Client.objects.get().may_edit_plan

    def test_who_no_longer_works_here_has_no_page_to_be_invited(self) -> None:
        Trainer.objects.update(active=False)
        for method in (self.client.get, self.client.post):
            assert method(f"{ADDRESS}invite/tom/").status_code == 404
        assert not ClientRequest.objects.exists()

    def test_who_cannot_be_invited_is_said_in_words(self) -> None:
        Trainer.objects.update(accepting=False)
        for method in (self.client.get, self.client.post):
            answer = method(f"{ADDRESS}invite/tom/")
            assert "takes no new clients" in words(answer.content.decode())
        Trainer.objects.update(accepting=True, active=True)
        one = self.follow()
        assert "is your trainer already" in self.text(f"{ADDRESS}invite/tom/")
        one.delete()
        self.client.force_login(self.tom)
        assert "This is you" in self.text(f"{ADDRESS}invite/tom/")
        self.client.post(f"{ADDRESS}invite/tom/")
        assert not ClientRequest.objects.exists()

    def test_signed_out_one_comes_back_after_signing_in(self) -> None:
        self.client.logout()
        address = f"{ADDRESS}invite/tom/"
        answer = self.client.get(address)
        assert answer.url == f"/accounts/login/?next={address}"  # type: ignore[attr-defined]
        filled = {"login": self.alice.email, "password": "correct horse battery"}
        assert self.client.post(answer.url, filled).url == address  # type: ignore[attr-defined]

    def test_notes_shared_and_never_the_private_ones(self) -> None:
        one = self.follow()
        one.notes.create(text="Ribs down.\n<b>Now</b>", kind="shared")
        one.notes.create(text="Seems tired.", kind="private")
        html = self.client.get(ADDRESS).content.decode()
        assert "Ribs down.<br>&lt;b&gt;Now&lt;/b&gt;" in html
        assert "Seems tired" not in html
        other = make_client(trainer=self.trainer, user=self.charlie)
        other.notes.create(text="For Charlie.", kind="shared")
        assert "For Charlie" not in self.text()

    def test_who_looked_when_newest_first_and_in_pages(self) -> None:
        one = self.follow(ended_at=timezone.now())
        for number in range(30):
            at = timezone.now() - timedelta(hours=30 - number)
            WorkoutRead.of(one, f"look {number}.", at=at).save()
        text = self.text()
        assert text.index("look 29.") < text.index("look 28.")
        assert "look 5." not in text
        assert "look 5." in self.text(f"{ADDRESS}?page=2")

    def test_nobody_else_s(self) -> None:
        one = self.follow(may_see_workouts=True)
        request = self.asked_by_member()
        for user in (self.charlie, self.tom, self.erin):
            self.client.force_login(user)
            for path in (f"{one.pk}/end/", f"{one.pk}/rights/", f"requests/{request}/withdraw/"):
                assert self.client.post(f"{ADDRESS}{path}").status_code == 404
        assert Client.objects.current().get().may_see_workouts
        self.client.force_login(self.alice)
        # what the member asked is answered by the trainer alone
        for act in ("accept", "decline"):
            path = f"{ADDRESS}requests/{request}/{act}/"
            assert self.client.post(path).status_code == 404
        for path in (f"{uuid4()}/end/", f"requests/{uuid4()}/accept/", "invite/nobody/"):
            assert self.client.post(f"{ADDRESS}{path}").status_code == 404
        assert self.client.get(f"{ADDRESS}{one.pk}/rights/").status_code == 405
        assert self.client.post(ADDRESS).status_code == 405

    def asked_by_member(self) -> Any:
        other = make_trainer(gym=self.gym)
        return ClientRequest.objects.create(
            trainer=other, member=self.alice.member, asked_by="member"
        ).pk

    def test_today_has_a_card_of_a_trainer_s_request(self) -> None:
        assert "would like to be your trainer" not in self.text("/me/")
        self.asked()
        assert "Tom Reed would like to be your trainer here" in self.text("/me/")
        self.trainer.active = False
        self.trainer.save()
        assert "would like to be your trainer" not in self.text("/me/")

    def test_the_same_queries_for_any_number(self) -> None:
        counts = []
        for number in (2, 12):
            for _ in range(number):
                trainer = make_trainer(gym=self.gym)
                one = make_client(trainer=trainer, user=self.alice)
                one.notes.create(text="Ribs down.", kind="shared")
                WorkoutRead.of(one, "look").save()
                for asked_by in ("member", "trainer"):
                    ClientRequest.objects.create(
                        trainer=make_trainer(), member=self.alice.member, asked_by=asked_by
                    )
            with CaptureQueriesContext(connection) as queries:
                self.client.get(ADDRESS)
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 12, counts
