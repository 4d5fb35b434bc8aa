"""`python -m tests.bench.lighthouse`: Lighthouse's mobile scores for home, hub and a guide."""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from tests.bench.production_site import GUIDE, production_site, say
from tests.browser.chromium import CHROMIUM_ARGUMENTS

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
    environment = os.environ | {"CHROME_PATH": shutil.which("chromium") or ""}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "report.json")
        command = [lighthouse, url, "--quiet", "--output=json", f"--output-path={file}"]
        command.append(f"--chrome-flags={flags}")
        for _ in range(TRIES):
            run = subprocess.run(command, env=environment, stderr=subprocess.PIPE, check=False)
            report: dict[str, Any] = json.loads(file.read_bytes()) if file.exists() else {}
            if report and not report.get("runtimeError"):
                return report
    raise SystemExit(f"Lighthouse could not measure {url}:\n{run.stderr.decode()[-2000:]}")


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
