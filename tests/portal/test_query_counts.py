"""How many SQL queries each page makes. A figure that grows has to be written down here, and why in the commit."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from chargeback.billing.models import BillingPeriod

QUERIES = {
    "/m/2026-10/": 13,
    "/m/2026-10/teams/": 10,
    "/m/2026-10/teams/platform/": 15,
    "/m/2026-10/unallocated/": 12,
    "/m/2026-10/shared/": 14,
    "/m/2026-10/shared/support/": 14,
    "/rules/": 20,
    "/rules/history/": 10,
    "/data/": 13,
    "/m/2026-10/export.csv": 12,
    "/m/2026-10/teams/platform/statement.csv": 14,
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
    client.get(address)  # what is counted once and kept is there now
    with django_assert_max_num_queries(QUERIES[address]):  # type: ignore[attr-defined]
        client.get(address)
