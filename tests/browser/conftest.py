"""A real Chromium before a real server, and what every visit to a page must hold."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from chargeback.billing.models import BillingPeriod
from tests.browser.screenshots import CHROMIUM, launch_options
from tests.conftest import PASSWORD
from tests.portal.bill import october, store  # noqa: F401

# Playwright keeps an event loop in this thread, which Django takes for an async view.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

WATCH = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) => window.refused.push(event.violatedDirective));
"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"There is no Chromium at {CHROMIUM}; `apt-get install chromium` brings it.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(**launch_options())  # type: ignore[arg-type]
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser, live_server: LiveServer, october: BillingPeriod) -> Iterator[BrowserContext]:  # noqa: F811
    size = {"width": 1280, "height": 900}
    # Colours that change slowly would be judged half-way.
    opened = browser.new_context(base_url=live_server.url, viewport=size, reduced_motion="reduce")  # type: ignore[arg-type]
    opened.add_init_script(WATCH)
    yield opened
    opened.close()


@dataclass
class Visitor:
    """A person at the browser. `complaints` collects whatever the browser or the server did not like."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))
        self.page.on("console", lambda line: self.listen(line.type, line.text))
        self.page.on("response", lambda answer: self.check(answer.status, answer.url))

    def listen(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(f"{self.page.url}: {text}")

    def check(self, status: int, url: str) -> None:
        if status >= 500:
            self.complaints.append(f"{url}: {status}")

    def sign_in(self, name: str) -> None:
        self.page.goto("/login/")
        self.page.fill("#id_username", name)
        self.page.fill("#id_password", PASSWORD)
        with self.page.expect_navigation():
            self.page.click("main button")

    def visit(self, address: str) -> Page:
        """The page, loaded to the end; what its policy refused is among the complaints."""
        self.page.goto(address)
        self.page.wait_for_load_state("networkidle")
        self.complaints += [f"{address}: CSP {refused}" for refused in self.page.evaluate("window.refused")]
        return self.page

    def visit_polling(self, address: str) -> Page:
        """The same for a page that asks the server again and again, on which the network is never idle."""
        self.page.goto(address)
        self.complaints += [f"{address}: CSP {refused}" for refused in self.page.evaluate("window.refused")]
        return self.page


@pytest.fixture
def visitor(context: BrowserContext) -> Visitor:
    return Visitor(context.new_page())
