from django import template

from trainers import wording
from trainers.models import Question

register = template.Library()


@register.filter
def due_words(question: Question) -> str:
    """By when an answer is due, on the clock of the question's gym."""
    return wording.due_words(question.gym, question.due_at)
