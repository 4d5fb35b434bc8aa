"""`python -m tests.bench.guide_page`: what a guide's page costs, cold, warm and on the wire."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path
from statistics import median

from tests.bench.production_site import GUIDE, say
from tests.servers import get, gunicorn

ROUNDS = 5
SYNC = ("--worker-class", "sync", "--workers", "2", "--no-control-socket")


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="gymsite-bench-") as folder:
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        os.environ["TEST_SCRATCH"] = folder
        os.environ["TEST_DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        print_cold_queries()
        if shutil.which("wrk") is None:
            say("Skipped the warm benchmark: wrk is not installed.")
            return 0
        print_warm_ratio(Path(folder))
    return 0


def print_cold_queries() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    call_command("migrate", verbosity=0)
    call_command("load_guides", stdout=StringIO())
    client = Client()
    client.get(GUIDE)
    with CaptureQueriesContext(connection) as queries:
        status = client.get(GUIDE).status_code
    say(f"guide page, cold: {len(queries)} queries (at most 8), status {status}")


def print_warm_ratio(folder: Path) -> None:
    with gunicorn(*SYNC, "gymsite.wsgi") as site:
        for coding in ("identity", "gzip", "br"):
            page = get(site, GUIDE, {"Accept-Encoding": coding})
            say(f"guide page, {coding}: {len(page.body):,} bytes, status {page.status}")
        body = folder / "page.html"
        body.write_bytes(get(site, GUIDE).body)
        with gunicorn(*SYNC, "tests.bench.bare_wsgi", BARE_BODY=str(body)) as bare:
            ratios = [print_round(site, bare) for _ in range(ROUNDS)]
    say(f"guide page, warm: {median(ratios):.2f} of the bare application (at least 0.70)")


def print_round(site: int, bare: int) -> float:
    page, reference = requests_a_second(site), requests_a_second(bare)
    say(f"  page {page:,.0f}/s, bare {reference:,.0f}/s, ratio {page / reference:.2f}")
    return page / reference


def requests_a_second(port: int) -> float:
    url = f"http://127.0.0.1:{port}{GUIDE}"
    command = ["wrk", "-t1", "-c8", "-d3s", url]
    report = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True).stdout
    rate = re.search(r"Requests/sec:\s*([\d.]+)", report)
    if rate is None or "Non-2xx" in report:
        raise SystemExit(f"wrk could not measure {url}:\n{report}")
    return float(rate[1])


if __name__ == "__main__":
    sys.exit(main())
