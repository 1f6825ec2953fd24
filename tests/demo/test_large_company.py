"""Generated companies: the same every time, as large as asked, and exact."""

import datetime as dt

import pytest

from chargeback.demo.hostile import VALUES
from chargeback.demo.large_company import Size, large_ledger
from chargeback.demo.ledger import LedgerError
from chargeback.demo.serving import Wanted, ledger_on

from .conftest import TODAY, Serve, amounts, total

OCTOBER = ("2026-10-01", "2026-11-01")


@pytest.mark.parametrize(("accounts", "services", "series"), [(10, 25, 600), (100, 55, 4_500), (1000, 120, 30_000)])
def test_it_has_the_size_of_organisations_that_were_reported(accounts: int, services: int, series: int) -> None:
    found = large_ledger(TODAY, Size(accounts)).series
    assert len({each.account for each in found}) == accounts
    assert len({each.service for each in found if each.record_type == "Usage"}) == pytest.approx(services, rel=0.1)
    assert len(found) == pytest.approx(series, rel=0.1)


def test_the_same_size_and_day_give_the_same_bill_and_tomorrow_one_day_more() -> None:
    first, again = (large_ledger(TODAY, Size(3)) for _ in range(2))
    tomorrow = large_ledger(TODAY + dt.timedelta(days=1), Size(3))
    assert list(first.rows()) == list(again.rows())
    assert len(tomorrow.days) == len(first.days) + 1
    assert (first.days[dt.date(2026, 10, 1)].amounts == tomorrow.days[dt.date(2026, 10, 1)].amounts).all()


def test_groups_add_up_to_the_control_exactly(serve: Serve) -> None:
    service = serve(large_ledger(TODAY, Size(3)), page_size=500)
    keys = [{"Type": "DIMENSION", "Key": "LINKED_ACCOUNT"}, {"Type": "TAG", "Key": "project"}]
    grouped = service.ask(*OCTOBER, GroupBy=keys)
    assert sum(amounts(grouped).values()) == total(service.ask(*OCTOBER))
    types = service.ask(*OCTOBER, GroupBy=[{"Type": "DIMENSION", "Key": "RECORD_TYPE"}])
    assert {keys[0] for keys in amounts(types)} == {"Usage", "Tax", "Support", "Credit", "SavingsPlanRecurringFee"}


def test_twenty_thousand_tag_values_come_page_by_page(serve: Serve) -> None:
    service = serve(large_ledger(TODAY, Size(10, tag_values=20_000)), page_size=5_000)
    pages = service.ask(*OCTOBER, Granularity="MONTHLY", GroupBy=[{"Type": "TAG", "Key": "project"}])
    assert len(pages) == 5
    assert len(amounts(pages)) == 20_001


@pytest.mark.parametrize("size", [Size(0), Size(10_001), Size(1, tag_values=-1)])
def test_a_company_that_cannot_be_is_refused(size: Size) -> None:
    with pytest.raises(LedgerError, match="1 to 10,000 accounts"):
        large_ledger(TODAY, size)


def test_hostile_values_are_there_only_when_wanted() -> None:
    plain, hostile = (ledger_on(Wanted(hostile=flag))(dt.date(2026, 11, 2)) for flag in (False, True))
    values = [{series.tag("project") for series in ledger.series} for ledger in (plain, hostile)]
    assert values[1] - values[0] == set(VALUES)


def test_the_bill_can_be_in_another_currency(serve: Serve) -> None:
    ledger = ledger_on(Wanted(accounts=1, currency="EUR"))(TODAY)
    (page,) = serve(ledger).ask(*OCTOBER, Granularity="MONTHLY")
    assert page["ResultsByTime"][0]["Total"]["UnblendedCost"]["Unit"] == "EUR"
