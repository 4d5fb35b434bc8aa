from exercises.models.anatomy import BodyPart, Equipment, Muscle
from exercises.models.guides import (
    Exercise,
    ExerciseMuscle,
    Faq,
    RelatedExercise,
    Status,
    Tip,
)
from exercises.models.pictures import Picture
from exercises.models.redirects import SlugRedirect
from exercises.models.search_index import (
    SearchEntry,
    SearchWord,
)
from exercises.models.state import (
    CatalogueModel,
    CatalogueQuerySet,
    CatalogueState,
    catalogue_batch,
    catalogue_version,
    public_pages_change,
)
from exercises.models.variations import (
    Level,
    LoadCounts,
    Measure,
    Variation,
    VariationEquipment,
)

__all__ = [
    "BodyPart",
    "CatalogueModel",
    "CatalogueQuerySet",
    "CatalogueState",
    "Equipment",
    "Exercise",
    "ExerciseMuscle",
    "Faq",
    "Level",
    "LoadCounts",
    "Measure",
    "Muscle",
    "Picture",
    "RelatedExercise",
    "SearchEntry",
    "SearchWord",
    "SlugRedirect",
    "Status",
    "Tip",
    "Variation",
    "VariationEquipment",
    "catalogue_batch",
    "catalogue_version",
    "public_pages_change",
]
