"""A trend cut to what a chart shows loses no cent and draws the same chart."""

import datetime as dt
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from chargeback.billing.figures import Amounts, MonthTotals, Overview, Reconciliation, Stamp
from chargeback.billing.trends import LARGEST, of_largest
from chargeback.portal.charts import trend_chart

OCTOBER, NOON = dt.date(2026, 10, 1), dt.datetime(2026, 11, 3, 12, tzinfo=dt.UTC)
STAMP = Stamp(OCTOBER, "USD", "billed", "open", 1, "", "", NOON, is_estimated=False, data_until=None)
NONE = Decimal(0)
slugs = st.sampled_from(["", *(f"t{number}" for number in range(10))])
cents = st.integers(-(10**9), 10**9).map(lambda units: Decimal(units).scaleb(-2))
months = st.lists(st.dictionaries(slugs, cents), min_size=1, max_size=4)


def overview(totals: list[dict[str, Decimal]]) -> Overview:
    trend = tuple(MonthTotals(OCTOBER, False, False, one) for one in totals)
    names = {f"t{number}": f"Team {number}" for number in range(10)}
    nothing = Amounts(NONE, NONE, NONE, None)
    return Overview(STAMP, nothing, nothing, None, (), Reconciliation(NONE, NONE, NONE, NONE), trend, names)


@given(months)
def test_the_months_add_up_to_the_same_and_the_chart_is_the_same(totals: list[dict[str, Decimal]]) -> None:
    whole = overview(totals)
    cut = of_largest(whole)
    assert [sum(month.totals.values()) for month in cut.trend] == [sum(month.values()) for month in totals]
    assert all(len(month.totals) <= LARGEST + 2 for month in cut.trend)
    assert trend_chart(cut) == trend_chart(whole)
