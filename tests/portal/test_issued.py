"""A closed month says beside each team which statement was issued, and to leads only their own."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from allocation.models import Team
from chargeback.billing.models import BillingPeriod
from tests.closing.conftest import close
from tests.conftest import member

from .bill import OCTOBER
from .reading import cells, text

pytestmark = pytest.mark.django_db
ADDRESS = f"/m/{OCTOBER:%Y-%m}"


@pytest.fixture
def closed(october: BillingPeriod, fay: User, ada: User) -> BillingPeriod:
    close(october, fay, ada, "Refund follows in November.")
    return october


def numbers(client: Client, address: str) -> dict[str, str]:
    return {row[0]: row[-1] for row in cells(client.get(address), "table-teamstable")}


def test_finance_sees_number_version_and_note_beside_every_team(
    closed: BillingPeriod, client: Client, fay: User
) -> None:
    client.force_login(fay)
    assert numbers(client, f"{ADDRESS}/") == {
        "Payments": "2026-00001, version 1",
        "Platform": "2026-00002, version 1",
        "Total, all 2 teams": "",
        "Unallocated": "2026-00003, version 1",
        "Bill": "",
    }
    assert "Note on all of them: Refund follows in November." in text(client.get(f"{ADDRESS}/"))


def test_a_lead_is_told_of_the_own_statements_alone(
    closed: BillingPeriod, client: Client, teams: dict[str, Team], alice: User
) -> None:
    client.force_login(alice)
    assert numbers(client, f"{ADDRESS}/teams/") == {
        "Platform": "2026-00002, version 1",
        "Total, 1 team": "",
    }
    assert "2026-00001" not in text(client.get(f"{ADDRESS}/teams/"))
    assert "Statement 2026-00002, version 1, issued" in text(client.get("/", follow=True))
    both = member("olga", "lead", teams["platform"])
    both.memberships.create(team=teams["payments"], role="lead")
    client.force_login(both)
    assert numbers(client, f"{ADDRESS}/teams/")["Payments"] == "2026-00001, version 1"


def test_an_open_month_has_no_such_column(october: BillingPeriod, client: Client, fay: User) -> None:
    client.force_login(fay)
    assert "version 1" not in text(client.get(f"{ADDRESS}/"))
    assert len(cells(client.get(f"{ADDRESS}/"), "table-teamstable")[0]) == 7
