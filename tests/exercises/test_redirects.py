"""Addresses that guides and variations once had."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from exercises.markdown import check_links
from exercises.models import BodyPart, Exercise, SlugRedirect, Variation, catalogue_batch
from tests.factories import make_exercise, make_variation

pytestmark = pytest.mark.django_db


@pytest.fixture
def thrust() -> Variation:
    return make_variation(exercise=make_exercise(slug="thrusts"), slug="barbell")


def leads(client: Client, address: str) -> str | int:
    """Where the address leads for good, or its status."""
    answer = client.get(f"/exercises/{address}/")
    return answer["Location"] if answer.status_code == 301 else answer.status_code


def rename(row: Exercise | Variation, slug: str) -> None:
    row.slug = slug
    row.save()


def test_every_old_name_leads_straight_to_the_newest(client: Client, thrust: Variation) -> None:
    for slug in ("second", "third"):
        rename(thrust.exercise, slug)
    for old in ("thrusts", "second"):
        assert leads(client, f"glutes/{old}") == "/exercises/glutes/third/"
        assert leads(client, f"glutes/{old}/barbell") == "/exercises/glutes/third/barbell/"


def test_a_renamed_variation_leads_on(client: Client, thrust: Variation) -> None:
    rename(thrust, "bar")
    assert leads(client, "glutes/thrusts/barbell") == "/exercises/glutes/thrusts/bar/"
    rename(thrust.exercise, "moved")
    assert leads(client, "glutes/thrusts/barbell") == "/exercises/glutes/moved/bar/"
    assert leads(client, "glutes/thrusts/bar") == "/exercises/glutes/moved/bar/"


def test_a_variation_that_moved_to_another_guide_leads_there(
    client: Client, thrust: Variation
) -> None:
    thrust.exercise = make_exercise(slug="bridges")
    thrust.save()
    assert leads(client, "glutes/thrusts/barbell") == "/exercises/glutes/bridges/barbell/"


def test_a_guide_that_moved_to_another_body_part_leads_there(
    client: Client, thrust: Variation
) -> None:
    thrust.exercise.body_part = BodyPart.objects.get(slug="legs")
    thrust.exercise.save()
    assert leads(client, "glutes/thrusts") == "/exercises/legs/thrusts/"
    assert leads(client, "glutes/thrusts/barbell") == "/exercises/legs/thrusts/barbell/"


def test_a_wrong_body_part_leads_to_the_right_one(client: Client, thrust: Variation) -> None:
    for part in ("legs", "nowhere"):
        assert leads(client, f"{part}/thrusts") == "/exercises/glutes/thrusts/"
        assert leads(client, f"{part}/thrusts/barbell") == "/exercises/glutes/thrusts/barbell/"


def test_a_new_guide_takes_over_a_name_that_was_left(client: Client, thrust: Variation) -> None:
    rename(thrust.exercise, "moved")
    make_exercise(slug="thrusts")
    assert leads(client, "glutes/thrusts") == 200
    assert not SlugRedirect.objects.filter(exercise_slug="thrusts", variation_slug="").exists()


def test_two_guides_may_swap_their_names(client: Client, thrust: Variation) -> None:
    other = make_exercise(slug="bridges")
    with catalogue_batch():
        rename(other, "for-a-moment")
        rename(thrust.exercise, "bridges")
        rename(other, "thrusts")
    assert leads(client, "glutes/thrusts") == 200
    assert leads(client, "glutes/bridges/barbell") == 200
    assert leads(client, "glutes/for-a-moment") == "/exercises/glutes/thrusts/"


def test_a_variations_old_name_is_freed_when_another_takes_it(
    client: Client, thrust: Variation
) -> None:
    rename(thrust, "bar")
    make_variation(exercise=thrust.exercise, slug="barbell")
    assert leads(client, "glutes/thrusts/barbell") == 200
    assert not SlugRedirect.objects.exists()


@pytest.mark.parametrize("status", ["draft", "in_review", "retired"])
def test_an_old_name_tells_nothing_of_what_is_not_public(
    client: Client, thrust: Variation, status: str
) -> None:
    rename(thrust, "secret")
    rename(thrust.exercise, "secrets")
    Exercise.objects.update(status=status)
    for old in ("thrusts", "thrusts/barbell", "thrusts/secret"):
        assert leads(client, f"glutes/{old}") == 404


def test_an_old_name_goes_with_what_it_led_to(client: Client, thrust: Variation) -> None:
    rename(thrust, "bar")
    thrust.delete()
    assert leads(client, "glutes/thrusts/barbell") == 404


def test_saving_without_a_new_name_leaves_no_redirect(thrust: Variation) -> None:
    thrust.save()
    thrust.exercise.save()
    assert not SlugRedirect.objects.exists()


def test_a_name_that_was_not_saved_leaves_no_redirect(thrust: Variation) -> None:
    thrust.exercise.slug = "only-thought-of"
    thrust.exercise.save(update_fields=["summary"])
    assert not SlugRedirect.objects.exists()


def test_every_pair_of_old_names_leads_on(client: Client, thrust: Variation) -> None:
    rename(thrust.exercise, "second")
    rename(thrust, "bar")
    rename(thrust.exercise, "third")
    rename(thrust, "rod")
    for guide in ("thrusts", "second", "third"):
        for variation in ("barbell", "bar"):
            assert leads(client, f"glutes/{guide}/{variation}") == "/exercises/glutes/third/rod/"
    rename(thrust.exercise, "thrusts")
    assert leads(client, "glutes/thrusts/barbell") == "/exercises/glutes/thrusts/rod/"
    text = "[a](guide:second/barbell) [b](guide:thrusts/bar)"
    assert check_links(text) == []


def test_a_redirect_from_a_living_address_is_refused(thrust: Variation) -> None:
    for slugs in (("thrusts", ""), ("thrusts", "barbell")):
        row = SlugRedirect(
            exercise_slug=slugs[0], variation_slug=slugs[1], exercise=thrust.exercise
        )
        with pytest.raises(ValidationError, match="has this address now"):
            row.full_clean()
