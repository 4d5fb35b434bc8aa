from collections.abc import Callable
from hashlib import sha256

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from exercises import search_index
from exercises.models import (
    BodyPart,
    CatalogueState,
    Equipment,
    Exercise,
    ExerciseMuscle,
    Faq,
    Muscle,
    SearchEntry,
    SearchWord,
    Status,
    Tip,
    Variation,
    VariationEquipment,
    catalogue_batch,
)
from exercises.models.state import note_change
from exercises.search import search
from tests.factories import make_exercise, make_variation

pytestmark = pytest.mark.django_db
PUBLISHED = Status.PUBLISHED


@pytest.fixture
def guide() -> Exercise:
    with catalogue_batch():
        exercise = make_exercise(name="Hip Thrusts", singular="hip thrust")
        make_variation(exercise=exercise, name="Barbell hip thrust", equipment=("barbell",))
    return exercise


def found(query: str) -> list[str]:
    """Names found by exactly this query."""
    page = search(query)
    return [] if page.corrected else [result.name for result in page.results]


def variation() -> Variation:
    return Variation.objects.get()


def save(row: Exercise | Variation | Muscle | Equipment | BodyPart, **changes: object) -> None:
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()


def move_to_another_guide() -> None:
    variation().exercise.variations.update(exercise=make_exercise(name="Wombat Walks"))


WRITES: dict[str, tuple[Callable[[], object], str, bool]] = {
    "guide saved": (lambda: save(Exercise.objects.get(), name="Wombats"), "wombat", True),
    "guide updated": (lambda: Exercise.objects.update(summary="Wombats."), "wombat", True),
    "guides bulk-updated": (
        lambda: Exercise.objects.bulk_update(
            [Exercise(pk=Exercise.objects.get().pk, aliases=["wombat"])], ["aliases"]
        ),
        "wombat",
        True,
    ),
    "guide withdrawn": (lambda: save(Exercise.objects.get(), status="draft"), "barbell", False),
    "guide deleted": (lambda: Exercise.objects.get().delete(), "barbell", False),
    "guides deleted": (lambda: Exercise.objects.all().delete(), "barbell", False),
    "variation saved": (lambda: save(variation(), aliases=["wombat"]), "wombat", True),
    "variation updated": (lambda: Variation.objects.update(name="Wombat"), "wombat", True),
    "variation deleted": (lambda: variation().delete(), "barbell", False),
    "variation withdrawn": (lambda: Variation.objects.update(status="retired"), "barbell", False),
    "variations bulk-created": (
        lambda: Variation.objects.bulk_create(
            [
                Variation(
                    exercise=Exercise.objects.get(), slug="w", name="Wombat", status="published"
                )
            ]
        ),
        "wombat",
        True,
    ),
    "variation moved": (move_to_another_guide, "wombat barbell", True),
    "question added": (
        lambda: Faq.objects.create(exercise=Exercise.objects.get(), question="Any wombats?"),
        "wombat",
        True,
    ),
    "equipment cleared": (lambda: variation().equipment.clear(), "no equipment thrust", True),
    "equipment set": (
        lambda: variation().equipment.set(Equipment.objects.filter(slug="sled")),
        "prowler",
        True,
    ),
    "equipment removed": (lambda: VariationEquipment.objects.all().delete(), "bodyweight", True),
    "equipment alias edited": (
        lambda: save(Equipment.objects.get(slug="barbell"), aliases=["wombat"]),
        "wombat",
        True,
    ),
    "muscle alias edited": (
        lambda: save(Muscle.objects.get(slug="gluteus-maximus"), aliases=["wombat"]),
        "wombat",
        True,
    ),
    "muscle updated": (lambda: Muscle.objects.update(common_name="wombats"), "wombat", True),
    "muscle removed": (lambda: ExerciseMuscle.objects.all().delete(), "bum", False),
    "body part renamed": (
        lambda: save(BodyPart.objects.get(slug="glutes"), name="Wombat"),
        "wombat",
        True,
    ),
}


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.usefixtures("guide")
def test_the_index_is_true_after_every_kind_of_write(write: str) -> None:
    change, query, afterwards = WRITES[write]
    assert bool(found(query)) is not afterwards
    change()
    assert bool(found(query)) is afterwards


def test_a_write_taken_back_leaves_the_index_as_it_was(guide: Exercise) -> None:
    with transaction.atomic():
        save(guide, name="Wombats")
        transaction.set_rollback(True)
    assert found("wombat") == []
    assert found("hip thrust")[0] == "Hip Thrusts"


def test_a_word_is_known_as_long_as_a_guide_uses_it(guide: Exercise) -> None:
    other = make_exercise(name="Thrust walks")
    guide.delete()
    assert search("thurst").corrected == "thrust"
    other.delete()
    assert search("thurst").corrected == ""
    assert not SearchWord.objects.exists()


def test_words_are_counted_once_a_guide(guide: Exercise) -> None:
    make_exercise(name="Thrusts")
    for _ in range(2):
        save(guide, summary="Another.")
    assert SearchWord.objects.get(word="thrusts").uses == 2
    save(guide, name="Others", singular="other")
    assert SearchWord.objects.get(word="thrusts").uses == 1


def test_what_search_does_not_show_costs_no_write(guide: Exercise) -> None:
    for write in (
        lambda: Tip.objects.create(exercise=guide, text="Breathe."),
        lambda: save(variation(), steps=["Sit down.", "Stand up."]),
    ):
        with CaptureQueriesContext(connection) as captured:
            write()
        written = [row["sql"] for row in captured if "exercises_search" in row["sql"]]
        assert written
        assert all(sql.startswith("SELECT") for sql in written)


def test_many_guides_cost_no_more_queries_than_few() -> None:
    def refreshed(number: int) -> int:
        with catalogue_batch():
            for _ in range(number):
                make_variation(equipment=("barbell",), name=f"Wombat {number}")
        guides = set(Exercise.objects.values_list("pk", flat=True))
        SearchEntry.objects.all().delete()
        SearchWord.objects.all().delete()
        with CaptureQueriesContext(connection) as captured, catalogue_batch():
            search_index.refresh(guides)
        assert SearchEntry.objects.count() == 2 * len(guides)
        return len(captured)

    assert refreshed(2) == refreshed(30) < 25


def test_a_variation_changes_places_with_one_of_a_later_chunk(
    guide: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_index, "CHUNK", 1)
    other = make_exercise(name="Wombats", singular="wombat")
    moved = make_variation(exercise=other, name="Platypus")
    with catalogue_batch():
        save(moved, exercise=guide)
        save(variation_named("Barbell hip thrust"), exercise=other)
    assert [result.guide for result in search("platypus").results] == ["Hip Thrusts"]
    assert [result.guide for result in search("barbell hip thrust").results] == ["Wombats"]


def variation_named(name: str) -> Variation:
    return Variation.objects.get(name=name)


def test_rebuilding_puts_right_what_was_changed_behind_the_models(guide: Exercise) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE exercises_exercise SET name = 'Wombats', singular = 'wombat'")
        cursor.execute("UPDATE exercises_searchword SET uses = 1000")
        cursor.execute("DELETE FROM exercises_searchentry WHERE variation_id IS NOT NULL")
        if connection.vendor == "sqlite":
            cursor.execute(
                "INSERT INTO exercises_searchtext (exercises_searchtext) VALUES ('delete-all')"
            )
    call_command("rebuild_search", verbosity=0)
    assert found("wombat") == ["Wombats", "Barbell hip thrust"]
    assert found("bum") == ["Wombats", "Barbell hip thrust"]
    assert set(SearchWord.objects.values_list("uses", flat=True)) == {1}


def migrate(*target: str) -> None:
    call_command("migrate", *target, verbosity=0)


def test_an_index_of_an_earlier_format_is_made_anew_after_migrate(guide: Exercise) -> None:
    CatalogueState.objects.update(index_format=search_index.FORMAT - 1)
    SearchEntry.objects.all().delete()
    SearchWord.objects.all().delete()
    migrate()
    assert found("thrust") == ["Hip Thrusts", "Barbell hip thrust"]
    assert search("thurst").corrected == "thrust"
    SearchEntry.objects.all().delete()
    migrate()
    assert found("thrust") == []


def test_an_index_half_made_is_made_whole_by_the_next_migrate(
    guide: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_exercise(name="Wombats")
    CatalogueState.objects.update(index_format=0)
    SearchEntry.objects.all().delete()
    monkeypatch.setattr(search_index, "CHUNK", 1)

    def note_one_change(guides: list[int]) -> None:
        if other.pk in guides:
            raise KeyboardInterrupt
        note_change(guides)

    with monkeypatch.context() as patch:
        patch.setattr(search_index, "note_change", note_one_change)
        with pytest.raises(KeyboardInterrupt):
            migrate()
    assert (bool(found("thrust")), found("wombat")) == (True, [])
    migrate()
    assert found("wombat") == ["Wombats"]


def test_other_entries_have_another_format() -> None:
    """When this fails, raise FORMAT, so that upgraded sites rebuild, and write both down here."""
    with catalogue_batch():
        guide = make_exercise(
            pk=1, name="Hip Thrusts", singular="hip thrust", aliases=["bum lift"], featured_order=1
        )
        Faq.objects.create(exercise=guide, question="Which bench?")
        make_variation(pk=1, exercise=guide, name="Cable thrust", order=1, equipment=("cable",))
    rows = SearchEntry.objects.order_by("pk").values_list("pk", "listing", "spellings", "words")
    told = [f"{first} {sorted(words.split())}" for *first, words in rows]
    digest = sha256("\n".join(told).encode()).hexdigest()
    assert (search_index.FORMAT, digest[:16]) == (5, "7d9ba9d9f6d33d5b")


@pytest.mark.django_db(transaction=True)
def test_migrating_back_and_forth_ends_with_a_true_index() -> None:
    make_exercise(name="Wombats")
    migrate("exercises", "0002")  # takes back what depends on it too
    migrate()
    assert found("wombat") == ["Wombats"]
    assert CatalogueState.objects.get().index_format == search_index.FORMAT


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_to_lose_a_guide_behind_the_index() -> None:
    guide = make_exercise(primary=(), secondary=())
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute("DELETE FROM exercises_exercise WHERE id = %s", [guide.pk])
    assert Exercise.objects.get() == guide
