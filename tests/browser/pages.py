"""Every type of page that the site has, in one place for all tests that walk through them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, ViewportSize

from tests.browser.assign_site import DRAFT, GIVEN, OFFERED, SET_ITEM
from tests.browser.booking_site import AHEAD, CANCELLED, FREE, LATE, TAKEN
from tests.browser.client_site import FOLLOWER, NOTE, SEEN, SEEN_WORKOUT, UNSEEN
from tests.browser.coach_site import BOOKED_AT, COMING, EMPTY_WEEK, MISSED, MOVED_TO, OVER, SERIES
from tests.browser.hours_site import ROW
from tests.browser.inbox_site import ANSWERED_BY_ME, MINE, THEIRS, WAITING, WORDING
from tests.browser.plan_site import DAY, GONE, ITEM, PLAN, THRUST
from tests.browser.progress_site import HOLD, PRESS, RETIRED, UNTRIED
from tests.browser.question_site import ANSWERED, OPEN

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
HOURS = "/coach/calendar/hours/"
IMPORTS = "/me/workouts/import/"
IMPORT_UUIDS = {
    state: f"7b1f8a52-5a8e-4f0c-9a52-0d5c4c2f4e0{place}"
    for place, state in enumerate(("draft", "importing", "done", "undone"))
}
IMPORTED_NAME = 1000

QUESTIONS = {"waiting": WAITING, "mine": MINE, "of another": THEIRS, "answered": ANSWERED_BY_ME}

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
    PageType("plans", "/me/plan/", staff=True),
    PageType("plan", f"/me/plan/{PLAN}/", staff=True),
    PageType("plan with an undo", f"/me/plan/{PLAN}/?undo={UUID(int=6)}", staff=True),
    PageType("plan with nothing in it", f"/me/plan/{UUID(int=5)}/", staff=True),
    PageType("new plan", "/me/plan/new/", staff=True),
    PageType("shipped plan", "/me/plan/new/home-no-equipment/", staff=True),
    PageType("plan’s name", f"/me/plan/{PLAN}/edit/", staff=True),
    PageType("day’s name", f"/me/plan/days/{DAY}/edit/", staff=True),
    PageType("search for a day", f"/me/plan/days/{DAY}/add/?q=row", staff=True),
    PageType("body parts for a day", f"/me/plan/days/{DAY}/add/", staff=True),
    PageType("item of a plan", f"/me/plan/items/{ITEM}/edit/", staff=True),
    PageType("item no longer in the guides", f"/me/plan/items/{GONE}/", staff=True),
    PageType("swap", f"/me/plan/items/{ITEM}/swap/", staff=True),
    PageType("add to the plan", f"/me/plan/add/{THRUST}/", staff=True),
    PageType("added to the plan", f"/me/plan/add/hip-thrusts/bodyweight/?added={ITEM}", staff=True),
    PageType("saved", "/me/saved/", staff=True),
    PageType("save", "/me/saved/add/squats/", staff=True),
    PageType("not found", "/exercises/glutes/not-here/", status=404),
    PageType("refused", "/for-tests/refused/", status=403),
    PageType("broken", "/for-tests/broken/", status=500),
    PageType("database away", "/for-tests/away/", status=503),
    PageType("sign in", "/accounts/login/"),
    PageType("sign up", "/accounts/signup/"),
    PageType("forgotten password", "/accounts/password/reset/"),
    PageType("closed account", "/accounts/inactive/"),
    PageType("security", "/accounts/security/", staff=True),
    PageType("e-mail address", "/accounts/email/", staff=True),
    PageType("change password", "/accounts/password/change/", staff=True),
    PageType("is it you", "/accounts/reauthenticate/", staff=True),
    PageType("second factor", "/accounts/2fa/", staff=True),
    PageType("authenticator app", "/accounts/2fa/totp/activate/", staff=True),
    PageType("passkeys", "/accounts/2fa/webauthn/", staff=True),
    PageType("add a passkey", "/accounts/2fa/webauthn/add/", staff=True),
    PageType("devices", "/accounts/sessions/", staff=True),
    PageType("sign out", "/accounts/logout/", staff=True),
    PageType("today", "/me/", staff=True),
    PageType("progress", "/me/progress/", staff=True),
    PageType("progress by month", "/me/progress/?range=all&muscle=hamstrings", staff=True),
    PageType("progress of a press", f"/me/progress/{PRESS}/?range=all", staff=True),
    PageType("progress of a hold", f"/me/progress/{HOLD}/", staff=True),
    PageType("progress of one retired", f"/me/progress/{RETIRED}/", staff=True),
    PageType("progress of one never tried", f"/me/progress/{UNTRIED}/", staff=True),
    PageType("gym", "/gyms/hackney/"),
    PageType("trainers", "/trainers/"),
    PageType("trainers with nothing found", "/trainers/?speciality=cardio&gym=nowhere"),
    PageType("trainer with a photo", "/trainers/tess-marlow/"),
    PageType("trainer without a photo", "/trainers/tom-reed/"),
    PageType("admin form of a trainer", "/admin/trainers/trainer/add/", staff=True, ours=False),
    PageType("admin list of trainers", "/admin/trainers/trainer/", staff=True, ours=False),
    PageType("privacy", "/privacy/"),
    PageType("settings", "/me/settings/", staff=True),
    PageType("consent", "/me/settings/consent/", staff=True),
    PageType("delete health data", "/me/settings/consent/delete/", staff=True),
    PageType("readiness questions", "/me/settings/readiness/", staff=True),
    PageType("readiness outcome", "/me/settings/readiness/outcome/", staff=True),
    PageType("my data", "/me/data/", staff=True),
    PageType("delete account", "/me/data/delete/", staff=True),
    PageType("admin form of a gym", "/admin/members/gym/add/", staff=True, ours=False),
    PageType(
        "admin form of a text", "/admin/gymsite/sitepage/terms/change/", staff=True, ours=False
    ),
    PageType("floor", f"/me/workouts/{UNFINISHED}/", staff=True),
    PageType("add an exercise", f"/me/workouts/{UNFINISHED}/add/?q=hip", staff=True),
    PageType("finish", f"/me/workouts/{UNFINISHED}/finish/", staff=True),
    PageType("start a workout", "/me/workouts/new/", staff=True),
    PageType("workouts", "/me/workouts/", staff=True),
    PageType("finished workout", f"/me/workouts/{FINISHED}/", staff=True),
    PageType("correct a workout", f"/me/workouts/{FINISHED}/edit/", staff=True),
    PageType("log a workout", "/me/workouts/log/", staff=True),
    PageType("assign", "/coach/assign/", staff=True),
    PageType("set to send", f"/coach/assign/{DRAFT}/", staff=True),
    PageType("search for a set", f"/coach/assign/{DRAFT}/search/?q=row", staff=True),
    PageType("item of a set", f"/coach/assign/items/{SET_ITEM}/edit/", staff=True),
    PageType("delete a set", f"/coach/assign/{DRAFT}/delete/", staff=True),
    PageType("change what was given", f"/coach/assignments/{GIVEN}/edit/", staff=True),
    PageType("from my trainer", "/me/assignments/", staff=True),
    PageType("which day", f"/me/assignments/{OFFERED}/take/", staff=True),
    PageType("my trainers", "/me/trainers/", staff=True),
    PageType("invite a trainer", "/me/trainers/invite/may-invite/", staff=True),
    PageType("wait for a trainer’s time", "/trainers/di-farrow/waitlist/", staff=True),
    PageType("waitlist, free now", "/trainers/bo-ashdown/waitlist/", staff=True),
    PageType("trainers with a free time", "/trainers/?free=7&exercise=hip-thrusts"),
    PageType("trainer with free times", "/trainers/bo-ashdown/?exercise=hip-thrusts"),
    PageType("trainer without a free time", "/trainers/di-farrow/"),
    PageType("end with a trainer", f"/me/trainers/{FOLLOWER}/end/", staff=True),
    PageType("clients", "/coach/clients/", staff=True),
    PageType("client", f"/coach/clients/{SEEN}/", staff=True),
    PageType("client who keeps it to themselves", f"/coach/clients/{UNSEEN}/", staff=True),
    PageType("workouts of a client", f"/coach/clients/{SEEN}/workouts/", staff=True),
    PageType("workout of a client", f"/coach/clients/{SEEN}/workouts/{SEEN_WORKOUT}/", staff=True),
    PageType("progress of a client", f"/coach/clients/{SEEN}/progress/", staff=True),
    PageType("a client’s press", f"/coach/clients/{SEEN}/progress/{PRESS}/", staff=True),
    PageType("change a note", f"/coach/notes/{NOTE}/edit/", staff=True),
    PageType("delete a note", f"/coach/notes/{NOTE}/delete/", staff=True),
    PageType("calendar", "/coach/calendar/", staff=True),
    PageType("calendar of an empty week", f"/coach/calendar/?week={EMPTY_WEEK}", staff=True),
    PageType("calendar of no week", "/coach/calendar/?week=hovercraft", staff=True),
    PageType("session to come", f"/coach/bookings/{COMING}/", staff=True),
    PageType("session that is over", f"/coach/bookings/{OVER}/", staff=True),
    PageType("session missed", f"/coach/bookings/{MISSED}/", staff=True),
    PageType("new time of a session", f"/coach/bookings/{COMING}/move/", staff=True),
    PageType("move a session to a time", f"/coach/bookings/{COMING}/move/{MOVED_TO}", staff=True),
    PageType("cancel a session", f"/coach/bookings/{COMING}/cancel/", staff=True),
    PageType("book for a client", f"/coach/bookings/new/?client={SEEN}", staff=True),
    PageType("book a client", f"/coach/bookings/new/{BOOKED_AT}", staff=True),
    PageType("weekly booking", SERIES, staff=True),
    PageType("style guide", "/styleguide/", staff=True),
    PageType("import", IMPORTS, staff=True),
    *(
        PageType(f"import, {state}", f"{IMPORTS}{uuid}/", staff=True)
        for state, uuid in IMPORT_UUIDS.items()
    ),
    PageType(
        "import, a name",
        f"{IMPORTS}{IMPORT_UUIDS['draft']}/exercises/{IMPORTED_NAME}/?q=thrust",
        staff=True,
    ),
    PageType("ask, signed out", "/ask/hip-thrusts/"),
    PageType("ask about a variation", "/ask/hip-thrusts/?variation=barbell", staff=True),
    PageType("questions", "/me/questions/", staff=True),
    PageType("answered question", f"/me/questions/{ANSWERED}/", staff=True),
    PageType("open question", f"/me/questions/{OPEN}/", staff=True),
    PageType("bookings", "/me/bookings/", staff=True),
    PageType("booking", f"/me/bookings/{AHEAD}/", staff=True),
    PageType("cancelled booking", f"/me/bookings/{CANCELLED}/", staff=True),
    PageType("times to move to", f"/me/bookings/{AHEAD}/move/", staff=True),
    PageType("move", f"/me/bookings/{AHEAD}/move/?start={FREE}", staff=True),
    PageType("move, gone", f"/me/bookings/{AHEAD}/move/?start={TAKEN}", staff=True, status=409),
    PageType("move, too late", f"/me/bookings/{LATE}/move/", staff=True),
    PageType("cancel", f"/me/bookings/{AHEAD}/cancel/", staff=True),
    PageType("cancel late", f"/me/bookings/{LATE}/cancel/", staff=True),
    PageType(
        "book",
        f"/trainers/bo-ashdown/book/?start={FREE}&exercise=hip-thrusts&variation=barbell",
        staff=True,
    ),
    PageType("book, gone", f"/trainers/bo-ashdown/book/?start={TAKEN}", staff=True, status=409),
    PageType("book, what", "/trainers/di-farrow/book/", staff=True),
    PageType("book with nobody", "/trainers/tom-reed/book/", staff=True),
    PageType("coaching", "/coach/", staff=True),
    PageType("questions", "/coach/questions/", staff=True),
    PageType("all questions", "/coach/questions/?show=all", staff=True),
    PageType("questions with an unknown tab", "/coach/questions/?show=hovercraft", staff=True),
    *(
        PageType(f"question, {state}", f"/coach/questions/{key}/", staff=True)
        for state, key in QUESTIONS.items()
    ),
    PageType("words for the guide", f"/coach/questions/{ANSWERED_BY_ME}/propose/", staff=True),
    PageType("no words for the guide", f"/coach/questions/{WAITING}/propose/", staff=True),
    PageType(
        "admin of an answer",
        f"/admin/trainers/publishedanswer/{WORDING}/change/",
        staff=True,
        ours=False,
    ),
    PageType(
        "admin refusal",
        f"/admin/trainers/publishedanswer/{WORDING}/refuse/",
        staff=True,
        ours=False,
    ),
    PageType("admin answers", "/admin/trainers/publishedanswer/", staff=True, ours=False),
    PageType("hours", HOURS, staff=True),
    *(
        PageType(f"hours, {act.replace('/', ' ')}", f"{HOURS}{act}/", staff=True)
        for act in (
            "weekly/new",
            f"weekly/{ROW}/edit",
            f"weekly/{ROW}/delete",
            "dates/new",
            f"dates/{ROW}/delete",
            "time-off/new",
            "sessions/new",
            f"sessions/{ROW}/edit",
        )
    ),
    PageType("admin bookings", "/admin/trainers/booking/", staff=True, ours=False),
    PageType("admin time off", "/admin/trainers/timeoff/", staff=True, ours=False),
    PageType("preview", "/admin/exercises/exercise/{guide}/preview/", staff=True),
    PageType("admin form", "/admin/exercises/exercise/{guide}/change/", staff=True, ours=False),
    PageType("admin list", "/admin/exercises/variation/", staff=True, ours=False),
    PageType("admin new picture", "/admin/exercises/picture/add/", staff=True, ours=False),
    PageType("admin new variation", "/admin/exercises/variation/add/", staff=True, ours=False),
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
