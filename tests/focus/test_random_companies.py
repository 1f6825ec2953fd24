"""Random companies with every method, fallback and settlement: rows, summary and engine agree to the last unit."""

import json
from collections import defaultdict
from decimal import Decimal
from io import StringIO
from pathlib import Path

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from allocation.engine.money import from_units, to_units
from allocation.engine.rulebook import RulebookError
from allocation.focus.headless import Costs, allocate_file, write_allocated
from allocation.focus.summary import summary
from tests.engine.companies import company
from tests.engine.company import MONTH, Record, charges

from .files import csv_text, rows_of_text

HEADER = "ChargePeriodStart,BilledCost,ServiceName,SubAccountId,RegionId,x_RecordType,Tags"


def as_csv(records: list[Record]) -> str:
    """The records as charges. Each stands twice, the second time turned round and with a spare unit."""
    rows = []
    for series, day, amount in records:
        date = MONTH.replace(day=day + 1)
        dimensions = [series.service, series.account, series.region, series.record_type, json.dumps(dict(series.tags))]
        rows += [[date, f"{from_units(part):f}", *dimensions] for part in (2 * amount + 1, -amount - 1)]
    return csv_text(HEADER, rows)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**9))
def test_the_rows_give_everyone_exactly_what_the_engine_charges(tmp_path: Path, seed: int) -> None:
    rulebook, records = company(seed)
    assume(records)
    (tmp_path / "costs.csv").write_text(as_csv(records))
    try:
        expected = charges(rulebook, records)
    except RulebookError:
        assume(False)
    costs, out = Costs(tmp_path / "costs.csv", rulebook), StringIO()
    months = allocate_file(costs)
    write_allocated(costs, months, out)
    found: dict[tuple[str, ...], int] = defaultdict(int)
    for row in rows_of_text(out.getvalue()):
        key = (
            row["ChargePeriodStart"],
            row["x_Team"],
            row["x_Project"],
            row["ServiceName"],
            row["x_Pool"],
            row["x_Reason"],
        )
        found[key] += to_units(Decimal(row["BilledCost"]))
    assert {key: amount for key, amount in found.items() if amount} == {
        (
            MONTH.replace(day=one.day + 1).isoformat(),
            one.team or "",
            one.project or "",
            one.service,
            one.pool or "",
            one.reason.value,
        ): one.amount
        for one in expected
    }
    assert summary(months[MONTH, ""], "billed")[-1] == "proof: ok"
