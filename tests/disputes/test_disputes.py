"""A lead disputes an amount, finance decides; both see every step, nobody else learns of it."""

import re

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.db import DatabaseError, transaction
from django.test import Client

from chargeback.billing.models import BillingPeriod
from chargeback.closing.checks import closeable
from chargeback.disputes.checks import disputes_are_decided
from chargeback.disputes.models import Dispute, Step
from tests.billing.conftest import NOW
from tests.portal.bill import october, store  # noqa: F401

RAISE = "/m/2026-10/teams/platform/dispute/direct/?service=AWS+Lambda"
HOSTILE = "<script>window.xq7z=1</script> That function is not ours."


@pytest.fixture
def dispute(october: BillingPeriod, client: Client, alice: User) -> Dispute:  # noqa: F811
    client.force_login(alice)
    page = client.post(RAISE, {"text": HOSTILE}, follow=True).content.decode()
    assert "finance is told" in page
    return Dispute.objects.get()


def step(client: Client, dispute: Dispute, who: User, action: str, text: str = "Because.") -> str:
    client.force_login(who)
    return str(
        client.post(f"/disputes/{dispute.pk}/step/", {"action": action, "text": text}, follow=True).content.decode()
    )


def test_the_amount_and_the_way_to_why_are_those_of_the_explanation(dispute: Dispute, client: Client) -> None:
    assert (str(dispute.amount), dispute.what, dispute.query) == ("200.00", "direct", "service=AWS+Lambda")
    page = client.get(f"/disputes/{dispute.pk}/").content.decode()
    assert "&lt;script&gt;window" in page
    assert "<script>window" not in page
    why = re.findall(r'href="(/m/2026-10/teams/platform/explain/[^"]+)"', page)[0]
    assert client.get(why).status_code == 200


def test_a_long_address_is_kept_whole_or_refused(october: BillingPeriod, client: Client, alice: User) -> None:  # noqa: F811
    client.force_login(alice)
    client.post(f"{RAISE}&x={'y' * 5000}", {"text": "Not ours."})
    assert Dispute.objects.get().query == f"service=AWS+Lambda&x={'y' * 5000}"
    said = client.post(f"{RAISE}&x={'ä' * 2000}", {"text": "Nor this."}, follow=True).content.decode()
    assert "too long to be kept" in said
    assert "Nor this." in said
    assert Dispute.objects.count() == 1


def test_finance_answers_the_lead_replies_finance_accepts(
    dispute: Dispute, client: Client, fay: User, alice: User
) -> None:
    period = closeable(dispute.period, NOW, NOW.date())
    assert not disputes_are_decided(period).is_ok
    step(client, dispute, fay, "answer", "Which one is?")
    step(client, dispute, alice, "reply", "None since May.")
    assert "accepted" in step(client, dispute, fay, "accept", "You are right.")
    assert list(Step.objects.values_list("state", "by__username")) == [
        ("open", "alice"),
        ("answered", "fay"),
        ("open", "alice"),
        ("accepted", "fay"),
    ]
    assert disputes_are_decided(period).is_ok
    assert "This dispute is accepted" in step(client, dispute, fay, "decline")
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        Step.objects.update(text="")


def test_a_lead_decides_nothing_and_a_stranger_learns_nothing(
    dispute: Dispute, client: Client, alice: User, vera: User, bob: User
) -> None:
    client.force_login(alice)
    assert client.post(f"/disputes/{dispute.pk}/step/", {"action": "accept", "text": "x"}).status_code == 403
    client.force_login(vera)
    assert client.get(f"/disputes/{dispute.pk}/").status_code == 200
    assert client.post(f"/disputes/{dispute.pk}/step/", {"action": "withdraw", "text": "x"}).status_code == 403
    client.force_login(bob)
    same = {"X-Request-ID": "one-number-for-both"}
    foreign, missing = (client.get(f"/disputes/{pk}/", headers=same) for pk in (dispute.pk, 999999))
    assert (foreign.status_code, foreign.content) == (404, missing.content)
    assert client.post(f"/disputes/{dispute.pk}/step/", {"action": "reply", "text": "x"}).status_code == 404
    assert "Platform" not in client.get("/disputes/").content.decode()
    assert Step.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "says"), [(" ", "Write why"), ("x" * 2001, "at most 2000"), ("again", "disputed already")]
)
def test_what_cannot_be_disputed_is_refused_in_one_sentence(
    text: str, says: str, dispute: Dispute, client: Client
) -> None:
    page = client.post(RAISE, {"text": text}, follow=True).content.decode()
    assert says in page
    assert text.strip() in page  # so that it can be sent again
    assert Dispute.objects.count() == 1


def test_an_end_of_line_is_one_character_as_in_the_browser(dispute: Dispute, client: Client) -> None:
    text = "a\r\n" * 990 + "end"
    client.post(f"/disputes/{dispute.pk}/step/", {"action": "reply", "text": text})
    assert Step.objects.latest("pk").text == text.replace("\r\n", "\n")


def test_each_step_is_a_mail_to_the_other_side_without_amount_or_team(
    october: BillingPeriod,  # noqa: F811
    client: Client,
    alice: User,
    fay: User,
    settings: object,
    django_capture_on_commit_callbacks: object,
) -> None:
    settings.MAIL_SERVER_IS_SET = True  # type: ignore[attr-defined]
    client.force_login(alice)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        client.post(RAISE, {"text": "Not ours."})
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        step(client, Dispute.objects.get(), fay, "decline", "It is.")
    assert [(one.to, one.subject.partition("is ")[2]) for one in mail.outbox] == [
        (["fay@example.com"], "open"),
        (["alice@example.com"], "declined"),
    ]
    assert not any("200" in one.body or "Platform" in one.body for one in mail.outbox)
