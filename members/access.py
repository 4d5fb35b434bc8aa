"""Who may open a member's page."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django_htmx.middleware import HtmxDetails

from members.models import Member, User

View = Callable[..., HttpResponse]


class SignedInRequest(HttpRequest):
    user: User
    htmx: HtmxDetails


class MemberRequest(SignedInRequest):
    member: Member


def signed_in(view: View) -> View:
    """Sends whoever is signed out to sign in and back; nothing of the page is kept by a cache."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return to_sign_in(request, back=_where_one_is(request))

    return never_cache(guarded)


def to_sign_in(request: Any, *, back: str) -> HttpResponse:
    """To sign in, and `back` from there."""
    if request.htmx:
        address = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}"
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return redirect_to_login(back)


def _where_one_is(request: Any) -> str:
    """The page that is asked for or, of a form, the page that it stands on."""
    if request.htmx:
        return request.htmx.current_url_abs_path or "/me/"
    if request.method in ("GET", "HEAD"):
        return str(request.get_full_path())
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()}):
        return "/me/"
    parts = urlsplit(page)
    return parts._replace(scheme="", netloc="", fragment="").geturl() or "/me/"


def leaving_page(view: View) -> View:
    """A member's page that stays open while their account is about to be deleted."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        request.member = Member.objects.of(request.user)
        with timezone.override(request.member.zone):
            return view(request, *args, **kwargs)

    return signed_in(guarded)


def member_page(view: View) -> View:
    """A page of the member who is signed in, as `request.member`, in the zone of their gym.

    Whoever has asked for the account to be deleted is led to where it can be kept.
    """

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.member.deletion_requested_at is None:
            return view(request, *args, **kwargs)
        keep = resolve_url("gymsite:deletion_detail")
        if request.htmx:
            return HttpResponse(headers={"HX-Redirect": keep})
        return redirect(keep)

    return leaving_page(guarded)


def training_page(view: View) -> View:
    """A member's page that writes health data: first asks for leave to keep it."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.member.may_keep_health_data:
            return view(request, *args, **kwargs)
        return ask_for_consent(request)

    return member_page(guarded)


def ask_for_consent(request: HttpRequest) -> HttpResponse:
    """To the page that asks for leave to keep health data, and back."""
    back = urlencode({"next": request.get_full_path() if request.method == "GET" else "/me/"})
    return redirect(f"{resolve_url('members:consent_update')}?{back}")
