"""Explore: the same cents as the statements, by whatever is chosen, and only what is one's own."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from allocation.models import Team
from chargeback.billing.models import BillingPeriod, CostCube
from chargeback.billing.runs import run_period
from chargeback.billing.statements import statement
from chargeback.costs.models import CostSeries, DailyControl, Pull
from tests.billing.bills import Line, run_bill
from tests.billing.conftest import NOW
from tests.conftest import member
from tests.portal.bill import OCTOBER
from tests.portal.reading import text

from .conftest import Rows

pytestmark = pytest.mark.django_db
PLAIN = "range=2&compare=nothing"


def test_months_by_team_are_the_statements_and_the_bill(rows: Rows, fay: User) -> None:
    assert rows(fay, f"{PLAIN}&group=team") == {
        "Payments": ["0.00", "73,290.27", "73,290.27"],
        "Platform": ["1,000.00", "1,250.25", "2,250.25"],
        "Unallocated": ["0.00", "49.00", "49.00"],
        "Total": ["1,000.00", "74,589.52", "75,589.52"],
    }


def test_a_lead_sees_only_the_own_teams_cost(rows: Rows, alice: User) -> None:
    assert rows(alice, f"{PLAIN}&group=service") == {
        "Amazon Simple Storage Service": ["1,000.00", "1,000.25", "2,000.25"],
        "AWS Lambda": ["0.00", "200.00", "200.00"],
        "AWS Support (Business)": ["0.00", "50.00", "50.00"],
        "Total": ["1,000.00", "1,250.25", "2,250.25"],
    }


def test_a_foreign_team_is_as_if_it_did_not_exist(client: Client, october: BillingPeriod, alice: User) -> None:
    client.force_login(alice)
    answers = [client.get(f"/explore/?group=team&only=team:{slug}") for slug in ("payments", "nobody99")]
    foreign, missing = (text(answer).replace("payments", "X").replace("nobody99", "X") for answer in answers)
    assert foreign == missing
    assert "Payments" not in foreign


def test_leads_are_never_shown_the_bill_before_sharing(rows: Rows, alice: User) -> None:
    assert rows(alice, f"{PLAIN}&cost=bill") == rows(alice, PLAIN)


def test_the_bill_before_sharing_has_the_pools_cost_where_it_came_from(rows: Rows, fay: User) -> None:
    found = rows(fay, "range=2&compare=nothing&group=pool&cost=bill")
    assert found["AWS Support"] == ["0.00", "100.00", "100.00"]
    assert found["Total"] == ["1,000.00", "74,589.52", "75,589.52"]


def test_filters_keep_or_leave_out_and_any_of_one_dimension_will_do(rows: Rows, fay: User) -> None:
    only = rows(fay, f"{PLAIN}&group=project&only=team:platform&only=team:payments&only=service:AWS+Lambda")
    assert only == {
        "Gateway": ["0.00", "200.00", "200.00"],
        "Ledger": ["0.00", "48.50", "48.50"],
        "Total": ["0.00", "248.50", "248.50"],
    }
    without = rows(fay, f"{PLAIN}&group=team&without=team:payments&without=team:")
    assert list(without) == ["Platform", "Total"]


def test_tags_are_told_apart_beside_what_has_none(rows: Rows, fay: User) -> None:
    found = rows(fay, f"{PLAIN}&group=tags.project&only=service:Amazon+Simple+Storage+Service")
    assert found == {
        "gateway": ["1,000.00", "1,000.25", "2,000.25"],
        "chekout": ["0.00", "31.95", "31.95"],
        "Total": ["1,000.00", "1,032.20", "2,032.20"],
    }
    assert rows(fay, f"{PLAIN}&group=account")["Shared cost, through pools"] == ["0.00", "100.00", "100.00"]


def test_days_add_up_to_the_month_and_to_the_statements_days(rows: Rows, alice: User, teams: dict[str, Team]) -> None:
    found = rows(alice, "range=custom&first=2026-10-01&last=2026-10-31&by=day&compare=nothing")
    *by_day, total = found["Total"]
    assert total == "1,250.25"
    period = BillingPeriod.objects.get(month=OCTOBER)
    for day in statement(period, teams["platform"]).days:
        assert by_day[day.day.day - 1] == f"{day.direct + day.shared:,.2f}"


def test_some_days_of_months_are_those_days_only(rows: Rows, fay: User) -> None:
    found = rows(fay, "range=custom&first=2026-10-03&last=2026-10-05&group=team")
    assert found["Total"][0] == "73,257.32"


def test_what_is_not_told_apart_is_one_row_and_nothing_is_lost(october: BillingPeriod, rows: Rows, fay: User) -> None:
    lines = [Line(f"{number}.01", {"project": "gateway"}, f"Service {number:02d}") for number in range(1, 31)]
    run_bill(lines, dt.date(2026, 8, 1))
    found = rows(fay, "range=custom&first=2026-08-01&last=2026-08-31&compare=nothing")
    assert len(found) == 12
    assert found["Other, 20 more"] == ["210.20", "210.20"]
    assert found["Total"] == ["465.30", "465.30"]


def test_the_total_is_set_against_the_period_before(rows: Rows, fay: User) -> None:
    found = rows(fay, "range=custom&first=2026-10-01&last=2026-10-31&group=team")
    assert found["Platform"] == ["1,250.25", "1,250.25", "1,000.00", "up 25.0\u00a0%"]
    assert rows(fay, "range=12&group=team")["Total"] == ["0.00"] * 10 + ["1,000.00", "74,589.52", "75,589.52"]


def test_a_month_to_date_is_set_against_as_many_days(
    october: BillingPeriod, store: Callable[..., Pull], rows: Rows, fay: User
) -> None:
    november = dt.date(2026, 11, 1)
    store([(2, "AWS Lambda", "gateway", "300", "300")], month=november)
    DailyControl.objects.filter(day__gte=november).update(is_estimated=True)
    run_period(november, "USD", NOW)
    found = rows(fay, "range=to-date&by=month&group=team&only=team:platform")
    assert found["Platform"] == ["300.00", "300.00", "1,200.25", "down 75.0\u00a0%"]


def test_a_run_that_kept_no_cube_still_adds_up(october: BillingPeriod, rows: Rows, fay: User, alice: User) -> None:
    CostCube.objects.all().delete()
    assert rows(fay, f"{PLAIN}&group=team")["Platform"] == ["1,000.00", "1,250.25", "2,250.25"]
    assert rows(alice, f"{PLAIN}&group=region") == {
        "Not kept by the run": ["1,000.00", "1,200.25", "2,200.25"],
        "Shared cost, through pools": ["0.00", "50.00", "50.00"],
        "Total": ["1,000.00", "1,250.25", "2,250.25"],
    }


def test_by_account_it_is_the_statements_own_table(client: Client, company: object, alice: User, rows: Rows) -> None:
    lines = [
        Line(f"{number}.3333333333", {"project": "gateway"}, account=f"{number % 7}" * 12, day=number)
        for number in range(1, 20)
    ]
    run_bill([*lines, Line("10", {}, "AWS Support (Business)")])
    period = BillingPeriod.objects.get(month=OCTOBER)
    found = rows(alice, "range=custom&first=2026-10-01&last=2026-10-31&group=account&compare=nothing")
    for row in statement(period, Team.objects.get(slug="platform")).by_account:
        assert found[row.name][-1] == f"{row.amounts.total:,.2f}"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("range=custom&first=tomorrow", "“tomorrow” is no day. Write it as YYYY-MM-DD"),
        ("first=2026-10-02&last=2026-10-01", "2026-10-02 is after 2026-10-01"),
        ("first=2020-01-01&last=2026-10-31", "At most 400 days are shown at once"),
    ],
)
def test_wrong_days_are_told_with_what_to_write(
    query: str, words: str, client: Client, october: BillingPeriod, fay: User
) -> None:
    client.force_login(fay)
    assert words in text(client.get(f"/explore/?{query}"))


@pytest.mark.parametrize(
    "query",
    [
        "group=x&only=:x&only=::::&without=team",
        "range=99999&rows=-1&by=&cost=x&compare=x",
        "group=tags.%2500&rows=7",
    ],
)
def test_whatever_an_address_says_is_a_question(query: str, client: Client, october: BillingPeriod, fay: User) -> None:
    client.force_login(fay)
    assert client.get(f"/explore/?{query}").status_code == 200


def test_hostile_values_stay_text(october: BillingPeriod, client: Client, fay: User) -> None:
    hostile = "<script>alert(1)</script>\u202e=1+1"
    CostSeries.objects.filter(tags__project="chekout").update(tags={"project": hostile})
    run_period(OCTOBER, "USD", NOW)
    BillingPeriod.objects.get(month=OCTOBER)
    client.force_login(fay)
    page = client.get("/explore/?group=tags.project").content.decode()
    assert "<script>alert" not in page


def test_one_who_leads_nothing_is_told_so(client: Client, october: BillingPeriod, charlie: User) -> None:
    client.force_login(charlie)
    assert "Nothing to explore yet" in text(client.get("/explore/"))


def test_a_lead_of_two_teams_sees_both(rows: Rows, teams: dict[str, Team], alice: User) -> None:
    both = member("olga", "lead", teams["platform"])
    both.memberships.create(team=teams["payments"], role="lead")
    assert rows(both, f"{PLAIN}&group=team")["Total"] == ["1,000.00", "74,540.52", "75,540.52"]
