"""How bookings read to their trainer; all times are those of the gym's clock."""

from django import template

from trainers import coach_words

register = template.Library()

for words in (
    coach_words.member_name,
    coach_words.coach_state,
    coach_words.coach_cost,
    coach_words.coach_unmovable,
    coach_words.coach_uncancellable,
    coach_words.mark_words,
    coach_words.coach_event,
):
    register.filter(words.__name__, words)
