"""What needs attention on the overview: each thing with the page where it is mended, nothing in one calm sentence."""

import datetime as dt
import html
import re
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from chargeback.billing.attention_figures import Attention, PoolException, Spike
from chargeback.billing.models import BillingPeriod
from chargeback.costs.models import CostSeries
from chargeback.portal.attention import Item, Trouble, items
from tests.exports.figures import STAMP
from tests.portal.reading import text

ADDRESS = "/m/2026-10/"


@pytest.fixture
def page(client: Client, october: BillingPeriod, fay: User) -> Client:
    client.force_login(fay)
    return client


def at(page: Client, day: int, monkeypatch: pytest.MonkeyPatch) -> Any:
    now = dt.datetime(2026, 11, day, 12, tzinfo=dt.UTC)
    for clock in ("views", "kept_pages"):
        monkeypatch.setattr(f"chargeback.portal.{clock}.now", lambda: now)
    return page.get(ADDRESS)


def test_old_data_leads_to_the_data_page(page: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    told = "AWS has not been pulled for longer than it should. Open Data"
    assert told in text(at(page, 25, monkeypatch))
    assert told not in text(at(page, 20, monkeypatch))


def test_a_new_tag_value_leads_to_where_it_is_assigned(page: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = at(page, 20, monkeypatch)
    assert "1 tag value is new and known to no project, USD 31.95: project=chekout (31.95). Assign" in text(answer)
    [address] = re.findall(r'<a href="([^"]*)">Assign</a>', answer.content.decode())
    assert "chekout" in text(page.get(html.unescape(address)))


def test_nothing_is_one_calm_sentence(page: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chargeback.portal.access.company.attention", lambda period: Attention())
    assert "Nothing: the data is fresh, no new tag value is unknown" in text(at(page, 20, monkeypatch))


def told(attention: Attention, can_administer: bool = False) -> list[Item]:
    return items(attention, (), STAMP, "", can_administer)


@pytest.mark.django_db
def test_a_spike_leads_to_the_lines_of_its_days() -> None:
    days = (dt.date(2026, 10, 9), dt.date(2026, 10, 10))
    spike = Spike("service", "AWS Glue", "AWS Glue", Decimal(9500), *days, 2, Decimal(120))
    [item] = told(Attention(spikes=(spike,)))
    assert item.words.startswith("AWS Glue cost USD 9,500.00 more than usual on 2 days, 9 to 10 Oct 2026;")
    assert item.url == "/m/2026-10/lines/?by=day&service=AWS+Glue&first=2026-10-09&last=2026-10-10"


@pytest.mark.parametrize(
    ("can_administer", "url"),
    [(True, "/admin/allocation/reading/"), (False, "/m/2026-10/lines/?part=shared&pool=net")],
)
def test_a_pool_leads_to_its_readings_or_for_those_who_cannot_enter_them_to_its_lines(
    can_administer: bool, url: str
) -> None:
    pool = PoolException("net", "Network", "no reading of gb", lacks_readings=True)
    assert [item.url for item in told(Attention(pools=(pool,)), can_administer)] == [url]


def test_every_state_of_a_source_has_its_words() -> None:
    states = ("stale", "missing", "failed", "waiting")
    found = items(Attention(), [Trouble("AWS", state) for state in states], STAMP, "", False)
    assert all(not item.words.startswith("AWS is ") for item in found)


def test_the_figures_lead_to_what_they_are_made_of(page: Client) -> None:
    body = page.get(ADDRESS).content.decode()
    for address, amount in (
        ("/m/2026-10/lines/?part=billed", "74,589.52"),
        ("/m/2026-10/lines/", "74,540.52"),
        ("/m/2026-10/unallocated/", "49.00"),
        ("/m/2026-10/teams/platform/", "1,250.25"),
        ("/m/2026-10/teams/platform/explain/shared/", "50.00"),
    ):
        assert f'<a href="{address}">{amount}</a>' in body


def test_tag_values_of_strangers_are_only_text(page: Client) -> None:
    CostSeries.objects.filter(tags__project="chekout").update(tags={"project": "<script>x</script>"})
    assert "<script>x" not in page.get("/m/2026-10/lines/?by=month&columns=tags").content.decode()
