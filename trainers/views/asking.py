"""Asking the trainers of a gym about a guide or a variation, signed in or not yet."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from exercises.markdown import LinkResolver
from exercises.models import Exercise
from members.access import MemberRequest, member_page
from members.models import Member
from trainers.drafts import draft_drop, draft_keep, draft_of
from trainers.forms.questions import QuestionForm
from trainers.models import Trainer
from trainers.questions import (
    QUESTIONS_A_DAY,
    TooManyQuestions,
    answering_gyms,
    due_at,
    question_ask,
)
from trainers.similar import most_alike
from trainers.wording import due_words

SIMILAR_SHOWN = 5
SHOW = "show"
"""The button that shows another variation and sends nothing."""


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def question_create(request: HttpRequest, exercise: str) -> HttpResponse:
    guide = get_object_or_404(Exercise.objects.published().for_page(), slug=exercise)
    answer = _ask if request.user.is_authenticated else _ask_signed_out
    return answer(request, guide)


@member_page
def _ask(request: MemberRequest, guide: Exercise) -> HttpResponse:
    form = _form(request, guide, request.member)
    if not form.is_valid():
        return _page(request, guide, form)
    draft_keep(request.session, guide.slug, form.typed)
    if not request.member.may_keep_health_data:
        return _by_way_of("members:consent_update", guide, form)
    try:
        question = question_ask(member=request.member, exercise=guide, **form.values)
    except TooManyQuestions as refused:
        return _page(request, guide, form, free_at=refused.free_at)
    draft_drop(request.session, guide.slug)
    messages.success(request, f"Sent. The trainers of {question.gym} have your question.")
    return redirect(question)


def _ask_signed_out(request: HttpRequest, guide: Exercise) -> HttpResponse:
    """Sending leads to sign in or up, and back to what was typed."""
    form = _form(request, guide, None)
    if not form.is_valid():
        return _page(request, guide, form)
    draft_keep(request.session, guide.slug, form.typed)
    return _by_way_of("account_signup" if "new" in request.POST else "account_login", guide, form)


def _form(request: HttpRequest, guide: Exercise, member: Member | None) -> QuestionForm:
    sent = request.method == "POST" and SHOW not in request.POST
    typed = request.POST.dict() if SHOW in request.POST else draft_of(request.session, guide.slug)
    about = {"variation": request.GET["variation"]} if "variation" in request.GET else {}
    return QuestionForm(
        request.POST if sent else None,
        initial={"uuid": uuid4(), **typed, **about},
        exercise=guide,
        member=member,
        gyms=answering_gyms(),
    )


def _page(
    request: HttpRequest, guide: Exercise, form: QuestionForm, *, free_at: datetime | None = None
) -> HttpResponse:
    """The form; with `free_at`, when another question is welcome, as a refusal."""
    _, faqs = guide.texts()
    about = form.about
    similar = most_alike(faqs, form["text"].value() or "", about.name if about else "")
    asked_for = request.GET.get("variation", "")
    context: dict[str, Any] = {
        "exercise": guide,
        "variation": about,
        "unknown": "" if asked_for in {"", *form.variations} else asked_for[:60],
        "form": form,
        "similar": similar[:SIMILAR_SHOWN],
        "others": len(similar) - SIMILAR_SHOWN,
        "links": LinkResolver.for_texts(
            [faq.answer for faq in similar[:SIMILAR_SHOWN]], exercise_slug=guide.slug
        ),
        "gym": form.answering,
        "nobody": not answering_gyms().exists(),
        "free_at": free_at,
        "a_day": QUESTIONS_A_DAY,
    }
    if gym := form.answering:
        context["trainers"] = Trainer.objects.published().filter(gyms=gym)
        context["due"] = due_words(gym, due_at(gym, timezone.now()))
    status = 429 if free_at else 200
    return render(request, "trainers/question_create.html", context, status=status)


def _by_way_of(name: str, guide: Exercise, form: QuestionForm) -> HttpResponse:
    """To another page, which leads back here."""
    back = reverse("trainers:question_create", args=[guide.slug])
    if form.about:
        back += f"?{urlencode({'variation': form.about.slug})}"
    return redirect(f"{reverse(name)}?{urlencode({'next': back})}")
