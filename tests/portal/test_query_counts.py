"""How many SQL queries each page makes. A figure that grows has to be written down here, and why in the commit."""

import time
from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client

from chargeback.billing.models import BillingPeriod
from chargeback.cache import Away

# Without Redis, so with the seven of the banner that warns of tag keys which are not active.
QUERIES = {
    "/m/2026-10/": 21,
    "/m/2026-10/teams/": 12,
    "/m/2026-10/teams/platform/": 15,
    "/m/2026-10/unallocated/": 14,
    "/m/2026-10/coverage/": 17,
    "/data/": 30,
    "/data/sources/aws-usd/": 49,
    "/data/sources/aws-usd/backfill/": 67,
    "/data/pulls/": 12,
    "/data/tags/": 11,
    "/data/tags/values/": 17,
    "/jobs/": 12,
    "/m/2026-10/export.csv": 9,
    "/m/2026-10/teams/platform/statement.csv": 9,
    "/m/2026-10/teams/platform/lines/": 18,
    "/m/2026-10/teams/platform/explain/total/": 17,
    "/m/2026-10/teams/platform/explain/direct/?service=AWS+Lambda": 20,
    "/m/2026-10/teams/platform/explain/shared/?pool=support": 21,
    "/m/2026-10/lines/": 18,
    "/m/2026-10/lines/?part=billed&by=day": 15,
    "/m/2026-10/unallocated/explain/total/": 16,
    "/m/2026-10/explain/series/?series=AWS+Support+(Business)/": 17,
    "/m/2026-10/shared/": 14,
    "/m/2026-10/shared/support/": 14,
    "/explore/?range=2": 13,
    "/explore/?range=2&by=day&group=tags.project": 13,
    "/search/?q=aws": 22,
    "/exports/": 10,
    "/account/": 10,
    "/m/2026-10/close/": 55,
    "/m/2026-10/adjustments/": 13,
    "/m/2026-10/known/": 15,
    "/rules/": 15,
    "/rules/history/": 11,
}
# The same page read again while Redis keeps its results.
KEPT = {
    "/m/2026-10/": 3,
    "/m/2026-10/teams/platform/": 3,
    "/m/2026-10/unallocated/": 3,
    "/m/2026-10/coverage/": 3,
    "/data/": 17,
    "/data/tags/values/": 4,
}


@pytest.fixture(autouse=True)
def without_cache() -> Iterator[None]:
    Away.until = time.monotonic() + 600
    yield
    Away.until = 0.0


@pytest.mark.parametrize("address", KEPT)
def test_a_kept_page_makes_hardly_any_queries(
    address: str,
    client: Client,
    october: BillingPeriod,
    fay: User,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    client.force_login(fay)
    Away.until = 0.0
    client.get(address)
    with django_assert_max_num_queries(KEPT[address]):  # type: ignore[attr-defined]
        client.get(address)


@pytest.mark.parametrize("address", QUERIES)
def test_a_page_makes_no_more_queries_than_before(
    address: str,
    client: Client,
    october: BillingPeriod,
    fay: User,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    client.force_login(fay)
    client.get(address)  # what is counted once and kept is there now
    with django_assert_max_num_queries(QUERIES[address]):  # type: ignore[attr-defined]
        client.get(address)
