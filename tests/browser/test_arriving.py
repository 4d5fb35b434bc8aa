"""A page that comes in pieces, as over one bar of signal."""

import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.request import urlopen

import pytest
from pytest_playwright.pytest_playwright import CreateContextCallback

from tests.browser.pages import DESK, GUIDE, PHONE, Site
from tests.browser.test_every_page import layout_faults

PIECES = 12
PAUSE_SECONDS = 0.06


@pytest.fixture
def slow_line(site: Site) -> Iterator[str]:
    """The address of the same site behind a line that stops for breath within each page."""

    class Piecemeal(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with urlopen(site.address + self.path) as answer:
                body = answer.read()
                self.send_response(answer.status)
                self.send_header("Content-Type", answer.headers["Content-Type"])
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
            whole = "html" not in answer.headers["Content-Type"]
            size = len(body) if whole else len(body) // PIECES + 1
            for start in range(0, len(body), size):
                self.wfile.write(body[start : start + size])
                time.sleep(0 if whole else PAUSE_SECONDS)

        def log_message(self, format: str, *values: object) -> None:
            pass

    server = ThreadingHTTPServer(("localhost", 0), Piecemeal)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("path", ["/accounts/password/reset/", "/exercises/mobility/", GUIDE])
def test_nothing_jumps_while_a_page_arrives(
    new_context: CreateContextCallback, slow_line: str, path: str
) -> None:
    for size in (PHONE, DESK):
        page = new_context(viewport=size).new_page()
        page.goto(slow_line + path)
        shifts = [fault for fault in layout_faults(page) if "layout shift" in fault]
        assert not shifts, "\n".join(shifts)
