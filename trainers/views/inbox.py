"""Questions as the trainers of their gyms see them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from exercises.decorators import read_only
from trainers import questions
from trainers.access import TrainerRequest, trainer_page
from trainers.clients import has_asked
from trainers.drafts import answer_of, draft_drop, draft_keep, draft_of, keeps_text
from trainers.forms.questions import AnswerForm
from trainers.models import Assignment, Client, ClientRequest, Question, Trainer
from trainers.models.people import LONGEST_TEXT
from trainers.questions import OwnQuestion, QuestionTaken

PAGE_SIZE = 24
TABS = {"open": "To answer", "mine": "Mine", "answered": "Answered", "all": "All"}
TEMPLATE = "trainers/inbox_detail.html"
OWN = "You asked this yourself. Another trainer of the gym answers it."
ASSIGN = "assign"
"""The button that keeps the answer and sends nothing."""


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
@keeps_text("trainers:inbox_detail", answer_of)
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
@keeps_text("trainers:inbox_detail", answer_of)
@trainer_page
def question_hand_back(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    """Let others take it; what was written so far stays with the trainer for a day."""
    question = _question(request, uuid)
    written = _keep(request, uuid)
    try:
        questions.question_hand_back(question=question, trainer=request.trainer)
    except QuestionTaken as taken:
        return _taken(request, taken, written)
    kept = " Your text stays with you for a day, should you take it again." if written else ""
    return _changed(request, question, f"Handed back: the other trainers can take it.{kept}")


@require_POST
@keeps_text("trainers:inbox_detail", answer_of)
@trainer_page
def question_answer(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    """Send the answer; its other button keeps it and goes to what is assigned with it."""
    question = _question(request, uuid)
    if ASSIGN in request.POST:
        _keep(request, uuid)
        address = f"{reverse('trainers:assignment_set_create')}?question={uuid}"
        return redirect(address, preserve_request=True)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        form.fields["text"].widget.attrs["autofocus"] = True
        return _page(request, question, form=form)
    text = form.cleaned_data["text"]
    try:
        questions.question_answer(question=question, trainer=request.trainer, text=text)
    except QuestionTaken as taken:
        return _taken(request, taken, text)
    draft_drop(request.session, answer_of(uuid))
    return _changed(request, question, "Your answer is with the member.")


def _keep(request: TrainerRequest, uuid: UUID) -> str:
    """Keep what stands in the box of the answer."""
    written = request.POST.get("text", "")[: 2 * LONGEST_TEXT].strip()
    if written:
        draft_keep(request.session, answer_of(uuid), {"text": written})
    else:
        draft_drop(request.session, answer_of(uuid))
    return written


def _question(request: TrainerRequest, uuid: UUID) -> Question:
    rows = Question.objects.visible_to(request.trainer).for_list()
    rows = rows.select_related("variation__exercise__body_part", "published_answer__faq")
    return get_object_or_404(rows, pk=uuid)


def _kept(text: str) -> AnswerForm:
    return AnswerForm(initial={"text": text})


def _draft(request: TrainerRequest, question: Question) -> AnswerForm | None:
    """The answer that was begun and not sent, for whoever can go on with it."""
    mine = question.claimed_by_id == request.trainer.pk
    draft = draft_of(request.session, answer_of(question.pk))
    return _kept(draft["text"]) if draft and (mine or question.is_open) else None


def _changed(request: TrainerRequest, question: Question, said: str) -> HttpResponse:
    """Answer a change: htmx gets the question as it is now, a plain form is sent to its page."""
    if request.htmx:
        return _page(request, _question(request, question.pk), said=said)
    messages.success(request, said)
    return redirect("trainers:inbox_detail", question.pk)


def _taken(request: TrainerRequest, taken: QuestionTaken, text: str = "") -> HttpResponse:
    """Who has it or what became of it, with the text that was written still in its box."""
    question = _question(request, taken.question.pk)
    form = _kept(text) if text else None
    why = OWN if isinstance(taken, OwnQuestion) else _why(question, text)
    return _page(request, question, form=form, refused=why, status=409)


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
    form = form or _draft(request, question)
    alone = request.htmx and not request.htmx.history_restore_request
    given = question.assignments.exclude(state=Assignment.State.WITHDRAWN)
    context = {
        "question": question,
        "conversation": question.messages.select_related("trainer"),
        "may_answer": mine and (question.is_claimed or question.state == Question.State.ANSWERED),
        "form": form or AnswerForm(),
        "written": form is not None,
        "assignments": given.not_replaced().for_card(),
        "unit": question.member.unit if question.member else "kg",
        "said": said,
        "refused": refused,
        "alone": alone,
        **_following(request.trainer, question),
    }
    template = f"{TEMPLATE}#question" if alone else TEMPLATE
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
