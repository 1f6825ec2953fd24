"""An admin with an empty database is led to the first statement, step by step."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from allocation.rulebook import rulebook_from_yaml, save_rulebook
from chargeback.billing.runs import run_period
from chargeback.costs.models import Pull, Source
from tests.billing.conftest import BILL, NOW, RULES

from .bill import OCTOBER
from .reading import text, words

RULEBOOK = rulebook_from_yaml(RULES)


@pytest.fixture
def desk(client: Client, ada: User) -> Client:
    client.force_login(ada)
    return client


def steps(desk: Client) -> list[str]:
    """Each step's title with its state."""
    page = desk.get("/start/").content.decode()
    return [words(title) for title in re.findall(r"<h2>(.*?)</h2>", page, re.DOTALL)]


def test_an_empty_portal_leads_the_admin_to_the_first_steps(desk: Client) -> None:
    home = desk.get("/").content.decode()
    assert 'href="/start/"' in home
    assert steps(desk) == [
        "Connect a source of costs Next",
        "Name the teams",
        "Say which tag names the project",
        "Pull the first month",
        "Work down unallocated cost",
        "Read the first statement",
    ]


def test_finance_is_not_led_where_it_cannot_go(client: Client, fay: User) -> None:
    client.force_login(fay)
    assert "/start/" not in client.get("/").content.decode()


def test_each_step_knows_when_it_is_done(desk: Client, store: Callable[..., Pull]) -> None:
    Source.objects.create(slug="aws", name="AWS")
    assert steps(desk)[:2] == ["Connect a source of costs Done", "Name the teams Next"]
    save_rulebook(RULEBOOK)
    assert steps(desk)[1:4] == [
        "Name the teams Done",
        "Say which tag names the project Done",
        "Pull the first month Next",
    ]
    store()
    run_period(OCTOBER, "USD", NOW)
    assert steps(desk)[3:] == [
        "Pull the first month Done",
        "Work down unallocated cost Next",
        "Read the first statement Done",
    ]
    assert "4.0\u00a0% of October 2026 is with nobody; the aim is at most 2 %" in text(desk.get("/start/"))


def test_the_way_disappears_when_all_is_done(desk: Client, store: Callable[..., Pull]) -> None:
    save_rulebook(RULEBOOK)
    store([row for row in BILL if row[2] not in ("chekout", "") or "Support" in row[1]])
    assert "First steps" in desk.get("/data/").content.decode()
    run_period(OCTOBER, "USD", NOW)
    assert "First steps" not in desk.get("/data/").content.decode()
    assert "Everything is set up" in text(desk.get("/start/"))
