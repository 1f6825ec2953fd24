"""Answers of several questions become columns: nothing lost, in the order of series and days, each once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chargeback.sources.aws_dimensions import ACCOUNT, RECORD_TYPE, SERVICE, USAGE
from chargeback.sources.aws_pages import Groups
from chargeback.sources.aws_queries import Case, Query
from chargeback.sources.aws_series import Collected
from chargeback.sources.aws_shapes import page_type, read_page
from chargeback.sources.refusals import SourceError

from .bills import WINDOW

Costs = dict[tuple[str, int], tuple[int, int]]  # by service and day
DAYS = len(WINDOW.days)
COSTS = st.dictionaries(
    st.tuples(st.sampled_from("abcdef"), st.integers(0, DAYS - 1)), st.tuples(st.integers(-9, 9), st.integers(-9, 9))
)


def groups(costs: Costs, is_same: bool) -> Groups:
    keys = tuple((service,) for service in sorted({service for service, _ in costs}))
    billed = np.array([billed for billed, _ in costs.values()], np.int64)
    return Groups(
        keys,
        np.array([keys.index((service,)) for service, _ in costs], np.int32),
        np.array([day for _, day in costs], np.int16),
        billed,
        billed if is_same else np.array([effective for _, effective in costs.values()], np.int64),
        {},
        0,
    )


def question(account: str) -> Query:
    return Query(WINDOW, (SERVICE,), (Case(known={ACCOUNT: account, RECORD_TYPE: USAGE}),))


@given(first=COSTS, second=COSTS, is_same=st.booleans())
def test_every_cost_of_every_question_comes_once_by_series_and_day(first: Costs, second: Costs, is_same: bool) -> None:
    collected, expected = Collected(WINDOW, "USD", {}), {}
    for account, costs in (("1", first), ("2", second)):
        collected.add(question(account), groups(costs, is_same))
        for (service, day), (billed, effective) in costs.items():
            expected[account, service, day] = (billed, billed if is_same else effective)
    batch = collected.batch(())
    places = list(zip(batch.code.tolist(), batch.day.tolist(), strict=True))
    named = [(batch.series[code].sub_account_id, batch.series[code].service, day) for code, day in places]
    amounts = zip(batch.billed.tolist(), batch.effective.tolist(), strict=True)
    assert dict(zip(named, amounts, strict=True)) == expected
    assert places == sorted(set(places))


def test_a_cost_that_two_questions_bring_is_refused() -> None:
    collected = Collected(WINDOW, "USD", {})
    collected.add(question("1"), groups({("a", 0): (1, 1), ("a", 1): (1, 1)}, True))
    collected.add(question("1"), groups({("a", 1): (1, 1)}, True))
    with pytest.raises(SourceError, match="two questions brought the same cost"):
        collected.batch(())


def test_a_group_in_another_currency_is_refused_and_the_currency_named() -> None:
    body = (
        b'{"ResultsByTime":[{"TimePeriod":{"Start":"2026-11-01","End":"2026-11-02"},"Estimated":false,'
        b'"Total":{"UsageQuantity":{"Amount":"0","Unit":"N/A"}},"Groups":[{"Keys":["a"],"Metrics":'
        b'{"UnblendedCost":{"Amount":"1","Unit":"USD"}}}]}]}'
    )
    shape = page_type(("UnblendedCost",), 1, "USD")
    assert read_page(body, shape, "ResultsByTime").ResultsByTime[0].Groups[0].Metrics.billed.Amount == "1"
    with pytest.raises(SourceError, match="an amount in 'EUR' cannot be one bill with the total"):
        read_page(body.replace(b"USD", b"EUR"), shape, "ResultsByTime")
