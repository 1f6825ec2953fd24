"""The packed records of a day are its records: written with them, forgotten when anybody else touches one."""

import datetime as dt
from decimal import Decimal

import numpy as np
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chargeback.billing.records import packed_records, stored_records
from chargeback.billing.verify import pack_problems
from chargeback.costs.models import CostRecord, Pull, RecordPack, Source
from chargeback.costs.packs import read_packs
from chargeback.costs.store import store
from chargeback.sources.batch import CostBatch, DailyTotal, Dimensions
from chargeback.sources.window import Window

pytestmark = pytest.mark.django_db

ZERO = Decimal(0)
OCTOBER, NOVEMBER = dt.date(2026, 10, 1), dt.date(2026, 11, 1)
NOW = dt.datetime(2026, 11, 23, 6, tzinfo=dt.UTC)
WHOLE = Window(OCTOBER, NOVEMBER)
BOTH = ("billed", "effective")
units = st.integers(-(10**12), 10**12) | st.integers(-(10**27), 10**27)
costs = st.dictionaries(st.tuples(st.integers(0, 3), st.integers(0, 30)), st.tuples(units, units | st.none()))
EACH_STORES_ANEW = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
Costs = dict[tuple[int, int], tuple[int, int | None]]


@pytest.fixture
def source(db: None) -> Source:
    return Source.objects.create(slug="aws", name="AWS")


def pulled(source: Source, found: Costs, window: Window = WHOLE) -> None:
    """A pull has stored these costs by series and day; an effective cost of None is the billed one."""
    amounts = [(billed, billed if effective is None else effective) for billed, effective in found.values()]
    is_wide = any(abs(one) > 10**17 for row in amounts for one in row)
    billed, effective = np.array(amounts, object if is_wide else np.int64).reshape(-1, 2).T
    code, day = np.array(list(found), np.int32).reshape(-1, 2).T
    series = tuple(Dimensions(f"service {number}", "Usage", "Usage", "USD") for number in range(4))
    totals = tuple(DailyTotal(one, ZERO, ZERO, "USD", is_estimated=False) for one in window.days)
    batch = CostBatch(window, "USD", totals, series, code, day.astype(np.int16), billed, effective)
    pull = Pull.objects.create(source=source, start=window.start, end=window.end, started_at=NOW)
    store(pull, batch, NOW)


@EACH_STORES_ANEW
@given(costs)
def test_what_a_pull_packs_is_what_it_stores(source: Source, found: Costs) -> None:
    pulled(source, found)
    packs = read_packs(OCTOBER, NOVEMBER)
    assert packs is not None
    assert sum(len(pack.series) for pack in packs) == CostRecord.objects.count()
    assert packed_records(packs, OCTOBER, *BOTH).equals(stored_records(OCTOBER, *BOTH))


def test_a_pull_of_some_days_packs_these_and_leaves_the_others(source: Source) -> None:
    pulled(source, {(0, day): (100 + day, None) for day in range(31)})
    pulled(source, {(1, 0): (7, None)}, Window(OCTOBER.replace(day=30), NOVEMBER))
    packs = read_packs(OCTOBER, NOVEMBER)
    assert packs is not None
    assert [pack.billed.tolist() for pack in packs[28:]] == [[128], [7], []]


@pytest.mark.parametrize(
    "touch",
    [
        "UPDATE costs_costrecord SET billed_cost = 3 WHERE day = '2026-10-02'",
        "DELETE FROM costs_costrecord WHERE day = '2026-10-02'",
        "INSERT INTO costs_costrecord (series_id, day, billed_cost, effective_cost, pull_id)"
        " SELECT series_id, '2026-10-09', billed_cost, effective_cost, pull_id FROM costs_costrecord",
    ],
)
def test_packs_are_forgotten_when_anybody_else_touches_a_record(source: Source, touch: str) -> None:
    pulled(source, {(0, 0): (1, None), (1, 1): (2, None)})
    with connection.cursor() as cursor:
        cursor.execute(touch)
    assert read_packs(OCTOBER, NOVEMBER) is None


def test_a_pack_that_is_not_its_records_is_found_by_verify(source: Source) -> None:
    pulled(source, {(0, 0): (1, None), (1, 1): (2, None)})
    assert not list(pack_problems())
    one, other = RecordPack.objects.filter(day__lte="2026-10-02").order_by("day")
    RecordPack.objects.filter(pk=one.pk).update(billed=other.billed)
    (problem,) = pack_problems()
    assert problem.startswith("2026-10: the packed records")
