"""docs/rulebook.md: every YAML example can be imported, and the example figures are what the engine computes."""

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from allocation.admin.words import FALLBACKS, METHODS, SETTLEMENTS
from allocation.engine.allocate import allocate
from allocation.engine.allocation import Reason
from allocation.engine.costs import MonthOfCosts, Series
from allocation.engine.money import UNIT, from_units
from allocation.rulebook import rulebook_from_yaml

REFERENCE = (Path(__file__).resolve().parents[2] / "docs" / "rulebook.md").read_text()
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", REFERENCE, re.MULTILINE | re.DOTALL)
OCTOBER = dt.date(2026, 10, 1)
TAGGED = """
tag: project
projects: {alpha: dev, beta: ops}
rules: [{name: shared, when: {service: Shared}, pool: POOL}]
"""


def section(title: str) -> str:
    """The text below a heading, up to the next."""
    return re.split(r"^#+ ", REFERENCE.split(f"#### {title}\n")[1], flags=re.MULTILINE)[0]


@pytest.mark.parametrize("example", EXAMPLES, ids=range(1, len(EXAMPLES) + 1))
def test_an_example_can_be_imported(example: str) -> None:
    assert rulebook_from_yaml(example).teams


@pytest.mark.parametrize(
    ("method", "pool", "dev", "ops"),
    [("fixed", "rds", 600, 400), ("even", "network", 500, 500), ("proportional", "support", 750, 250),
     ("driver", "network", 800, 200)],
)  # fmt: skip
def test_the_figures_of_an_example_are_right(method: str, pool: str, dev: int, ops: int) -> None:
    text = section(method)
    [example] = re.findall(r"^```yaml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert all(str(figure) in text for figure in (dev, ops))
    rulebook = rulebook_from_yaml(example + TAGGED.replace("POOL", pool))
    series = [
        Series(service="Shared"),
        Series(service="EC2", tags={"project": "alpha"}),
        Series(service="EC2", tags={"project": "beta"}),
    ]
    costs = MonthOfCosts(
        OCTOBER, np.arange(3, dtype=np.int32), np.zeros(3, np.int16), np.array([1000, 7500, 2500]) * UNIT
    )
    charges = allocate(rulebook, series, costs).charges.rows()
    shared = {charge.team: from_units(charge.amount) for charge in charges if charge.pool}
    assert shared == {"dev": dev, "ops": ops}


@pytest.mark.parametrize(("name", "words"), [*METHODS.items(), *SETTLEMENTS.items()])
def test_a_method_is_explained_in_the_words_of_the_administration(name: str, words: tuple[str, str]) -> None:
    text = " ".join(section(name).split())
    assert f"{words[0]} *{words[1]}*" in text
    assert len(words[0].split(". ")) == 4


def test_fallbacks_are_explained_in_the_words_of_the_administration() -> None:
    text = " ".join(section("fallback").split())
    assert all(f"`{name}`: {words}" in text for name, words in FALLBACKS.items())


@pytest.mark.parametrize(
    ("settlement", "dev", "ops"),
    [
        ("{method: direct}", "793.75", "456.25"),
        ("{method: step-down, order: [databases, network]}", "792.50", "457.50"),
        ("{method: reciprocal}", "800", "450"),
    ],
)
def test_the_figures_of_a_settlement_are_right(settlement: str, dev: str, ops: str) -> None:
    assert all(figure in section(settlement.strip("{}").split()[1].strip(",")) for figure in (dev, ops))
    [example] = [one for one in EXAMPLES if "settlement:" in one]
    rules = "rules: [{name: d, when: {service: D}, pool: databases}, {name: n, when: {service: N}, pool: network}]\n"
    rulebook = rulebook_from_yaml(rules + example.replace("{method: reciprocal}", settlement))
    costs = MonthOfCosts(OCTOBER, np.arange(2, dtype=np.int32), np.zeros(2, np.int16), np.array([300, 950]) * UNIT)
    charges = list(allocate(rulebook, [Series(service="D"), Series(service="N")], costs).charges.rows())
    totals = {team: sum(one.amount for one in charges if one.team == team) for team in ("dev", "ops")}
    assert {team: from_units(amount) for team, amount in totals.items()} == {"dev": Decimal(dev), "ops": Decimal(ops)}


def test_every_reason_for_unallocated_cost_is_explained() -> None:
    table = REFERENCE[REFERENCE.index("## What is with nobody") :]
    explained = set(re.findall(r"^\| ([a-z ]+) \| [^-]", table, re.MULTILINE)) - {"reason"}
    assert explained == {reason.value for reason in Reason if reason}
