"""How Chromium is started: without a sandbox for containers, without calls home."""

import shutil


def chromium_program() -> str | None:
    """Chromium; where it is there, its build without windows, which opens pages sooner."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
