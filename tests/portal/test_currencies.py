"""A month billed in two currencies: two periods, one switch, never one sum."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from chargeback.billing.models import BillingPeriod
from chargeback.billing.runs import run_period
from chargeback.costs.models import Pull
from tests.billing.conftest import NOW
from tests.portal.bill import OCTOBER
from tests.portal.reading import text


@pytest.fixture
def page(client: Client, october: BillingPeriod, store: Callable[..., Pull], fay: User) -> Client:
    store([(1, "Amazon Simple Storage Service", "gateway", "7", "7")], currency="EUR")
    run_period(OCTOBER, "EUR", NOW)
    client.force_login(fay)
    return client


def test_each_currency_has_its_own_bill(page: Client) -> None:
    assert "Bill, EUR 7.00" in text(page.get("/m/2026-10/", {"currency": "EUR"}))
    assert "Bill, USD 74,589.52" in text(page.get("/m/2026-10/", {"currency": "USD"}))


def test_the_chosen_currency_stays_in_every_link(page: Client) -> None:
    shown = page.get("/m/2026-10/", {"currency": "USD"}).content.decode()
    for link in ("teams/platform/?currency=USD", "export.xlsx?currency=USD", "unallocated/?currency=USD"):
        assert f'href="/m/2026-10/{link}"' in shown


def test_the_switch_is_shown_only_where_there_is_a_choice(page: Client) -> None:
    assert 'aria-label="Currency"' in page.get("/m/2026-10/").content.decode()
    assert 'aria-label="Currency"' not in page.get("/m/2026-09/").content.decode()


def test_each_currency_downloads_under_a_name_of_its_own(page: Client) -> None:
    for address in ("/m/2026-10/export.csv", "/m/2026-10/teams/platform/statement.xlsx"):
        names = {page.get(address, {"currency": code})["Content-Disposition"] for code in ("EUR", "USD")}
        assert len(names) == 2
