"""The same figures from files as from the engine and as on paper."""

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from tests.scenarios.test_scenarios import SCENARIOS

from .files import THIRDS, TUTORIAL, TUTORIAL_COSTS, allocate, allocate_files, rows_in

COLUMNS = {"Team": "x_Team", "Project": "x_Project", "Service": "ServiceName", "Pool": "x_Pool", "Reason": "x_Reason"}


def test_the_tutorials_rulebook_and_a_tag_column_are_enough(tmp_path: Path) -> None:
    answer = allocate(tmp_path, TUTORIAL, TUTORIAL_COSTS)
    assert (
        answer.text
        == f"""\
2026-10, billed cost
team                    direct        shared           total
dev             100.0100000000  4.5000000001  104.5100000001
ops              50.0000000000  4.5000000000   54.5000000000
shared            0.0000000000  0.0000000000    0.0000000000
unallocated                                    43.0000000000
  no tag                                        3.0000000000
  not in scope                                 40.0000000000
bill                                          202.0100000001
proof: ok

6 rows in {tmp_path}/charges.csv
"""
    )
    assert answer.sums("x_Team", "x_Pool", "x_Reason") == {
        ("dev", "", ""): Decimal("100.01"),
        ("ops", "", ""): Decimal("50"),
        ("dev", "shared", ""): Decimal("4.5000000001"),
        ("ops", "shared", ""): Decimal("4.5"),
        ("", "", "no tag"): Decimal("3"),
        ("", "", "not in scope"): Decimal("40"),
    }


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda path: path.name)
def test_the_rows_add_up_to_the_charges_of_the_worked_examples(scenario: Path, tmp_path: Path) -> None:
    expected = rows_in(scenario / "charges.csv")
    names = [name for name in expected[0] if name not in ("Amount", "Day")]
    amounts: dict[tuple[str, ...], Decimal] = defaultdict(Decimal)
    for row in expected:
        amounts[tuple(row[name] for name in names)] += Decimal(row["Amount"])
    (tmp_path / "costs.csv").write_bytes((scenario / "costs.csv").read_bytes())
    answer = allocate_files(scenario / "rules.yaml", tmp_path / "costs.csv")
    assert answer.sums(*(COLUMNS[name] for name in names)) == {key: one for key, one in amounts.items() if one}


def test_many_small_charges_of_a_day_add_up_to_the_engines_one_charge(tmp_path: Path) -> None:
    """Rounding each of 100 charges by itself would give the first team 100 spare units instead of one."""
    costs = "ChargePeriodStart,BilledCost\n" + "2026-10-01,0.01\n" * 100
    assert allocate(tmp_path, THIRDS, costs).by_team() == {
        "a": Decimal("0.3333333334"),
        "b": Decimal("0.3333333333"),
        "c": Decimal("0.3333333333"),
    }


def test_a_project_that_changes_teams_pays_by_day(tmp_path: Path) -> None:
    rules = """
    teams: {dev: Alice, ops: Bob}
    projects: {beta: {team: [{team: dev, until: 2026-10-16}, {team: ops, from: 2026-10-16}]}}
    """
    costs = "ChargePeriodStart,BilledCost,project\n2026-10-15T23:59:59Z,7,beta\n2026-10-16,11,beta\n"
    assert allocate(tmp_path, rules, costs).by_team() == {"dev": Decimal(7), "ops": Decimal(11)}


def test_months_and_currencies_are_never_added_up(tmp_path: Path) -> None:
    """Proportional: in October USD dev and ops stand 3 to 1, in November 1 to 1, in EUR 1 to 0."""
    rules = """
    projects: {alpha: dev, beta: ops}
    teams: {dev: Alice, ops: Bob}
    rules: [{name: support, when: {service: Support}, pool: support}]
    pools: {support: {method: proportional, targets: all}}
    """
    costs = """\
ChargePeriodStart,BilledCost,BillingCurrency,ServiceName,project
2026-10-01,30,USD,EC2,alpha
2026-10-01,10,USD,EC2,beta
2026-10-31,4,USD,Support,
2026-11-01,5,USD,EC2,alpha
2026-11-01,5,USD,EC2,beta
2026-11-30,4,USD,Support,
2026-10-01,5,EUR,EC2,alpha
2026-10-01,4,EUR,Support,
"""
    answer = allocate(tmp_path, rules, costs)
    assert [line for line in answer.text.splitlines() if line.startswith("20")] == [
        "2026-10 in EUR, billed cost",
        "2026-10 in USD, billed cost",
        "2026-11 in USD, billed cost",
    ]
    support = [row for row in answer.rows if row["x_Pool"]]
    assert [(row["ChargePeriodStart"], row["x_Team"], row["BilledCost"]) for row in support] == [
        ("2026-10-31", "dev", "3"),
        ("2026-10-31", "ops", "1"),
        ("2026-11-30", "dev", "2"),
        ("2026-11-30", "ops", "2"),
        ("2026-10-01", "dev", "4"),
    ]
    only = allocate(tmp_path, rules, costs, "--period=2026-11")
    assert {row["ChargePeriodStart"][:7] for row in only.rows} == {"2026-11"}
    assert only.by_team() == {"dev": Decimal(7), "ops": Decimal(7)}


def test_the_basis_decides_what_is_shared_by_and_shown(tmp_path: Path) -> None:
    costs = "ChargePeriodStart,BilledCost,EffectiveCost\n2026-10-01,9,3\n"
    effective = allocate(tmp_path, THIRDS, costs, "--basis=effective")
    assert "2026-10, effective cost" in effective.text
    assert "bill                          3.00" in effective.text
    assert effective.by_team("EffectiveCost") == dict.fromkeys("abc", Decimal(1))
    assert effective.by_team("BilledCost") == dict.fromkeys("abc", Decimal(3))


def test_amounts_finer_than_the_portals_money_stay_exact(tmp_path: Path) -> None:
    amounts = ["0.4838709677419368", "1E-12", "1234567890"]
    costs = "ChargePeriodStart,BilledCost\n" + "".join(f"2026-10-01,{one}\n" for one in amounts)
    answer = allocate(tmp_path, THIRDS, costs)
    assert "1234567890.4838709677429368" in answer.text
    assert sum(answer.by_team().values()) == Decimal("1234567890.4838709677429368")
    assert [row["BilledCost"] for row in answer.rows[:3]] == [
        "0.1612903225806456",
        "0.1612903225806456",
        "0.1612903225806456",
    ]
