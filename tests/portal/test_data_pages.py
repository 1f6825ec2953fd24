"""Sources, prices, pulls and jobs: what finance reads and admins start."""

import datetime as dt
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.test import Client

from chargeback.billing.models import BillingPeriod
from chargeback.clock import today
from chargeback.costs.models import AnsweredRequest, CostSeries, Pull, RequestCount, RestatedCost, Restatement, Source
from chargeback.jobs.models import Job
from tests.billing.conftest import NOW
from tests.portal.reading import cells, text


@pytest.fixture
def page(client: Client, october: BillingPeriod, ada: User) -> Client:
    client.force_login(ada)
    return client


def job(**fields: object) -> Job:
    return Job.objects.create(**({"kind": "run", "slot": "run:2026-10", "created_at": NOW, "due_at": NOW} | fields))


def test_a_failed_pull_is_told_with_aws_s_code_and_what_to_do(page: Client) -> None:
    Pull.objects.create(
        source=Source.objects.get(), start=NOW, end=NOW, state="refused", started_at=NOW + dt.timedelta(days=1),
        error="AWS denied the request.", error_code="AccessDeniedException", what_to_do="Allow ce:GetCostAndUsage.",
    )  # fmt: skip
    assert "AWS: the last pull failed, the old data is kept. AWS denied the request." in text(page.get("/data/"))
    shown = text(page.get("/data/sources/aws-usd/"))
    assert "AccessDeniedException What to do: Allow ce:GetCostAndUsage." in shown


def test_a_pull_and_what_rests_on_it_name_the_request_at_aws(page: Client, alice: User) -> None:
    pull = Pull.objects.latest("pk")
    AnsweredRequest.objects.create(pull=pull, number=0, request_id="8f1c-heard", asked="GetCostAndUsage, by SERVICE")
    listed = cells(page.get(f"/data/pulls/{pull.pk}/"), "table-answered")
    assert listed == [["1", "GetCostAndUsage, by SERVICE", "8f1c-heard"]]
    explained = "/m/2026-10/teams/platform/explain/total/"
    assert "8f1c-heard" in text(page.get(explained))
    page.force_login(alice)
    assert "8f1c-heard" not in text(page.get(explained))


def test_a_source_shows_its_months_and_what_is_left_of_its_budget(page: Client) -> None:
    RequestCount.objects.create(source=Source.objects.get(), month=today().replace(day=1), requests=31)
    answer = page.get("/data/sources/aws-usd/")
    assert "31 of 300 requests this month = $0.31 of $3.00" in text(answer)
    assert [row[:2] for row in cells(answer, "table-months")] == [
        ["Oct 2026", "Incomplete"],
        ["Sep 2026", "Incomplete"],
    ]


def test_the_price_stands_on_the_button_and_changes_with_the_days(page: Client) -> None:
    shown = text(page.get("/data/sources/aws-usd/price/", {"first": str(today()), "last": str(today())}))
    assert "About 16 requests = $0.16" in shown
    assert "Pull now for about $0.16" in shown
    refused = text(page.get("/data/sources/aws-usd/price/?first=2026-13-01&last=x"))
    assert "'2026-13-01' is not a day" in refused
    assert "Pull now" not in refused


def test_what_the_budget_does_not_pay_for_is_said_before_it_is_asked(page: Client) -> None:
    Source.objects.update(request_budget=5)
    answer = page.get("/data/sources/aws-usd/price/")
    assert "so it would be refused; raise the budget or wait" in text(answer)
    assert b"disabled" in answer.content


def test_a_backfill_shows_each_month_with_its_price_and_queues_one_job_a_month(page: Client) -> None:
    Source.objects.update(history_months=3, request_budget=1000)
    rows = cells(page.get("/data/sources/aws-usd/backfill/"), "table-backfill")
    assert [row[1:] for row in rows] == [["Is pulled", "16", "0.16"]] * 3 + [["", "48", "0.48"]]
    assert "3 months of AWS are on their way, the newest first." in text(
        page.post("/data/sources/aws-usd/backfill/start/", follow=True)
    )
    assert Job.objects.filter(kind="pull", arguments__trigger="backfill").count() == 3
    page.post("/data/sources/aws-usd/backfill/start/")
    assert Job.objects.count() == 3


def test_days_can_be_asked_for_in_full_and_tag_keys_listed(page: Client) -> None:
    form = {"source": "aws-usd", "first": str(today()), "last": str(today()), "full": "on"}
    page.post("/data/pull/", form)
    page.post("/data/sources/aws-usd/list-tags/")
    page.post("/data/sources/aws-usd/list-tags/")
    assert sorted((job.kind, job.arguments.get("full")) for job in Job.objects.all()) == [
        ("pull", True),
        ("tag list", None),
    ]


def test_what_a_pull_changed_is_shown_by_day_and_by_series(page: Client) -> None:
    pull, series = Pull.objects.latest("pk"), list(CostSeries.objects.order_by("pk")[:2])
    for one, day, before, after in ((0, 3, "10", "12.5"), (0, 4, None, "1"), (1, 3, "7", None)):
        RestatedCost.objects.create(
            pull=pull, series=series[one], day=dt.date(2026, 10, day), billed_before=before, billed_after=after
        )
    Restatement.objects.create(
        pull=pull, currency="USD", days=2, series=2, records=3, billed_before=17, billed_after=Decimal("13.5"),
        effective_before=17, effective_after=Decimal("13.5"),
    )  # fmt: skip
    answer = page.get(f"/data/pulls/{pull.pk}/")
    assert "3 records that had been pulled before changed: 17.00 became 13.50 USD billed (−3.50)" in text(answer)
    assert cells(answer, "table-days-usd") == [
        ["3 Oct 2026", "17.00", "12.50", "−4.50", "2"],
        ["4 Oct 2026", "0.00", "1.00", "1.00", "1"],
        ["Total", "17.00", "13.50", "−3.50", "3"],
    ]
    changes = [row[4:] for row in cells(answer, "table-series-usd")]
    assert changes == [
        ["7.00", "0.00", "−7.00", "1"],
        ["10.00", "13.50", "3.50", "2"],
        ["17.00", "13.50", "−3.50", "3"],
    ]


def test_the_histories_are_filtered_and_what_is_no_filter_is_no_error(page: Client) -> None:
    job(state="failed", error="The sums do not agree.")
    job(kind="pull", slot="pull:x", state="done", arguments={"source": "x"})
    assert len(cells(page.get("/jobs/?state=failed"), "table-jobs")) == 1
    assert "The sums do not agree." in text(page.get("/jobs/?q=sums+agree&kind=run"))
    assert "No job matches." in text(page.get("/jobs/?state=%27%22%3C&kind=x"))
    assert len(cells(page.get("/data/pulls/?source=aws-usd&state=stored"), "table-pulls")) == 2
    for query in ("first=2026-13-99&last=x", "state=running&first=2000-01-01&pulls-page=99"):
        assert page.get(f"/data/pulls/?{query}").status_code == 200
    assert "No pull matches." in text(page.get("/data/pulls/?last=2001-01-01"))


def test_an_admin_cancels_and_repeats_a_job_and_finance_reads_it(page: Client, fay: User) -> None:
    asked = job(state="queued")
    assert "is cancelled" in text(page.post(f"/jobs/{asked.pk}/cancel/", follow=True))
    assert "is queued again" in text(page.post(f"/jobs/{asked.pk}/retry/", follow=True))
    assert "only failed and cancelled jobs can be tried again" in text(
        page.post(f"/jobs/{asked.pk}/retry/", follow=True)
    )
    asked.refresh_from_db()
    assert asked.state == "queued"
    page.force_login(fay)
    assert "Queued" in text(page.get(f"/jobs/{asked.pk}/"))
    assert "Cancel" not in text(page.get(f"/jobs/{asked.pk}/"))


def test_without_a_source_the_page_says_what_comes_first(client: Client, ada: User) -> None:
    client.force_login(ada)
    assert "No source is set up yet, so there are no costs. Add one in the administration" in text(client.get("/data/"))
