"""A lead claims cost that may be with nobody, an admin makes a rule of it; the lead learns nothing of what there is."""

import re

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.db import DatabaseError, transaction
from django.test import Client

from allocation.models import Draft, MappingRule
from allocation.rulebook import rulebook_from_json
from chargeback.audit.models import Entry
from chargeback.billing.models import BillingPeriod, StatementLine
from chargeback.billing.runs import run_period
from chargeback.claims.models import Claim, Step
from chargeback.closing.comparing import compare
from chargeback.closing.models import Adjustment
from tests.billing.conftest import NOW
from tests.closing.conftest import close
from tests.portal.bill import OCTOBER, october, store  # noqa: F401

EC2 = {"team": "platform", "service": "EC2 - Other", "since": "2026-10-01", "text": "Our build machines <b>x</b>."}


def post(client: Client, who: User, address: str, **said: str) -> str:
    client.force_login(who)
    return str(client.post(address, said, follow=True).content.decode())


def read(client: Client, who: User, address: str) -> str:
    client.force_login(who)
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.fixture
def claim(october: BillingPeriod, client: Client, alice: User) -> Claim:  # noqa: F811
    assert "is sent to the admins" in post(client, alice, "/claims/", **EC2)
    return Claim.objects.get()


def test_a_claim_is_answered_in_the_same_words_whether_there_is_such_cost_or_not(
    october: BillingPeriod,  # noqa: F811
    client: Client,
    alice: User,
) -> None:
    claimed = {"EC2 - Other": {}, "project=checkout": {"service": "", "tag_value": "checkout"}, "Qq": {"service": "Qq"}}
    answers = set()
    for pk, (words, what) in enumerate(claimed.items(), Claim.objects.count() + 1):
        page = post(client, alice, "/claims/", **EC2 | what).partition("<main")[2]
        assert "17.05" not in page
        found = Claim.objects.latest("pk")
        said = page.replace(words, "WHAT").replace(f"laim {found.pk}", "laim").replace(f"claims/{found.pk}/", "claims/")
        answers.add(re.sub(r'csrfmiddlewaretoken" value="[^"]+"|\d\d:\d\d', "", said))
        assert pk == Claim.objects.count()
    assert len(answers) == 1


def test_an_admin_sees_it_beside_the_cost_and_approval_is_a_dated_rule_that_takes_nothing_else(
    claim: Claim, client: Client, ada: User, alice: User, fay: User
) -> None:
    unallocated = read(client, ada, "/m/2026-10/unallocated/")
    assert f'claimed by Platform: <a href="/claims/{claim.pk}/"' in unallocated
    assert "claimed by" not in read(client, fay, "/m/2026-10/unallocated/")
    assert "17.05" in read(client, ada, f"/claims/{claim.pk}/")
    assert "17.05" not in read(client, alice, f"/claims/{claim.pk}/")
    page = post(client, ada, f"/claims/{claim.pk}/step/", action="approve", to="", text="Seen the machines.")
    draft = Draft.objects.get()
    assert draft.reason == f"Claim {claim.pk} by Alice for Platform, approved by Ada: Seen the machines."
    assert "+17.05" in page
    rule = rulebook_from_json(draft.rulebook).rules[-1]
    assert (str(rule.target), rule.span.start, rule.note) == ("team:platform", OCTOBER, draft.reason)
    post(client, ada, f"/rules/drafts/{draft.pk}/publish/", edition="1")
    assert "The rule is in force" in read(client, alice, f"/claims/{claim.pk}/")
    run = run_period(OCTOBER, "USD", NOW)
    sums = {
        team: str(amount)
        for team, amount in StatementLine.objects.filter(run=run, team=None).values_list("service", "cents")
    }
    assert sums == {"Amazon Simple Storage Service": "31.95"}  # the other tag value is still with nobody
    assert MappingRule.objects.get(name=rule.name).valid_from == OCTOBER


def test_of_a_closed_month_an_approved_claim_becomes_adjustments(
    claim: Claim, client: Client, ada: User, fay: User
) -> None:
    close(claim_month := BillingPeriod.objects.get(month=OCTOBER), fay, ada)
    post(client, ada, f"/claims/{claim.pk}/step/", action="approve", text="Yes.")
    post(client, ada, f"/rules/drafts/{Draft.objects.get().pk}/publish/", edition="1")
    compare(claim_month.pk, NOW)
    rows = Adjustment.objects.values_list("team__slug", "cause", "amount")
    assert {(team, cause, str(amount)) for team, cause, amount in rows} == {
        ("platform", "rule", "17.05"),
        (None, "rule", "-17.05"),
    }


def test_a_tag_of_somebodys_project_is_not_to_be_had_by_a_claim(
    october: BillingPeriod,  # noqa: F811
    client: Client,
    alice: User,
    ada: User,
) -> None:
    post(client, alice, "/claims/", **EC2 | {"service": "", "tag_value": "checkout"})
    found = Claim.objects.get()
    says = post(client, ada, f"/claims/{found.pk}/step/", action="approve", text="Yes.")
    assert "is a tag of project checkout" in says
    assert "Declined" in post(client, ada, f"/claims/{found.pk}/step/", action="decline", text="It is with its team.")
    assert "It is with its team." in read(client, alice, f"/claims/{found.pk}/")
    assert Draft.objects.count() == 0


def test_who_may_do_what(claim: Claim, client: Client, alice: User, vera: User, bob: User, fay: User) -> None:
    address = f"/claims/{claim.pk}/"
    for who, action in ((alice, "approve"), (alice, "decline"), (vera, "withdraw"), (fay, "approve")):
        client.force_login(who)
        assert client.post(f"{address}step/", {"action": action, "text": "x"}).status_code == 403
    client.force_login(bob)
    same = {"X-Request-ID": "one-number-for-both"}
    foreign, missing = (client.get(f"/claims/{pk}/", headers=same) for pk in (claim.pk, 999999))
    assert (foreign.status_code, foreign.content) == (404, missing.content)
    assert "Platform" not in read(client, bob, "/claims/")
    assert "Withdrawn" in post(client, alice, f"{address}step/", action="withdraw", text="Not ours after all.")
    assert "This claim is withdrawn" in post(client, alice, f"{address}step/", action="comment", text="x")
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        Step.objects.update(text="")
    assert set(Entry.objects.filter(subject="claims_claim").values_list("action", flat=True)) == {"insert", "update"}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"service": ""}, "Name an account, a service or a tag value."),
        ({"since": "2999-01-01"}, "cannot be after today"),
        ({"since": "soon"}, "Look at Ours from"),
        ({"text": " "}, "Look at Why it is ours"),
        ({"service": "EC2 - Other"}, "claims this already"),
    ],
)
def test_what_cannot_be_claimed_is_refused_in_one_sentence_and_what_was_written_stays(
    wrong: dict[str, str], says: str, claim: Claim, client: Client, alice: User
) -> None:
    page = post(client, alice, "/claims/", **EC2 | {"account": ""} | wrong)
    assert says in page
    assert "Claim cost for your team" in page
    assert Claim.objects.count() == 1


def test_an_account_number_is_kept_without_its_hyphens_and_each_step_is_a_mail(
    october: BillingPeriod,  # noqa: F811
    client: Client,
    alice: User,
    ada: User,
    settings: object,
    django_capture_on_commit_callbacks: object,
) -> None:
    settings.MAIL_SERVER_IS_SET = True  # type: ignore[attr-defined]
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        post(client, alice, "/claims/", **EC2 | {"account": " 1234-5678-9012 "})
    found = Claim.objects.get()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        post(client, ada, f"/claims/{found.pk}/step/", action="decline", text="No.")
    assert found.account == "123456789012"
    assert [(one.to, one.subject.partition("is ")[2]) for one in mail.outbox] == [
        (["ada@example.com"], "open"),
        (["alice@example.com"], "declined"),
    ]
    assert not any("Platform" in one.body or "EC2" in one.body for one in mail.outbox)
