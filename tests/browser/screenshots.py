"""Pictures of every page of a running demo, light and dark, wide and narrow.

python -m tests.browser.screenshots http://127.0.0.1:8000 docs/screenshots
"""

import argparse
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
PASSWORD = "chargeback-demo"
WIDTHS = {"wide": 1280, "narrow": 390}
THEMES = ("light", "dark")
# picture -> who sees it and where; {month} is the month the user begins with
PAGES = {
    "login": ("", "/login/"),
    "overview": ("fay", "/m/{month}/"),
    "overview-open-month": ("fay", "/m/{open}/"),
    "teams": ("fay", "/m/{month}/teams/"),
    "unallocated": ("fay", "/m/{month}/unallocated/"),
    "unallocated-admin": ("ada", "/m/{open}/unallocated/"),
    "shared": ("fay", "/m/{month}/shared/"),
    "rules": ("ada", "/rules/"),
    "history": ("fay", "/rules/history/"),
    "drafts": ("ada", "/rules/drafts/"),
    "draft-new": ("ada", "/rules/drafts/new/"),
    "start": ("ada", "/start/"),
    "data-finance": ("fay", "/data/"),
    "data-admin": ("ada", "/data/"),
    "source": ("ada", "/data/sources/aws/"),
    "backfill": ("ada", "/data/sources/aws/backfill/"),
    "pulls": ("fay", "/data/pulls/"),
    "pull": ("fay", "/data/pulls/1/"),
    "tag-keys": ("fay", "/data/tags/"),
    "tag-values": ("ada", "/data/tags/values/"),
    "coverage": ("fay", "/m/{open}/coverage/"),
    "jobs": ("ada", "/jobs/"),
    "statement": ("alice", "/"),
    "no-team": ("charlie", "/"),
    "search": ("fay", "/search/?q=pla"),
    "exports": ("fay", "/exports/"),
    "account": ("alice", "/account/"),
    "password": ("alice", "/password/"),
    "not-found": ("alice", "/m/{month}/teams/nobody/"),
    "not-for-you": ("alice", "/m/{month}/"),
}


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
    newest = page.locator(".months li a").first.get_attribute("href") or ""
    page.close()
    return {"month": begun, "open": newest.strip("/").rpartition("/")[2]}


def pictures(browser: Browser, url: str, folder: Path) -> Iterator[Path]:
    known = months(browser, url)
    for who in sorted({who for who, _ in PAGES.values()}):
        for size, width in WIDTHS.items():
            context = browser.new_context(viewport={"width": width, "height": 900}, base_url=url)
            page = context.new_page()
            if who:
                sign_in(page, url, who)
            for theme in THEMES:
                context.add_cookies([{"name": "theme", "value": theme, "url": url}])
                for name, (_, address) in ((n, p) for n, p in PAGES.items() if p[0] == who):
                    page.goto(urljoin(url, address.format(**known)))
                    page.wait_for_load_state("networkidle")
                    path = folder / f"{name}-{theme}-{size}.png"
                    page.screenshot(path=path, full_page=True)
                    yield path
            context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description="Takes pictures of every page of a running demo.")
    parser.add_argument("url")
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())  # type: ignore[arg-type]
        for path in pictures(browser, options.url, options.folder):
            print(path)  # noqa: T201


if __name__ == "__main__":
    main()
