"""What the digest finds in the data: each kind of trouble in one sentence, and nothing where there is none."""

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from allocation.rulebook import rulebook_from_yaml, save_rulebook
from chargeback.alerts.findings import findings
from chargeback.alerts.models import Digest, DigestChoice
from chargeback.alerts.tag_findings import amount, changes
from chargeback.costs.models import Pull, Source
from chargeback.costs.tag_keys import store_keys
from chargeback.costs.tag_values import notice_values
from chargeback.jobs.models import Job
from chargeback.sources.batch import TagKey as Listed
from tests.billing.bills import Line, run_bill, store_bill
from tests.billing.conftest import NOW

DAY = NOW.date()
A_MINUTE = dt.timedelta(minutes=1)
YESTERDAY = NOW - dt.timedelta(days=1)
NOVEMBER = dt.date(2026, 11, 1)
MONTH = [Line("10", {"project": "checkout"}, day=day) for day in range(1, DAY.day + 1)]
RULES = """
tag: project
teams: {shop: {name: Web Shop, owner: Alice}}
projects: {checkout: {team: shop}}
"""


@pytest.fixture(autouse=True)
def rules(db: None) -> None:
    save_rulebook(rulebook_from_yaml(RULES))


def told(since: dt.datetime = YESTERDAY) -> dict[str, list[str]]:
    found = findings(since, NOW, DAY)
    return {section.title: [point.sentence for point in section.points] for section in found.sections}


def healthy() -> None:
    run_bill(MONTH, NOVEMBER)
    Pull.objects.update(finished_at=NOW)
    store_keys(Source.objects.get(), [Listed("project", "UserDefined", True)], NOW)


def test_where_all_is_well_there_is_nothing_to_say() -> None:
    healthy()
    assert told() == {}


def test_a_source_that_failed_or_is_stale_is_named_with_the_reason() -> None:
    healthy()
    Source.objects.create(slug="off", name="Off", is_enabled=False)
    Pull.objects.update(finished_at=NOW - dt.timedelta(hours=40))
    (stale,) = told()["Sources"]
    assert stale.startswith("AWS: nobody has looked at the bill for more than a day and a half.")
    Pull.objects.create(
        source=Source.objects.get(slug="aws"), start=DAY, end=DAY, state="refused", started_at=NOW, finished_at=NOW,
        error="AWS denied the request.",
    )  # fmt: skip
    (failed,) = told()["Sources"]
    assert "AWS denied the request." in failed


def test_new_values_come_with_their_guess_once() -> None:
    healthy()
    run_bill([*MONTH, Line("3", {"project": "chekout"}, day=4)], NOVEMBER)
    Pull.objects.update(finished_at=NOW)
    notice_values(Source.objects.get(), NOW)
    (section,) = findings(YESTERDAY, NOW, DAY).sections
    (point,) = section.points
    assert point.sentence == "“chekout” (project): 3.00 USD so far, first billed on 04 Nov 2026."
    assert point.what_to_do == "Probably “checkout”: 88 % alike, one letter differs."
    assert told(NOW + dt.timedelta(days=1)) == {}


def test_a_key_that_is_not_in_the_bill_comes_with_its_commands() -> None:
    healthy()
    store_keys(Source.objects.get(), [Listed("project", "UserDefined", False)], NOW)
    (section,) = findings(YESTERDAY, NOW, DAY).sections
    (point,) = section.points
    assert "The tag key project is not active at AWS" in point.sentence
    assert "aws ce start-cost-allocation-tag-backfill --backfill-from 2025-11-01T00:00:00Z" in point.what_to_do


def test_work_that_failed_since_the_last_digest_is_named() -> None:
    healthy()
    job = Job.objects.create(
        kind="run", slot="run:2026-10", state="failed", error="The sums do not agree.", created_at=NOW, due_at=NOW,
        finished_at=NOW,
    )  # fmt: skip
    assert told() == {"Work that failed": ["Run run:2026-10: The sums do not agree."]}
    Job.objects.create(kind="run", slot="run:2026-10", state="done", created_at=NOW + A_MINUTE, due_at=NOW)
    assert told() == {}  # the same work went well since
    Job.objects.exclude(pk=job.pk).delete()
    Job.objects.filter(pk=job.pk).update(finished_at=NOW - dt.timedelta(days=2))
    assert told() == {}


@pytest.mark.parametrize(
    ("last_week", "is_told"), [("20", False), ("95", False), ("99", False), ("150", True), ("40", True)]
)
def test_cost_without_an_owner_is_told_when_a_week_moved_by_a_tenth_and_more_than_a_little(
    last_week: str, is_told: bool
) -> None:
    before = "18" if last_week == "20" else "100"
    run_bill([Line(before, day=10), Line(last_week, day=18), Line("7000", day=20)], NOVEMBER)
    sentences = [point.sentence for point in changes(DAY)]
    assert bool(sentences) is is_told
    if is_told:
        way = "rose" if Decimal(last_week) > 100 else "fell"
        assert f"{way} from 100.00 to {amount(Decimal(last_week))} USD a week" in sentences[0]
        assert "the seven days to 18 Nov 2026" in sentences[0] or "the seven days to 19 Nov 2026" in sentences[0]


def test_a_dry_run_prints_the_digest_and_changes_nothing(fay: User, settings: Any) -> None:
    healthy()
    settings.PORTAL_URL = ""
    store_bill([Line("1")], slug="empty")
    store_keys(Source.objects.get(slug="aws"), [Listed("project", "UserDefined", False)], NOW)
    DigestChoice.objects.create(user=fay, wants_digest=True)
    printed = io.StringIO()
    call_command("send_digest", "--dry-run", stdout=printed)
    assert "To: fay@example.com" in printed.getvalue()
    assert "Subject: Chargeback: " in printed.getvalue()
    assert "TAG KEYS THAT ARE NOT IN THE BILL" in printed.getvalue()
    assert not Digest.objects.exists()
