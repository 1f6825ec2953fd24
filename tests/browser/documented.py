"""`make screenshots`: the pictures in docs/ and the page that shows them, from a demo company started for it alone."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.urls import resolve
from PIL import Image
from playwright.sync_api import sync_playwright

from .gallery import PAGES, PERSONS, Shown
from .screenshots import LOOKS, file_name, launch_options, pictures

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER, PAGE = ROOT / "docs" / "screenshots", ROOT / "docs" / "pages.md"
PATIENCE = 600  # seconds until the demo company has been pulled, on a busy machine
TALLEST = 1400  # of a picture in pixels; what is below repeats what is above
COLORS = 64
LOOK_WORDS = {"dark-wide": "dark", "light-narrow": "on a phone"}
HEAD = """# Every page

The portal with the demo company of `make run`, as each person sees it. `make screenshots` takes all pictures anew.
"""


@contextmanager
def demo() -> Iterator[str]:
    """The address of a demo company of its own, which is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder) / "said.txt"
        command = [sys.executable, "-m", "chargeback.quickstart", "--port", "8600", "--state", f"{folder}/state"]
        env = {name: text for name, text in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
        with said.open("w") as words, subprocess.Popen(command, cwd=ROOT, env=env, stdout=words) as portal:
            try:
                yield address(portal, said)
            finally:
                portal.send_signal(signal.SIGINT)


def address(portal: "subprocess.Popen[bytes]", said: Path) -> str:
    """What the portal prints once it is ready; raises RuntimeError with its words when it is not in time."""
    end = time.monotonic() + PATIENCE
    while portal.poll() is None and time.monotonic() < end:
        if found := re.search(r"Ready: (http://\S+)", said.read_text()):
            return found[1]
        time.sleep(1)
    raise RuntimeError(f"The demo company did not start:\n{said.read_text()}")


def shrunk(path: Path) -> None:
    """The top of the picture in few colours: a tenth of its size, and as good to read."""
    with Image.open(path) as picture:
        top = picture.convert("RGB").crop((0, 0, picture.width, min(picture.height, TALLEST)))
    top.quantize(COLORS, dither=Image.Dither.NONE).save(path, optimize=True)


def page() -> str:
    """docs/pages.md: each page under the person who sees it, with its sentence."""
    parts = [HEAD]
    for who, person in PERSONS.items():
        parts += [f"## {person}\n", *(entry(shown) for shown in PAGES if shown.who == who)]
    return "\n".join(parts)


def entry(shown: Shown) -> str:
    images = [f"![{alt(shown, look)}](screenshots/{file_name(shown, look)})" for look in shown.looks]
    return f"### {shown.title}\n\n{shown.sentence}\n\n" + "\n".join(images) + "\n"


def alt(shown: Shown, look: str) -> str:
    return f"{shown.title}, {LOOK_WORDS[look]}" if look != LOOKS[0] else shown.title


def names_shown() -> set[str]:
    """Names of the addresses that have a picture."""
    months = {"month": "2026-10", "open": "2026-11", "first": "2025-11"}
    addresses = (one.address.partition("?")[0].format(**months) for one in PAGES)
    return {resolve(address).view_name for address in addresses} | {one.ends for one in PAGES if one.ends}


def main() -> None:
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with demo() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())  # type: ignore[arg-type]
        for path in pictures(browser, url, FOLDER):
            shrunk(path)
            print(path.relative_to(ROOT))  # noqa: T201
        browser.close()
    PAGE.write_text(page())
    size = sum(path.stat().st_size for path in FOLDER.glob("*.png"))
    print(f"{size / 2**20:.1f} MiB")  # noqa: T201


if __name__ == "__main__":
    main()
