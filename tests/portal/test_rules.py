"""The rules page: rules in words, with their money and what is odd; history of all that was changed."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from allocation.history.authorship import authored
from allocation.history.changes import newest_changes
from allocation.models import MappingRule, RuleCondition, Team
from allocation.rulebook import load_rulebook, rulebook_from_yaml
from chargeback.billing import rule_reviews
from chargeback.billing.models import BillingPeriod, RuleReview
from chargeback.portal.converters import Moment

from .reading import cells, text

HOSTILE = '=cmd|"/c calc"!A1 <script>alert(1)</script>'


@pytest.fixture
def page(client: Client, october: BillingPeriod, ada: User, settings: Any) -> Client:
    settings.TODAY = dt.date(2026, 11, 20)
    client.force_login(ada)
    return client


def add_rule(name: str, service: str, position: int) -> MappingRule:
    rule = MappingRule.objects.create(name=name, position=position, team=Team.objects.get(slug="payments"))
    RuleCondition.objects.create(rule=rule, dimension="service", operator="is", values=[service])
    return rule


def test_rules_stand_in_order_with_words_money_and_what_is_odd(page: Client) -> None:
    add_rule("late support", "AWS Support (Business)", 20)
    rows = cells(page.get("/rules/"), "table-rules")
    assert [row[:3] for row in rows] == [
        ["1. support fee", "service is AWS Support*", "pool AWS Support"],
        ["2. late support", "service is AWS Support (Business)", "team Payments"],
    ]
    assert [row[4:6] for row in rows] == [["100.00", ""], ["0.00", "100.00"]]
    assert [row[6] for row in rows] == [
        "",
        "1 finding Never reached: support fee, which is tried before, takes all of it.",
    ]


def test_rules_are_searched_and_narrowed_to_the_odd_ones(page: Client) -> None:
    add_rule("late support", "AWS Support (Business)", 20)
    assert [row[0] for row in cells(page.get("/rules/?q=pool"), "table-rules")] == ["1. support fee"]
    assert [row[0] for row in cells(page.get("/rules/?show=odd"), "table-rules")] == ["2. late support"]


def test_a_large_bill_is_counted_only_when_somebody_waits_for_it(page: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule_reviews, "QUICK", 0)
    answer = page.get("/rules/")
    assert "Count now" in text(answer)
    assert "Matched Oct" not in text(answer)
    assert "Matched Oct 2026 USD" in text(page.get("/rules/?count"))
    assert "Matched Oct 2026 USD" in text(page.get("/rules/"))


def test_money_is_counted_anew_after_any_change(page: Client) -> None:
    page.get("/rules/")
    made = RuleReview.objects.get().rulebook_version
    page.get("/rules/")
    assert RuleReview.objects.get().rulebook_version == made
    MappingRule.objects.update(note="x")
    page.get("/rules/")
    assert RuleReview.objects.get().rulebook_version != made


def test_finance_reads_and_is_offered_no_change(page: Client, fay: User) -> None:
    page.force_login(fay)
    answer = page.get("/rules/").content.decode()
    assert "/admin/" not in answer
    assert "New draft" not in answer


def test_the_whole_rulebook_is_a_file_that_can_be_read_back(page: Client) -> None:
    answer = page.get("/rules/export.yaml")
    assert answer["Content-Disposition"].startswith('attachment; filename="rulebook-2026-11-20.yaml"')
    assert rulebook_from_yaml(answer.content.decode()) == load_rulebook()


@pytest.mark.django_db(transaction=True)
def test_a_change_is_told_with_who_why_before_and_after(page: Client) -> None:
    rule = MappingRule.objects.get()
    with authored("Ada (ada)", f"Because {HOSTILE}"):
        MappingRule.objects.update(note=HOSTILE)
    newest = newest_changes()[0]
    [first, *_] = cells(page.get("/rules/history/"), "table-changes")
    assert first[1:] == ["Ada (ada)", f"Because {HOSTILE}", "1 rule"]
    for address in (f"/rules/history/at/{Moment().to_url(newest.at)}/", f"/rules/history/rule/{rule.pk}/"):
        answer = page.get(address)
        assert "<script>alert" not in answer.content.decode()
        assert f"Note – {HOSTILE}" in text(answer)


@pytest.mark.parametrize(
    "address",
    [
        "/rules/history/?before=x",
        "/rules/history/?before=-1",
        f"/rules/history/?before={'9' * 30}",
        f"/rules/history/at/{'9' * 17}/",
        f"/rules/history/rule/{2**63}/",
        "/rules/history/rule/0/",
        "/rules/history/planet/1/",
    ],
)
def test_what_is_no_moment_and_no_thing_is_no_page(page: Client, address: str) -> None:
    assert page.get(address).status_code == 404
