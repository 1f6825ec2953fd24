"""Which rule, tag or reason claims a cost series."""

import pytest

from allocation.engine.allocation import Assignment, Reason
from allocation.engine.costs import Series, SeriesTable
from allocation.engine.rulebook import Condition, Operator, Rulebook, Span

from .company import day, project, rule, run, teams, where

PROD = Series("Amazon Simple Storage Service", account="111122223333", tags={"env": "prod", "app": "legacy-shop"})
DEV = Series("EC2 - Other", account="444455556666", tags={"env": "Prod-2"})
BARE = Series("AWS Lambda")

BOOK = Rulebook(
    teams=teams("dev", "ops"),
    projects=(project("alpha", "dev"), project("beta", "ops")),
    tag_keys=("project",),
)


def assigned(rulebook: Rulebook, *series: Series) -> list[Assignment]:
    return list(run(rulebook, [(one, 0, 1) for one in series]).assignments)


def holds(condition: Condition, series: Series) -> bool:
    book = Rulebook(teams=teams("dev"), rules=(rule("it", "dev", condition),))
    return assigned(book, series)[0].rule == "it"


@pytest.mark.parametrize(
    ("condition", "matching"),
    [
        (where("service", "S3"), [PROD]),
        (where("service", "EC2", "Lambda"), [DEV, BARE]),
        (where("service", "Amazon*"), [PROD]),
        (where("service", "A*S*e*"), [PROD]),
        (where("service", "amazon*"), []),
        (where("account", "1111", "4444", operator=Operator.PREFIX), [PROD, DEV]),
        (where("account", "6666", operator=Operator.SUFFIX), [DEV]),
        (where("tags.env", "rod", operator=Operator.CONTAINS), [PROD, DEV]),
        (where("tags.env", "^[Pp]rod$", operator=Operator.REGEX), [PROD]),
        (where("tags.env", operator=Operator.ABSENT), [BARE]),
        (where("tags.env", operator=Operator.ABSENT, negated=True), [PROD, DEV]),
        (where("tags.env", "prod"), [PROD]),
        (where("tags.env", "prod", negated=True), [DEV, BARE]),
        (where("tags.env", "*"), [PROD, DEV]),
        (where("tags.env", ".*", operator=Operator.REGEX), [PROD, DEV]),
    ],
)
def test_a_condition_holds_for_the_series_it_describes(condition: Condition, matching: list[Series]) -> None:
    assert [series for series in (PROD, DEV, BARE) if holds(condition, series)] == matching


def test_cost_categories_and_product_attributes_are_dimensions_like_tags() -> None:
    north = Series(attributes={"cost_category.Division": "North", "product.model": "Claude Sonnet 5"})
    assert holds(where("cost_category.Division", "North"), north)
    assert holds(where("product.model", "Claude*"), north)
    assert holds(where("cost_category.Region", operator=Operator.ABSENT), north)
    assert not holds(where("cost_category.division", "North"), north)
    columns = {"service": ["S3"] * 2, "cost_category.Division": ["North", ""], "tags.env": ["", "prod"]}
    table = SeriesTable(2, columns)
    assert table[0] == Series(service="S3", attributes={"cost_category.Division": "North"})
    assert table[1] == Series(service="S3", tags={"env": "prod"})


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("*", "a", True),
        ("a*a", "a", False),
        ("a*a", "aa", True),
        ("*ab*ba*", "aba", False),
        ("*ab*ba*", "abba", True),
        ("a.c", "abc", False),
        ("[ab]*", "a", False),
        ("a**b", "ab", True),
    ],
)
def test_only_the_star_is_special_in_a_glob(pattern: str, text: str, expected: bool) -> None:
    assert holds(where("service", pattern), Series(text)) is expected


def test_all_conditions_of_a_rule_must_hold() -> None:
    book = Rulebook(teams=teams("dev"), rules=(rule("both", "dev", where("service", "S3"), where("tags.env", "prod")),))
    assert [one.rule for one in assigned(book, PROD, Series("S3"), DEV)] == ["both", "", ""]


def test_the_first_rule_that_holds_wins_beyond_sixty_four_rules() -> None:
    rules = tuple(rule(f"r{number}", "dev", where("account", f"{number}")) for number in range(200))
    book = Rulebook(teams=teams("dev", "ops"), rules=(*rules, rule("last", "ops")))
    numbers = [0, 63, 64, 127, 128, 199]
    assert [one.rule for one in assigned(book, *(Series(account=str(n)) for n in numbers), BARE)] == [
        *(f"r{number}" for number in numbers),
        "last",
    ]


def test_a_rule_comes_before_the_project_tag() -> None:
    book = Rulebook(
        teams=BOOK.teams,
        projects=BOOK.projects,
        tag_keys=("project",),
        rules=(rule("s3", "ops", where("service", "S3")),),
    )
    tagged = Series("S3", tags={"project": "alpha"})
    assert [(one.team, one.project) for one in assigned(book, tagged, Series("EC2", tags={"project": "alpha"}))] == [
        ("ops", None),
        ("dev", "alpha"),
    ]


def test_a_dated_rule_holds_on_its_days_only() -> None:
    book = Rulebook(teams=teams("dev"), rules=(rule("mid", "dev", span=Span(day(11), day(21))),), tag_keys=("project",))
    assert [(one.first_day, one.until_day, one.team, one.reason) for one in assigned(book, BARE)] == [
        (0, 10, None, Reason.NO_TAG),
        (10, 20, "dev", Reason.NONE),
        (20, 31, None, Reason.NO_TAG),
    ]


def test_the_first_tag_key_that_is_present_names_the_project() -> None:
    book = Rulebook(teams=BOOK.teams, projects=BOOK.projects, tag_keys=("project", "app"))
    series = [Series(tags={"app": "beta"}), Series(tags={"project": "alpha", "app": "beta"})]
    assert [(one.rule, one.team) for one in assigned(book, *series)] == [
        ("tag app=beta", "ops"),
        ("tag project=alpha", "dev"),
    ]


def test_tag_values_count_as_written_unless_their_key_is_folded() -> None:
    series = Series(tags={"project": " Alpha "})
    assert assigned(BOOK, series)[0].reason is Reason.UNKNOWN_VALUE
    folded = Rulebook(teams=BOOK.teams, projects=BOOK.projects, tag_keys=("project",), folded_tag_keys=("project",))
    assert assigned(folded, series)[0].project == "alpha"


@pytest.mark.parametrize(
    ("book", "series", "reason"),
    [
        (BOOK, BARE, Reason.NO_TAG),
        (BOOK, Series(tags={"project": "gamma"}), Reason.UNKNOWN_VALUE),
        (Rulebook(), BARE, Reason.NO_RULE),
        (Rulebook(services=("EC2", "S3")), BARE, Reason.NOT_IN_SCOPE),
        (Rulebook(services=("EC2", "S3")), DEV, Reason.NO_RULE),
        (Rulebook(), Series("(rounding)", record_type="Rounding"), Reason.ROUNDING),
        (Rulebook(services=("EC2",)), Series("(rounding)", record_type="Rounding"), Reason.ROUNDING),
        (
            Rulebook(projects=(project("idle"),), tag_keys=("project",)),
            Series(tags={"project": "idle"}),
            Reason.NO_TEAM,
        ),
    ],
)
def test_what_nobody_claims_says_why(book: Rulebook, series: Series, reason: Reason) -> None:
    assert [(one.team, one.reason) for one in assigned(book, series)] == [(None, reason)]


def test_a_project_that_moves_pays_at_the_team_of_each_day() -> None:
    moving = project("alpha", ("dev", Span(None, day(16))), ("ops", Span(day(16), None)))
    book = Rulebook(teams=teams("dev", "ops"), projects=(moving,), tag_keys=("project",))
    assert [(one.first_day, one.until_day, one.team) for one in assigned(book, Series(tags={"project": "alpha"}))] == [
        (0, 15, "dev"),
        (15, 31, "ops"),
    ]
