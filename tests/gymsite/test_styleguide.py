from typing import Any

import pytest
from django.test import Client

from tests.base import PersonasTestCase
from tests.factories import make_variation


class StyleguideTest(PersonasTestCase):
    def test_it_is_for_staff(self) -> None:
        assert self.client.get("/styleguide/").status_code == 404
        self.client.force_login(self.alice)
        assert self.client.get("/styleguide/").status_code == 404
        self.client.force_login(self.erin)
        assert self.client.get("/styleguide/").status_code == 200

    def test_it_shows_both_themes_and_real_cards_once_there_are_guides(self) -> None:
        self.client.force_login(self.erin)
        assert b'class="card"' not in self.client.get("/styleguide/").content
        make_variation()
        page = self.client.get("/styleguide/").content.decode()
        for part in ('data-theme="light"', 'data-theme="dark"', 'class="card"', "<svg"):
            assert part in page

    def test_its_form_shows_errors_beside_the_fields(self) -> None:
        self.client.force_login(self.erin)
        page = self.client.get("/styleguide/").content.decode()
        assert "Enter a valid e-mail address." in page or "Enter a valid email address." in page
        assert 'aria-invalid="true"' in page

    def test_no_ids_stand_in_it_twice(self) -> None:
        make_variation()
        self.client.force_login(self.erin)
        page = self.client.get("/styleguide/").content.decode()
        ids = [part.partition('"')[0] for part in page.split(' id="')[1:]]
        assert sorted(ids) == sorted(set(ids))

    def test_no_copy_of_it_is_kept(self) -> None:
        self.client.force_login(self.erin)
        answer = self.client.get("/styleguide/")
        assert "no-store" in answer["Cache-Control"]
        assert '<meta name="robots" content="noindex">' in answer.content.decode()


@pytest.mark.django_db
def test_with_debug_it_is_open(client: Client, settings: Any) -> None:
    settings.DEBUG = True
    assert client.get("/styleguide/").status_code == 200
