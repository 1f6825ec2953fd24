"""What a run reads is what is stored: every record once, exactly, in every currency."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allocation.engine.money import from_units
from chargeback.billing.inputs import read_inputs
from chargeback.billing.records import STRIDE, read_records
from chargeback.costs.models import CostRecord, CostSeries, Pull, Source

from .conftest import NOW, OCTOBER

pytestmark = pytest.mark.django_db

WIDE = st.integers(-(10**28) + 1, 10**28 - 1)
AMOUNTS = st.dictionaries(st.tuples(st.integers(0, 3), st.integers(1, 31)), st.integers(-(10**12), 10**12) | WIDE)
EACH_STORES_ANEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def pull(db: None) -> Pull:
    """A pull with four series, each second one in euros, and a record of the day before and after the month."""
    source = Source.objects.create(slug="aws", name="AWS")
    pull = Pull.objects.create(source=source, start=OCTOBER, end=OCTOBER, started_at=NOW)
    for number in range(4):
        currency = "USD" if number % 2 else "EUR"
        tags = {"project": f"p{number}"} if number else {}
        CostSeries.objects.create(source=source, fingerprint=f"{9 - number}", currency=currency, tags=tags)
    return pull


@EACH_STORES_ANEW
@given(AMOUNTS)
def test_records_are_read_exactly_as_they_are_stored(pull: Pull, amounts: dict[tuple[int, int], int]) -> None:
    stored = store(pull, amounts)
    records = read_records(OCTOBER, "billed", "effective")
    ids, days = np.divmod(records.place, STRIDE)
    assert list(zip(ids.tolist(), days.tolist(), records.amounts[0].tolist(), strict=True)) == sorted(stored)
    if any(amount for _, _, amount in stored):  # else the two columns are one
        assert records.amounts[1].tolist() == [0] * len(stored)


@EACH_STORES_ANEW
@given(AMOUNTS)
def test_a_currency_has_its_own_series_in_the_order_of_fingerprints(
    pull: Pull, amounts: dict[tuple[int, int], int]
) -> None:
    store(pull, amounts)
    inputs = read_inputs(OCTOBER, "USD", "billed")
    costs = inputs.costs
    found = zip(costs.series.tolist(), costs.day.tolist(), costs.amount.tolist(), strict=True)
    numbers = [number for number in (3, 1) if any(key[0] == number for key in amounts)]
    assert [one.tags.get("project") for one in inputs.series] == [f"p{number}" for number in numbers]
    assert list(found) == [
        (place, day - 1, amounts[number, day])
        for place, number in enumerate(numbers)
        for day in range(1, 32)
        if (number, day) in amounts
    ]


def store(pull: Pull, amounts: dict[tuple[int, int], int]) -> list[tuple[int, int, int]]:
    """Stores amounts by (series, day), and returns them with ids and days counted from 0."""
    CostRecord.objects.all().delete()
    series = list(CostSeries.objects.order_by("-fingerprint"))
    rows = [(series[number], OCTOBER.replace(day=day), from_units(one)) for (number, day), one in amounts.items()]
    outside = [(series[1], dt.date(2026, 9, 30), Decimal(1)), (series[1], dt.date(2026, 11, 1), Decimal(1))]
    CostRecord.objects.bulk_create(
        CostRecord(series=one, day=day, billed_cost=amount, effective_cost=0, pull=pull)
        for one, day, amount in rows + outside
    )
    return [(series[number].pk, day - 1, one) for (number, day), one in amounts.items()]
