"""A rulebook that cannot be computed is refused with all its problems, each with a place and a way out."""

from dataclasses import replace
from fractions import Fraction

import pytest

from allocation.engine.checks import problems_of
from allocation.engine.rulebook import (
    Basis,
    Driver,
    Operator,
    Pool,
    Project,
    Reading,
    Rulebook,
    RulebookError,
    Settlement,
    SettlementMethod,
    Span,
    Tenure,
)

from .company import MONTH, day, pool, project, rule, run, target, teams, where

STEP_DOWN, RECIPROCAL = SettlementMethod.STEP_DOWN, SettlementMethod.RECIPROCAL
BOOK = Rulebook(
    teams=teams("dev", "ops"),
    projects=(project("alpha", "dev"),),
    pools=(pool("net", ["dev", "ops"]),),
    drivers=(Driver("gb", "Gigabytes"),),
)


def problems(**parts) -> tuple[str, ...]:  # type: ignore[no-untyped-def]
    return problems_of(replace(BOOK, **parts))


def with_pool(*args, **options) -> dict[str, tuple[Pool, ...]]:  # type: ignore[no-untyped-def]
    return {"pools": (pool(*args, **options),)}


def reading(name: str, value: int = 1) -> Reading:
    return Reading("gb", MONTH, target(name), Fraction(value))


def test_a_sound_rulebook_has_no_problems() -> None:
    assert problems() == ()


@pytest.mark.parametrize(
    ("parts", "problem"),
    [
        ({"teams": teams("dev", "dev", "ops")}, "teams.dev: the name stands twice; give each its own."),
        (
            {"projects": (project("alpha", "dev"), Project("beta", "B", ("alpha",), (Tenure("dev"),)))},
            "projects.alpha.tags: alpha also names beta; a tag value names one project.",
        ),
        ({"projects": (project("alpha", "devs"),)}, "projects.alpha.team: there is no team devs; did you mean dev?"),
        (
            {"projects": (project("alpha", "dev", ("ops", Span(day(16)))),)},
            "projects.alpha.team: two entries hold on 2026-10-16; the project belongs to one team on any one day, "
            "so end the earlier there (until).",
        ),
        (
            {"rules": (rule("r", "dev", span=Span(day(16), day(16))),)},
            "rules.r: until 2026-10-16 is not after from 2026-10-16; until is the first day that is out.",
        ),
        ({"rules": (rule("r", "pool:nat"),)}, "rules.r: there is no pool nat; did you mean net?"),
        (
            {"rules": (rule("r", "dev", where("colour", "red")),)},
            "rules.r.when.colour: no such dimension; write one of service, account, account_name, region, "
            "charge_category, record_type, source, provider, resource, usage_type, tags.KEY, cost_category.NAME "
            "or product.KEY.",
        ),
        (
            {"rules": (rule("r", "dev", where("service")),)},
            "rules.r.when.service: no value to compare with; write one, or absent: true.",
        ),
        (
            {"rules": (rule("r", "dev", where("service", "a(", operator=Operator.REGEX)),)},
            "rules.r.when.service: missing ): a( in 'a('; write a regular expression that RE2 understands.",
        ),
        (
            with_pool("net", []),
            "pools.net.targets: nobody receives the pool; name teams, projects or pools, or write all.",
        ),
        (
            with_pool("net", {"dev": 0, "ops": 0}),
            "pools.net.targets: the weights sum to zero; write weights of which one is above zero.",
        ),
        (
            with_pool("net", {"dev": 2, "ops": -1}),
            "pools.net.targets: the weight of team:ops is negative; write 0 for one that gets nothing.",
        ),
        (
            with_pool("net", ["dev", "dev"]),
            "pools.net.targets: team:dev stands twice; write it once, with the weights added.",
        ),
        (
            with_pool("net", ["zed"]),
            "pools.net.targets: there is no team zed; define it, or write one of: dev, ops.",
        ),
        (with_pool("net", ["dev"], "driver"), "pools.net.driver: the method driver needs one; write driver: NAME."),
        (
            with_pool("net", ["dev"], "driver", driver="gbs"),
            "pools.net.driver: there is no driver gbs; did you mean gb?",
        ),
        (
            with_pool("net", ["dev"], "even", driver="gb"),
            "pools.net.driver: the method even uses none; write method: driver, or leave the driver out.",
        ),
        (
            with_pool("net", ["dev"], fallback="nobody"),
            "pools.net.fallback: nobody is no fallback; write even, previous, unallocated or team:SLUG.",
        ),
        (
            with_pool("net", ["dev"], fallback="previous"),
            "pools.net.fallback: previous is for the method driver only; write even, unallocated or team:SLUG.",
        ),
        (
            {"readings": (reading("dev"), reading("dev"))},
            "drivers.gb.2026-10: team:dev stands twice; write one reading a month.",
        ),
        (
            {"readings": (reading("dev", -1),)},
            "drivers.gb.2026-10: the reading of team:dev is negative; write what was used, or 0.",
        ),
        (
            {"settlement": Settlement(order=("nett",))},
            "settlement.order: there is no pool nett; did you mean net?",
        ),
        (
            {"pools": (pool("net", ["pool:hr"]), pool("hr", ["dev"]))},
            "pools.net.targets: with direct settlement pools do not charge each other; add a team.",
        ),
        (
            {"pools": (pool("net", {"pool:hr": 1, "dev": 0}), pool("hr", ["dev"]))},
            "pools.net.targets: with direct settlement pools do not charge each other; add a team.",
        ),
        (
            {
                "pools": (pool("net", {"pool:hr": 1, "dev": 0}), pool("hr", ["dev"])),
                "settlement": Settlement(STEP_DOWN),
            },
            "pools.net.targets: all are closed before it; move it forward in settlement.order.",
        ),
        (
            {"pools": (pool("net", ["pool:hr"]), pool("hr", ["dev"])), "settlement": Settlement(STEP_DOWN)},
            "pools.net.targets: all are closed before it; move it forward in settlement.order.",
        ),
        (
            {
                "pools": (pool("net", ["pool:net", "dev"], "proportional", basis=Basis.TOTAL),),
                "settlement": Settlement(RECIPROCAL),
            },
            "pools.net.basis: total would count shares that come back to the pool; write direct.",
        ),
        ({"unallocated_team": "fin"}, "unallocated.team: there is no team fin; define it, or write one of: dev, ops."),
    ],
)
def test_a_problem_names_its_place_and_the_way_out(parts: dict[str, object], problem: str) -> None:
    assert problems(**parts) == (problem,)


def test_all_problems_are_refused_together() -> None:
    book = replace(BOOK, rules=(rule("r", "nobody"),), pools=(pool("net", []),))
    with pytest.raises(RulebookError) as refused:
        run(book, [])
    assert refused.value.problems == (
        "rules.r: there is no team nobody; define it, or write one of: dev, ops.",
        "pools.net.targets: nobody receives the pool; name teams, projects or pools, or write all.",
    )
