"""Every page of every role in a real browser: no complaint, accessible in both themes, no scrolling sideways."""

import pytest
from playwright.sync_api import BrowserContext
from pytest_django.live_server_helper import LiveServer

from .conftest import Visitor
from .looking import look, rules_broken, scrolls_sideways

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


@pytest.mark.parametrize("who", WALKS)
def test_a_walk_through_all_pages_of_a_role(who: str, visitor: Visitor, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue(who)
    visitor.sign_in(who)
    for address in WALKS[who]:
        look(visitor, visitor.visit(address))
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
