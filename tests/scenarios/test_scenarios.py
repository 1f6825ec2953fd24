"""Worked examples that a finance person can read and doubt: a folder each, with rules, costs and the charges to expect.

`charges.csv` adds charges up by the columns that it names, of Day, Team, Project, Service, Pool and Reason.
"""

import csv
import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from allocation.engine.allocate import allocate
from allocation.engine.allocation import Charge
from allocation.engine.costs import MonthOfCosts, Series
from allocation.engine.money import to_units
from allocation.rulebook import rulebook_from_yaml

SCENARIOS = sorted(path.parent for path in Path(__file__).parent.glob("*/rules.yaml"))
DIMENSIONS = {
    "ServiceName": "service",
    "SubAccountId": "account",
    "RegionId": "region",
    "ChargeCategory": "charge_category",
    "x_RecordType": "record_type",
}

Amounts = dict[tuple[str, ...], int]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def series_of(row: dict[str, str]) -> Series:
    dimensions = {name: row[column] for column, name in DIMENSIONS.items() if column in row}
    return Series(**dimensions, tags=json.loads(row.get("Tags") or "{}"), attributes={})


def charges_of(scenario: Path) -> Iterator[Charge]:
    rows = rows_of(scenario / "costs.csv")
    days = [dt.date.fromisoformat(row["ChargePeriodStart"]) for row in rows]
    costs = MonthOfCosts(
        days[0].replace(day=1),
        np.arange(len(rows), dtype=np.int32),
        np.array([day.day - 1 for day in days], np.int16),
        np.array([to_units(row["BilledCost"]) for row in rows], np.int64),
    )
    rulebook = rulebook_from_yaml((scenario / "rules.yaml").read_text())
    return allocate(rulebook, [series_of(row) for row in rows], costs).charges.rows()


def column(charge: Charge, name: str) -> str:
    value = charge.day + 1 if name == "Day" else getattr(charge, name.lower())
    return str(value or "")


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda path: path.name)
def test_the_charges_are_those_of_the_worked_example(scenario: Path) -> None:
    rows = rows_of(scenario / "charges.csv")
    names = [name for name in rows[0] if name != "Amount"]
    expected: Amounts = {tuple(row[name] for name in names): to_units(row["Amount"]) for row in rows}
    found: Amounts = defaultdict(int)
    for charge in charges_of(scenario):
        found[tuple(column(charge, name) for name in names)] += charge.amount
    assert {key: amount for key, amount in found.items() if amount} == expected


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda path: path.name)
def test_the_charges_add_up_to_the_bill_and_the_example_names_its_source(scenario: Path) -> None:
    billed = sum(to_units(row["BilledCost"]) for row in rows_of(scenario / "costs.csv"))
    assert sum(to_units(row["Amount"]) for row in rows_of(scenario / "charges.csv")) == billed
    assert "Source" in (scenario / "README.md").read_text()


def test_there_are_at_least_twenty_five_examples() -> None:
    assert len(SCENARIOS) >= 25
