"""Series as columns are the same as series one by one, and rules hold for exactly the series that they describe."""

import pytest
import re2
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from allocation.engine.allocate import allocate
from allocation.engine.columns import Columns, texts_of, value_of
from allocation.engine.conditions import holding
from allocation.engine.costs import Series, SeriesTable
from allocation.engine.lines import FEW, Lines, found_in
from allocation.engine.matching import rows_of
from allocation.engine.patterns import literal_beginning
from allocation.engine.rulebook import Condition, Operator, RulebookError

from .companies import company
from .company import costs

DIMENSIONS = ("service", "account", "tags.env")
QUIET = re2.Options()
QUIET.log_errors = False
PATTERNS = ["^a", "b$", "a|b", "^ab?", "^EC2 - ", "^$", ".", "^ab*c", "^a{0,1}b", "(?i)^ec2", "^(a|z)"]
texts = st.sampled_from(["", "a", "ab", "abc", "b", "ba", "EC2", "EC2 - Other", "é", "a*b", "zz", "a\nb", "ab\nab\n"])
values = st.sampled_from(
    ["a", "ab", "b*", "*b", "a*c", "*", "EC2", "^a", "b$", "a|b", "é", "zz", "^EC2 - ", "\n", "b\n"]
)
conditions = st.builds(
    Condition,
    st.sampled_from(DIMENSIONS),
    st.sampled_from([one for one in Operator if one is not Operator.REGEX]),
    st.lists(values, min_size=1, max_size=3).map(tuple),
    st.booleans(),
)
patterns = st.builds(
    Condition,
    st.sampled_from(DIMENSIONS),
    st.just(Operator.REGEX),
    st.sampled_from(PATTERNS).map(lambda one: (one,)),
    st.booleans(),
)
some_series = st.builds(
    lambda service, account, env: Series(service, account, tags={"env": env} if env else {}), texts, texts, texts
)


@settings(max_examples=300, deadline=None)
@given(st.lists(conditions | patterns, max_size=4), st.lists(some_series, max_size=60))
def test_the_series_of_a_rule_are_those_for_which_each_condition_holds(
    tried: list[Condition], series: list[Series]
) -> None:
    expected = [
        number
        for number, one in enumerate(series)
        if all(holding(condition, [value_of(condition.dimension)(one)])[0] for condition in tried)
    ]
    assert sorted(rows_of(tried, Columns(series)).tolist()) == expected


@settings(max_examples=500, deadline=None)
@given(
    st.sampled_from(PATTERNS) | st.text(st.sampled_from("ab.*+?|()[]^$\\-sSzAbB{1,}é\n"), min_size=1, max_size=8),
    st.lists(st.text(st.sampled_from("ab \né-"), max_size=6) | texts, max_size=2 * FEW),
)
def test_a_regular_expression_is_found_in_many_texts_as_in_each(pattern: str, among: list[str]) -> None:
    try:
        regex = re2.compile(pattern, QUIET)
    except re2.error:
        assume(False)
    assert found_in(pattern, among) == [regex.search(text) is not None for text in among]


def test_a_regular_expression_that_is_found_again_and_again_in_each_text_is_tried_text_by_text() -> None:
    many = [f"{number:05d}" for number in range(2 * FEW)]
    assert Lines(many).matching("[0-9]") is None
    assert list(Lines(many).matching("^0000[1-3]$") or ()) == [1, 2, 3]
    assert found_in("[0-9]", [*many, "none"]) == [True] * len(many) + [False]


@pytest.mark.parametrize(
    ("pattern", "beginning"),
    [
        ("^legacy-", "legacy-"),
        ("^legacy-?", "legacy"),
        ("^ab*", "a"),
        ("^ab{0,2}", "a"),
        ("^ab+", "ab"),
        ("^a.c", "a"),
        ("^a|b", ""),
        ("legacy", ""),
        ("(?i)^legacy", ""),
    ],
)
def test_texts_that_begin_otherwise_need_not_be_searched(pattern: str, beginning: str) -> None:
    assert literal_beginning(pattern) == beginning


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_a_table_of_series_gives_the_same_allocation_as_its_series(seed: int) -> None:
    rulebook, records = company(seed)
    series, month = costs(records)
    dimensions = ("service", "account", "tags.project", "tags.env")
    table = SeriesTable(len(series), {one: list(texts_of(series, one)) for one in dimensions})
    assert list(table) == series
    try:
        one, other = allocate(rulebook, series, month), allocate(rulebook, table, month)
    except RulebookError:
        return
    assert list(one.charges.rows()) == list(other.charges.rows())
    assert list(one.assignments) == list(other.assignments)


def test_a_dimension_that_a_table_lacks_is_what_series_take_it_for() -> None:
    table = SeriesTable(2, {"service": ["S3", "EC2"]})
    assert [texts_of(table, one) for one in ("charge_category", "tags.env")] == [["Usage"] * 2, [""] * 2]
    assert table[:1] == [Series("S3")]
    assert sorted(rows_of([], Columns(table)).tolist()) == [0, 1]
