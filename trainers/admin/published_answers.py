from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import Case, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_POST

from exercises.admin.base import public_address
from exercises.markdown import render as render_markdown
from members.admin.base import ReadOnlyAdmin
from members.models import User
from trainers.forms.publishing import RefusalForm
from trainers.models import PublishedAnswer
from trainers.publishing import NotAgreed, published_answer_approve, published_answer_refuse

PERMISSION = "trainers.approve_publishedanswer"
NOT_AGREED = "Nothing was published: the member has not agreed to these words, or no longer does."
TOO_LATE = "Nothing was refused: it stands in the guide, or was decided before."


@admin.register(PublishedAnswer)
class PublishedAnswerAdmin(ReadOnlyAdmin):
    """New wordings on their way into the guides; the questions behind them are shown to nobody."""

    list_display = ["question_text", "state", "exercise", "proposed_by", "agreed_at"]
    list_filter = ["state", "exercise__body_part"]
    list_select_related = ["exercise", "proposed_by"]
    fields = [
        *["state", "guide", "wording", "proposed_by", "proposed_at", "agreed_at"],
        *["approved_by", "approved_at", "refusal"],
    ]
    readonly_fields = ["guide", "wording"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[PublishedAnswer]:
        """Nothing for whoever may not approve."""
        rows: QuerySet[PublishedAnswer] = super().get_queryset(request)
        return rows if request.user.has_perm(PERMISSION) else rows.none()

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """Those that wait for staff first."""
        agreed = When(state=PublishedAnswer.State.AGREED, then=Value(0))
        return [Case(agreed, default=Value(1)).asc(), "-proposed_at", "pk"]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(PERMISSION)

    def has_delete_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

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
        answer = self._found(request, uuid)
        assert isinstance(request.user, User)
        try:
            published_answer_approve(uuid=uuid, by=request.user)
        except NotAgreed:
            messages.error(request, NOT_AGREED)
        else:
            self.log_change(request, answer, "Approved.")
            messages.success(request, "It stands in the guide.")
        return redirect(self._address(answer))

    def refuse(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        answer = self._found(request, uuid)
        assert isinstance(request.user, User)
        form = RefusalForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            reason = form.cleaned_data["refusal"]
            try:
                published_answer_refuse(uuid=uuid, by=request.user, reason=reason)
            except NotAgreed:
                messages.error(request, TOO_LATE)
            else:
                self.log_change(request, answer, "Refused.")
                messages.success(request, "Refused. The trainer reads the reason.")
            return redirect(self._address(answer))
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

    def _found(self, request: HttpRequest, uuid: UUID) -> PublishedAnswer:
        answer = self.get_queryset(request).filter(pk=uuid).first()
        if answer is None:
            raise Http404
        return answer

    def _address(self, answer: PublishedAnswer) -> str:
        return reverse("admin:trainers_publishedanswer_change", args=[answer.pk])
