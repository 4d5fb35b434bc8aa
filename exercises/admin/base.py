from abc import abstractmethod
from collections import Counter
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from adminsortable2.admin import (  # type: ignore[import-untyped]
    SortableAdminBase,
    SortableStackedInline,
)
from django.contrib import admin
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from exercises.forms import CATALOGUE_FIELDS, PictureForm, encode_upload
from exercises.models import Exercise, Picture, Variation
from exercises.pictures import (
    PictureRefused,
    StoredPicture,
    delete_unused_files,
    picture_batch,
    picture_url,
    stems_of,
)

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin


class CatalogueAdmin(SortableAdminBase, ModelAdmin):  # type: ignore[misc]
    formfield_overrides = CATALOGUE_FIELDS

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[Any, dict[str, int], set[str], list[str]]:
        """As Django's; what stands in the way is counted instead of listed row by row."""
        rows, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return rows, counts, lacking, counted(protected)


def counted(lines: Iterable[str]) -> list[str]:
    """Each line once, with how often it was there."""
    return [
        f"{line}: {times} {'time' if times == 1 else 'times'}"
        for line, times in Counter(map(str, lines)).items()
    ]


class PictureFilesAdmin(ModelAdmin):
    """For what has pictures: a form with its inlines is one change of the public pages.

    Uploads are encoded before its transaction; no file without a row stays behind.
    """

    @abstractmethod
    def stems(self, rows: "QuerySet[Any] | list[Any]") -> set[str]:
        """The stems of the pictures that these rows show."""

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        with self._batch(request, object_id) if request.method == "POST" else nullcontext():
            response: HttpResponse = super().changeform_view(request, object_id, *args, **kwargs)
        return response

    def _batch(self, request: HttpRequest, object_id: str | None) -> AbstractContextManager[None]:
        encoded = []
        for upload in request.FILES.values():
            with suppress(PictureRefused):  # the form says so beside the field
                encoded.append(encode_upload(upload))
        row = self.get_object(request, object_id) if object_id else None
        return picture_batch(*encoded, replacing=self.stems([row] if row else []))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.delete_queryset(request, self.model._default_manager.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        stems = self.stems(queryset)
        super().delete_queryset(request, queryset)
        transaction.on_commit(partial(delete_unused_files, stems), robust=True)


class PicturesAdmin(PictureFilesAdmin, CatalogueAdmin):
    """For what has Picture rows, or is one."""

    def stems(self, rows: "QuerySet[Any] | list[Any]") -> set[str]:
        guides = self.model.guides_of(rows)
        return stems_of(
            Picture.objects.filter(Q(exercise__in=guides) | Q(variation__exercise__in=guides))
        )


class OrderedInline(SortableStackedInline):  # type: ignore[misc]
    """Rows to drag; stacked, because Django's tabular inlines leave their fields unlabelled."""

    formfield_overrides = CATALOGUE_FIELDS
    extra = 0
    view_on_site = False


class PictureInline(OrderedInline):
    model = Picture
    form = PictureForm
    fields = ("thumbnail", "upload", ("alt", "role"), ("credit", "licence"))
    readonly_fields = ("thumbnail",)

    @admin.display(description="Now")
    def thumbnail(self, picture: Picture) -> SafeString | str:
        return thumbnail(picture)


def thumbnail(picture: Picture | StoredPicture | None) -> SafeString | str:
    if picture is None or not picture.image:
        return "–"
    return format_html(
        '<img src="{}" width="120" height="{}" alt="{}" loading="lazy">',
        picture_url(picture, min(picture.widths), "webp"),
        round(120 * picture.height / picture.width),
        picture.alt,
    )


def public_address(page: Exercise | Variation) -> str | None:
    return page.get_absolute_url() if page.is_public else None


def public_link(page: Exercise | Variation) -> SafeString | str:
    address = public_address(page)
    return format_html('<a href="{}">View</a>', address) if address else "–"
