"""Values of tags: which are new, which no project knows, what they cost so far."""

import datetime as dt
from decimal import Decimal

import pytest

from allocation.models import Project, ProjectTag
from allocation.rulebook import rulebook_from_yaml, save_rulebook
from chargeback.billing.runs import run_period
from chargeback.billing.tag_values import newest_values, unknown_values
from chargeback.costs.models import Source, TagValue
from chargeback.costs.tag_values import notice_values
from tests.billing.bills import OCTOBER, Line, run_bill, store_bill
from tests.billing.conftest import NOW

SEPTEMBER = dt.date(2026, 9, 1)
LATER = NOW + dt.timedelta(days=3)
RULES = """
tag: project
teams: {shop: {name: Web Shop}}
projects: {checkout: {team: shop}}
rules:
  - {name: tools, when: {tags.project: tools}, team: shop}
"""


@pytest.fixture(autouse=True)
def rules(db: None) -> None:
    save_rulebook(rulebook_from_yaml(RULES))


def test_values_that_no_project_knows_come_dearest_first_with_cost_so_far_and_a_guess() -> None:
    run_bill([Line("2", {"project": "chekout"}, day=5)], SEPTEMBER)
    notice_values(Source.objects.get(), NOW)
    run_bill(
        [
            Line("3", {"project": "chekout"}),
            Line("30", {"project": "poc-chatbot"}),
            Line("9", {"project": "checkout"}),
            Line("7", {"project": "tools"}),
        ]
    )
    notice_values(Source.objects.get(), LATER)
    found = unknown_values("USD")
    assert [(row.value, row.cost, row.first_day, row.noticed) for row in found.rows] == [
        ("poc-chatbot", Decimal(30), OCTOBER, LATER.date()),
        ("chekout", Decimal(5), dt.date(2026, 9, 5), NOW.date()),
    ]
    assert (found.count, found.cost) == (2, Decimal(35))
    guess = found.rows[1].guess
    assert guess is not None
    assert (guess.project, guess.value, guess.similarity) == ("checkout", "checkout", 88)
    assert found.rows[0].guess is None


def test_a_value_that_a_project_has_learnt_since_the_run_says_so() -> None:
    run_bill([Line("3", {"project": "chekout"})])
    ProjectTag.objects.create(project=Project.objects.get(), value="chekout")
    (row,) = unknown_values("USD").rows
    assert (row.project, row.guess) == ("checkout", None)
    run_period(OCTOBER, "USD", NOW)
    assert unknown_values("USD").rows == ()


def test_all_values_of_a_key_come_newest_first() -> None:
    run_bill([Line("9", {"project": "checkout", "env": "prod"})])
    notice_values(Source.objects.get(), NOW)
    run_bill([Line("9", {"project": "checkout", "env": "prod"}), Line("2", {"project": "new", "env": "test"})])
    notice_values(Source.objects.get(), LATER)
    assert [(row.value, row.cost, row.project) for row in newest_values("project", "USD").rows] == [
        ("new", Decimal(2), ""),
        ("checkout", Decimal(9), "checkout"),
    ]
    assert [row.value for row in newest_values("env", "USD").rows] == ["test", "prod"]


def test_a_first_day_only_moves_back_and_a_value_is_new_only_once() -> None:
    store_bill([Line("1", {"project": "checkout"}, day=7)])
    notice_values(Source.objects.get(), NOW)
    store_bill([Line("1", {"project": "checkout"}, day=9)], SEPTEMBER)
    notice_values(Source.objects.get(), LATER)
    assert list(TagValue.objects.values_list("first_day", "noticed_at")) == [(dt.date(2026, 9, 9), NOW)]
    store_bill([], SEPTEMBER)
    notice_values(Source.objects.get(), LATER)
    assert list(TagValue.objects.values_list("first_day", "noticed_at")) == [(dt.date(2026, 9, 9), NOW)]


@pytest.mark.parametrize("value", ["x" * 4000, "a=b", "𝕊\u202e'; DROP TABLE", "tag project=x"])
def test_strangers_values_are_kept_as_they_are(value: str) -> None:
    run_bill([Line("3", {"project": value[:300]})])
    store_bill([Line("3", {"env": value})], SEPTEMBER)
    notice_values(Source.objects.get(), NOW)
    assert set(TagValue.objects.values_list("key", "value")) == {("project", value[:300]), ("env", value)}
    assert [(row.value, row.cost) for row in unknown_values("USD").rows] == [(value[:300], Decimal(3))]
