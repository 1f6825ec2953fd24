"""Explain this cent: from an amount down to rule, pull and record, and from a bill line up to all who carry it."""

import datetime as dt
import html
import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from allocation.rulebook import rulebook_from_yaml, save_rulebook
from chargeback.billing.models import BillingPeriod
from chargeback.billing.runs import run_period
from chargeback.costs.models import Pull
from tests.portal.bill import BILL, OCTOBER
from tests.portal.reading import cells, text

OWN = "/m/2026-10/teams/platform/explain"
SERIES = "/m/2026-10/explain/series/"
NOW = dt.datetime(2026, 11, 20, 6, tzinfo=dt.UTC)
# Two pools that charge each other, a driver, and a rule that nearly held.
NETWORKED = """
tag: project
teams: {platform: {name: Platform, owner: Alice Moreau}, payments: {name: Payments, owner: Bob Okafor}}
projects: {gateway: {name: Gateway, team: platform}, checkout: {name: Checkout, team: payments}}
rules:
  - {name: old lambdas, when: {service: AWS Lambda}, team: platform, until: 2026-10-01}
  - {name: test lambdas, when: {service: AWS Lambda, tags.project: test}, team: platform}
  - {name: lambdas of payments, when: {service: AWS Lambda, account: "1"}, team: payments}
  - {name: people, when: {service: HR}, pool: hr}
  - {name: machines, when: {service: IT}, pool: it}
  - {name: wires, when: {service: NET}, pool: net}
pools:
  hr: {name: People, method: fixed, targets: {pool:it: 20, platform: 40, payments: 40}}
  it: {name: Machines, method: fixed, targets: {pool:hr: 25, platform: 50, payments: 25}}
  net: {name: Network, method: driver, driver: gb, targets: [platform, payments], fallback: even}
drivers: {gb: {unit: GB, 2026-10: {platform: 120, payments: 35}}}
settlement: {method: reciprocal}
"""
ROWS = (
    (1, "HR", "", "114", "114"),
    (1, "IT", "", "228", "228"),
    (2, "NET", "", "155", "155"),
    (3, "AWS Lambda", "gateway", "10.0000000001", "10"),
    (4, "AWS Lambda", "gateway", "2", "2"),
)


@pytest.fixture
def networked(company: object, store: Callable[..., Pull]) -> BillingPeriod:
    save_rulebook(rulebook_from_yaml(NETWORKED))
    store(ROWS)
    return run_period(OCTOBER, "USD", NOW).period


def why(client: Client, address: str, **query: str) -> str:
    return text(client.get(address, query))


def test_own_cost_is_explained_from_the_statement_to_the_record(
    client: Client, october: BillingPeriod, alice: User
) -> None:
    client.force_login(alice)
    shown = why(client, f"{OWN}/direct/", service="AWS Lambda")
    assert "USD 200.00 is what AWS Lambda cost in October 2026." in shown
    assert "Its tag project is “gateway”, which names project Gateway of team Platform." in shown
    for step in ("Statement Platform 200.00", "Tag project=gateway 200.00", "Cost series AWS Lambda 200.00"):
        assert step in shown
    assert "Record 1 day on the provider's bill" in shown
    assert "Pull 20 Nov 2026, 06:00 UTC" in shown


def test_a_shared_cost_is_explained_by_how_it_is_shared(client: Client, october: BillingPeriod, alice: User) -> None:
    client.force_login(alice)
    shown = why(client, f"{OWN}/shared/", pool="support")
    assert (
        "USD 50.00 is 50.0\u00a0% of AWS Support (100.00 in October 2026), because it is shared in even parts." in shown
    )
    assert "The support plan covers every account." in shown


def test_a_driver_says_the_readings(client: Client, networked: BillingPeriod, alice: User) -> None:
    client.force_login(alice)
    expected = (
        "USD 120.00 is 77.4\u00a0% of Network (155.00 in October 2026), because Platform's reading was 120 of 155 GB."
    )
    assert expected in why(client, f"{OWN}/shared/", pool="net")


def test_ways_through_other_pools_stand_edge_by_edge_and_add_up(
    client: Client, networked: BillingPeriod, fay: User
) -> None:
    client.force_login(fay)
    answer = client.get(f"{OWN}/shared/", {"pool": "hr"})
    assert "USD 60.00 is 52.6\u00a0% of People (114.00 in October 2026): 40.0\u00a0% directly, " in text(answer)
    rows = cells(answer, "table-steps")
    assert [(row[1], row[2], row[3], row[5], row[6], row[7]) for row in rows[:-1]] == [
        ("1", "People", "Platform", "40 of 100", "40.0\u00a0%", "45.60"),
        ("2", "People", "pool Machines", "20 of 100", "20.0\u00a0%", "22.80"),
        ("2", "Machines", "Platform", "50 of 100", "50.0\u00a0%", "11.40"),
    ]
    assert rows[-1][-1] == "3.00"
    assert "Payments" in text(answer)


def test_a_lead_sees_the_pool_and_the_own_part_and_no_other(
    client: Client, networked: BillingPeriod, alice: User
) -> None:
    client.force_login(alice)
    for pool in ("hr", "it", "net"):
        shown = why(client, f"{OWN}/shared/", pool=pool)
        assert "Payments" not in shown
        assert "Control total" not in shown
        assert "Cost series" not in shown


def test_the_rules_that_nearly_decided_are_told_with_what_stood_in_the_way(
    client: Client, networked: BillingPeriod, alice: User, fay: User
) -> None:
    client.force_login(alice)
    address, query = f"{OWN}/direct/", {"series": "AWS Lambda/gateway", "first": "2026-10-03", "last": "2026-10-03"}
    answer = client.get(address, query)
    assert cells(answer, "table-near") == [
        ["old lambdas", "team platform", "it is valid until 2026-09-30 only"],
        ["test lambdas", "team platform", "tag project is test; here it is gateway"],
    ]
    assert "exactly 10.0000000001" in text(answer)
    client.force_login(fay)
    assert "account is 1; here it is (none)" in why(client, address, **query)


def test_a_line_of_the_bill_leads_to_all_who_carry_it(client: Client, networked: BillingPeriod, fay: User) -> None:
    client.force_login(fay)
    answer = client.get(SERIES, {"series": "HR/"})
    assert cells(answer, "table-carriers") == [
        ["Platform", "People", "52.6\u00a0%", "10/19", "60.00"],
        ["Payments", "People", "47.4\u00a0%", "9/19", "54.00"],
        ["Total", "", "100.0\u00a0%", "1", "114.00"],
    ]
    assert "2 teams carry it." in text(answer)


def test_unallocated_cost_says_what_is_missing(client: Client, october: BillingPeriod, fay: User) -> None:
    client.force_login(fay)
    shown = why(client, "/m/2026-10/unallocated/explain/direct/", series="Amazon Simple Storage Service/chekout")
    assert "It is with nobody: unknown tag value." in shown
    assert "Tick it in the list of unallocated cost and say whose it is" in shown


def test_a_pool_without_readings_says_that_its_key_could_not_be_used(
    client: Client, company: object, store: Callable[..., Pull], alice: User, fay: User
) -> None:
    save_rulebook(rulebook_from_yaml(NETWORKED.replace(", payments: 35", "")))
    store(ROWS)
    run_period(OCTOBER, "USD", NOW)
    client.force_login(alice)
    shown = why(client, f"{OWN}/shared/", pool="net")
    assert "because its key could not be used." in shown
    assert "payments" not in shown
    client.force_login(fay)
    assert "no reading of gb for 2026-10: team:payments; even parts instead" in why(
        client, f"{OWN}/shared/", pool="net"
    )


def test_every_line_leads_to_an_explanation_of_the_same_amount(
    client: Client, october: BillingPeriod, alice: User, fay: User
) -> None:
    for person, page in ((alice, "/m/2026-10/teams/platform/lines/"), (fay, "/m/2026-10/lines/?by=day")):
        client.force_login(person)
        body = client.get(page).content.decode()
        found = re.findall(r'<a href="([^"]*/explain/[^"]*)">([^<]+)</a>', body)
        assert len(found) >= 3
        for address, amount in found:
            assert f"exactly {amount}" in why(client, html.unescape(address))


def test_when_the_bill_has_moved_on_the_amount_is_still_the_runs(
    client: Client, october: BillingPeriod, store: Callable[..., Pull], alice: User
) -> None:
    store([(1, "Amazon Simple Storage Service", "gateway", "1.11", "1.11"), *BILL[1:]])
    client.force_login(alice)
    shown = why(client, f"{OWN}/direct/", series="Amazon Simple Storage Service/gateway")
    assert "USD 1,000.25 is what Amazon Simple Storage Service cost in October 2026." in shown
    assert "no longer add up to it" in shown
    shown = why(
        client, f"{OWN}/direct/", service="Amazon Simple Storage Service", first="2026-10-01", last="2026-10-01"
    )
    assert "exactly 1,000.25" in shown


@pytest.mark.parametrize(
    ("direct", "shared", "said"),
    [("1.0040000001", "2.008", True), ("1.01", "2.02", False)],
)
def test_own_cost_whose_cents_were_moved_for_the_statement_is_told_exactly(
    client: Client, fay: User, company: object, store: Callable[..., Pull], direct: str, shared: str, said: bool
) -> None:
    store(((1, "AWS Lambda", "gateway", direct, direct), (1, "AWS Support (Business)", "", shared, shared)))
    run_period(OCTOBER, "USD", NOW)
    client.force_login(fay)
    shown = why(client, f"{OWN}/total/")
    assert "1.01 is own cost" in shown
    assert (f"Exactly, own cost is {direct}" in shown) is said
