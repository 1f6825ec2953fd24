"""Checking the rulebook in the administration: what is wrong or odd, where to change it, and the money behind it."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from allocation.models import AllocationOptions, MappingRule, Pool, Project, Tenure
from allocation.rulebook import rulebook_from_yaml, save_rulebook
from chargeback.billing.runs import run_period
from tests.billing.conftest import NOW, OCTOBER, RULES, store

pytestmark = pytest.mark.django_db
__all__ = ["store"]
CHECK = "/admin/allocation/mappingrule/check/"
ODD = (
    RULES.replace(
        "pools:",
        """  - {name: "support: again. twice", when: {service: "AWS Support (Business)"}, team: data}
  - {name: warehouse files, when: {tags.project: warehouse}, project: warehouse}
pools:
  network: {method: driver, driver: gb, targets: [shop, data]}""",
    )
    + "drivers: {gb: {}}\n"
)


@pytest.fixture
def desk(client: Client, ada: User, settings: Any) -> Client:
    settings.TODAY = dt.date(2026, 11, 20)
    client.force_login(ada)
    return client


def lines(client: Client, query: str = "") -> list[tuple[bool, str, str]]:
    found = client.get(CHECK + query).context["found"]
    return [(one.stops, one.place, one.text) for one in found]


def test_last_month_is_checked_and_each_finding_leads_to_its_row(desk: Client) -> None:
    save_rulebook(rulebook_from_yaml(ODD))
    page = desk.get(CHECK)
    assert page.context["month"] == OCTOBER
    rule, pool = MappingRule.objects.get(name="support: again. twice"), Pool.objects.get(slug="network")
    links = [(one.place, one.link) for one in page.context["found"]]
    assert links == [
        ("rules.support: again. twice", f"/admin/allocation/mappingrule/{rule.pk}/change/"),
        ("pools.network", f"/admin/allocation/pool/{pool.pk}/change/"),
        ("pools.network.driver", f"/admin/allocation/pool/{pool.pk}/change/"),
    ]
    assert "gb has no reading for 2026-10 of team:data, team:shop; fallback: unallocated." in page.content.decode()


def test_a_sound_rulebook_says_so(desk: Client) -> None:
    save_rulebook(rulebook_from_yaml(RULES))
    assert lines(desk) == []
    assert "every rule can be reached" in desk.get(CHECK).content.decode()


def test_what_stops_the_run_comes_first_and_money_is_not_counted(desk: Client, store: Any) -> None:
    store()
    save_rulebook(rulebook_from_yaml(ODD))
    run_period(OCTOBER, "USD", NOW)
    AllocationOptions.objects.update(settlement_order=["nowhere"])
    page = desk.get(CHECK)
    first = page.context["found"][0]
    assert (first.stops, first.place) == (True, "settlement.order")
    assert first.text.startswith("there is no pool nowhere;")
    assert first.link == "/admin/allocation/allocationoptions/1/change/"
    assert page.context["rules"] == []


def test_each_rule_shows_what_it_matched_in_the_month_that_was_run(desk: Client, store: Any) -> None:
    store()
    save_rulebook(rulebook_from_yaml(ODD))
    assert desk.get(CHECK).context["rules"] == [], "October has costs, but no run yet"
    run_period(OCTOBER, "USD", NOW)
    page = desk.get(CHECK)
    rules = {
        rule.name: [(one.matched, one.taken, one.series) for one in rule.amounts] for rule in page.context["rules"]
    }
    assert rules == {
        "support fee": [(Decimal(10), Decimal(0), 1)],
        "support: again. twice": [(Decimal(0), Decimal(10), 0)],
        "warehouse files": [(Decimal(20), Decimal(0), 1)],
    }
    [shadowed] = [one for one in page.context["found"] if one.place.startswith("rules")]
    assert [(one.matched, one.taken) for one in shadowed.amounts] == [(Decimal(0), Decimal(10))]
    assert "20.00 USD" in page.content.decode()
    assert desk.get(f"{CHECK}?month=2026-09").context["rules"] == []


@pytest.mark.parametrize(
    ("query", "month"), [("?month=2026-11", 11), ("?month=nonsense", 10), ("?month=2026-99", 10), ("", 10)]
)
def test_another_month_can_be_asked_for(desk: Client, query: str, month: int) -> None:
    save_rulebook(rulebook_from_yaml(RULES))
    assert desk.get(CHECK + query).context["month"] == dt.date(2026, month, 1)


def test_rules_and_options_lead_to_the_check(desk: Client) -> None:
    save_rulebook(rulebook_from_yaml(RULES))
    for path in ("/admin/allocation/mappingrule/", "/admin/allocation/allocationoptions/1/change/"):
        assert CHECK in desk.get(path).content.decode()


def test_finance_may_look_and_leads_may_not(desk: Client, fay: User, alice: User) -> None:
    User.objects.filter(pk=fay.pk).update(is_staff=True)
    desk.force_login(fay)
    assert desk.get(CHECK).status_code == 200
    desk.force_login(alice)
    assert desk.get(CHECK).status_code == 302


def test_the_team_of_today_is_that_of_the_pinned_day(desk: Client, settings: Any) -> None:
    save_rulebook(rulebook_from_yaml(RULES))
    assert Tenure.objects.filter(project__slug="search").count() == 2
    for day, team in ((15, "Web Shop"), (16, "Data Platform")):
        settings.TODAY = dt.date(2026, 10, day)
        page = desk.get("/admin/allocation/project/?q=search")
        assert [str(one) for one in page.context["cl"].result_list] == [Project.objects.get(slug="search").name]
        assert f'<td class="field-team_today">{team}</td>' in page.content.decode()
