"""Finds a Chromium for the browser tests; run as a program, installs Debian's when it may. Standard library only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REASON = "no Chromium on this machine: install it (on Debian: apt install chromium) or set CHROMIUM to its path"


def find_chromium() -> str | None:
    """The path of a Chromium or Chrome, or None. CHROMIUM names one that is not on the PATH."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def install() -> None:
    """Install Debian's Chromium. Says what is missing when that fails; the browser tests skip then."""
    print("Installing Chromium for the browser tests ...", flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]):
        if subprocess.run(command, env=env, stdout=subprocess.DEVNULL, check=False).returncode:
            print(f"That failed. The browser tests are skipped: {REASON}.", flush=True)
            return


if __name__ == "__main__":
    if find_chromium():
        sys.exit()
    if os.geteuid() == 0 and shutil.which("apt-get"):
        install()
    else:
        print(f"The browser tests are skipped: {REASON}.", flush=True)
