from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponseBase]


def read_only(view: View) -> View:
    """A page that is only read: any other verb is 405, whatever else the request lacks."""
    return csrf_exempt(require_safe(view))
