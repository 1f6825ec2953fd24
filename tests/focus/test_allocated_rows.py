"""FOCUS 1.3: what an allocated row must have, and that the rows of each origin charge are exactly that charge."""

import json
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .files import THIRDS, Row, allocate, csv_text

ALLOCATED = [
    "AllocatedMethodId",
    "AllocatedMethodDetails",
    "AllocatedResourceId",
    "AllocatedResourceName",
    "AllocatedTags",
]
OURS = ["x_Team", "x_Project", "x_Pool", "x_Rule", "x_Reason", "x_AllocatedRatio", "x_OriginRow"]
METRICS = ["BilledCost", "EffectiveCost", "ListCost", "ContractedCost", "ConsumedQuantity", "PricingQuantity"]
CASCADE = """
teams: {dev: {name: Development}, ops: Bob, old: {owner: "", until: 2026-10-16}}
projects: {alpha: dev}
rules:
  - {name: rds, when: {service: rds}, pool: rds}
  - {name: net, when: {service: net}, pool: net}
  - {name: idle, when: {service: idle}, pool: idle}
pools:
  rds: {method: fixed, targets: {dev: 2, "project:alpha": 3, "pool:net": 2}}
  net: {method: driver, driver: gb, targets: [dev, ops, old]}
  idle: {method: driver, driver: heads, targets: [dev, ops]}
drivers: {gb: {unit: GB, 2026-10: {dev: 120.5, ops: 30, old: 7}}, heads: {}}
settlement: {method: reciprocal}
"""


def elements(row: Row) -> list[dict[str, Decimal | str]]:
    details = json.loads(row["AllocatedMethodDetails"], parse_float=Decimal, parse_int=Decimal)
    found: list[dict[str, Decimal | str]] = details["Elements"]
    return found


def by_origin(rows: list[Row]) -> dict[str, list[Row]]:
    origins = defaultdict(list)
    for row in rows:
        origins[row["x_OriginRow"]].append(row)
    return origins


def test_every_column_of_the_input_stays_and_the_new_ones_follow(tmp_path: Path) -> None:
    header = "ChargePeriodStart,BilledCost,x_Anything,ResourceId"
    answer = allocate(tmp_path, THIRDS, csv_text(header, [["2026-10-01", "1", "kept, as it is", "NULL"]]))
    assert list(answer.rows[0]) == [*header.split(","), *ALLOCATED, *OURS]
    assert {(row["x_Anything"], row["ResourceId"]) for row in answer.rows} == {("kept, as it is", "NULL")}


def test_a_third_is_written_so_that_the_ratios_add_up_to_exactly_one(tmp_path: Path) -> None:
    rows = allocate(tmp_path, THIRDS, "ChargePeriodStart,BilledCost\n2026-10-01,10\n").rows
    assert [row["BilledCost"] for row in rows] == ["3.3333333334", "3.3333333333", "3.3333333333"]
    ratios = [elements(row)[0]["AllocatedRatio"] for row in rows]
    assert ratios == [Decimal("0.333333333333334"), Decimal("0.333333333333333"), Decimal("0.333333333333333")]
    assert sum(Decimal(ratio) for ratio in ratios) == 1
    assert {row["x_AllocatedRatio"] for row in rows} == {"1/3"}


def test_a_row_says_by_which_measure_it_was_split_and_to_whom(tmp_path: Path) -> None:
    first, second, third = allocate(
        tmp_path, CASCADE, "ChargePeriodStart,BilledCost,ServiceName\n2026-10-01,315,net\n"
    ).rows
    assert [row["BilledCost"] for row in (first, second, third)] == ["241", "14", "60"]
    assert first["AllocatedMethodId"] == "net/driver"
    assert elements(first) == [
        {"AllocatedRatio": Decimal("0.765079365079365"), "UsageUnit": "GB", "UsageQuantity": Decimal("120.5")}
    ]
    assert [first[name] for name in ALLOCATED[2:]] == ["team:dev", "Development", '{"team": "dev"}']
    assert (first["x_Team"], first["x_Pool"], first["x_Rule"]) == ("dev", "net", "net")


def test_through_several_pools_there_is_one_ratio_and_the_settlement_is_named(tmp_path: Path) -> None:
    rows = allocate(tmp_path, CASCADE, "ChargePeriodStart,BilledCost,ServiceName\n2026-10-01,7,rds\n").rows
    assert {row["AllocatedMethodId"] for row in rows} == {"rds/fixed/reciprocal"}
    assert [(row["x_Team"], row["x_Project"]) for row in rows] == [
        ("dev", "alpha"), ("dev", ""), ("old", ""), ("ops", "")
    ]  # fmt: skip
    assert sum(Fraction(row["x_AllocatedRatio"]) for row in rows) == 1
    assert all(list(elements(row)[0]) == ["AllocatedRatio"] for row in rows)


def test_the_unallocated_portion_has_a_method_but_no_resource(tmp_path: Path) -> None:
    costs = "ChargePeriodStart,BilledCost,ServiceName\n2026-10-01,5,idle\n2026-10-20,315,net\n"
    idle, *net = allocate(tmp_path, CASCADE, costs).rows
    assert idle["AllocatedMethodId"] == "idle/driver"
    assert [idle[name] for name in ALLOCATED[2:]] == ["", "", ""]
    assert (idle["x_Team"], idle["x_Reason"], idle["x_AllocatedRatio"]) == ("", "nothing to share the pool by", "1")
    assert [(row["x_Team"], row["x_Reason"]) for row in net] == [
        ("dev", ""), ("", "team not active that day"), ("ops", "")
    ]  # fmt: skip


def test_what_is_charged_directly_says_nothing_of_a_split(tmp_path: Path) -> None:
    costs = "ChargePeriodStart,BilledCost,Tag_project\n2026-10-01,5,alpha\n"
    [row] = allocate(tmp_path, CASCADE, costs).rows
    assert [row[name] for name in ALLOCATED] == [""] * 5
    assert [row[name] for name in OURS] == ["dev", "alpha", "", "tag project=alpha", "", "1", "2"]


def test_what_the_provider_had_allocated_stays_readable(tmp_path: Path) -> None:
    header = "ChargePeriodStart,BilledCost,ServiceName,AllocatedMethodId,AllocatedResourceId"
    rows = [["2026-10-01", "3", "net", "split-even", "pod-1"], ["2026-10-01", "3", "other", "split-even", "pod-2"]]
    *split, direct = allocate(tmp_path, CASCADE, csv_text(header, rows)).rows
    assert {row["AllocatedMethodId"] for row in split} == {"net/driver"}
    assert {row["x_OriginAllocatedMethodId"] for row in split} == {"split-even"}
    assert {row["x_OriginAllocatedResourceId"] for row in split} == {"pod-1"}
    assert (direct["AllocatedMethodId"], direct["AllocatedResourceId"]) == ("split-even", "pod-2")


def test_texts_are_not_escaped_as_the_file_is_for_programs(tmp_path: Path) -> None:
    header = "ChargePeriodStart,BilledCost,ResourceName"
    answer = allocate(tmp_path, THIRDS, csv_text(header, [["2026-10-01", "1", "=cmd()|' /C calc'!A0"]]))
    assert answer.rows[0]["ResourceName"] == "=cmd()|' /C calc'!A0"


amounts = st.decimals(-(10**6), 10**6, places=13) | st.sampled_from([Decimal("1E-13"), Decimal("-1E-10"), Decimal(0)])
charges = st.tuples(st.sampled_from(["net", "rds", "idle", "none"]), st.integers(1, 31), *[amounts] * len(METRICS))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(charges, min_size=1, max_size=12))
def test_the_rows_of_each_origin_charge_add_up_to_it_in_every_metric(
    tmp_path: Path, lines: list[tuple[str, int, *tuple[Decimal, ...]]]
) -> None:
    rows = [[service, f"2026-10-{day:02}", *(str(one) for one in metrics)] for service, day, *metrics in lines]
    answer = allocate(tmp_path, CASCADE, csv_text(",".join(["ServiceName", "ChargePeriodStart", *METRICS]), rows))
    origins = by_origin(answer.rows)
    assert len(origins) == len(lines)
    for number, (service, _, *metrics) in enumerate(lines, start=2):
        parts = origins[str(number)]
        assert {row["ServiceName"] for row in parts} == {service}
        assert sum(Fraction(row["x_AllocatedRatio"]) for row in parts) == 1
        for name, amount in zip(METRICS, metrics, strict=True):
            assert sum(Decimal(row[name]) for row in parts) == amount
            for row in parts:
                exact = Fraction(amount) * Fraction(row["x_AllocatedRatio"])
                assert abs(Fraction(row[name]) - exact) < Fraction(2, 10**10)
        if parts[0]["AllocatedMethodId"]:
            assert sum(Decimal(one["AllocatedRatio"]) for row in parts for one in elements(row)) == 1
