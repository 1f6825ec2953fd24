"""The account: what one chooses is kept with the user, changes how pages look, and grants nothing."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from allocation.models import Membership, Team
from chargeback.accounts.models import Preference
from chargeback.billing.models import BillingPeriod
from tests.portal.reading import text

CHOSEN = {"theme": "dark", "locale": "de", "page_size": "25", "landing": "", "has_shortcuts": "on"}


@pytest.fixture
def finance(client: Client, october: BillingPeriod, fay: User) -> Client:
    client.force_login(fay)
    return client


def test_amounts_and_dates_are_written_as_chosen_for_this_user_only(finance: Client, alice: User) -> None:
    finance.post("/account/", CHOSEN)
    assert "74.589,52" in text(finance.get("/m/2026-10/"))
    assert "Oktober 2026" in text(finance.get("/m/2026-10/"))
    finance.force_login(alice)
    assert "1,250.25" in text(finance.get("/m/2026-10/teams/platform/"))


def test_files_keep_exact_numbers_whatever_is_chosen(finance: Client) -> None:
    before = finance.get("/m/2026-10/export.csv").content
    finance.post("/account/", CHOSEN)
    assert finance.get("/m/2026-10/export.csv").content == before


def test_colours_come_with_the_user_to_another_browser(finance: Client, fay: User) -> None:
    finance.post("/theme/", {"theme": "dark", "next": "/account/"})
    other = Client()
    other.force_login(fay)
    assert 'data-bs-theme="dark"' in other.get("/account/").content.decode()
    assert Preference.objects.get(user=fay).locale == ""


def test_tables_have_as_many_rows_as_chosen_unless_the_address_says_so(finance: Client) -> None:
    finance.post("/account/", CHOSEN)
    assert "<option selected>25</option>" in finance.get("/m/2026-10/lines/").content.decode()
    assert "<option selected>100</option>" in finance.get("/m/2026-10/lines/?size=100").content.decode()


@pytest.mark.parametrize(
    "wrong", [{"locale": "tlh"}, {"locale": "<script>"}, {"page_size": "7"}, {"landing": "audit"}, {"theme": "pink"}]
)
def test_what_is_not_offered_is_refused_and_nothing_is_changed(finance: Client, wrong: dict[str, str]) -> None:
    answer = finance.post("/account/", {**CHOSEN, **wrong})
    assert "Select a valid choice" in text(answer)
    assert not Preference.objects.exists()


def test_finance_begins_with_the_chosen_page(finance: Client) -> None:
    finance.post("/account/", {**CHOSEN, "landing": "unallocated"})
    assert finance.get("/")["Location"] == "/m/2026-10/unallocated/"


def test_a_lead_begins_with_the_chosen_team_while_it_is_the_leads(
    client: Client, october: BillingPeriod, alice: User, teams: dict[str, Team]
) -> None:
    own = Membership.objects.create(user=alice, team=teams["payments"], role="lead")
    client.force_login(alice)
    client.post("/account/", {**CHOSEN, "landing": "team:payments"})
    assert client.get("/")["Location"] == "/m/2026-10/teams/payments/"
    own.delete()
    assert client.get("/")["Location"] == "/m/2026-10/teams/platform/"
    assert "payments" not in client.get("/account/").content.decode().casefold()
    assert "Select a valid choice" in text(client.post("/account/", {**CHOSEN, "landing": "team:payments"}))


def test_the_account_names_the_teams_one_sees(client: Client, october: BillingPeriod, vera: User, fay: User) -> None:
    client.force_login(vera)
    assert "Platform Viewer: sees only; owner Alice Moreau" in text(client.get("/account/"))
    client.force_login(fay)
    assert "All teams, as finance and admins do." in text(client.get("/account/"))


def test_single_keys_can_be_switched_off(finance: Client) -> None:
    assert 'id="shortcuts"' in finance.get("/account/").content.decode()
    finance.post("/account/", {name: value for name, value in CHOSEN.items() if name != "has_shortcuts"})
    page = finance.get("/account/").content.decode()
    assert 'data-shortcuts="off"' in page
    assert 'id="shortcuts"' not in page


def test_preferences_are_read_with_the_user_and_cost_no_query(finance: Client, fay: User) -> None:
    finance.get("/exports/")
    with CaptureQueriesContext(connection) as before:
        finance.get("/exports/")
    Preference.objects.create(user=fay, locale="de")
    finance.get("/exports/")
    with CaptureQueriesContext(connection) as after:
        finance.get("/exports/")
    assert len(after) == len(before)
