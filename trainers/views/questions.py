"""What a member has asked, and the answers."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from exercises.decorators import read_only
from exercises.markdown import LinkResolver
from members.access import MemberRequest, member_page
from trainers import publishing, questions
from trainers.cards import cards_for
from trainers.drafts import draft_drop, draft_keep, draft_of, keeps_text
from trainers.forms.questions import AgreeForm, ReplyForm
from trainers.models import Assignment, PublishedAnswer, Question
from trainers.publishing import NotAgreed
from trainers.questions import TooManyMessages

PAGE_SIZE = 24
AGREED = (PublishedAnswer.State.AGREED, PublishedAnswer.State.APPROVED)
IN_THE_GUIDE = "It stands in the guide already. Ask the staff of your gym to take it out."


@read_only
@member_page
def question_list(request: MemberRequest) -> HttpResponse:
    mine = Question.objects.asked_by(request.user).news_first().for_list()
    page = Paginator(mine, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "trainers/question_list.html", {"page": page})


@read_only
@member_page
def question_detail(request: MemberRequest, uuid: UUID) -> HttpResponse:
    question = _mine(request, uuid)
    form = ReplyForm(initial=draft_of(request.session, str(uuid)))
    answer = _page(request, question, form)
    if request.method == "GET":
        questions.question_see(question=question)
    return answer


@require_POST
@keeps_text("trainers:question_detail", str)
@member_page
def question_reply(request: MemberRequest, uuid: UUID) -> HttpResponse:
    question = _mine(request, uuid)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _page(request, question, form)
    if not request.member.may_keep_health_data:
        draft_keep(request.session, str(uuid), form.cleaned_data)
        return _first_consent(question)
    try:
        questions.question_reply(question=question, text=form.cleaned_data["text"])
    except TooManyMessages as refused:
        return _page(request, question, form, free_at=refused.free_at)
    draft_drop(request.session, str(uuid))
    messages.success(request, "Sent. A trainer reads it and answers here.")
    return redirect(question)


@require_POST
@member_page
def question_resolve(request: MemberRequest, uuid: UUID) -> HttpResponse:
    question = _mine(request, uuid)
    questions.question_resolve(question=question)
    messages.success(request, "Marked as resolved. Writing again opens it again.")
    return redirect(question)


@require_POST
@member_page
def question_publishing(request: MemberRequest, uuid: UUID) -> HttpResponse:
    question = _mine(request, uuid)
    may_publish = request.POST.get("may_publish") == "on"
    if may_publish and not request.member.may_keep_health_data:
        return _first_consent(question)
    if not questions.question_publishing(question=question, may_publish=may_publish):
        messages.error(request, IN_THE_GUIDE)
    elif may_publish:
        messages.success(request, "Thank you. You see the words before anybody else does.")
    else:
        messages.success(request, "Nothing of this question will be published.")
    return redirect(question)


@require_POST
@member_page
def published_answer_agree(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Yes to the words that were shown; other ones are shown anew first."""
    answer = get_object_or_404(PublishedAnswer.objects.visible_to(request.user), question=uuid)
    form = AgreeForm(request.POST)
    if form.is_valid() and _agrees(answer, form.cleaned_data["proposed_at"]):
        messages.success(request, "Thank you. Staff look at it next, then it stands in the guide.")
    else:
        messages.error(request, "The words have changed meanwhile. Read them here once more.")
    return redirect("trainers:question_detail", uuid)


def _agrees(answer: PublishedAnswer, proposed_at: datetime) -> bool:
    """Whether the words of that moment are agreed to, now or by an earlier tap."""
    try:
        publishing.published_answer_agree(answer=answer, proposed_at=proposed_at)
    except NotAgreed:
        answer.refresh_from_db()
        return answer.state in AGREED and answer.proposed_at == proposed_at
    return True


@require_POST
@member_page
def published_answer_decline(request: MemberRequest, uuid: UUID) -> HttpResponse:
    answers = PublishedAnswer.objects.visible_to(request.user).select_related("question")
    answer = get_object_or_404(answers, question=uuid)
    assert answer.question is not None
    if publishing.published_answer_take_back(question=answer.question):
        messages.success(
            request, "These words will not be published, nor others unless you allow it again."
        )
    else:
        messages.error(request, IN_THE_GUIDE)
    return redirect("trainers:question_detail", uuid)


def _first_consent(question: Question) -> HttpResponse:
    """To the page that asks for leave to keep health data, and back."""
    back = urlencode({"next": question.get_absolute_url()})
    return redirect(f"{reverse('members:consent_update')}?{back}")


def _mine(request: MemberRequest, uuid: UUID) -> Question:
    return get_object_or_404(Question.objects.asked_by(request.user).for_page(), pk=uuid)


def _page(
    request: MemberRequest,
    question: Question,
    form: ReplyForm,
    *,
    free_at: datetime | None = None,
) -> HttpResponse:
    """The page; with `free_at`, when another message is welcome, as a refusal."""
    wordings = PublishedAnswer.objects.select_related("faq", "exercise__body_part")
    wording = wordings.filter(question=question).first()
    given = Assignment.objects.given_to(request.user).filter(question=question)
    context = {
        "question": question,
        "exercise": question.exercise,
        "variation": question.variation,
        "form": form,
        "free_at": free_at,
        "a_day": questions.MESSAGES_A_DAY,
        "wording": wording,
        "links": LinkResolver.for_texts(
            [wording.answer_text] if wording else [], exercise_slug=question.exercise.slug
        ),
        "published_at": wording and _place(wording),
        "cards": cards_for(request.member, given.for_card().not_replaced()),
        "answering": question.claimed_by if question.answered_at and _takes(question) else None,
    }
    status = 429 if free_at else 200
    return render(request, "trainers/question_detail.html", context, status=status)


def _takes(question: Question) -> bool:
    """Whether the trainer who is on it can be booked."""
    trainer = question.claimed_by
    return trainer is not None and trainer.is_public and trainer.accepting


def _place(wording: PublishedAnswer) -> str:
    """The address of the published question in its guide; empty while it stands nowhere."""
    guide = wording.exercise
    if wording.faq is None or not guide.is_public:
        return ""
    _, faqs = guide.texts()
    place = [faq.pk for faq in faqs].index(wording.faq.pk) + 1
    return f"{guide.get_absolute_url()}#question-{place}"
