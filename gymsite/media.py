from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from exercises.decorators import read_only
from exercises.pictures import FILE_NAME

CONTENT_TYPES = {"jpg": "image/jpeg", "webp": "image/webp"}


@read_only
def serve(request: HttpRequest, name: str) -> HttpResponseBase:
    """A picture that the pipeline made; its name changes with its content, so it never does."""
    if not FILE_NAME.fullmatch(name):
        raise Http404
    try:
        file = default_storage.open(name)
    except FileNotFoundError:
        raise Http404 from None
    etag = quote_etag(name)
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        extension = name.rpartition(".")[2]
        response = FileResponse(file, content_type=CONTENT_TYPES[extension])
    else:
        file.close()
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
