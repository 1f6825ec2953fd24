"""`--explain TEAM`: rule, pool, weight and ratio behind every amount of a team."""

from pathlib import Path

from .files import allocate

RULES = """
teams: {dev: Alice, ops: Bob}
projects: {alpha: {team: dev, tags: [alpha]}}
rules:
  - {name: support plan, when: {service: "Support*"}, pool: support}
  - {name: routers, when: {service: Net}, pool: net}
pools:
  support: {method: proportional, targets: [dev, ops, "pool:net"]}
  net: {method: driver, driver: gb, targets: [dev, ops], fallback: even}
drivers: {gb: {unit: GB, 2026-10: {dev: 30, ops: 10}}}
settlement: {method: reciprocal}
"""
COSTS = """\
ChargePeriodStart,BilledCost,BillingCurrency,ServiceName,Tag_project
2026-10-01,60,USD,EC2,alpha
2026-10-02,15,USD,S3,alpha
2026-10-02,40,USD,Net,
2026-10-03,23,USD,Support (Business),
"""


def explained(answer: str) -> str:
    return answer[answer.index("Why ") : answer.index("\n\n", answer.rindex("From day"))]


def test_a_team_reads_rule_weight_and_ratio_of_all_it_carries(tmp_path: Path) -> None:
    answer = allocate(tmp_path, RULES, COSTS, "--explain=dev")
    assert (
        explained(answer.text)
        == """\
Why dev carries 126.00 of 2026-10 in USD: 75.00 directly and 51.00 through pools.

Directly, each by its tag or rule:
  amount  rule               project  service
   60.00  tag project=alpha  alpha    EC2
   15.00  tag project=alpha  alpha    S3

Through pool net: 30.00.
  What went into it:
  amount  rule     project  service
   40.00  routers           Net
  From day 1 to 31, dev carries 3/4 (0.75) of it:
    3/4 (0.75): net -> team:dev (driver: 30 of 40 GB)

Through pool support: 21.00.
  What went into it:
  amount  rule          project  service
   23.00  support plan           Support (Business)
  From day 1 to 31, dev carries 21/23 (0.9130434783) of it:
    6/23 (0.2608695652): support -> pool:net (proportional: 40 of 115 USD) -> team:dev (driver: 30 of 40 GB)
    15/23 (0.652173913): support -> team:dev (proportional: 75 of 115 USD)"""
    )


def test_a_fallback_is_never_silent(tmp_path: Path) -> None:
    answer = allocate(tmp_path, RULES, COSTS.replace("2026-10", "2026-11"), "--explain=ops")
    why = "driver: 1 of 2; no reading of gb for 2026-11: team:dev, team:ops; even parts instead"
    assert f"1/2 (0.5): net -> team:ops ({why})" in answer.text


def test_a_team_that_carries_nothing_is_told_so(tmp_path: Path) -> None:
    costs = "ChargePeriodStart,BilledCost,Tag_project\n2026-10-01,60,alpha\n"
    answer = allocate(tmp_path, RULES, costs, "--explain=ops")
    assert "Why ops carries 0.00 of 2026-10: 0.00 directly and 0.00 through pools." in answer.text


def test_circles_between_pools_are_told_with_what_they_leave(tmp_path: Path) -> None:
    rules = """
    teams: {dev: Alice, ops: Bob}
    rules: [{name: a, when: {service: A}, pool: a}]
    pools:
      a: {method: fixed, targets: {dev: 1, "pool:b": 1}}
      b: {method: fixed, targets: {ops: 1, "pool:a": 1}}
    """
    costs = "ChargePeriodStart,BilledCost,ServiceName\n2026-10-01,12,A\n"
    answer = allocate(tmp_path, rules, costs, "--explain=dev")
    assert "dev carries 2/3 (0.6666666667) of it" in answer.text
    assert "1/2 (0.5): a -> team:dev (fixed: 1 of 2)" in answer.text
    assert "1/6 (0.1666666667): further ways, and circles between pools" in answer.text


def test_only_days_on_which_something_changes_are_told_apart(tmp_path: Path) -> None:
    rules = """
    teams: {dev: Alice, ops: Bob}
    rules: [{name: a, when: {service: A}, pool: a}, {name: b, when: {service: B}, pool: b}]
    pools:
      a: {method: even, targets: all}
      b:
        splits:
          - {method: fixed, targets: {ops: 1}, until: 2026-10-11}
          - {method: fixed, targets: {dev: 1, ops: 3}, from: 2026-10-11, until: 2026-10-21}
          - {method: fixed, targets: {dev: 1}, from: 2026-10-21}
    """
    costs = "ChargePeriodStart,BilledCost,ServiceName\n" + "".join(
        f"2026-10-{day},8,{service}\n" for day in ("10", "20", "31") for service in "AB"
    )
    answer = allocate(tmp_path, rules, costs, "--explain=dev")
    assert [line for line in answer.text.splitlines() if "From day" in line] == [
        "  From day 1 to 31, dev carries 1/2 (0.5) of it:",
        "  From day 11 to 20, dev carries 1/4 (0.25) of it:",
        "  From day 21 to 31, dev carries 1 of it:",
    ]


def test_letters_that_steer_a_terminal_are_not_printed(tmp_path: Path) -> None:
    answer = allocate(tmp_path, RULES, COSTS.replace("EC2", "EC2\x1b[2J").replace("USD", "US\x1bD"), "--explain=dev")
    assert "\x1b" not in answer.text
    assert "EC2?[2J" in answer.text
