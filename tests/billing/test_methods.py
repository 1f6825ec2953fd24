"""Ada shares cost by drivers and settles pools that charge each other, all in the administration; the month follows.

Databases cost 300: Web Shop 60, Data Platform 30, network 10. Network costs 950 and is shared by a driver.
"""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from allocation.models import AllocationOptions, Driver, Pool, Reading, SplitRule, Team
from chargeback.billing.models import BillingPeriod, PoolShare
from chargeback.billing.month_json import month_figures
from chargeback.billing.runs import run_period
from tests.allocation.forms import add, change, errors, submit

from .conftest import NOW, OCTOBER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]
BILL = (
    (1, "Amazon Relational Database Service", "", "300", "300"),
    (1, "Amazon Virtual Private Cloud", "", "950", "950"),
    (2, "AWS Lambda", "checkout", "100", "100"),
    (3, "AWS Lambda", "warehouse", "50", "50"),
)
MODELS: dict[str, Any] = {"team": Team, "pool": Pool}
READINGS = "driver,month,target,value\ngb,2026-10,shop,50\ngb,2026-10,data,30\ngb,2026-10,pool:databases,20\n"


@pytest.fixture
def desk(client: Client, ada: User, store: Any) -> Client:
    """Ada's browser, with the pools and the driver made by her forms."""
    store(BILL)
    client.force_login(ada)
    make(client, "pool", slug="databases", name="Databases")
    make(client, "pool", slug="network", name="Network")
    make(client, "driver", slug="gb", name="Traffic out", unit="GB")
    for slug, service in (("databases", "Amazon Relational*"), ("network", "Amazon Virtual*")):
        condition = {"conditions-0-dimension": "service", "conditions-0-values": service}
        make(client, "mappingrule", name=slug, pool=Pool.objects.get(slug=slug).pk, **condition)
    make(client, "splitrule", **split("databases", "fixed", team_shop="60", team_data="30", pool_network="10"))
    by_traffic = split("network", "driver", team_shop="1", team_data="1", pool_databases="1")
    make(client, "splitrule", driver=Driver.objects.get().pk, **by_traffic)
    upload_readings(client)
    return client


def make(client: Client, model: str, **fields: Any) -> None:
    assert errors(submit(client, add(model), **fields)) == []


def split(pool: str, method: str, **receivers: str) -> dict[str, Any]:
    """The fields of a split rule with receivers written kind_slug=weight."""
    fields = {"pool": Pool.objects.get(slug=pool).pk, "method": method, "shares-TOTAL_FORMS": len(receivers)}
    for place, (receiver, weight) in enumerate(receivers.items()):
        kind, slug = receiver.split("_")
        fields |= {f"shares-{place}-{kind}": MODELS[kind].objects.get(slug=slug).pk, f"shares-{place}-weight": weight}
    return fields


def upload_readings(client: Client) -> None:
    path = "/admin/allocation/reading/import/"
    page = client.post(path, {"file": SimpleUploadedFile("traffic.csv", READINGS.encode())})
    client.post(path, {"signed": page.context["signed"]})
    assert Reading.objects.count() == 3


def settle(client: Client, settlement: str, order: str = "") -> None:
    fields = {"settlement": settlement, "settlement_order": order}
    assert errors(submit(client, change(AllocationOptions.objects.get()), **fields)) == []


def october() -> tuple[dict[str, str], str]:
    """What each team carries of shared cost, and what nobody carries."""
    run_period(OCTOBER, "USD", NOW)
    figures: Any = month_figures(BillingPeriod.objects.get(month=OCTOBER))
    assert figures["proof"] == "ok"
    assert {slug: team["direct"] for slug, team in figures["teams"].items()} == {
        "shop": "100.0000000000",
        "data": "50.0000000000",
    }
    shared = {slug: team["shared"].rstrip("0").rstrip(".") for slug, team in figures["teams"].items()}
    return shared, figures["unallocated"].rstrip("0").rstrip(".")


@pytest.mark.parametrize(
    ("settlement", "order", "shop", "data"),
    [
        ("direct", "", "793.75", "456.25"),
        ("step-down", "databases\r\nnetwork", "792.5", "457.5"),
        ("step-down", "network\r\ndatabases", "801.6666666667", "448.3333333333"),
        ("reciprocal", "", "800", "450"),
    ],
)
def test_the_settlement_that_ada_chooses_decides_the_month(
    desk: Client, settlement: str, order: str, shop: str, data: str
) -> None:
    settle(desk, settlement, order)
    assert october() == ({"shop": shop, "data": data}, "0")


@pytest.mark.parametrize(
    ("fallback", "shop", "data", "nobody", "note"),
    [
        ("unallocated", "180", "90", "980", "no reading of gb for 2026-10: team:data"),
        ("team:shop", "1160", "90", "0", "no reading of gb for 2026-10: team:data; all to team:shop instead"),
        ("previous", "800", "450", "0", "reading of 2026-09"),
    ],
)
def test_without_a_reading_the_fallback_that_ada_chose_decides_and_says_why(
    desk: Client, fallback: str, shop: str, data: str, nobody: str, note: str
) -> None:
    settle(desk, "reciprocal")
    assert errors(submit(desk, change(network_split()), fallback=fallback)) == []
    assert errors(submit(desk, change(Reading.objects.get(team__slug="data")), month="2026-09-30")) == []
    assert october() == ({"shop": shop, "data": data}, nobody)
    assert note in PoolShare.objects.filter(pool__slug="network").values_list("note", flat=True)


def test_a_share_by_total_cost_counts_what_pools_sent_before(desk: Client) -> None:
    """Databases first: 180, 90 and 30 to the network; with it Web Shop has 280 and Data Platform 140: two to one."""
    settle(desk, "step-down", "databases\r\nnetwork")
    no_pool = {"shares-2-DELETE": "on", "driver": None}
    assert errors(submit(desk, change(network_split()), method="proportional", basis="total", **no_pool)) == []
    assert october() == ({"shop": "833.3333333333", "data": "416.6666666667"}, "0")


def network_split() -> SplitRule:
    return SplitRule.objects.get(pool__slug="network")


def test_a_changed_reading_makes_another_month(desk: Client) -> None:
    """Each pool is split by itself: of 300 and of 950 the spare 10^-10 goes to Data Platform, which loses more."""
    settle(desk, "reciprocal")
    assert october() == ({"shop": "800", "data": "450"}, "0")
    gb = Driver.objects.get()
    place = list(gb.readings.order_by("-month", "pk").values_list("team__slug", flat=True)).index("data")
    assert errors(submit(desk, change(gb), **{f"readings-{place}-value": "130"})) == []
    assert october() == ({"shop": "486.8686868686", "data": "763.1313131314"}, "0")
