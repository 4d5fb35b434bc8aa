"""What the account itself holds about a person: sign-in, mails, the administration's log."""

from collections.abc import Iterator

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from members.data_tables import KEY, OWNER, Table, every
from members.models import Member, Notice, User


def account_tables(user: User) -> Iterator[Table]:
    yield Table(
        "account",
        "Your account.",
        every(User).filter(pk=user.pk),
        {
            "email": "E-mail address you sign in with.",
            "name": "Your name.",
            "date_joined": "When the account was made, UTC.",
            "last_login": "When you last signed in, UTC.",
            "is_active": "Whether the account may be used.",
            "is_staff": "Whether you may open the administration.",
            "is_superuser": "Whether you may do everything there.",
            "second_factor_waived": "Whether staff pages open without a second factor (demo).",
        },
        left_out={"id": KEY, "password": "A secret that nobody needs to read."},
    )
    yield Table(
        "groups",
        "Groups of staff that you belong to.",
        every(User.groups.through).filter(user=user).order_by("pk"),
        {"group": "Name of the group."},
        sources={"group": "group__name"},
        left_out={"id": KEY, "user": OWNER},
    )
    yield Table(
        "permissions",
        "Rights in the administration given to you by name.",
        every(User.user_permissions.through).filter(user=user).order_by("pk"),
        {"permission": "The right."},
        sources={"permission": "permission__codename"},
        left_out={"id": KEY, "user": OWNER},
    )
    yield Table(
        "email_addresses",
        "E-mail addresses of your account.",
        every(EmailAddress).filter(user=user).order_by("pk"),
        {
            "email": "The address.",
            "verified": "Whether you have confirmed it.",
            "primary": "Whether mail goes to it.",
        },
        left_out={"id": KEY, "user": OWNER},
    )
    yield Table(
        "sign_in_methods",
        "Passkeys, authenticator apps and recovery codes, without their secrets.",
        every(Authenticator).filter(user=user).order_by("pk"),
        {
            "type": "webauthn: passkey; totp: authenticator app; recovery_codes: spare codes.",
            "created_at": "When it was added, UTC.",
            "last_used_at": "When it was last used, UTC.",
        },
        left_out={"id": KEY, "user": OWNER, "data": "Secrets; whoever has them can sign in."},
    )
    yield Table(
        "sessions",
        "Devices on which you are signed in.",
        every(UserSession).filter(user=user).order_by("pk"),
        {
            "created_at": "When you signed in, UTC.",
            "last_seen_at": "When the device was last here, UTC.",
            "ip": "Network address of the device.",
            "user_agent": "What the browser calls itself.",
        },
        left_out={
            "id": KEY,
            "user": OWNER,
            "session_key": "A secret; whoever has it is signed in as you.",
            "data": "Inner state of the sign-in.",
        },
    )
    yield Table(
        "staff_actions",
        "What you did in the administration, if you work here.",
        every(LogEntry).filter(user=user).order_by("pk"),
        {
            "action_time": "When, UTC.",
            "what": "What kind of row.",
            "object_id": "Internal number of the row.",
            "object_repr": "The row as it was called then.",
            "action": "1 added, 2 changed, 3 deleted.",
            "change_message": "What was changed.",
        },
        sources={"action": "action_flag", "what": "content_type__model"},
        left_out={"id": KEY, "user": OWNER},
    )
    yield _mails(user)


def _mails(user: User) -> Table:
    return Table(
        "mails",
        "Mails to your addresses.",
        _notices_to(user).order_by("created_at", "pk"),
        {
            "kind": "What it was about.",
            "recipient": "To which address.",
            "created_at": "When it was written down, UTC.",
            "due_at": "When it was to be sent, UTC.",
            "sent_at": "When it was sent, UTC.",
            "outcome": "sent, dropped (no longer true) or given_up (refused at every try).",
            "attempts": "Tries that failed.",
        },
        left_out={
            "id": KEY,
            "about": "Internal number of what it was about.",
            "sequence": "Counts mails about the same thing.",
            "details": "One-time codes; emptied once the mail is sent.",
            "next_try_at": "Until it is sent.",
            "ended_at": "As sent_at, or when it was given up.",
        },
    )


def log_tables(user: User) -> Iterator[Table]:
    """What staff did to the account: only for a formal request."""
    yield Table(
        "staff_log",
        "What staff did to your account in the administration.",
        every(LogEntry).filter(_about(user)).order_by("pk"),
        {
            "action_time": "When, UTC.",
            "action": "1 added, 2 changed, 3 deleted.",
            "what": "The row as it was called then.",
            "change_message": "What was changed.",
        },
        sources={"action": "action_flag", "what": "object_repr"},
    )


def account_erase(user: User) -> None:
    """Remove all of it, the account's row last; inside a transaction."""
    _notices_to(user).delete()
    every(LogEntry).filter(_about(user)).delete()
    sign_out_everywhere(user)
    user.delete()


def sign_out_everywhere(user: User) -> None:
    """End every session of the person."""
    theirs = [
        session.pk
        for session in Session.objects.iterator()
        if session.get_decoded().get("_auth_user_id") == str(user.pk)
    ]
    Session.objects.filter(pk__in=theirs).delete()


def _notices_to(user: User) -> "QuerySet[Notice]":
    theirs = EmailAddress.objects.filter(user=user).values_list("email", flat=True)
    addresses = {address.lower() for address in (user.email, *theirs)}
    found: QuerySet[Notice] = every(Notice).alias(to=Lower("recipient")).filter(to__in=addresses)
    return found


def _about(user: User) -> Q:
    """Entries of the administration's log about the account or its member."""
    kinds = ContentType.objects.get_for_models(User, Member)
    members = every(Member).filter(user=user).values_list("pk", flat=True)
    return Q(content_type=kinds[User], object_id=str(user.pk)) | Q(
        content_type=kinds[Member], object_id__in=[str(pk) for pk in members]
    )
