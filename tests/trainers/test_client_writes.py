import pytest
from django.utils import timezone

from members.models import Gym, Notice
from tests.base import PersonasTestCase
from tests.factories import make_client, make_gym, make_question, make_trainer
from trainers import clients
from trainers.clients import NotAllowed, Rights
from trainers.models import Client, ClientRequest, Trainer, WorkoutRead


class ClientWritesTest(PersonasTestCase):
    gym: Gym
    trainer: Trainer

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.gym = make_gym()
        cls.trainer = make_trainer(user=cls.tom, gym=cls.gym)

    def answered(self) -> None:
        make_question(user=self.alice, gym=self.gym, claimed_by=self.trainer)

    def invite(self, *rights: bool) -> None:
        clients.client_invite(
            member=self.alice.member, trainer=self.trainer, rights=Rights(*rights)
        )

    def ask(self) -> None:
        clients.client_ask(trainer=self.trainer, member=self.alice.member)

    def rights(self) -> tuple[bool, bool]:
        one = Client.objects.current().get()
        return one.may_edit_plan, one.may_see_workouts

    def mails(self) -> list[tuple[str, str]]:
        return sorted(Notice.objects.values_list("kind", "recipient"))

    def test_an_invitation_and_the_trainer_s_yes(self) -> None:
        self.invite(True, False)
        assert not Client.objects.exists()
        clients.client_request_accept(request=ClientRequest.objects.get())
        assert self.rights() == (True, False)
        assert self.mails() == [
            ("client_accepted", "alice@example.test"),
            ("client_requested", "tom@example.test"),
        ]

    def test_invited_twice_the_rights_are_those_ticked_last(self) -> None:
        self.invite(True, True)
        seen_before = ClientRequest.objects.get()
        self.invite(False, False)
        clients.client_request_accept(request=seen_before)
        assert self.rights() == (False, False)
        assert len(self.mails()) == 2

    def test_a_trainer_s_request_and_the_member_s_yes(self) -> None:
        self.answered()
        self.ask()
        self.ask()
        request = ClientRequest.objects.get()
        assert not Client.objects.exists()
        clients.client_request_accept(request=request, rights=Rights(may_see_workouts=True))
        assert self.rights() == (False, True)
        assert self.mails() == [
            ("client_accepted", "tom@example.test"),
            ("client_requested", "alice@example.test"),
        ]

    def test_accepted_without_a_tick_nothing_is_allowed(self) -> None:
        self.answered()
        self.ask()
        clients.client_request_accept(request=ClientRequest.objects.get())
        assert self.rights() == (False, False)

    def test_whoever_asks_the_other_back_says_yes(self) -> None:
        self.answered()
        self.ask()
        self.invite(False, True)
        assert self.rights() == (False, True)
        Client.objects.all().delete()
        self.invite(True, False)
        self.ask()
        assert self.rights() == (True, False)

    def test_only_a_member_who_asked_this_trainer_may_be_asked(self) -> None:
        make_question(user=self.alice, gym=self.gym)
        other = make_trainer(gym=self.gym)
        make_question(user=self.alice, gym=self.gym, claimed_by=other)
        with pytest.raises(NotAllowed):
            self.ask()
        assert not ClientRequest.objects.exists()

    def test_nobody_is_their_own_trainer(self) -> None:
        make_question(user=self.tom, gym=self.gym, claimed_by=self.trainer)
        me = self.tom.member
        with pytest.raises(NotAllowed):
            clients.client_ask(trainer=self.trainer, member=me)
        with pytest.raises(NotAllowed):
            clients.client_invite(member=me, trainer=self.trainer, rights=Rights())

    def test_answered_once(self) -> None:
        self.invite(True, True)
        request = ClientRequest.objects.get()
        clients.client_request_withdraw(request=request)
        for write in (clients.client_request_accept, clients.client_request_decline):
            with pytest.raises(NotAllowed):
                write(request=request)
        assert not Client.objects.exists()
        request.refresh_from_db()
        assert (request.state, request.decided_at is None) == ("withdrawn", False)

    def test_a_client_is_not_asked_again(self) -> None:
        make_client(trainer=self.trainer, user=self.alice, may_edit_plan=True)
        self.answered()
        self.ask()
        self.invite(False, False)
        assert not ClientRequest.objects.exists()
        assert self.rights() == (True, False)

    def test_each_right_is_given_and_withdrawn_apart(self) -> None:
        one = make_client(trainer=self.trainer, user=self.alice)
        for rights in ((True, False), (True, True), (False, True), (False, False)):
            clients.client_rights(client=one, rights=Rights(*rights))
            assert self.rights() == rights

    def test_all_leave_ends_with_it_and_none_is_given_afterwards(self) -> None:
        one = make_client(
            trainer=self.trainer, user=self.alice, may_edit_plan=True, may_see_workouts=True
        )
        clients.client_end(client=one)
        clients.client_rights(client=one, rights=Rights(True, True))
        one.refresh_from_db()
        assert (one.may_edit_plan, one.may_see_workouts) == (False, False)
        assert one.ended_at is not None
        assert one.ended_at <= timezone.now()
        clients.client_end(client=one)
        before = one.ended_at
        one.refresh_from_db()
        assert one.ended_at == before

    def test_looks_are_noted_together(self) -> None:
        many = [make_client(trainer=self.trainer, user=one) for one in (self.alice, self.charlie)]
        with self.assertNumQueries(2):
            clients.workouts_read(clients=many, what="x" * 200)
        assert sorted(WorkoutRead.objects.values_list("member", "trainer", "what")) == sorted(
            (one.member_id, self.trainer.pk, "x" * 120) for one in many
        )
