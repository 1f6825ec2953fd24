"""The linter names what is odd, and only that."""

from dataclasses import replace
from fractions import Fraction

import pytest

from allocation.engine.costs import Series
from allocation.engine.lint import lint
from allocation.engine.matched import RuleMoney, money_by_rule
from allocation.engine.money import UNIT
from allocation.engine.rulebook import Condition, Driver, Operator, Pool, Reading, Rule, Rulebook, Span, Split, Team

from .company import MONTH, costs, day, pool, project, rule, target, teams, where

BOOK = Rulebook(teams=teams("dev", "ops"), drivers=(Driver("gb", "Gigabytes", "GB"),))
FEED = rule("feed", "pool:net", where("service", "VPC"))


def findings(**parts) -> list[str]:  # type: ignore[no-untyped-def]
    return [str(one) for one in lint(replace(BOOK, **parts), MONTH)]


def test_a_sound_rulebook_has_no_findings() -> None:
    assert (
        findings(rules=(FEED,), pools=(pool("net", {"dev": 60, "ops": 40}),), projects=(project("alpha", "dev"),)) == []
    )


@pytest.mark.parametrize(
    ("earlier", "later", "shadowed"),
    [
        ([], [where("service", "S3")], True),
        ([where("service", "S3", "EC2")], [where("service", "S3"), where("account", "1")], True),
        ([where("service", "Amazon*", "S3")], [where("service", "S3")], True),
        ([where("service", "EC2")], [where("service", "EC2 - Other")], True),
        ([where("service", "EC2 - Other")], [where("service", "EC2")], False),
        ([where("account", "1", operator=Operator.PREFIX)], [where("account", "12", operator=Operator.PREFIX)], True),
        ([where("account", "12", operator=Operator.PREFIX)], [where("account", "1", operator=Operator.PREFIX)], False),
        ([where("tags.env", "x", negated=True)], [where("tags.env", operator=Operator.ABSENT)], True),
        ([where("tags.env", "x", negated=True)], [where("tags.env", "x", "y", negated=True)], True),
        ([where("tags.env", "x", "y", negated=True)], [where("tags.env", "x", negated=True)], False),
        ([where("tags.env", "x")], [where("tags.app", "x")], False),
        ([where("service", "Amazon*")], [where("service", "Amazon S*", "Amazon EC2")], True),
        ([where("service", "Amazon S*")], [where("service", "Amazon*")], False),
        ([where("service", "*zon*")], [where("service", "Amazon", operator=Operator.PREFIX)], True),
        ([where("service", "*zon*")], [where("service", "A*")], False),
        ([where("service", "zon", operator=Operator.CONTAINS)], [where("service", "Amazon*")], True),
        ([where("tags.env", operator=Operator.ABSENT, negated=True)], [where("tags.env", "x*")], True),
        ([where("tags.env", operator=Operator.ABSENT, negated=True)], [where("tags.env", "x", negated=True)], False),
    ],
)
def test_a_rule_that_an_earlier_one_covers_is_never_reached(
    earlier: list[Condition], later: list[Condition], shadowed: bool
) -> None:
    rules = (rule("first", "dev", *earlier), rule("second", "ops", *later))
    expected = ["rules.second: never reached: first, which is tried before, takes all of it."] if shadowed else []
    assert findings(rules=rules) == expected


@pytest.mark.parametrize(("span", "shadowed"), [(Span(None, day(16)), False), (Span(day(1), None), True)])
def test_a_dated_rule_shadows_only_within_its_dates(span: Span, shadowed: bool) -> None:
    rules = (rule("first", "dev", span=span), rule("second", "ops", span=Span(day(10), day(20))))
    assert ("never reached" in findings(rules=rules)[0]) is shadowed


S3, EC2, PROD = where("service", "S3"), where("service", "EC2"), where("tags.env", "prod")


@pytest.mark.parametrize(
    ("earlier", "later", "overlap"),
    [
        ([where("service", "S3", "EC2")], [where("service", "EC2", "RDS")], True),
        ([where("account", "1", operator=Operator.PREFIX)], [where("account", "12", "2")], True),
        ([where("account", "2", operator=Operator.SUFFIX)], [where("account", "12", "3", negated=True)], True),
        ([where("service", "Amazon*")], [where("service", "Amazon S3", "Other")], True),
        ([S3, where("tags.env", "prod", "test")], [S3, where("tags.env", "prod", "dev")], True),
        ([S3, PROD], [S3], False),  # an exception before the rule
        ([S3], [EC2], False),
        ([S3, PROD], [where("service", "S3", "EC2"), where("tags.env", "test", "prod")], False),
        ([S3], [PROD], False),  # whether any cost is both, only a month can tell
        ([where("account", "1", operator=Operator.PREFIX)], [where("account", "1", operator=Operator.SUFFIX)], True),
        ([where("account", "a", operator=Operator.PREFIX)], [where("account", "b", operator=Operator.SUFFIX)], False),
    ],
)
def test_rules_of_equal_generality_that_overlap_are_found(
    earlier: list[Condition], later: list[Condition], overlap: bool
) -> None:
    expected = [
        "rules.second: describes some of the same cost as first (to team:dev), tried before it, so that only the order "
        "decides; narrow one of them if that is not meant."
    ]
    assert findings(rules=(rule("first", "dev", *earlier), rule("second", "ops", *later))) == expected * overlap
    assert findings(rules=(rule("first", "dev", *earlier), rule("second", "dev", *later))) == []


def test_rules_overlap_only_on_days_that_they_share() -> None:
    first = rule("first", "dev", where("service", "S3", "EC2"), span=Span(None, day(10)))
    later = rule("second", "ops", where("service", "S3", "RDS"), span=Span(day(10), None))
    assert findings(rules=(first, later)) == []
    assert len(findings(rules=(first, replace(later, span=Span(day(9), None))))) == 1


def test_with_a_month_of_costs_an_overlap_is_what_took_money_and_says_how_much() -> None:
    rules = (
        rule("exception", "dev", S3, PROD),
        rule("prod", "dev", PROD),
        rule("eu", "ops", where("region", "eu")),
        rule("s3", "pool:net", S3),
    )
    book = replace(BOOK, rules=rules, pools=(pool("net", ["dev"]),))
    records = [
        (Series("S3", tags={"env": "prod"}), 0, 3 * UNIT),
        (Series("S3", region="eu"), 0, 1_234 * UNIT),
        (Series("S3", region="eu", tags={"env": "prod"}), 9, 5 * UNIT),
    ]
    money = {"USD": money_by_rule(book, *costs(records))}
    eu, s3 = map(str, lint(book, MONTH, money))
    assert eu.startswith(
        "rules.eu: describes some of the same cost as exception (to team:dev; took 5.00 USD in 2026-10)"
    )
    assert s3 == (
        "rules.s3: describes some of the same cost as eu (to team:ops; took 1,234.00 USD in 2026-10), tried before it, "
        "so that only the order decides; narrow one of them if that is not meant."
    )
    swapped = replace(book, rules=(rules[3], *rules[1:3]))
    money = {"USD": money_by_rule(swapped, *costs(records))}
    assert [one.place for one in lint(swapped, MONTH, money)] == ["rules.prod", "rules.eu"]


def test_many_overlaps_are_one_finding() -> None:
    rules = [rule(f"r{number}", f"pool:p{number}", where("service", "S3", f"{number}")) for number in range(5)]
    pools = tuple(pool(f"p{number}", ["dev"]) for number in range(5))
    assert (
        "as r0 (to pool:p0), r1 (to pool:p1), r2 (to pool:p2) and 1 more, tried"
        in findings(rules=tuple(rules), pools=pools)[-1]
    )


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ({"rules": (rule("r", "dev", PROD, where("tags.env", "test")),)}, "no value of tags.env satisfies all"),
        ({"rules": (rule("r", "dev", S3),), "services": ("EC2",)}, "its services are not among those of filters"),
    ],
)
def test_a_rule_that_describes_nothing_is_never_reached(parts: dict[str, object], text: str) -> None:
    (finding,) = findings(**parts)
    assert "rules.r: never reached: " in finding
    assert text in finding


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (
            {"projects": (project("a", ("dev", Span(None, day(5))), ("ops", Span(day(8), None))),)},
            "from 2026-10-05 to 2026-10-07",
        ),
        (
            {"tag_keys": ("project",), "folded_tag_keys": ("Project",)},
            "any_case: Project is no tag that names the project",
        ),
        ({"projects": (project("a"),)}, "projects.a.team: the project has no team"),
        (
            {"teams": (Team("dev", "D", active=Span(None, day(30))),), "rules": (rule("r", "dev"),)},
            "not active on 2 of its days",
        ),
        ({"pools": (pool("net", ["dev"]),)}, "pools.net: no rule and no other pool sends anything here"),
        ({"pools": (Pool("net", "N"),), "rules": (FEED,)}, "pools.net: no split"),
        ({"pools": (pool("net", {"dev": 60, "ops": 35}),), "rules": (FEED,)}, "add up to 95; as percentages"),
        (
            {"pools": (pool("net", {"dev": Fraction("0.5"), "ops": Fraction("0.4")}),), "rules": (FEED,)},
            "up to 0.9; as parts",
        ),
        (
            {"pools": (pool("net", {"dev": 50, "ops": Fraction("49.9999999")}),), "rules": (FEED,)},
            "up to 99.9999999; as percentages",
        ),
        (
            {
                "teams": (*teams("dev"), Team("old", "O", active=Span(None, day(30)))),
                "pools": (pool("net", ["dev"], "proportional", fallback="team:old"),),
                "rules": (FEED,),
            },
            "pools.net.fallback: team old is not active on 2 of its days",
        ),
        ({"pools": (pool("net", {"dev": 1, "pool:net": 1}),), "rules": (FEED,)}, "the pool charges itself"),
        (
            {"pools": (pool("net", ["dev"], "driver", driver="gb"),), "rules": (FEED,)},
            "gb has no reading for 2026-10 of team:dev",
        ),
        (
            {"pools": (pool("net", [], "driver", driver="gb", to_all_teams=True, fallback="even"),), "rules": (FEED,)},
            "gb has no reading for 2026-10; fallback: even",
        ),
    ],
)
def test_what_is_odd_is_found_with_its_place(parts: dict[str, object], text: str) -> None:
    (finding,) = findings(**parts)
    assert text in finding


def test_a_driver_needs_readings_only_while_its_split_holds() -> None:
    splits = (
        *pool("net", ["dev"], "driver", driver="gb", span=Span(None, day(1))).splits,
        *pool("net", ["dev"], span=Span(day(1), None)).splits,
    )
    assert findings(pools=(Pool("net", "N", splits),), rules=(FEED,)) == []


def test_a_reading_of_the_month_is_enough_for_a_driver() -> None:
    reading = Reading("gb", MONTH, target("dev"), Fraction(0))
    assert findings(pools=(pool("net", ["dev"], "driver", driver="gb"),), rules=(FEED,), readings=(reading,)) == []


def test_each_rule_shows_the_money_it_matched_and_what_earlier_rules_took() -> None:
    rules: tuple[Rule, ...] = (
        rule("prod", "dev", where("tags.env", "prod"), span=Span(None, day(16))),
        rule("s3", "ops", where("service", "S3")),
        rule("idle", "ops", where("service", "Nothing")),
    )
    records = [
        (Series("S3", tags={"env": "prod"}), 0, 5),
        (Series("S3", tags={"env": "prod"}), 20, 7),
        (Series("S3"), 0, 11),
    ]
    assert money_by_rule(replace(BOOK, rules=rules), *costs(records)) == (
        RuleMoney("prod", 1, 5),
        RuleMoney("s3", 2, 18, {"prod": 5}),
        RuleMoney("idle", 0, 0),
    )


def test_a_dated_pool_with_a_gap_is_found() -> None:
    net = pool("net", ["dev"], span=Span(None, day(5)))
    later: tuple[Split, ...] = pool("net", ["dev"], span=Span(day(9), None)).splits
    (finding,) = findings(pools=(replace(net, splits=(*later, *net.splits)),), rules=(FEED,))
    assert (
        finding == "pools.net: a gap: from 2026-10-05 to 2026-10-08 the pool has no split; that cost stays unallocated."
    )
