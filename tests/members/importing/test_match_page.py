"""The member says which of our exercises a name means, or leaves it out."""

from tests.factories import make_variation
from tests.members.importing.cases import UPLOAD, ImportTestCase
from tests.members.importing.files import PUSH, STRONG


class MatchTest(ImportTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.record = self.upload(STRONG, PUSH[1].replace("Bench Press (Barbell)", "Zercher Thing"))
        self.name = self.record.names.get()
        self.address = f"{UPLOAD}{self.record.pk}/exercises/{self.name.pk}/"

    def test_an_unknown_name_is_said_and_its_sets_are_not_counted(self) -> None:
        page = self.page(self.record)
        assert self.name.how == "unknown"
        assert "not found" in page
        assert self.address in page
        assert "disabled>Import 1 workout<" in page

    def test_is_found_by_a_search_without_javascript(self) -> None:
        page = self.client.get(self.address, {"q": "bench"}).content.decode()
        assert f'name="variation" value="{self.bench.pk}"' in page
        answer = self.client.post(self.address, {"variation": self.bench.pk})
        assert answer["Location"] == f"{UPLOAD}{self.record.pk}/#name-{self.name.pk}"
        self.name.refresh_from_db()
        assert (self.name.variation, self.name.how) == (self.bench, "chosen")
        assert "your choice" in self.page(self.record)

    def test_htmx_gets_the_results_alone(self) -> None:
        answer = self.client.get(self.address, {"q": "bench"}, headers={"HX-Request": "true"})
        assert "<html" not in answer.content.decode()
        assert self.bench.name in answer.content.decode()

    def test_nothing_found_says_what_was_searched(self) -> None:
        page = self.client.get(self.address, {"q": "zzqx<b>"}).content.decode()
        assert "Nothing found for “zzqx&lt;b&gt;”" in page

    def test_leaving_out_is_a_choice_that_can_be_changed(self) -> None:
        self.client.post(self.address, {"variation": ""})
        self.name.refresh_from_db()
        assert (self.name.variation, self.name.how) == (None, "left_out")
        self.client.post(self.address, {"variation": self.bench.pk})
        self.name.refresh_from_db()
        assert self.name.variation == self.bench

    def test_a_variation_that_is_not_public_is_none(self) -> None:
        draft = make_variation(status="draft")
        for chosen in (draft.pk, 0, -1, "x", "9" * 30, "²"):
            answer = self.client.post(self.address, {"variation": chosen})
            assert answer.status_code == 404, chosen
        self.name.refresh_from_db()
        assert self.name.how == "unknown"

    def test_what_does_not_fit_is_said_before(self) -> None:
        self.client.post(self.address, {"variation": self.plank.pk})
        page = self.page(self.record)
        assert "1 set cannot be kept" in page
        body = make_variation(measure="reps")
        self.client.post(self.address, {"variation": body.pk})
        assert "The load of 1 set is left out" in self.page(self.record)

    def test_once_imported_nothing_can_be_chosen_any_more(self) -> None:
        self.client.post(self.address, {"variation": self.bench.pk})
        self.start(self.record, unit="kg")
        assert self.client.get(self.address).status_code == 404
        assert self.client.post(self.address, {"variation": ""}).status_code == 404
