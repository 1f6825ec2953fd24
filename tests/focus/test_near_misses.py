"""`--explain TEAM` names the rules that nearly changed it, `--explain-row N` who carries a row and what nearly did."""

from pathlib import Path

import pytest
from django.core.management import CommandError

from .files import allocate

RULES = """
tag: project
teams: {dev: Alice, ops: Bob}
projects: {alpha: {team: dev, tags: [alpha]}}
rules:
  - {name: support plan, when: {service: "Support*"}, pool: support}
  - {name: old machines, when: {tags.env: prod}, team: ops, until: 2026-10-02}
  - {name: machines, when: {service: EC2, tags.env: prod}, team: ops}
  - {name: storage, when: {service: S3, region: {prefix: eu-}}, project: alpha}
pools:
  support: {method: fixed, targets: {dev: 2, ops: 1}}
"""
COSTS = """\
ChargePeriodStart,BilledCost,BillingCurrency,ServiceName,Tag_project,RegionId,Tag_env
2026-10-01,60,USD,EC2,alpha,eu-1,test
2026-10-01,1,USD,EC2,alpha,eu-2,
2026-10-02,15,USD,S3,,us-1,
2026-10-03,20,USD,Support (Business),,,
2026-10-05,8,USD,EC2,alpha,,prod
2026-10-05,9,USD,RDS,alpha,,prod
"""


def explained(tmp_path: Path, *options: str) -> str:
    answer = allocate(tmp_path, RULES, COSTS, *options).text
    return answer[answer.index("proof: ok") :].partition("\n\n")[2].rpartition("\n\n")[0]


def test_a_team_reads_which_rules_nearly_changed_what_it_carries(tmp_path: Path) -> None:
    near = explained(tmp_path, "--explain=dev").partition("Rules that nearly took")
    assert "".join(near[1:]) == (
        """\
Rules that nearly took some of it:
  amount  rule          to        what stood in the way
   61.00  machines      team:ops  tags.env is test, and 1 more; it wants prod
    9.00  old machines  team:ops  its dates are until 2026-10-02
    9.00  machines      team:ops  service is RDS; it wants EC2

Rules that nearly brought dev more:
  amount  rule     to             what stood in the way
   15.00  storage  project:alpha  region is us-1; it wants to begin with eu-"""
    )


def test_a_rule_after_the_one_that_held_did_not_nearly_take_anything(tmp_path: Path) -> None:
    first = RULES.replace("rules:\n", "rules:\n  - {name: first, when: {service: EC2, tags.env: test}, team: dev}\n")
    near = allocate(tmp_path, first, COSTS, "--explain=dev").text.partition("Rules that nearly took")[2]
    assert "    1.00  machines      team:ops  tags.env is absent; it wants prod\n" in near


def test_only_the_rules_with_the_most_cost_are_named(tmp_path: Path) -> None:
    many = "".join(f"  - {{name: r{one}, when: {{service: EC2, tags.env: e{one}}}, team: ops}}\n" for one in range(7))
    answer = allocate(tmp_path, RULES.replace("pools:\n", f"{many}pools:\n"), COSTS, "--explain=dev").text
    assert answer.count("team:ops  tags.env") == 5
    assert "  and 5 more\n" in answer


def test_a_row_says_who_carries_it_by_which_rule_and_what_nearly_did(tmp_path: Path) -> None:
    assert explained(tmp_path, "--explain-row=5") == (
        """\
Who carries row 5: 20.00 of Support (Business) on 2026-10-03.
  It went to pool support by support plan.
         amount  part  team  project  reason
  13.3333333333  2/3   dev
   6.6666666667  1/3   ops"""
    )
    assert explained(tmp_path, "--explain-row=4") == (
        """\
Who carries row 4: 15.00 of S3 on 2026-10-02.
  It went to nobody (no tag) by no rule.
  Nearly to project:alpha by storage: region is us-1; it wants to begin with eu-.
  amount  part  team  project  reason
   15.00  1                    no tag"""
    )


def test_a_row_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for options in (["--explain-row=99"], ["--explain-row=0"], ["--explain-row=1"]):
        with pytest.raises(CommandError, match=r"has no row \d+ with a charge; the header is row 1\."):
            allocate(tmp_path, RULES, COSTS, *options)
