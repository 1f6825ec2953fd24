"""The two months of the small company, seen from the month after."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from chargeback.billing.models import BillingPeriod
from tests.portal.bill import october, store
from tests.portal.reading import cells

__all__ = ["Rows", "october", "store"]
Rows = Callable[[User, str], dict[str, list[str]]]


@pytest.fixture(autouse=True)
def november(settings: Any) -> None:
    settings.TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def rows(client: Client, october: BillingPeriod) -> Rows:
    """The table that a person sees at an address: what stands in each row, by its first cell."""

    def read(who: User, query: str) -> dict[str, list[str]]:
        client.force_login(who)
        found = cells(client.get(f"/explore/?{query}"), "table-explore")
        return {name: rest for name, *rest in found}

    return read
