"""Every page in a real browser: no complaint, accessible in both themes, no scrolling sideways."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser

from .conftest import Visitor
from .looking import look, rules_broken

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
COMPANY = ["/m/2026-10/teams/", "/m/2026-10/teams/payments/?by=service", "/data/"]
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
    "/m/2026-10/teams/platform/lines/?first=x&q=nothing-at-all",
]
EVERYBODY = ["/password/", "/password/done/", "/account/", "/exports/", "/search/?q=pl"]
# What the journeys do not come by (test_journeys.py, test_new_tag_value.py, test_close_journey.py). A page that is made
# of the same elements for two roles is looked at once: each look takes a second of a processor.
WALKS = {
    "fay": [
        *COMPANY,
        *RULES,
        *DATA,
        *LINES,
        *REASONS,
        *EXPLORE,
        "/m/2026-10/unallocated/?reason=no+tag",
        "/m/2026-10/?q=nobody-at-all",
    ],
    "ada": [
        "/data/sources/aws-usd/",
        *ONLY_ADMINS,
    ],
    "alice": [
        "/m/2026-09/teams/platform/",
        *OWN,
        *EVERYBODY,
    ],
}


@pytest.mark.parametrize("who", WALKS)
def test_a_walk_through_all_pages_of_a_role(who: str, visitor: Visitor, request: pytest.FixtureRequest) -> None:
    request.getfixturevalue(who)
    visitor.sign_in(who)
    for address in WALKS[who]:
        look(visitor, visitor.visit(address))
    assert visitor.complaints == []


def test_login_and_refusals_are_accessible_too(visitor: Visitor, alice: User) -> None:
    look(visitor, visitor.visit("/login/"))
    visitor.sign_in("alice")
    for address in ("/m/2026-10/", "/m/2026-10/teams/payments/"):
        look(visitor, visitor.visit(address))
    assert [line for line in visitor.complaints if "Failed to load resource" not in line] == []


def test_what_breaks_the_rules_is_found(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content('<main><h1>x</h1><img src="x.png"><p style="color: #ccc">Pale words</p></main>')
    assert {one.partition(":")[0] for one in rules_broken(page)} >= {"image-alt", "color-contrast"}
    page.close()
