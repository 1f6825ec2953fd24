"""Pages whose results are kept in Redis show what pages without a cache show, always."""

import re
import time
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from allocation.models import Project, ProjectTag
from chargeback.billing.models import BillingPeriod
from chargeback.billing.runs import run_period
from chargeback.cache import Away
from chargeback.costs.models import Pull
from chargeback.portal.access import company
from tests.billing.conftest import NOW
from tests.portal.bill import BILL, OCTOBER
from tests.portal.reading import text

ADDRESSES = (
    "/m/2026-10/",
    "/m/2026-10/unallocated/",
    "/m/2026-10/coverage/",
    "/m/2026-10/teams/payments/",
    "/data/tags/",
    "/data/tags/values/",
    "/data/tags/values/?key=project",
    "/data/sources/aws-usd/price/?first=2026-10-01&last=2026-10-31",
)

DETAILS = (
    "/m/2026-10/teams/platform/lines/?by=day",
    "/m/2026-10/teams/platform/lines/?by=month&sort=what&size=25&page=2",
    "/m/2026-10/teams/platform/explain/total/?x",
    "/m/2026-10/teams/platform/explain/direct/?service=AWS+Lambda",
    "/m/2026-10/teams/platform/explain/shared/?pool=support",
    "/m/2026-10/lines/?by=day",
    "/m/2026-10/lines/?part=billed",
    "/m/2026-10/shared/?x",
    "/m/2026-10/unallocated/explain/total/?x",
    "/m/2026-10/explain/series/?series=AWS+Support+(Business)/",
)


@pytest.fixture(autouse=True)
def cache_is_up() -> Iterator[None]:
    Away.until = 0.0
    yield
    Away.until = 0.0


@pytest.fixture
def reader(client: Client, october: BillingPeriod, fay: User) -> Client:
    client.force_login(fay)
    return client


def words(client: Client, address: str) -> str:
    """What the page says, without how long ago it was."""
    return re.sub(r"\([^()]* ago\)|\(just now\)", "", text(client.get(address)))


def uncached(client: Client, address: str) -> str:
    Away.until = time.monotonic() + 60
    said = words(client, address)
    Away.until = 0.0
    return said


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_kept_page_says_what_it_would_say_without_a_cache(address: str, reader: Client) -> None:
    assert words(reader, address) == words(reader, address) == uncached(reader, address)


@pytest.mark.parametrize("address", DETAILS)
def test_details_read_from_what_is_kept_say_the_same(address: str, reader: Client, alice: User) -> None:
    for who in ("fay", "alice"):
        reader.force_login(User.objects.get(username=who))
        if who == "alice" and "/teams/" not in address:
            continue
        said = uncached(reader, address)
        assert "Not found" not in said
        with CaptureQueriesContext(connection) as first:
            assert words(reader, address) == said
        with CaptureQueriesContext(connection) as again:
            assert words(reader, f"{address}&look=2") == said
        assert len(again) < len(first)


def test_new_costs_and_new_rules_are_seen_at_the_next_click(reader: Client, store: Callable[..., Pull]) -> None:
    before = {address: words(reader, address) for address in ADDRESSES}
    store([*BILL, (7, "AWS Lambda", "chekout", "5000", "5000")])
    run_period(OCTOBER, "USD", NOW)
    changed = [address for address in ADDRESSES[:3] if words(reader, address) != before[address]]
    assert changed == list(ADDRESSES[:3])
    assert "5,031.95" in words(reader, "/data/tags/values/")
    ProjectTag.objects.create(project=Project.objects.get(slug="checkout"), value="chekout")
    assert "Checkout" in words(reader, "/data/tags/values/")


def test_a_page_read_while_its_month_is_run_again_leaves_nothing_old_behind(
    reader: Client, october: BillingPeriod, store: Callable[..., Pull], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = BillingPeriod.objects.select_related("current_run").get(pk=october.pk)
    store([*BILL, (7, "AWS Lambda", "chekout", "5000", "5000")])
    run_period(OCTOBER, "USD", NOW)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(company, "period_for", lambda *_: before)
        assert "74,589.52" in words(reader, "/m/2026-10/")
    assert "79,589.52" in words(reader, "/m/2026-10/")
