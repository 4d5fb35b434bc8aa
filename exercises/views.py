from django.http import Http404, HttpRequest, HttpResponse


def exercise_list(request: HttpRequest) -> HttpResponse:
    raise Http404


def body_part_detail(request: HttpRequest, body_part: str) -> HttpResponse:
    raise Http404


def exercise_detail(request: HttpRequest, body_part: str, exercise: str) -> HttpResponse:
    raise Http404


def variation_detail(
    request: HttpRequest, body_part: str, exercise: str, variation: str
) -> HttpResponse:
    raise Http404
