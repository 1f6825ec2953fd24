"""The lines of a team and of the company: they add up, can be narrowed, ordered and taken away, and say why."""

import csv
import datetime as dt
import io
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from allocation.models import MappingRule, Team
from chargeback.billing import line_items
from chargeback.billing.models import BillingPeriod
from chargeback.billing.runs import run_period
from chargeback.costs.models import Pull
from tests.portal.bill import BILL, OCTOBER
from tests.portal.reading import cells, text

OWN = "/m/2026-10/teams/platform/lines/"
ALL = "/m/2026-10/lines/"
LATER = dt.datetime(2026, 11, 25, 6, tzinfo=dt.UTC)


@pytest.fixture
def page(client: Client, october: BillingPeriod, alice: User) -> Client:
    client.force_login(alice)
    return client


def lines(client: Client, address: str, **query: str) -> list[list[str]]:
    return cells(client.get(address, query), "table-linestable")


def test_a_line_says_day_service_project_rule_share_and_amount(page: Client) -> None:
    rows = lines(page, OWN)
    assert rows[0] == [
        "1 Oct 2026",
        "",
        "Amazon Simple Storage Service",
        "Gateway",
        "tag project=gateway",
        "",
        "1,000.25",
    ]
    assert rows[2] == ["31 Oct 2026", "", "AWS Support (Business)", "", "through AWS Support", "50.0\u00a0%", "50.00"]


def test_the_foot_is_of_the_filter_exactly_and_in_cents(page: Client) -> None:
    assert [row[0] for row in lines(page, OWN)[-2:]] == ["Total of all lines, 3 lines", "In cents"]
    narrowed = lines(page, OWN, service="AWS Lambda")
    assert [(row[0], row[-1]) for row in narrowed[-2:]] == [
        ("Total of the filter, 1 line", "200.00"),
        ("In cents", "200.00"),
    ]


@pytest.mark.parametrize(
    ("query", "amounts"),
    [
        ({"part": "direct"}, ["1,000.25", "200.00"]),
        ({"part": "shared"}, ["50.00"]),
        ({"pool": "support"}, ["50.00"]),
        ({"project": "gateway"}, ["1,000.25", "200.00"]),
        ({"project": "-"}, ["50.00"]),
        ({"first": "2026-10-02", "last": "2026-10-30"}, ["200.00"]),
        ({"q": "lambda gateway"}, ["200.00"]),
        ({"q": "support"}, ["50.00"]),
        ({"tag-key": "project", "tag": "gateway"}, ["1,000.25", "200.00"]),
        ({"by": "month", "sort": "amount"}, ["50.00", "200.00", "1,000.25"]),
        ({"sort": "day"}, ["1,000.25", "200.00", "50.00"]),
    ],
)
def test_lines_can_be_narrowed_and_ordered(page: Client, query: dict[str, str], amounts: list[str]) -> None:
    assert [row[-1] for row in lines(page, OWN, **query)[:-2]] == amounts


@pytest.mark.parametrize("asked", [{"team": "payments"}, {"part": "billed"}, {"page": "99"}, {"size": "7"}])
def test_a_team_gets_its_own_lines_whatever_the_address_asks(page: Client, asked: dict[str, str]) -> None:
    assert lines(page, OWN, **asked) == lines(page, OWN)


@pytest.mark.parametrize("words", ["checkout", "payments", "tag project", "support fee"])
def test_nobody_finds_out_what_rules_say_by_searching(page: Client, words: str) -> None:
    assert lines(page, OWN, q=words)[0] == ["No line matches. Clear the filter to see all."]


def test_the_name_of_a_rule_that_names_another_team_is_not_told(
    page: Client, teams: dict[str, Team], fay: User
) -> None:
    rule = MappingRule.objects.create(position=5, name="Lambda of Payments and Platform", team=teams["platform"])
    rule.conditions.create(dimension="service", operator="is", values=["AWS Lambda"])
    run_period(OCTOBER, "USD", LATER)
    found = [row for row in lines(page, OWN, sort="rule") if row[2] == "AWS Lambda"]
    assert {row[4] for row in found} == {"a mapping rule"}
    page.force_login(fay)
    assert "Lambda of Payments and Platform" in text(page.get(OWN))


def test_a_day_that_is_none_is_said_and_changes_nothing(page: Client) -> None:
    answer = page.get(OWN, {"first": "31 October"})
    assert "“31 October” is no day. Write it as YYYY-MM-DD" in text(answer)
    assert cells(answer, "table-linestable")[-1][-1] == "1,250.25"


def test_columns_and_page_size_are_kept_in_the_address(page: Client) -> None:
    answer = page.get(OWN, {"columns": ["service", "tags"], "size": "25"})
    assert cells(answer, "table-linestable")[0] == ["Amazon Simple Storage Service", "project=gateway", "1,000.25"]
    assert 'href="/m/2026-10/teams/platform/lines.csv?columns=service&amp;columns=tags"' in answer.content.decode()


def test_the_company_sees_all_lines_as_charged_and_as_billed(client: Client, october: BillingPeriod, fay: User) -> None:
    client.force_login(fay)
    charged, billed = lines(client, ALL), lines(client, ALL, part="billed")
    assert charged[-1][-1] == billed[-1][-1] == "74,589.52"
    assert ["Unallocated: no tag"] in [row[1:2] for row in charged]
    assert [row[1] for row in billed if "Support" in row[3]] == ["Shared by pool"]
    assert lines(client, ALL, team="-")[-1][-1] == "49.00"
    assert lines(client, ALL, team="payments", by="day")[-1][-1] == "73,290.27"


def test_a_file_holds_exactly_the_lines_that_are_shown(page: Client) -> None:
    answer = page.get("/m/2026-10/teams/platform/lines.csv", {"part": "direct", "columns": ["service", "rule"]})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["service"], row["rule"], row["amount_exact"]) for row in rows] == [
        ("Amazon Simple Storage Service", "tag project=gateway", "1000.2500000000"),
        ("AWS Lambda", "tag project=gateway", "200.0000000000"),
    ]
    assert "account" not in rows[0]
    assert answer["Content-Disposition"] == 'attachment; filename="lines_platform_2026-10_USD.csv"'


def test_more_lines_than_one_waits_for_are_offered_in_the_background(
    page: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("chargeback.portal.lines.page", "chargeback.portal.lines.views"):
        monkeypatch.setattr(f"{module}.EXPORT_MOST", 2)
    assert "Excel, in the background" in text(page.get(OWN))
    answer = page.get("/m/2026-10/teams/platform/lines.csv?part=", follow=True)
    assert "These are more than 2 lines. Ask for the file in the background" in text(answer)


def test_more_lines_than_can_be_listed_are_not_listed(page: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_items, "MOST", 2)
    shown = text(page.get(OWN))
    assert "Too many lines to list" in shown
    assert "1,000.25" not in shown


def test_when_the_bill_has_moved_on_the_lines_are_still_those_of_the_run(
    page: Client, october: BillingPeriod, store: Callable[..., Pull], fay: User
) -> None:
    october.state = "closed"
    october.save()
    store([(1, "Amazon Simple Storage Service", "gateway", "1.11", "1.11"), *BILL[1:]])
    by_day = lines(page, OWN)
    assert "The provider's data was pulled anew after run" in text(page.get(OWN))
    assert by_day[0][2:] == ["Amazon Simple Storage Service", "Gateway", "", "", "1,000.25"]
    assert by_day[-1][-1] == "1,250.25"
    by_month = lines(page, OWN, by="month")
    assert (by_month[0][4], by_month[-1][-1]) == ("tag project=gateway", "1,250.25")


def test_a_pull_that_found_the_same_again_changes_no_line(page: Client, store: Callable[..., Pull]) -> None:
    before = lines(page, OWN)
    store(BILL)
    assert lines(page, OWN) == before


def test_a_cost_that_moves_between_days_is_noticed(
    page: Client, october: BillingPeriod, store: Callable[..., Pull]
) -> None:
    store([(9, *BILL[0][1:]), *BILL[1:]])
    assert "pulled anew after run" in text(page.get(OWN))
    assert lines(page, OWN)[0][0] == "1 Oct 2026"


def test_cents_of_all_lines_are_those_of_the_statement(
    client: Client, company: object, store: Callable[..., Pull], fay: User
) -> None:
    thirds = [(1, f"Service {n}", tag, "0.3333333333", "0") for n in range(3) for tag in ("gateway", "checkout")]
    store([*thirds, (1, "Tax", "", "0.0000000002", "0")])
    run_period(OCTOBER, "USD", LATER)
    client.force_login(fay)
    rows = lines(client, OWN)
    assert [row[-1] for row in rows[-2:]] == ["0.9999999999", "1.00"]
