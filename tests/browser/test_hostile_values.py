"""Texts that strangers write into tags and names, from the provider's answer to every page and file of the portal."""

import csv
import io
import re
from collections.abc import Callable

import pytest
import yaml
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from allocation.models import Membership, Team
from allocation.rulebook import rulebook_from_yaml, save_rulebook
from chargeback.billing.runs import run_period
from chargeback.costs.models import Pull, Source
from chargeback.costs.tag_keys import store_keys
from chargeback.costs.tag_values import notice_values
from chargeback.demo.hostile import VALUES
from chargeback.sources.batch import TagKey
from tests.billing.conftest import NOW
from tests.costs.conftest import Row, Wire, quick_boto3, server, source, take, wire  # noqa: F401
from tests.exports.spreadsheet import raw_sheets
from tests.exports.test_csv_files import RUNS
from tests.portal.bill import OCTOBER

from .conftest import WATCH, Visitor
from .looking import scrolls_sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCRIPT, IMAGE, SVG, BRACES, CALC, LINK, PLUS, MINUS, SUM = VALUES[:9]
LONG, BIDI, FAMILY = VALUES[-1], VALUES[13], VALUES[18]
NAMES = {"evil": f"{SCRIPT} {BIDI}", "sums": f"{SUM} {LONG[:80]}"}
BILL: tuple[Row, ...] = (
    *((1 + day % 28, "660000000066", LINK, "Usage", value, f"{day}.25", "1") for day, value in enumerate(VALUES, 1)),
    (1, "660000000066", f"{CALC} {IMAGE}", "Support", "", "100", "100"),
    (2, "660000000066", "AWS Lambda", "Usage", "", "12.40", "12.40"),
)
OWN_FORMULA = re.compile(r"(SUM|SUBTOTAL|ROUND|ABS|IF)\([A-Za-z0-9:,!$' +\-\"=()]*\)|[A-Z]+\d+([+\-][A-Z]+\d+)*")

NUMBER = re.compile(r"-?[0-9.]+")
FILES = [
    ("overview-export", {}),
    ("all-lines-export", {}),
    ("statement-export", {"team": "evil"}),
    ("lines-export", {"team": "sums"}),
]


def rulebook() -> dict[str, object]:
    """Two teams whose names, owners, projects, rules and pool are no better than the tags."""
    given = {"evil-one": [SCRIPT, IMAGE, CALC, PLUS, BIDI], "evil-two": [SVG, MINUS, LONG, FAMILY]}
    return {
        "tag": "project",
        "teams": {
            slug: {"name": name, "owner": f"{PLUS} {IMAGE}", "cost_centre": CALC} for slug, name in NAMES.items()
        },
        "projects": {
            slug: {"name": f"{LINK} {slug}", "team": team, "tags": tags}
            for (slug, tags), team in zip(given.items(), NAMES, strict=True)
        },
        "rules": [{"name": f"{SUM} {SVG}", "when": {"record_type": "Support"}, "pool": "tricks"}],
        "pools": {"tricks": {"name": f"{MINUS} {IMAGE}", "note": SCRIPT, "method": "even", "targets": "all"}},
    }


@pytest.fixture
def hostile(transactional_db: None, wire: Wire, source: Source, take: Callable[..., Pull]) -> Source:  # noqa: F811
    """October of a company that was attacked, pulled over HTTP page by page and allocated."""
    wire.serve(BILL)
    save_rulebook(rulebook_from_yaml(yaml.safe_dump(rulebook(), allow_unicode=True)))
    take(end="2026-11-01")
    run_period(OCTOBER, "USD", NOW)
    notice_values(source, NOW)
    store_keys(source, [TagKey("project", "UserDefined", True, None), TagKey(IMAGE, "UserDefined", False, None)], NOW)
    return source


def pages() -> dict[str, list[str]]:
    own = "/m/2026-10/teams/evil"
    company = ["", "teams/", "lines/", "lines/?part=billed&columns=day&columns=tags&columns=rule&size=250"]
    company += ["shared/", "shared/tricks/", "unallocated/", "unallocated/explain/total/", "coverage/"]
    company += ["teams/sums/?by=service"]
    rest = ["/rules/", "/rules/history/", "/data/", "/data/sources/aws/", "/data/pulls/", "/data/tags/", "/jobs/"]
    return {
        "fay": [f"/m/2026-10/{page}" for page in company] + rest,
        "ada": ["/m/2026-10/unallocated/?reason=unknown+tag+value", "/data/tags/values/", "/rules/drafts/new/",
                "/admin/allocation/mappingrule/", "/admin/allocation/project/", "/admin/costs/costseries/"],
        "alice": [f"{own}/", f"{own}/?by=account", f"{own}/lines/", f"{own}/explain/total/", f"{own}/explain/shared/"],
    }  # fmt: skip


def test_no_page_runs_or_breaks_by_what_strangers_wrote(
    browser: Browser, live_server: LiveServer, hostile: Source, fay: User, ada: User
) -> None:
    alice = User.objects.create_user("alice", password="chargeback-demo", first_name=SCRIPT[:30])
    Membership.objects.create(user=alice, team=Team.objects.get(slug="evil"), role="lead")
    complaints: list[str] = []
    for who, addresses in pages().items():
        context = browser.new_context(base_url=live_server.url, viewport={"width": 1280, "height": 900})
        context.add_init_script(WATCH)
        visitor = Visitor(context.new_page())
        visitor.sign_in(who)
        for address in addresses:
            look(visitor, address)
        complaints += visitor.complaints
        context.close()
    assert complaints == []


def look(visitor: Visitor, address: str) -> None:
    page = visitor.visit_polling(address)
    visitor.complaints += [f"{address}: a script ran"] * bool(page.evaluate("window.xq7z"))
    visitor.complaints += [f"{address}: {page.title()}"] * page.title().startswith(("Not found", "Not for"))
    visitor.complaints += [f"{address}: a template ran"] * (
        "{{ 7*7 }}" not in page.content() and " 49 " in page.content()
    )
    if not address.startswith("/admin/"):
        visitor.complaints += [f"{address}: scrolls sideways"] * scrolls_sideways(page, 390)
    page.set_viewport_size({"width": 1280, "height": 900})


def test_no_file_has_a_cell_that_runs(client: Client, hostile: Source, fay: User) -> None:
    client.force_login(fay)
    written = ""
    for address in files_of("xlsx"):
        cells = [cell for sheet in raw_sheets(bytes_of(client, address)).values() for cell in sheet.values()]
        strange = [cell.formula for cell in cells if cell.formula and not OWN_FORMULA.fullmatch(cell.formula)]
        assert strange == [], address
        written += " ".join(cell.text for cell in cells)
    for address in [*files_of("csv"), "/m/2026-10/unallocated/export.csv"]:
        text = bytes_of(client, address).decode("utf-8-sig")
        cells_of_text = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
        assert [cell for cell in cells_of_text if RUNS.match(cell) and not NUMBER.fullmatch(cell)] == [], address
        written += text
    assert all(value in written for value in (SCRIPT, BIDI, FAMILY, LONG)), "the texts themselves are not lost"


def test_the_paper_statement_and_the_rulebook_carry_them_too(client: Client, hostile: Source, fay: User) -> None:
    client.force_login(fay)
    assert bytes_of(client, "/m/2026-10/teams/evil/statement.pdf").startswith(b"%PDF")
    text = bytes_of(client, "/rules/export.yaml").decode()
    assert yaml.safe_load(text)["teams"]["evil"]["name"] == NAMES["evil"]


def files_of(kind: str) -> list[str]:
    return [reverse(name, kwargs={"month": OCTOBER, "kind": kind, **words}) for name, words in FILES]


def bytes_of(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
