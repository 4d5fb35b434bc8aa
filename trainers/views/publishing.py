from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from exercises.markdown import render as render_markdown
from trainers import publishing
from trainers.access import TrainerRequest, trainer_page
from trainers.forms.publishing import WordingForm
from trainers.models import PublishedAnswer, Question, Trainer
from trainers.publishing import NotAgreed

TEMPLATE = "trainers/published_answer_propose.html"


@require_http_methods(["GET", "HEAD", "POST"])
@trainer_page
def published_answer_propose(request: TrainerRequest, uuid: UUID) -> HttpResponse:
    """Propose new words for the guide to the asker, after a look at how they will read."""
    rows = Question.objects.visible_to(request.trainer).for_list()
    question = get_object_or_404(rows.select_related("published_answer__faq"), pk=uuid)
    answer = PublishedAnswer.objects.filter(question=question).first()
    form = WordingForm(request.POST or None, instance=answer, original=_words_of_asker(question))
    obstacle = _obstacle(request.trainer, question, answer)
    preview = None
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        preview = render_markdown(words["answer_text"], exercise_slug=question.exercise.slug)
        if "preview" not in request.POST and not obstacle:
            if _propose(request, question, form):
                return redirect("trainers:inbox_detail", question.pk)
            obstacle = "This was decided meanwhile. Nothing was proposed; your words stay below."
    context = {
        "question": question,
        "answer": PublishedAnswer.objects.select_related("faq").filter(question=question).first(),
        "form": form,
        "obstacle": obstacle,
        "preview": preview,
    }
    partial = request.htmx and not request.htmx.history_restore_request
    status = 409 if obstacle and request.method == "POST" else 200
    return render(request, f"{TEMPLATE}#wording" if partial else TEMPLATE, context, status=status)


def _propose(request: TrainerRequest, question: Question, form: WordingForm) -> bool:
    """The words as they stand, sent again, are no new proposal."""
    standing = form.instance.state in (PublishedAnswer.State.PROPOSED, PublishedAnswer.State.AGREED)
    if standing and not form.has_changed():
        return True
    try:
        publishing.published_answer_propose(
            question=question, trainer=request.trainer, **form.cleaned_data
        )
    except NotAgreed:
        return False
    return True


def _words_of_asker(question: Question) -> list[str]:
    replies = question.messages.filter(is_answer=False)
    return [question.text, *replies.values_list("text", flat=True)]


def _obstacle(trainer: Trainer, question: Question, answer: PublishedAnswer | None) -> str:
    """Why nothing can be proposed, or nothing."""
    if answer and answer.in_guide:
        return "It stands in the guide. Editors change it there."
    if question.member is None:
        return "The member has left. Without their yes nothing is published."
    if question.is_of(trainer):
        return "You asked this yourself. Another trainer of the gym can propose it."
    if not question.may_publish:
        return "The member wants nothing of this question published."
    if question.answered_at is None:
        return "Answer the member first."
    return ""
