"""`python -m tests.bench`: all parts in order, each in a process of its own, as one report."""

import subprocess
import sys

from tests.bench.production_site import say

PARTS = ("guide_page", "search", "progress", "slots", "page_weight", "lighthouse")


def main() -> int:
    failed = []
    for part in PARTS:
        say(f"== {part.replace('_', ' ')} ==")
        if subprocess.run([sys.executable, "-m", f"tests.bench.{part}"], check=False).returncode:
            failed.append(part)
        say("")
    if failed:
        say(f"Could not be measured: {', '.join(failed)}.")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
