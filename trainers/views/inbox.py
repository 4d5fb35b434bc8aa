"""Questions as the trainers of their gyms see them."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from exercises.decorators import read_only
from trainers import questions
from trainers.access import TrainerRequest, trainer_page
from trainers.clients import has_asked
from trainers.forms.questions import AnswerForm
from trainers.models import Assignment, Client, ClientRequest, Question, Trainer
from trainers.questions import QuestionTaken

PAGE_SIZE = 24
TABS = {"open": "To answer", "mine": "Mine", "answered": "Answered", "all": "All"}
TEMPLATE = "trainers/inbox_detail.html"


def several_gyms(trainer: Trainer) -> bool:
    """Whether a question has to name its gym."""
    return trainer.gyms.count() > 1


@read_only
@trainer_page
def inbox_list(request: TrainerRequest) -> HttpResponse:
    rows = Question.objects.visible_to(request.trainer)
    shown = request.GET.get("show", "open")
    open_ones, mine = rows.open(), rows.claimed().filter(claimed_by=request.trainer)
    answered = rows.filter(state__in=[Question.State.ANSWERED, Question.State.RESOLVED])
    found = {
        "mine": mine.order_by("due_at", "pk"),
        "answered": answered.order_by("-answered_at", "pk"),
        "all": rows.order_by("-created_at", "pk"),
    }.get(shown, open_ones.order_by("due_at", "pk"))
    return render(
        request,
        "trainers/inbox_list.html",
        {
            "page": Paginator(found.for_list(), PAGE_SIZE).get_page(request.GET.get("page")),
            "tabs": TABS.items(),
            "counts": {"open": open_ones.count(), "mine": mine.count()},
            "shown": shown if shown in TABS else "open",
            "unknown": "" if shown in TABS else shown[:60],
            "several_gyms": several_gyms(request.trainer),
        },
    )


@read_only
@trainer_page
def inbox_detail(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    return _page(request, _question(request, uuid))


@require_POST
@trainer_page
def question_claim(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    """Take a question; an answer begun before the claim lapsed comes along."""
    question = _question(request, uuid)
    written = request.POST.get("text", "")
    try:
        questions.question_claim(question=question, trainer=request.trainer)
    except QuestionTaken as taken:
        return _taken(request, taken, written)
    if written:
        said = "It is yours again. Read your answer once more, then send it."
        return _page(request, question, form=_kept(written), said=said)
    return _changed(request, question, "The question is yours.")


@require_POST
@trainer_page
def question_hand_back(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    question = _question(request, uuid)
    try:
        questions.question_hand_back(question=question, trainer=request.trainer)
    except QuestionTaken as taken:
        return _taken(request, taken)
    return _changed(request, question, "Handed back: the other trainers can take it.")


@require_POST
@trainer_page
def question_answer(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    question = _question(request, uuid)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, question, form=form)
    text = form.cleaned_data["text"]
    try:
        questions.question_answer(question=question, trainer=request.trainer, text=text)
    except QuestionTaken as taken:
        return _taken(request, taken, text)
    return _changed(request, question, "Your answer is with the member.")


def _question(request: TrainerRequest, uuid: UUID) -> Question:
    rows = Question.objects.visible_to(request.trainer).for_list()
    rows = rows.select_related("variation__exercise__body_part", "published_answer__faq")
    return get_object_or_404(rows, pk=uuid)


def _kept(text: str) -> AnswerForm:
    return AnswerForm(initial={"text": text})


def _changed(request: TrainerRequest, question: Question, said: str) -> HttpResponse:
    """Answer a change: htmx gets the question as it is now, a plain form is sent to its page."""
    if request.htmx:
        return _page(request, _question(request, question.pk), said=said)
    return redirect("trainers:inbox_detail", question.pk)


def _taken(request: TrainerRequest, taken: QuestionTaken, text: str = "") -> HttpResponse:
    """Who has it or what became of it, with the text that was written still in its box."""
    question = _question(request, taken.question.pk)
    form = _kept(text) if text else None
    return _page(request, question, form=form, refused=_why(question, text), status=409)


def _why(question: Question, text: str) -> str:
    kept = " Your text stays below: nothing was sent." if text else ""
    who = question.claimed_by or "Another trainer"
    if question.is_open:
        return f"Your claim is over, and the question is open again. Take it to go on.{kept}"
    if question.state == Question.State.RESOLVED:
        return f"The member has marked it as resolved meanwhile.{kept}"
    if question.state == Question.State.ANSWERED:
        return f"{who} has answered it meanwhile.{kept}"
    return f"{who} has it now.{kept}"


def _page(
    request: TrainerRequest,
    question: Question,
    *,
    form: AnswerForm | None = None,
    said: str = "",
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of a question, or for htmx the question alone."""
    mine = question.claimed_by_id == request.trainer.pk
    context = {
        "question": question,
        "conversation": question.messages.select_related("trainer"),
        "may_answer": mine and (question.is_claimed or question.state == Question.State.ANSWERED),
        "form": form or AnswerForm(),
        "written": form is not None,
        "assignments": question.assignments.exclude(state=Assignment.State.WITHDRAWN)
        .not_replaced()
        .for_card(),
        "unit": question.member.unit if question.member else "kg",
        "said": said,
        "refused": refused,
        **_following(request.trainer, question),
    }
    partial = request.htmx and not request.htmx.history_restore_request
    template = f"{TEMPLATE}#question" if partial else TEMPLATE
    return render(request, template, context, status=status)


def _following(trainer: Trainer, question: Question) -> dict[str, Any]:
    """Whether the asker is a client already, has been asked, or may be asked."""
    if question.member is None:
        return {}
    client = Client.objects.of_member(question.member).filter(trainer=trainer).first()
    waiting = ClientRequest.objects.open().filter(trainer=trainer, member=question.member)
    return {
        "client": client,
        "request_waiting": None if client else waiting.first(),
        "may_ask_to_follow": has_asked(question.member, trainer),
    }
