"""A team's statement: its figures, what moved, the shared costs it carries, and who may take it away."""

import html
import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from allocation.models import Membership
from chargeback.billing.models import BillingPeriod
from tests.portal.reading import cells, text

ADDRESS = "/m/2026-10/teams/platform/"


@pytest.fixture
def page(client: Client, october: BillingPeriod, alice: User) -> Client:
    client.force_login(alice)
    return client


def test_it_names_owner_cost_centre_and_the_state_of_the_month(page: Client) -> None:
    shown = text(page.get(ADDRESS))
    assert "Platform October 2026 · Owner Alice Moreau · Cost centre 4711 · GL account 6805 Open" in shown


def test_direct_and_shared_make_the_total(page: Client) -> None:
    shown = text(page.get(ADDRESS))
    assert "Total, USD 1,250.25" in shown
    assert "Direct 1,200.25" in shown
    assert "Shared 50.00" in shown


def test_it_says_why_it_changed_in_sentences_that_add_up(page: Client) -> None:
    shown = text(page.get(ADDRESS))
    assert "250.25 more than Sep 2026 (1,000.00): own cost +200.25, shared cost +50.00." in shown
    assert "Own cost by service: AWS Lambda +200.00 and Amazon Simple Storage Service +0.25." in shown
    assert "AWS Support +50.00: you did not carry it before." in shown


@pytest.mark.parametrize("by", ["project", "service", "account"])
def test_every_way_to_break_it_down_adds_up_to_the_same_total(page: Client, by: str) -> None:
    assert cells(page.get(ADDRESS, {"by": by}), f"table-{by}")[-1][3] == "1,250.25"


def test_without_an_environment_tag_it_says_which_would_serve(page: Client) -> None:
    assert "None of the team's costs carries a tag env, environment or stage." in text(
        page.get(ADDRESS, {"by": "environment"})
    )


def test_every_amount_leads_to_an_explanation_of_the_same_amount(page: Client) -> None:
    for by in ("project", "service", "account"):
        body = page.get(ADDRESS, {"by": by}).content.decode()
        found = re.findall(r'<a href="([^"]*/explain/[^"]*)">([\d.,]+)</a>', body)
        assert len(found) >= 8
        for address, amount in found:
            assert f"exactly {amount}" in text(page.get(html.unescape(address)))


def test_a_shared_cost_says_how_it_is_shared_and_what_the_part_is(page: Client) -> None:
    assert cells(page.get(ADDRESS), "table-shared")[0] == [
        "AWS Support",
        "in even parts",
        "100.00",
        "50.0\u00a0%",
        "50.00",
        "Explain",
    ]


def test_the_days_add_up_to_the_total(page: Client) -> None:
    assert cells(page.get(ADDRESS), "table-days")[-1] == ["Total", "1,200.25", "50.00"]


def test_each_table_keeps_its_own_order(page: Client) -> None:
    answer = page.get(ADDRESS, {"by": "service", "service-sort": "name", "days-sort": "shared"})
    assert [row[0] for row in cells(answer, "table-service")][:2] == ["AWS Lambda", "AWS Support (Business)"]
    assert [row[2] for row in cells(answer, "table-days")] == ["0.00", "0.00", "50.00", "50.00"]


def test_a_team_without_cost_has_a_friendly_statement(page: Client, fay: User) -> None:
    page.force_login(fay)
    assert "No cost of September 2026 is with this team." in text(page.get("/m/2026-09/teams/payments/"))


def test_a_viewer_is_offered_no_file(page: Client, vera: User) -> None:
    assert "statement.xlsx" in page.get(ADDRESS).content.decode()
    page.force_login(vera)
    assert "statement.xlsx" not in page.get(ADDRESS).content.decode()


def test_a_lead_who_becomes_a_viewer_loses_the_files_at_the_next_request(page: Client, alice: User) -> None:
    assert page.get(f"{ADDRESS}statement.csv").status_code == 200
    Membership.objects.filter(user=alice).update(role="viewer")
    assert page.get(f"{ADDRESS}statement.csv").status_code == 403


def test_pages_stay_out_of_every_cache(page: Client) -> None:
    for address in (ADDRESS, f"{ADDRESS}statement.xlsx", "/m/2026-10/teams/nobody/"):
        assert page.get(address)["Cache-Control"] == "private, no-store"
