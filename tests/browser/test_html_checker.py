import json
import os
import shutil
import subprocess
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tests.browser.conftest import absent
from tests.browser.pages import OURS, Site


def download(url: str, site: Site) -> bytes:
    request = Request(url, headers={"Cookie": f"sessionid={site.session}"})
    try:
        with urlopen(request) as answer:
            body: bytes = answer.read()
    except HTTPError as error:
        body = error.read()
    return body


def check(folder: Path, checker: str) -> list[str]:
    """The errors that the Nu HTML checker finds in the files of a folder."""
    run = subprocess.run(
        ["java", "-jar", checker, "--errors-only", "--format", "json", *folder.glob("*.html")],
        capture_output=True,
        text=True,
        check=False,
    )
    return [
        f"{Path(found['url']).stem}: {found['message']}: {found.get('extract', '')}"
        for found in json.loads(run.stderr)["messages"]
    ]


def test_the_nu_html_checker_finds_no_error(site: Site, tmp_path: Path) -> None:
    checker = os.environ.get("VNU_JAR")
    if not checker:
        absent("VNU_JAR does not name the Nu HTML checker's vnu.jar")
    if not shutil.which("java"):
        absent("java is not installed")
    for kind in OURS:
        (tmp_path / f"{kind}.html").write_bytes(download(site.url(kind), site))
    (tmp_path / "control.html").write_text("<!DOCTYPE html><title>x</title><img>", "utf-8")
    errors = check(tmp_path, checker)
    assert any(error.startswith("control: ") for error in errors), "The checker checked nothing."
    errors = [error for error in errors if not error.startswith("control: ")]
    assert not errors, "\n".join(errors)
