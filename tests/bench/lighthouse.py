"""`python -m tests.bench.lighthouse`: Lighthouse's mobile scores for home, hub and a guide."""

import json
import os
import shutil
import subprocess
from typing import Any

from tests.bench.production_site import GUIDE, production_site, say
from tests.browser.conftest import CHROMIUM_ARGUMENTS

PAGES = {"home": "/", "hub": "/exercises/", "guide": GUIDE}
DEMANDED = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
TRIES = 2


def main(argv: list[str] | None = None) -> None:
    lighthouse = shutil.which(os.environ.get("LIGHTHOUSE", "lighthouse"))
    if lighthouse is None:
        say("Lighthouse: not measured: lighthouse is not installed")
        return
    with production_site() as address:
        for name, path in PAGES.items():
            print_scores(name, measured(lighthouse, f"{address}{path}"))


def measured(lighthouse: str, url: str) -> dict[str, Any]:
    """Lighthouse's report; its first run can end with NO_NAVSTART and is then repeated."""
    flags = " ".join(["--headless", *CHROMIUM_ARGUMENTS])
    command = [lighthouse, url, "--quiet", "--output=json", f"--chrome-flags={flags}"]
    environment = os.environ | {"CHROME_PATH": shutil.which("chromium") or ""}
    for _ in range(TRIES):
        run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        report: dict[str, Any] = json.loads(run.stdout or "{}")
        if report and not report.get("runtimeError"):
            return report
    raise SystemExit(f"Lighthouse could not measure {url}:\n{run.stderr[-2000:]}")


def print_scores(name: str, report: dict[str, Any]) -> None:
    scores = {key: round(report["categories"][key]["score"] * 100) for key in DEMANDED}
    listed = ", ".join(f"{key} {score} (at least {DEMANDED[key]})" for key, score in scores.items())
    say(f"Lighthouse, mobile, {name}: {listed}")
    short = [key for key, score in scores.items() if score < DEMANDED[key]]
    for key in short:
        for part in report["categories"][key]["auditRefs"]:
            audit = report["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 1:
                say(f"  {key}: {audit['title']} {audit.get('displayValue', '')}")


if __name__ == "__main__":
    main()
