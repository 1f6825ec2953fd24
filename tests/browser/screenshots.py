"""Pictures of every page of a running demo, light and dark, wide and narrow.

python -m tests.browser.screenshots http://127.0.0.1:8000 FOLDER
"""

import argparse
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Browser, Page, sync_playwright

from .gallery import PAGES, Shown

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
PASSWORD = "chargeback-demo"
WIDTHS = {"wide": 1280, "narrow": 390}
LOOKS = ("light-wide", "dark-wide", "light-narrow", "dark-narrow")


def launch_options() -> dict[str, object]:
    """Chromium refuses its sandbox to root."""
    return {"executable_path": str(CHROMIUM), "args": ["--no-sandbox"] if os.geteuid() == 0 else []}


def sign_in(page: Page, url: str, name: str) -> None:
    page.goto(urljoin(url, "/login/"))
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.click("main button")
    page.wait_for_load_state("networkidle")


def months(browser: Browser, url: str) -> dict[str, str]:
    """The month that finance begins with, and the newest one."""
    page = browser.new_page()
    sign_in(page, url, "fay")
    begun = page.url.rstrip("/").rpartition("/")[2]
    links = [link.get_attribute("href") or "" for link in page.locator(".months li a").all()]
    page.close()
    newest, oldest = (link.strip("/").rpartition("/")[2] for link in (links[0], links[-1]))
    return {"month": begun, "open": newest, "first": oldest}


def pictures(
    browser: Browser, url: str, folder: Path, looks: Sequence[str] = (), only: Sequence[str] = ()
) -> Iterator[Path]:
    """Takes each page as the person who sees it, in the looks asked for or else in those of the documentation."""
    known = months(browser, url)
    wanted = [shown for shown in PAGES if not only or shown.name in only]
    for who in dict.fromkeys(shown.who for shown in wanted):
        context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=url)
        page = context.new_page()
        if who:
            sign_in(page, url, who)
        for shown in (one for one in wanted if one.who == who):
            prepare(page, shown, known)
            for look in looks or shown.looks:
                wear(page, url, look)
                show(page, shown, known)
                yield picture(page, folder / file_name(shown, look))
        context.close()


def file_name(shown: Shown, look: str) -> str:
    return f"{shown.name}.png" if look == LOOKS[0] else f"{shown.name}-{look}.png"


def wear(page: Page, url: str, look: str) -> None:
    """Theme and width, for every page from now on."""
    theme, size = look.split("-")
    page.context.add_cookies([{"name": "theme", "value": theme, "url": url}])
    page.set_viewport_size({"width": WIDTHS[size], "height": 900})


def show(page: Page, shown: Shown, known: dict[str, str]) -> None:
    page.goto(shown.address.format(**known))
    page.wait_for_load_state("networkidle")
    for place, text in shown.steps:
        if text:
            page.fill(place, text)
        else:
            page.click(place)
        page.wait_for_load_state("networkidle")


def prepare(page: Page, shown: Shown, known: dict[str, str]) -> None:
    """What has to have been done before the page is worth a picture; where it was done before, nothing."""
    if shown.before:
        page.goto(shown.address.format(**known))
    for place, text in shown.before:
        if place == "goto":
            page.goto(text.format(**known))
        elif (found := page.locator(f"main >> {place}").first).is_visible():
            found.fill(text) if text else found.click()
        page.wait_for_load_state("networkidle")


def picture(page: Page, path: Path) -> Path:
    page.screenshot(path=path, full_page=True, animations="disabled")
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description="Takes pictures of every page of a running demo.")
    parser.add_argument("url")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", help="names of pages (all)")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())  # type: ignore[arg-type]
        for path in pictures(browser, options.url, options.folder, LOOKS, options.only or ()):
            print(path)  # noqa: T201


if __name__ == "__main__":
    main()
