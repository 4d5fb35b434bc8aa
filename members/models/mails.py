from django.db import models

from members.models.people import Member


class OptionalMail(models.TextChoices):
    """Mails that a member may refuse; those about the account itself always come."""

    EXPORT_READY = "export_ready", "When a download of my data is ready"
    BOOKING_REMINDER = "booking_reminder", "A day before a session"
    READINESS_LAPSED = "readiness_lapsed", "When my readiness check is a year old"


class RefusedMail(models.Model):
    """A kind of mail that a member does not want."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="refused_mails")
    kind = models.CharField(max_length=60, choices=OptionalMail)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "kind"], name="members_refused_mail_once")
        ]

    def __str__(self) -> str:
        return self.kind
