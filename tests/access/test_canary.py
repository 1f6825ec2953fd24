"""Nothing of another team, and nothing of the whole company, is in any answer given to a lead or a viewer."""

import io
import zipfile
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from chargeback.billing.models import BillingPeriod

CANARIES = (
    "payments",
    "checkout",
    "ledger",
    "bob okafor",
    "4712",
    "chekout",
    "redshift",
    "73191.77",
    "73,191.77",
    "73240.27",
    "73,240.27",
    "73290.27",
    "73,290.27",
    "74,589.52",
    "49.00",
)
ADDRESSES = (
    "/",
    "/m/2026-10/",
    "/m/2026-10/export.csv",
    "/m/2026-10/teams/",
    "/m/2026-10/teams/?sort=-direct",
    "/m/2026-10/teams/?q=o",
    "/m/2026-10/teams/?currency=EUR",
    "/m/2026-10/teams/platform/",
    "/m/2026-10/teams/platform/?project-sort=total&service-page=9&shared-sort=-pool_total",
    "/m/2026-10/teams/platform/statement.xlsx",
    "/m/2026-10/teams/platform/statement.csv",
    "/m/2026-10/teams/platform/?by=account",
    "/m/2026-10/teams/platform/?by=environment",
    "/m/2026-10/teams/platform/lines/",
    "/m/2026-10/teams/platform/lines/?by=month&columns=tags&columns=rule&columns=share&part=billed",
    "/m/2026-10/teams/platform/lines.csv?columns=tags&columns=rule&columns=account",
    "/m/2026-10/teams/platform/lines.xlsx?columns=tags&columns=rule&columns=account",
    "/m/2026-10/teams/platform/explain/total/",
    "/m/2026-10/teams/platform/explain/direct/",
    "/m/2026-10/teams/platform/explain/direct/?service=AWS+Lambda",
    "/m/2026-10/teams/platform/explain/shared/?pool=support",
    "/m/2026-10/teams/platform/explain/shared/?pool=support&project=-",
    "/m/2026-10/explain/series/?series=AWS+Lambda/gateway",
    "/explore/",
    "/explore/?group=team&by=day&range=custom&first=2026-10-01&last=2026-10-31",
    "/explore/?group=project&range=12&compare=year&rows=250",
    "/explore/?group=tags.project&cost=bill",
    "/explore/?group=pool&cost=shared",
    "/explore/export.csv?group=project",
    "/explore/export.xlsx?group=account&cost=bill",
    "/m/2026-10/lines/",
    "/m/2026-10/close/",
    "/m/2026-10/adjustments/",
    "/m/2026-10/known/",
    "/m/2026-10/known.csv",
    "/check/?sum=0123456789abcdef",
    "/m/2026-10/lines.csv",
    "/m/2026-10/unallocated/explain/total/",
    "/m/2026-09/teams/platform/",
    "/m/2026-10/teams/nobody/",
    "/disputes/",
    "/claims/",
    "/m/2026-10/invoice/",
    "/m/2026-10/journal/",
    "/journal/1/",
    "/audit/",
    "/audit/export.csv",
    "/m/2026-10/unallocated/",
    "/m/2026-10/coverage/",
    "/m/2026-10/unallocated/export.csv",
    "/m/2026-10/shared/",
    "/m/2026-10/shared/support/",
    "/rules/",
    "/rules/export.yaml",
    "/rules/history/",
    "/rules/history/team/1/",
    "/rules/drafts/",
    "/rules/drafts/1/",
    "/start/",
    "/data/",
    "/data/sources/aws-usd/",
    "/data/sources/aws-usd/price/",
    "/data/sources/aws-usd/backfill/",
    "/data/pulls/",
    "/data/pulls/1/",
    "/data/tags/",
    "/data/tags/values/",
    "/data/tags/values/?key=project",
    "/jobs/",
    "/jobs/1/",
    "/password/",
    "/account/",
    "/exports/",
    "/exports/1/file",
    "/search/?q=pay",
    "/search/?q=led",
)
# Addresses of Bob's team: the answer must not even repeat its name.
FOREIGN = (
    "/m/2026-10/teams/payments/",
    "/m/2026-10/teams/payments/lines/",
    "/m/2026-10/teams/payments/lines.csv",
    "/m/2026-10/teams/payments/explain/total/",
    "/m/2026-10/teams/payments/statement.xlsx",
    "/m/2026-09/teams/payments/",
)


SAME_NUMBER = "a-request-of-these-tests"  # else every answer has its own, in which a canary may turn up


def text_of(answer: Any) -> str:
    """Everything in the answer: head and body, and for a workbook the text of every part."""
    heads = str({name: value for name, value in answer.headers.items() if name != "Content-Length"})
    if not answer.content.startswith(b"PK"):
        return f"{heads} {answer.content.decode()}"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as workbook:
        return heads + " ".join(workbook.read(name).decode() for name in workbook.namelist())


@pytest.mark.parametrize("who", ["alice", "vera", "charlie"])
@pytest.mark.parametrize("heads", [{}, {"HX-Request": "true"}], ids=["page", "fragment"])
def test_no_answer_names_another_team_or_its_money(
    who: str,
    heads: dict[str, str],
    client: Client,
    october: BillingPeriod,
    bob: User,
    request: pytest.FixtureRequest,
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert leaks_to(client, heads) == {}


def leaks_to(client: Client, heads: dict[str, str] | None = None) -> dict[str, list[str]]:
    """By address, what an answer gives away."""
    leaks = {}
    client.defaults["HTTP_X_REQUEST_ID"] = SAME_NUMBER
    for address in (*ADDRESSES, *FOREIGN):
        text = text_of(client.get(address, headers=heads)).casefold()
        if found := [canary for canary in CANARIES if canary in text]:
            leaks[address] = found
    return leaks


def test_what_others_have_just_read_is_in_no_answer(
    client: Client, october: BillingPeriod, fay: User, bob: User, alice: User
) -> None:
    """Results are kept in a cache: first those who see most read every page, then Alice."""
    for broader in (fay, bob):
        client.force_login(broader)
        assert leaks_to(client) != {}
    client.force_login(alice)
    assert leaks_to(client) == {}


def test_the_canaries_are_alive_where_they_may_be_seen(client: Client, october: BillingPeriod, fay: User) -> None:
    client.force_login(fay)
    addresses = ("/m/2026-10/", "/m/2026-10/export.csv", *FOREIGN, "/m/2026-10/unallocated/")
    seen = " ".join(text_of(client.get(address)).casefold() for address in addresses)
    assert [canary for canary in CANARIES if canary not in seen] == []


def test_a_foreign_team_answers_exactly_as_one_that_does_not_exist(
    client: Client, october: BillingPeriod, alice: User
) -> None:
    client.force_login(alice)
    client.defaults["HTTP_X_REQUEST_ID"] = SAME_NUMBER
    for suffix in ("", "statement.xlsx", "statement.csv", "lines/", "lines.csv", "explain/total/"):
        foreign = client.get(f"/m/2026-10/teams/payments/{suffix}")
        missing = client.get(f"/m/2026-10/teams/no-such-team/{suffix}")
        unknown = client.get("/no-such-page/")
        assert (
            (foreign.status_code, foreign.content) == (missing.status_code, missing.content) == (404, unknown.content)
        )
        assert foreign.headers == missing.headers


def test_a_lead_cannot_tell_a_month_with_costs_from_one_without(
    client: Client, october: BillingPeriod, alice: User
) -> None:
    client.force_login(alice)
    client.defaults["HTTP_X_REQUEST_ID"] = SAME_NUMBER
    assert client.get("/m/2026-10/").content == client.get("/m/2011-01/").content
