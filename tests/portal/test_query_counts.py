"""How many SQL queries each page makes. A figure that grows has to be written down here, and why in the commit."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from chargeback.billing.models import BillingPeriod

QUERIES = {
    "/m/2026-10/": 25,
    "/m/2026-10/teams/": 10,
    "/m/2026-10/teams/platform/": 21,
    "/m/2026-10/unallocated/": 11,
    "/m/2026-10/teams/platform/lines/": 19,
    "/m/2026-10/teams/platform/explain/total/": 20,
    "/m/2026-10/teams/platform/explain/direct/?service=AWS+Lambda": 20,
    "/m/2026-10/teams/platform/explain/shared/?pool=support": 22,
    "/m/2026-10/lines/": 16,
    "/m/2026-10/lines/?part=billed&by=day": 14,
    "/m/2026-10/unallocated/explain/total/": 16,
    "/m/2026-10/explain/series/?series=AWS+Support+(Business)/": 16,
    "/data/": 13,
    "/m/2026-10/export.csv": 12,
    "/m/2026-10/teams/platform/statement.csv": 20,
}


@pytest.mark.parametrize("address", QUERIES)
def test_a_page_makes_no_more_queries_than_before(
    address: str,
    client: Client,
    october: BillingPeriod,
    fay: User,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    client.force_login(fay)
    with django_assert_max_num_queries(QUERIES[address]):  # type: ignore[attr-defined]
        client.get(address)
