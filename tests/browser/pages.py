"""Every type of page that the site has, in one place for all tests that walk through them."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, ViewportSize

PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1440, "height": 900}


@dataclass(frozen=True)
class PageType:
    name: str
    path: str
    status: int = 200
    staff: bool = False
    ours: bool = True

    def __str__(self) -> str:
        return self.name.replace(" ", "-")


HUB = "/exercises/"
GUIDE = "/exercises/glutes/hip-thrusts/"
PICTURED = f"{GUIDE}barbell/"

UNFINISHED = "00000000-0000-4000-8000-00000000000a"
FINISHED = "00000000-0000-4000-8000-00000000000b"

PAGES = (
    PageType("home", "/"),
    PageType("hub", HUB),
    PageType("hub with results", f"{HUB}?q=hip+thrust"),
    PageType("hub with one filter", f"{HUB}?equipment=barbell"),
    PageType("hub with nothing found", f"{HUB}?q=zzqxzzqx"),
    PageType("hub with an unknown filter", f"{HUB}?equipment=hovercraft"),
    PageType("body part", "/exercises/glutes/"),
    PageType("body part with several pages", "/exercises/cardio/?page=2"),
    PageType("body part without guides", "/exercises/mobility/"),
    PageType("guide", GUIDE),
    PageType("guide with nothing in it", "/exercises/cardio/cardio-1/"),
    PageType("variation with pictures", PICTURED),
    PageType("variation without pictures", f"{GUIDE}bodyweight/"),
    PageType("not found", "/exercises/glutes/not-here/", status=404),
    PageType("refused", "/for-tests/refused/", status=403),
    PageType("broken", "/for-tests/broken/", status=500),
    PageType("database away", "/for-tests/away/", status=503),
    PageType("floor", f"/me/workouts/{UNFINISHED}/", staff=True),
    PageType("add an exercise", f"/me/workouts/{UNFINISHED}/add/?q=hip", staff=True),
    PageType("finish", f"/me/workouts/{UNFINISHED}/finish/", staff=True),
    PageType("start a workout", "/me/workouts/new/", staff=True),
    PageType("workouts", "/me/workouts/", staff=True),
    PageType("finished workout", f"/me/workouts/{FINISHED}/", staff=True),
    PageType("correct a workout", f"/me/workouts/{FINISHED}/edit/", staff=True),
    PageType("log a workout", "/me/workouts/log/", staff=True),
    PageType("style guide", "/styleguide/", staff=True),
    PageType("preview", "/admin/exercises/exercise/{guide}/preview/", staff=True),
    PageType("admin form", "/admin/exercises/exercise/{guide}/change/", staff=True, ours=False),
)
OURS = tuple(page for page in PAGES if page.ours)


@dataclass(frozen=True)
class Site:
    """The site under test: its address, a member of staff's session, the guide's key."""

    address: str
    session: str
    guide: int

    def url(self, page: PageType) -> str:
        return self.address + page.path.format(guide=self.guide)

    def sign_in(self, context: BrowserContext) -> None:
        context.add_cookies([{"name": "sessionid", "value": self.session, "url": self.address}])


def watch(page: Page, site: Site, faults: list[str]) -> None:
    """Note in `faults` whatever goes wrong on the page from now on.

    Errors in the console, breaches of the content policy among them, scripts that fail, and
    requests to another host. That a page answers with an error of its own is none of these.
    """

    def on_console(message: ConsoleMessage) -> None:
        own_status = "the server responded with a status of" in message.text
        if message.type == "error" and not (own_status and message.location["url"] == page.url):
            faults.append(f"{page.url}: console: {message.text}")

    def on_request(request: Request) -> None:
        if not request.url.startswith((f"{site.address}/", "data:", "blob:")):
            faults.append(f"{page.url}: request to {request.url}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: faults.append(f"{page.url}: script: {error}"))
    page.on("request", on_request)


def active(page: Page, expression: str) -> Any:
    """A JavaScript expression about `it`, the element that has the focus."""
    return page.evaluate(f"(it => {expression})(document.activeElement)")


def tab_to(page: Page, condition: str, *, limit: int = 60) -> None:
    """Press Tab until the focused element, `it`, fulfils a JavaScript condition."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if active(page, condition):
            return
    raise AssertionError(f"{limit} presses of Tab did not reach {condition} on {page.url}")
