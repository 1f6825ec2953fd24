"""An accepted dispute of a closed month: finance sees what it would post, posts it, and can take it back."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.test import Client

from chargeback.audit.models import Entry
from chargeback.billing.models import BillingPeriod
from chargeback.billing.runs import run_period
from chargeback.billing.verify import verify
from chargeback.closing.models import Adjustment, Transfer
from chargeback.disputes.models import Dispute, Step
from tests.billing.conftest import NOW
from tests.closing.conftest import close
from tests.portal.bill import october, store  # noqa: F401

pytestmark = pytest.mark.django_db
NOVEMBER = dt.date(2026, 11, 1)
PAIR = {"to": "team:payments", "amount": "150", "text": "You are right.", "note": "The function ran for checkout."}


@pytest.fixture
def dispute(october: BillingPeriod, client: Client, alice: User, fay: User, ada: User) -> Dispute:  # noqa: F811
    close(october, fay, ada)
    run_period(NOVEMBER, "USD", NOW)
    client.force_login(alice)
    client.post("/m/2026-10/teams/platform/dispute/direct/?service=AWS+Lambda", {"text": "Not ours."})
    return Dispute.objects.get()


def read(client: Client, who: User, address: str) -> str:
    client.force_login(who)
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_nothing_is_posted_before_finance_has_seen_the_pair(dispute: Dispute, client: Client, fay: User) -> None:
    page = read(client, fay, f"/disputes/{dispute.pk}/?to=team:payments&amount=150")
    assert "−150.00" in page
    assert "billed in November 2026" in page
    assert "Accept and post the pair" in page
    assert "at most 200.00" in read(client, fay, f"/disputes/{dispute.pk}/?to=team:payments&amount=200.01")
    assert "There is no team &#x27;nobody&#x27;" in read(client, fay, f"/disputes/{dispute.pk}/?to=team:nobody")
    assert Transfer.objects.count() == 0


def test_each_side_reads_its_own_and_the_next_statements_have_it(
    dispute: Dispute, client: Client, fay: User, alice: User, bob: User
) -> None:
    client.force_login(fay)
    assert (
        "credit and the recharge"
        in client.post(f"/disputes/{dispute.pk}/transfer/", PAIR, follow=True).content.decode()
    )
    finance, lead = (read(client, who, f"/disputes/{dispute.pk}/") for who in (fay, alice))
    assert "Payments" in finance
    assert "−150.00" in lead
    assert "Payments" not in lead
    assert "accepted dispute" in read(client, alice, "/m/2026-11/teams/platform/")
    other = read(client, bob, "/m/2026-11/teams/payments/") + read(client, bob, "/m/2026-10/adjustments/")
    assert f"recharge by {Transfer.objects.get()}" in other
    assert "The function ran for checkout." in other
    assert not any(word in other for word in ("Platform", f"dispute {dispute.pk}", "You are right"))
    assert client.get(f"/disputes/{dispute.pk}/").status_code == 404
    assert set(Entry.objects.filter(subject="closing_transfer").values_list("action", flat=True)) == {"insert"}
    assert verify().problems == ()


def test_a_refused_acceptance_leaves_the_dispute_open(dispute: Dispute, client: Client, fay: User) -> None:
    client.force_login(fay)
    for wrong in ({"to": "pool:nothing"}, {"amount": "1.005"}, {"amount": "-1"}, {"amount": "x"}, {"note": " "}):
        client.post(f"/disputes/{dispute.pk}/transfer/", PAIR | wrong)
    dispute.refresh_from_db()
    assert (dispute.state, Step.objects.count(), Adjustment.objects.count()) == ("open", 1, 0)


def test_only_finance_moves_and_takes_back(
    dispute: Dispute, client: Client, fay: User, alice: User, ada: User, bob: User
) -> None:
    for who, status in ((alice, 403), (ada, 403), (bob, 404)):
        client.force_login(who)
        for action in ("transfer", "take-back"):
            assert client.post(f"/disputes/{dispute.pk}/{action}/", PAIR).status_code == status
    client.force_login(fay)
    assert (
        "nothing to take back" in client.post(f"/disputes/{dispute.pk}/take-back/", PAIR, follow=True).content.decode()
    )
    client.post(f"/disputes/{dispute.pk}/transfer/", PAIR)
    client.post(f"/disputes/{dispute.pk}/take-back/", {"text": "The rule is mended."})
    assert sum(one.amount for one in Adjustment.objects.filter(team__slug="platform")) == 0
    assert "Credited, and taken back" in read(client, alice, f"/disputes/{dispute.pk}/")
    assert Step.objects.last().text == "The transfer is taken back: The rule is mended."  # type: ignore[union-attr]


def test_an_accepted_dispute_of_an_open_month_leads_to_the_rule(
    october: BillingPeriod,  # noqa: F811
    client: Client,
    alice: User,
    fay: User,
    ada: User,
) -> None:
    client.force_login(alice)
    client.post("/m/2026-10/teams/platform/dispute/total/", {"text": "Too much."})
    found = Dispute.objects.get()
    client.force_login(fay)
    assert "correct the rule" in client.post(f"/disputes/{found.pk}/transfer/", PAIR, follow=True).content.decode()
    client.post(f"/disputes/{found.pk}/step/", {"action": "accept", "text": "Yes."})
    assert "look at what a draft does" in read(client, fay, f"/disputes/{found.pk}/")
    assert "/rules/drafts/new/" in read(client, ada, f"/disputes/{found.pk}/")
    assert "/rules/" not in read(client, alice, f"/disputes/{found.pk}/")
    assert Transfer.objects.count() == 0
