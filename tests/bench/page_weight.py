"""`python -m tests.bench.page_weight`: what a guide weighs on a phone, over the wire."""

import shutil
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

from tests.bench.production_site import GUIDE, production_site, say
from tests.browser.chromium import CHROMIUM_ARGUMENTS

PHONE = "Pixel 7"
BYTES = 100_000
REQUESTS = 14


def main(argv: list[str] | None = None) -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        say("page weight: not measured: chromium is not installed")
        return
    with production_site() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        page = browser.new_context(**playwright.devices[PHONE]).new_page()
        for view in ("first", "second"):
            print_view(view, page, f"{address}{GUIDE}")
        browser.close()


def print_view(name: str, page: Page, url: str) -> None:
    sizes, hosts = load(page, url)
    say(
        f"guide page, {name} view on a phone: {sum(sizes.values()):,} bytes (at most {BYTES:,})"
        f" in {len(sizes)} requests (at most {REQUESTS}),"
        f" other hosts: {', '.join(sorted(hosts - {urlsplit(url).netloc})) or 'none'}"
    )
    for request, size in sizes.items():
        say(f"  {size:>7,} {request}")


def load(page: Page, url: str) -> tuple[dict[str, int], set[str]]:
    """Bytes that came over the wire, headers included, by path; and the hosts that were asked."""
    page.goto("about:blank")
    session = page.context.new_cdp_session(page)
    addresses: dict[str, str] = {}
    sizes: dict[str, int] = {}

    def on_response(event: dict[str, Any]) -> None:
        response = event["response"]
        kept = response.get("fromDiskCache") or response.get("fromPrefetchCache")
        if response["url"].startswith("http") and not kept:
            addresses[event["requestId"]] = response["url"]

    def on_finish(event: dict[str, Any]) -> None:
        if address := addresses.get(event["requestId"]):
            sizes[urlsplit(address).path] = int(event["encodedDataLength"])

    session.on("Network.responseReceived", on_response)
    session.on("Network.loadingFinished", on_finish)
    session.send("Network.enable")
    page.goto(url, wait_until="networkidle")
    session.detach()
    return sizes, {urlsplit(address).netloc for address in addresses.values()}


if __name__ == "__main__":
    main()
