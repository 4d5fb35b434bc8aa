import pytest
from django.test import Client

PRIVATE = {"/admin/", "/accounts/", "/me/", "/coach/", "/styleguide/"}


@pytest.fixture
def lines(client: Client) -> list[str]:
    answer = client.get("/robots.txt", headers={"host": "127.0.0.1"})
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    return [line for line in answer.content.decode().splitlines() if line]


def test_private_pages_are_not_for_robots(lines: list[str]) -> None:
    assert lines[0] == "User-agent: *"
    assert {line.removeprefix("Disallow: ") for line in lines[1:-1]} == PRIVATE


def test_the_sitemap_is_named_with_the_public_address(lines: list[str]) -> None:
    assert lines[-1] == "Sitemap: http://localhost:8000/sitemap.xml"
