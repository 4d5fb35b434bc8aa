"""How the mail to whoever is next in line reads."""

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from members.models import Notice
from members.notices import Mail, letter, notice_kind
from trainers.models import WaitlistEntry
from trainers.notices import STAYING
from trainers.waitlist_lines import Line, lines


@notice_kind("waitlist_offer")
def waitlist_offer(notice: Notice) -> Mail | None:
    """None once the time is gone or taken, or a later offer has a mail of its own."""
    entries = WaitlistEntry.objects.in_line().filter(STAYING, pk=notice.about)
    line = next(iter(lines(entries.filter(offers=notice.sequence), timezone.now())), None)
    if line is None or line.start is None or line.gym is None:
        return None
    trainer = line.entry.trainer.name
    return letter(
        f"{trainer} has a free time",
        f"{date_format(line.start, 'l j F, H:i')} ({line.start.tzinfo}), {line.gym.name}:"
        f" {line.entry.session_type.name} with {trainer}. You asked us to tell you.",
        _until(line),
        "If it does not suit you, do nothing: you keep your place in line.",
        action=("Book this time", settings.PUBLIC_URL + line.booking_address),
    )


def _until(line: Line) -> str:
    if line.first_chance_until is None:
        return "Others in line know of it too. It is not held: whoever books first has it."
    until = (
        f"{date_format(line.first_chance_until, 'l j F, H:i')} ({line.first_chance_until.tzinfo})"
    )
    return f"Until {until} we tell nobody else in line. It is not held for you: anyone may book it."
