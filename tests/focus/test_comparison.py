"""`--compare`: what each team would carry under each settlement."""

from pathlib import Path

from .files import allocate

RULES = """
teams: {dev: Alice, ops: Bob}
rules: [{name: hr, when: {service: HR}, pool: hr}, {name: it, when: {service: IT}, pool: it}]
pools:
  hr: {method: fixed, targets: {"pool:it": 20, dev: 40, ops: 40}}
  it: {method: fixed, targets: {"pool:hr": 25, dev: 50, ops: 25}}
settlement: {method: step-down, order: [hr, it]}
"""
COSTS = "ChargePeriodStart,BilledCost,BillingCurrency,ServiceName\n2026-10-01,114,USD,HR\n2026-10-01,228,USD,IT\n"


def test_the_settlements_stand_side_by_side_for_each_team(tmp_path: Path) -> None:
    assert (
        """\
2026-10 in USD, settled in each way
team         direct  step-down  reciprocal
dev          209.00     212.80      204.00
ops          133.00     129.20      138.00
unallocated    0.00       0.00        0.00
"""
        in allocate(tmp_path, RULES, COSTS, "--compare").text
    )


def test_a_settlement_that_cannot_be_computed_says_why(tmp_path: Path) -> None:
    rules = RULES.replace('{"pool:it": 20, dev: 40, ops: 40}', '{"pool:it": 1}')
    text = allocate(tmp_path, rules, COSTS, "--compare").text
    assert ["dev", "228.00", "228.00"] in [line.split() for line in text.splitlines()]
    assert "direct: pools.hr.targets: with direct settlement pools do not charge each other; add a team." in text
