"""Search: each role finds its own, the best fit first, and nothing tells that there is more."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from allocation.models import Team
from chargeback.billing.models import BillingPeriod, Run
from chargeback.costs.models import Pull, TagValue
from tests.access.test_canary import CANARIES
from tests.billing.conftest import NOW
from tests.portal.bill import OCTOBER
from tests.portal.reading import text

# Parts of every canary, none of which is a canary itself.
PARTS = ("pa", "pay", "ment", "chec", "out", "led", "ger", "bo", "oka", "47", "12", "che", "red", "shift", "1", "2")


def found(client: Client, words: str, **heads: str) -> str:
    return text(client.get("/search/", {"q": words}, headers=heads))


@pytest.fixture
def finance(client: Client, october: BillingPeriod, fay: User) -> Client:
    client.force_login(fay)
    return client


@pytest.mark.parametrize(
    ("words", "kind", "name"),
    [
        ("Payments", "Teams", "Payments Bob Okafor"),
        ("4712", "Teams", "Payments"),
        ("ledg", "Projects", "Ledger"),
        ("gateway-leg", "Projects", "Gateway"),
        ("aws support", "Pools", "AWS Support"),
        ("support fee", "Rules", "support fee to AWS Support"),
        ("AWS Support*", "Rules", "support fee"),
        ("redsh", "Services", "Amazon Redshift"),
        ("s3", "Services", "Amazon Simple Storage Service"),
        ("chek", "Tag values", "project=chekout"),
    ],
)
def test_finance_finds_every_kind_of_thing(finance: Client, words: str, kind: str, name: str) -> None:
    TagValue.objects.create(key="project", value="chekout", first_day=OCTOBER, noticed_at=NOW)
    assert f"{kind} {name}" in found(finance, words)


def test_a_run_is_found_by_number_and_by_the_beginning_of_its_checksum(finance: Client) -> None:
    run = Run.objects.latest("pk")
    for words in (str(run.pk), run.checksum[:8], run.checksum.upper()):
        assert f"Run {run.pk} 2026-10 USD" in found(finance, words)
    pull = Pull.objects.latest("pk")
    assert f"Pull {pull.pk}" in found(finance, str(pull.pk))


def test_exact_comes_before_beginning_before_inside(finance: Client) -> None:
    for slug in ("my-core", "core-tools", "core"):
        Team.objects.create(slug=slug, name=slug.title())
    words = found(finance, "core")
    assert words.index(" Core ") < words.index(" Core-Tools ") < words.index(" My-Core ")


@pytest.mark.parametrize("who", ["alice", "vera", "charlie"])
def test_a_lead_finds_nothing_of_other_teams(
    who: str, client: Client, october: BillingPeriod, bob: User, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    for words in PARTS:
        for heads in ({}, {"HX-Request": "true", "HX-Target": "search-hits"}):
            answer = client.get("/search/", {"q": words}, headers=heads).content.decode().casefold()
            assert [canary for canary in CANARIES if canary in answer] == [], words


def test_a_lead_finds_what_stands_on_the_own_statement(client: Client, october: BillingPeriod, alice: User) -> None:
    client.force_login(alice)
    assert "Teams Platform Alice Moreau" in found(client, "platf")
    assert "Projects Gateway" in found(client, "gatew")
    assert "Pools AWS Support" in found(client, "support")
    assert "Tag values project=gateway" in found(client, "gatew")
    answer = client.get("/search/", {"q": "lambda"}).content.decode()
    assert 'href="/m/2026-10/teams/platform/lines/?service=AWS+Lambda"' in answer
    run = Run.objects.latest("pk")
    assert f"Run {run.pk}" in found(client, run.checksum[:10])


def test_words_of_strangers_are_shown_as_text(finance: Client) -> None:
    assert (
        "<script>"
        not in finance.get("/search/", {"q": "<script>alert(1)</script>"}).content.decode().partition("<main")[2]
    )


@pytest.mark.parametrize("words", ["", "x", "%", "_", "9" * 40, "\u202e" * 5, "x" * 5000, "'; --"])
def test_odd_words_find_nothing_and_break_nothing(finance: Client, words: str) -> None:
    answer = finance.get("/search/", {"q": words})
    assert answer.status_code == 200
    assert "<section>" not in answer.content.decode()
