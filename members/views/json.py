from django.http import HttpRequest


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, that is to get the stored row and not a page."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
