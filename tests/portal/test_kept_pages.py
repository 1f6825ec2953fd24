"""Whole pages are kept for who looked at them, and say at every click what they would say if they were made then."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from allocation.models import MappingRule, Membership, Team
from chargeback import cache
from chargeback.billing.models import BillingPeriod
from chargeback.billing.runs import run_period
from chargeback.cache import Away
from chargeback.costs.models import Pull
from chargeback.portal import kept_pages
from chargeback.portal.display import age
from tests.billing.conftest import NOW
from tests.portal.bill import BILL, OCTOBER

OF_COMPANY = (
    "/m/2026-10/",
    "/m/2026-10/teams/",
    "/m/2026-10/lines/",
    "/m/2026-10/unallocated/",
    "/m/2026-10/unallocated/explain/total/",
    "/m/2026-10/explain/series/?series=AWS+Support+(Business)/",
    "/m/2026-10/shared/",
    "/m/2026-10/shared/support/",
    "/m/2026-10/coverage/",
)
OWN = (
    "/m/2026-10/teams/platform/",
    "/m/2026-10/teams/platform/?by=service",
    "/m/2026-10/teams/platform/lines/",
    "/m/2026-10/teams/platform/explain/total/",
)
AGE = re.compile(r'<time class="age" datetime="[^"]*">([^<]*)')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]*)"')


@pytest.fixture(autouse=True)
def cache_is_up() -> Iterator[None]:
    Away.until = 0.0
    yield
    Away.until = 0.0


def signed_in(user: User) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    return client


def read(client: Client, address: str) -> str:
    """The page but for the tokens of its forms, which are others each time."""
    answer = client.get(address)
    assert answer.status_code == 200
    return TOKEN.sub("", answer.content.decode())


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows by one with each page that is kept because it was made."""
    kept: list[str] = []
    keep = cache.keep

    def counted(what: str, *rest: Any) -> None:
        kept.append(what)
        keep(what, *rest)

    monkeypatch.setattr(cache, "keep", counted)
    return kept


@pytest.mark.usefixtures("october")
def test_a_second_look_is_what_the_first_was_and_is_not_made_again(fay: User, alice: User, made: list[str]) -> None:
    for user, addresses in ((fay, (*OF_COMPANY, *OWN)), (alice, OWN)):
        first = {address: read(signed_in(user), address) for address in addresses}
        count = len(made)
        assert {address: read(signed_in(user), address) for address in addresses} == first
        assert len(made) == count


@pytest.mark.usefixtures("october")
def test_nobody_is_shown_the_page_of_somebody_else(alice: User, vera: User, fay: User, bob: User) -> None:
    address = OWN[0]
    assert "statement.xlsx" in read(signed_in(alice), address)
    assert "statement.xlsx" not in read(signed_in(vera), address)
    assert "Fay" in read(signed_in(fay), address)
    assert signed_in(bob).get(address).status_code == 404
    assert Client().get(address).status_code == 302


@pytest.mark.usefixtures("october")
def test_who_leaves_the_team_sees_it_no_more_at_the_next_click(alice: User) -> None:
    client = signed_in(alice)
    read(client, OWN[0])
    Membership.objects.filter(user=alice).delete()
    assert client.get(OWN[0]).status_code == 404


def test_new_costs_and_another_rule_are_on_the_page_at_the_next_click(
    fay: User, october: BillingPeriod, store: Callable[..., Pull]
) -> None:
    client = signed_in(fay)
    before = {address: read(client, address) for address in (*OF_COMPANY, *OWN)}
    store([*BILL, (7, "AWS Support (Business)", "", "5000", "5000"), (7, "AWS Lambda", "new", "10", "10")])
    MappingRule.objects.update(name="renamed")
    run_period(OCTOBER, "USD", NOW)
    assert [address for address in before if read(client, address) == before[address]] == []


@pytest.mark.usefixtures("october")
def test_a_page_that_was_made_while_something_changed_is_not_kept(
    alice: User, made: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    render = kept_pages.is_whole

    def changed_meanwhile(response: HttpResponse) -> bool:
        Team.objects.filter(slug="payments").update(name="Other")
        return render(response)

    monkeypatch.setattr(kept_pages, "is_whole", changed_meanwhile)
    read(signed_in(alice), OWN[0])
    assert [what for what in made if what.startswith("page")] == []


@pytest.mark.usefixtures("october")
def test_the_forms_of_a_kept_page_can_be_sent_from_every_browser(fay: User) -> None:
    read(signed_in(fay), OF_COMPANY[0])
    client = signed_in(fay)
    tokens = TOKEN.findall(client.get(OF_COMPANY[0]).content.decode())
    assert len(tokens) >= 2
    for token in tokens:
        sent = {"theme": "dark", "next": OF_COMPANY[0], "csrfmiddlewaretoken": token}
        assert client.post("/theme/", sent).status_code == 302
    assert client.post("/theme/", {"theme": "dark"}).status_code == 403


@pytest.mark.usefixtures("october")
def test_what_is_said_once_is_said_once(alice: User) -> None:
    client = Client()
    client.force_login(alice)
    address = "/m/2026-10/teams/platform/lines/"
    read(client, address)
    with patch("chargeback.portal.lines.views.EXPORT_MOST", 1):
        assert client.get("/m/2026-10/teams/platform/lines.csv").status_code == 302
    told = "Ask for the file in the background"
    assert [told in read(client, address) for _ in range(2)] == [True, False]


@pytest.mark.usefixtures("october")
def test_a_kept_page_tells_the_age_of_the_data_as_of_now(fay: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(fay)
    hour = dt.datetime(2026, 11, 26, 9, 0, tzinfo=dt.UTC)
    pulled = Pull.objects.latest("finished_at").finished_at
    assert pulled is not None
    seen = []
    for minutes in (0, 50):
        moment = hour + dt.timedelta(minutes=minutes)
        monkeypatch.setattr(kept_pages, "now", lambda moment=moment: moment)
        monkeypatch.setattr("chargeback.portal.context.now", lambda: hour)
        seen.append(
            re.findall(r'<time class="age" datetime="[^"]*">([^<]*)', client.get(OF_COMPANY[0]).content.decode())
        )
    ages = [[age(pulled, hour)], [age(pulled, hour + dt.timedelta(minutes=50))]]
    assert seen == ages
