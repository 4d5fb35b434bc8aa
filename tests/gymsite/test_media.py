from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

NAME = "pictures/ab/ab0123456789abcdef0123456789abcd-640"


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    folder = tmp_path / "media" / "pictures" / "ab"
    folder.mkdir(parents=True)
    for extension in ("jpg", "webp", "svg", "html"):
        (tmp_path / "media" / f"{NAME}.{extension}").write_bytes(b"bytes of a picture")
    (tmp_path / "media" / "secret.jpg").write_bytes(b"secret")
    (tmp_path / "secret.txt").write_bytes(b"secret")
    return tmp_path


@pytest.mark.parametrize(("extension", "kind"), [("jpg", "image/jpeg"), ("webp", "image/webp")])
def test_a_picture_comes_with_its_type_and_may_be_kept_for_good(
    extension: str, kind: str, client: Client
) -> None:
    response = client.get(f"/media/{NAME}.{extension}")
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == b"bytes of a picture"  # type: ignore[attr-defined]
    assert response["Content-Type"] == kind
    assert response["Content-Length"] == "18"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.django_db
def test_a_copy_that_is_still_right_is_not_sent_again(client: Client) -> None:
    first = client.get(f"/media/{NAME}.jpg")
    first.close()
    etag = first["ETag"]
    response = client.get(f"/media/{NAME}.jpg", headers={"if-none-match": etag})
    assert response.status_code == 304
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    other = client.get(f"/media/{NAME}.webp", headers={"if-none-match": etag})
    other.close()
    assert other.status_code == 200


def test_head_has_the_headers_alone(client: Client) -> None:
    response = client.head(f"/media/{NAME}.jpg")
    assert (response.status_code, response["Content-Length"]) == (200, "18")
    assert b"".join(response.streaming_content) == b""  # type: ignore[attr-defined]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        "pictures/ab/ab0123456789abcdef0123456789abcd-320.jpg",
        f"{NAME}.svg",
        f"{NAME}.html",
        f"{NAME}.jpg/",
        f"{NAME}.jpg%00",
        f"{NAME}.jpg%0a",
        "secret.jpg",
        "pictures/ab/",
        "../secret.txt",
        "pictures/../secret.jpg",
        "pictures/ab/..%2f..%2f..%2fsecret.txt",
        "%2e%2e/secret.txt",
        "/etc/passwd",
    ],
)
def test_any_other_name_is_not_found(name: str, client: Client) -> None:
    assert client.get(f"/media/{name}").status_code == 404


def test_other_verbs_are_refused(client: Client) -> None:
    for method in (client.post, client.put, client.delete):
        assert method(f"/media/{NAME}.jpg").status_code == 405
