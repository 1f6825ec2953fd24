"""Where each role begins, and what those see for whom there is nothing yet."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from allocation.models import Membership, Team
from chargeback.billing.models import BillingPeriod
from tests.portal.reading import text


@pytest.mark.parametrize(
    ("who", "begins"),
    [
        ("fay", "/m/2026-10/"),
        ("ada", "/m/2026-10/"),
        ("alice", "/m/2026-10/teams/platform/"),
        ("vera", "/m/2026-10/teams/platform/"),
    ],
)
def test_each_role_begins_with_its_own_page(
    who: str, begins: str, client: Client, october: BillingPeriod, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get("/").headers["Location"] == begins


def test_a_lead_of_several_teams_begins_with_their_list(
    client: Client, october: BillingPeriod, alice: User, teams: dict[str, Team]
) -> None:
    Membership.objects.create(user=alice, team=teams["payments"], role="lead")
    client.force_login(alice)
    assert client.get("/").headers["Location"] == "/m/2026-10/teams/"
    assert "Total, all 2 teams" in text(client.get("/m/2026-10/teams/"))


def test_who_has_no_team_learns_whom_to_ask(client: Client, october: BillingPeriod, charlie: User, ada: User) -> None:
    client.force_login(charlie)
    shown = text(client.get("/"))
    assert "You are not in a team yet" in shown
    assert "ada@example.com" in shown


def test_a_lead_before_the_first_month_learns_that_it_will_come(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert "No statement yet" in text(client.get("/"))


def test_an_admin_before_the_first_pull_is_led_to_it(client: Client, company: object, ada: User) -> None:
    client.force_login(ada)
    assert "No costs yet" in text(client.get("/"))
    assert "No source is set up yet" in text(client.get("/data/"))


def test_after_login_the_page_that_was_asked_for_is_shown(client: Client, october: BillingPeriod, alice: User) -> None:
    asked = "/m/2026-10/teams/platform/"
    login = client.get(asked).headers["Location"]
    answer = client.post(login, {"username": "alice", "password": "chargeback-demo"})
    assert answer.headers["Location"] == asked


def test_a_login_never_leads_to_a_strange_site(client: Client, alice: User) -> None:
    answer = client.post("/login/?next=https://evil.example/", {"username": "alice", "password": "chargeback-demo"})
    assert answer.headers["Location"] == "/"
