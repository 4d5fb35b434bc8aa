"""A trainer's clients: what is shown of whom, and that every look is noted."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.models import User, Workout
from tests.factories import (
    make_assignment,
    make_client,
    make_gym,
    make_set,
    make_trainer,
    make_user,
    make_variation,
    make_workout,
    make_workout_item,
)
from tests.members.test_progress_page import words
from tests.trainers.client_pages import LIST, LIST_READ, PAGE_READ, ClientPagesTestCase
from trainers.models import ClientNote, WorkoutRead


class WhoMaySeeTest(ClientPagesTestCase):
    def addresses(self) -> list[str]:
        note = self.one.notes.create(text="Ribs down.")
        return [
            self.page,
            *self.training(),
            f"/coach/notes/{note.pk}/edit/",
            f"/coach/notes/{note.pk}/delete/",
        ]

    def nothing_for(self, user: User) -> None:
        self.client.force_login(user)
        before = WorkoutRead.objects.count()
        for address in self.addresses():
            for method in (self.client.get, self.client.head):
                assert method(address).status_code == 404, address
        note = ClientNote.objects.first()
        assert note is not None
        for address in (f"{self.page}notes/", f"/coach/notes/{note.pk}/delete/"):
            assert self.client.post(address, {"text": "x", "kind": "private"}).status_code == 404
        assert WorkoutRead.objects.count() == before

    def test_strangers_the_client_and_staff(self) -> None:
        for user in (self.charlie, self.alice, self.erin):
            self.nothing_for(user)

    def test_another_trainer_of_the_same_gym_and_of_another(self) -> None:
        for gym in (self.gym, make_gym()):
            self.nothing_for(make_trainer(gym=gym).user)

    def test_a_former_client_s_trainer(self) -> None:
        self.one.ended_at = timezone.now()
        self.one.save()
        self.nothing_for(self.tom)
        assert "Alice" not in self.text(LIST)

    def test_a_trainer_who_is_no_longer_active(self) -> None:
        self.trainer.active = False
        self.trainer.save()
        self.nothing_for(self.tom)

    def test_leave_withdrawn_counts_at_the_next_look(self) -> None:
        for address in self.training():
            assert self.client.get(address).status_code == 200
        WorkoutRead.objects.all().delete()
        self.allow(may_see_workouts=False)
        for address in self.training():
            assert self.client.get(address).status_code == 404
            assert self.client.head(address).status_code == 404
        text = self.text(self.page)
        assert "Alice keeps workouts and progress to themselves" in text
        assert "7 days" not in text
        assert "7 days" not in self.text(LIST)
        assert self.reads() == []

    def test_the_plan_with_either_right(self) -> None:
        for rights, shown in (((True, False), 1), ((False, True), 1), ((False, False), 0)):
            self.allow(may_edit_plan=rights[0], may_see_workouts=rights[1])
            assert self.text(self.page).count("Strong") == shown

    def test_another_member_s_workout_under_a_client_s_address(self) -> None:
        other = make_workout(user=self.charlie, finished_at=timezone.now())
        open_one = make_workout(user=self.alice)
        for workout in (other, open_one):
            assert self.client.get(f"{self.page}workouts/{workout.pk}/").status_code == 404
        assert self.client.get(f"{self.page}progress/{make_variation().pk}/").status_code == 404
        assert self.reads() == []


class LooksTest(ClientPagesTestCase):
    def test_every_look_is_noted_once_before_it_is_shown(self) -> None:
        for address, what in ({self.page: PAGE_READ} | self.training()).items():
            for method in (self.client.get, self.client.head):
                assert method(address).status_code == 200
                assert self.reads() == [(self.one.member_id, what)], address
                WorkoutRead.objects.all().delete()

    def test_the_list_notes_one_for_each_client_whose_figures_are_shown(self) -> None:
        seen = make_client(trainer=self.trainer, user=self.charlie, may_see_workouts=True)
        make_client(trainer=self.trainer, user=self.erin, may_edit_plan=True)
        self.text(LIST)
        assert sorted(self.reads()) == sorted(
            (key, LIST_READ) for key in (self.one.member_id, seen.member_id)
        )
        WorkoutRead.objects.all().delete()
        self.text(f"{LIST}?q=alice")
        assert self.reads() == [(self.one.member_id, LIST_READ)]

    def test_the_list_is_ordered_by_the_figures_of_all_and_so_notes_all(self) -> None:
        for number in range(30):
            user = make_user(name=f"Client {number:02}")
            make_client(trainer=self.trainer, user=user, may_see_workouts=True)
        self.text(LIST)
        assert len(self.reads()) == 31

    def test_the_coach_s_page_works_out_the_figures_of_all_and_notes_all(self) -> None:
        self.text("/coach/")
        assert self.reads() == [
            (self.one.member_id, "Whether you need attention, among all clients")
        ]

    def test_one_look_of_a_kind_stands_for_those_of_an_hour(self) -> None:
        for _ in range(2):
            self.text(self.page)
            self.text(LIST)
        whose = self.one.member_id
        assert self.reads() == [(whose, PAGE_READ), (whose, LIST_READ)]
        WorkoutRead.objects.update(at=timezone.now() - timedelta(minutes=61))
        self.text(self.page)
        assert len(self.reads()) == 3

    def test_who_looked_stays_for_the_member_when_the_trainer_is_gone(self) -> None:
        self.text(self.page)
        name = self.trainer.name
        self.trainer.delete()
        self.client.force_login(self.alice)
        text = self.text("/me/trainers/")
        assert f"{name} {PAGE_READ}" in text

    def test_a_note_that_is_refused_shows_the_figures_and_is_a_look(self) -> None:
        answer = self.client.post(f"{self.page}notes/", {"text": " ", "kind": "private"})
        assert "Write something first." in answer.content.decode()
        assert self.reads() == [(self.one.member_id, PAGE_READ)]

    def test_no_page_of_what_was_logged_leads_to_the_member_s_own(self) -> None:
        for address in (self.page, *self.training()):
            main = self.client.get(address).content.decode().split("<main", 1)[1]
            assert 'href="/me/' not in main.split("</main", 1)[0], address

    def test_the_client_s_unit_and_zone(self) -> None:
        member = self.alice.member
        member.unit, member.home_gym = "lb", make_gym(timezone="Pacific/Auckland")
        member.save()
        text = self.text(f"{self.page}workouts/{self.workout.pk}/")
        assert "132.25 lb" in text or "132.3 lb" in text, text
        assert f"{self.workout.started_at.astimezone(member.zone):%H:%M}" in text


class ClientPageTest(ClientPagesTestCase):
    def test_done_attention_and_sets(self) -> None:
        plan = self.day.plan
        plan.started_on = timezone.localdate() - timedelta(days=20)
        plan.save()
        Workout.objects.update(started_at=timezone.now() - timedelta(days=11))
        make_assignment(
            trainer=self.trainer,
            user=self.alice,
            variation=self.press,
            state="in_plan",
            taken_at=timezone.now() - timedelta(days=12),
            plan_item=self.item,
        )
        text = self.text(self.page)
        assert "Nothing done for 11 days." in text
        assert "7 days 0% 0 of 3 30 days 11% 1 of 9" in text
        assert "2 of 3 sets done since it was taken, 67%" in text
        self.allow(may_see_workouts=False)
        text = self.text(self.page)
        assert "Nothing done" not in text
        assert "sets done" not in text

    def test_another_trainer_s_assignments_are_not_shown(self) -> None:
        make_assignment(
            trainer=make_trainer(), user=self.alice, variation=make_variation(name="Secret row")
        )
        assert "Secret row" not in self.text(self.page)

    def test_notes_kept_changed_and_deleted(self) -> None:
        add = {"text": "Left knee.\n<i>No</i> jumps.", "kind": "private"}
        answer = self.client.post(f"{self.page}notes/", add)
        assert answer.url == f"{self.page}#notes"  # type: ignore[attr-defined]
        note = ClientNote.objects.get()
        html = self.client.get(self.page).content.decode()
        assert "Left knee.<br>&lt;i&gt;No&lt;/i&gt; jumps." in html
        edit = f"/coach/notes/{note.pk}/edit/"
        assert "Left knee." in self.text(edit)
        assert "Write something first." in words(
            self.client.post(edit, {"text": "", "kind": "shared"}).content.decode()
        )
        self.client.post(edit, {"text": "Both knees.", "kind": "shared"})
        note.refresh_from_db()
        assert (note.text, note.kind) == ("Both knees.", "shared")
        delete = f"/coach/notes/{note.pk}/delete/"
        assert "Alice no longer finds it either" in self.text(delete)
        assert ClientNote.objects.exists()
        self.client.post(delete)
        assert not ClientNote.objects.exists()
        assert self.client.post(delete).status_code == 404

    def test_a_note_sent_twice_is_there_once(self) -> None:
        for text in ("Knee.", "Knee.", "Hip.", "Knee."):
            self.client.post(f"{self.page}notes/", {"text": text, "kind": "private"})
        assert ClientNote.objects.count() == 3

    def test_what_was_given_and_is_in_the_plan_no_longer(self) -> None:
        given = make_assignment(
            trainer=self.trainer,
            user=self.alice,
            variation=self.press,
            state="in_plan",
            taken_at=timezone.now(),
            plan_item=self.item,
        )
        assert "Bench press In the plan" in self.text(self.page)
        self.item.remove()
        text = self.text(self.page)
        assert "Bench press No longer in the plan" in text
        assert "Not trained since" not in text
        make_assignment(
            trainer=self.trainer,
            user=self.alice,
            variation=self.press,
            state="in_plan",
            taken_at=timezone.now(),
            replaces=given,
        )
        assert self.text(self.page).count("No longer in the plan") == 1

    def test_a_note_needs_a_reader_and_fits(self) -> None:
        for wrong in (
            {"text": "x"},
            {"text": "x", "kind": "all"},
            {"text": "x" * 4001},
            {"text": "a\x07b", "kind": "private"},
        ):
            answer = self.client.post(f"{self.page}notes/", {"kind": "", **wrong})
            assert "invalid-feedback" in answer.content.decode()
        assert not ClientNote.objects.exists()

    def test_the_same_queries_with_5_and_with_500(self) -> None:
        counts: dict[str, list[int]] = {}
        for number in (4, 495):
            self.fill(number)
            WorkoutRead.objects.all().delete()
            for address in (self.page, *self.training()):
                with CaptureQueriesContext(connection) as queries:
                    assert self.client.get(address).status_code == 200
                counts.setdefault(address, []).append(len(queries))
        assert all(few == many for few, many in counts.values()), counts
        assert max(few for few, _ in counts.values()) <= 24, counts

    def fill(self, number: int) -> None:
        now = timezone.now()
        for place in range(number):
            at = now - timedelta(hours=6 * place + 2)
            workout = make_workout(
                user=self.alice, plan_day=self.day, started_at=at, finished_at=at
            )
            done = make_workout_item(workout=workout, variation=self.press, plan_item=self.item)
            make_set(item=done)
            make_assignment(
                trainer=self.trainer,
                user=self.alice,
                variation=self.press,
                state="in_plan",
                taken_at=now,
                plan_item=self.item,
            )
            self.one.notes.create(text="Ribs down.")
