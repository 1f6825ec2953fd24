"""Every page of every role in a real browser: no complaint, accessible in both themes, no scrolling sideways."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from .conftest import Visitor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
COMPANY = ["/m/2026-10/", "/m/2026-10/teams/", "/m/2026-10/teams/payments/", "/m/2026-10/unallocated/", "/data/"]
RULES = [
    "/m/2026-10/shared/",
    "/m/2026-10/shared/support/",
    "/rules/",
    "/rules/history/",
    "/rules/drafts/",
]
ONLY_ADMINS = ["/start/", "/rules/drafts/new/"]
DATA = [
    "/m/2026-10/coverage/",
    "/data/sources/aws-usd/",
    "/data/sources/aws-usd/backfill/",
    "/data/pulls/",
    "/data/tags/",
    "/data/tags/values/",
    "/jobs/",
]
LINES = ["/m/2026-10/lines/", "/m/2026-10/lines/?part=billed&by=day&columns=day&columns=tags"]
REASONS = [
    "/m/2026-10/teams/payments/explain/total/",
    "/m/2026-10/teams/platform/explain/shared/?pool=support",
    "/m/2026-10/unallocated/explain/total/",
    "/m/2026-10/explain/series/?series=AWS+Support+(Business)/",
]
EXPLORE = [
    "/explore/?range=2&group=team",
    "/explore/?range=custom&first=2026-10-01&last=2026-10-31&by=day&group=tags.project&only=team:platform&without=service:x",
    "/explore/?only=team:nobody&first=x",
]
OWN = [
    "/m/2026-10/teams/platform/?by=environment",
    "/m/2026-10/teams/platform/lines/",
    "/m/2026-10/teams/platform/lines/?first=x&q=nothing-at-all",
    "/m/2026-10/teams/platform/explain/direct/?service=AWS+Lambda",
    "/m/2026-10/teams/platform/explain/shared/?pool=support",
]
EVERYBODY = ["/", "/password/", "/password/done/", "/account/", "/exports/", "/search/?q=pl"]
CONTRAST: dict[str, object] = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
OTHER_THEME = """() => {
    const page = document.documentElement.dataset;
    page.bsTheme = page.bsTheme === "dark" ? "light" : "dark";
}"""
WALKS = {
    "fay": [
        *COMPANY,
        *RULES,
        *DATA,
        *LINES,
        *REASONS,
        *EXPLORE,
        *EVERYBODY,
        "/m/2026-10/unallocated/?reason=no+tag",
        "/m/2026-10/?q=nobody-at-all",
    ],
    "ada": [
        "/",
        "/data/",
        "/data/sources/aws-usd/",
        "/data/tags/values/",
        "/m/2026-10/unallocated/?reason=unknown+tag+value",
        "/rules/",
        *ONLY_ADMINS,
    ],
    "alice": [
        "/m/2026-10/teams/platform/",
        "/m/2026-09/teams/platform/",
        "/m/2026-10/teams/",
        *OWN,
        EXPLORE[0],
        *EVERYBODY,
    ],
    "vera": ["/m/2026-10/teams/platform/"],
    "charlie": ["/", "/explore/"],
}


def rules_broken(page: Page) -> list[str]:
    """What axe finds, by rule and element: everything in the page's theme, and the contrasts of the other one."""
    found = violations(page)
    page.evaluate(OTHER_THEME)
    found += violations(page, CONTRAST)
    page.evaluate(OTHER_THEME)
    return found


def violations(page: Page, options: dict[str, object] | None = None) -> list[str]:
    rules = Axe().run(page, options=options).response["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in rules for node in rule["nodes"]]


def scrolls_sideways(page: Page, width: int) -> bool:
    page.set_viewport_size({"width": width, "height": 800})
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


@pytest.mark.parametrize("who", WALKS)
def test_a_walk_through_all_pages_of_a_role(who: str, visitor: Visitor, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue(who)
    visitor.sign_in(who)
    for address in WALKS[who]:
        page = visitor.visit(address)
        visitor.complaints += [f"{address}: {broken}" for broken in rules_broken(page)]
        for width in (390, 320):
            if scrolls_sideways(page, width):
                visitor.complaints.append(f"{address}: scrolls sideways at {width} px")
        page.set_viewport_size({"width": 1280, "height": 900})
    assert visitor.complaints == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("who", "address"), [("", "/login/"), ("alice", "/m/2026-10/"), ("alice", "/m/2026-10/teams/payments/")]
)
def test_login_and_refusals_are_accessible_too(
    who: str,
    address: str,
    theme: str,
    visitor: Visitor,
    context: BrowserContext,
    live_server: LiveServer,
    request: pytest.FixtureRequest,
) -> None:
    context.add_cookies([{"name": "theme", "value": theme, "url": live_server.url}])
    if who:
        request.getfixturevalue(who)
        visitor.sign_in(who)
    page = visitor.visit(address)
    assert rules_broken(page) == []
    assert not scrolls_sideways(page, 320)
