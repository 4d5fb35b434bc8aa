from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import Case, Q, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_POST

from exercises.admin.base import public_address
from exercises.markdown import render as render_markdown
from members.admin.base import ReadOnlyAdmin
from members.models import User
from trainers.forms.publishing import RefusalForm
from trainers.forms.questions import AgreeForm
from trainers.models import PublishedAnswer
from trainers.publishing import NotAgreed, published_answer_approve, published_answer_refuse

PERMISSION = "trainers.approve_publishedanswer"
NOT_AGREED = "Nothing was published: the member has not agreed to these words, or no longer does."
TOO_LATE = "Nothing was refused: these words do not wait for staff any more."
CHANGED = "The words have changed. Read them here, then decide."
State = PublishedAnswer.State
AGREED_TO = Q(state__in=[State.AGREED, State.APPROVED]) | Q(
    state=State.REFUSED, agreed_at__isnull=False
)


@admin.register(PublishedAnswer)
class PublishedAnswerAdmin(ReadOnlyAdmin):
    """New wordings that their askers have agreed to; the questions are shown to nobody."""

    list_display = ["question_text", "standing", "exercise", "proposed_by", "agreed_at"]
    list_filter = ["state", "exercise__body_part"]
    list_select_related = ["exercise", "proposed_by"]
    fields = [
        *["standing", "guide", "wording", "proposed_by", "proposed_at", "agreed_at"],
        *["approved_by", "approved_at", "refusal"],
    ]
    readonly_fields = ["standing", "guide", "wording"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[PublishedAnswer]:
        """What an asker has agreed to, for those who may approve it."""
        rows: QuerySet[PublishedAnswer] = super().get_queryset(request)
        return rows.filter(AGREED_TO) if request.user.has_perm(PERMISSION) else rows.none()

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """Those that wait for staff first."""
        agreed = When(state=State.AGREED, then=Value(0))
        return [Case(agreed, default=Value(1)).asc(), "-proposed_at", "pk"]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(PERMISSION)

    def has_delete_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._check(request)
        return super().changelist_view(request, *args, **kwargs)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        self._check(request)
        if object_id is not None:
            self._found(request, unquote(object_id))
        return super().changeform_view(request, object_id, *args, **kwargs)

    def history_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        self._found(request, unquote(object_id))
        return super().history_view(request, object_id, *args, **kwargs)

    def delete_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        self._found(request, unquote(object_id))
        return super().delete_view(request, object_id, *args, **kwargs)

    @admin.display(description="state", ordering="state")
    def standing(self, answer: PublishedAnswer) -> str:
        return "Taken out of the guide" if answer.taken_out else answer.get_state_display()

    @admin.display(description="guide")
    def guide(self, answer: PublishedAnswer) -> SafeString | str:
        address = public_address(answer.exercise)
        link = format_html('<a href="{}">{}</a>', address, answer.exercise)
        return link if address else str(answer.exercise)

    @admin.display(description="as the guide will show it")
    def wording(self, answer: PublishedAnswer) -> SafeString:
        text = render_markdown(answer.answer_text, exercise_slug=answer.exercise.slug)
        return format_html("<h3>{}</h3>{}", answer.question_text, text)

    def get_urls(self) -> list[URLPattern]:
        name = "trainers_publishedanswer"
        view = self.admin_site.admin_view
        approve = view(require_POST(self.approve))
        refuse = view(require_http_methods(["GET", "HEAD", "POST"])(self.refuse))
        return [
            path("<uuid:uuid>/approve/", approve, name=f"{name}_approve"),
            path("<uuid:uuid>/refuse/", refuse, name=f"{name}_refuse"),
            *super().get_urls(),
        ]

    def approve(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        answer, shown = self._known(request, uuid), _shown(request)
        if shown is None:
            return self._not_done(request, answer, NOT_AGREED)
        assert isinstance(request.user, User)
        try:
            published_answer_approve(uuid=uuid, by=request.user, proposed_at=shown)
        except NotAgreed:
            return self._not_done(request, answer, NOT_AGREED)
        self.log_change(request, answer, "Approved.")
        messages.success(request, "It stands in the guide.")
        return redirect(self._address(answer))

    def refuse(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        if request.method != "POST":
            return self._refusal(request, self._found(request, str(uuid)), RefusalForm())
        answer, shown = self._known(request, uuid), _shown(request)
        form = RefusalForm(request.POST)
        if answer.state != State.AGREED:
            return self._not_done(request, answer, TOO_LATE)
        if answer.proposed_at != shown:
            messages.error(request, CHANGED)
            return self._refusal(request, answer, form)
        if not form.is_valid():
            return self._refusal(request, answer, form)
        assert isinstance(request.user, User)
        reason = form.cleaned_data["refusal"]
        try:
            published_answer_refuse(
                uuid=uuid, by=request.user, reason=reason, proposed_at=answer.proposed_at
            )
        except NotAgreed:
            return self._not_done(request, answer, TOO_LATE)
        self.log_change(request, answer, "Refused.")
        messages.success(request, "Refused. The trainer reads the reason.")
        return redirect(self._address(answer))

    def _refusal(
        self, request: HttpRequest, answer: PublishedAnswer, form: RefusalForm
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": "Refuse these words",
            "opts": self.opts,
            "original": answer,
            "wording": self.wording(answer),
            "form": form,
            "back": self._address(answer),
        }
        return render(request, "admin/trainers/publishedanswer/refuse.html", context)

    def _not_done(self, request: HttpRequest, answer: PublishedAnswer, why: str) -> HttpResponse:
        """Say why, and show the words as they are now, if they may be seen."""
        now = self.get_queryset(request).filter(pk=answer.pk).first()
        anew = now is not None and now.state == State.AGREED
        messages.error(request, CHANGED if anew else why)
        return redirect(self._address(now) if now else "admin:trainers_publishedanswer_changelist")

    def _check(self, request: HttpRequest) -> None:
        """The same 404 as for what is not there."""
        if not request.user.has_perm(PERMISSION):
            raise Http404

    def _known(self, request: HttpRequest, uuid: UUID) -> PublishedAnswer:
        """One that was shown, though its asker may have taken back the yes since."""
        self._check(request)
        return get_object_or_404(PublishedAnswer, pk=uuid)

    def _found(self, request: HttpRequest, key: str) -> PublishedAnswer:
        answer: PublishedAnswer | None = self.get_object(request, key)
        if answer is None:
            raise Http404
        return answer

    def _address(self, answer: PublishedAnswer) -> str:
        return reverse("admin:trainers_publishedanswer_change", args=[answer.pk])


def _shown(request: HttpRequest) -> datetime | None:
    """The moment at which the words on the page were proposed."""
    form = AgreeForm(request.POST)
    return form.cleaned_data["proposed_at"] if form.is_valid() else None
