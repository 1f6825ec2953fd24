"""The Data page: freshness, pulls with their price, work under way, and "pull now"."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from django.test import Client

from chargeback.billing.models import BillingPeriod
from chargeback.clock import today
from chargeback.jobs.models import Job
from tests.portal.reading import cells, text

HTMX = {"HX-Request": "true"}


@pytest.fixture
def page(client: Client, october: BillingPeriod, ada: User) -> Client:
    client.force_login(ada)
    return client


def pull(page: Client, first: dt.date, last: dt.date) -> str:
    form = {"source": "aws-usd", "first": str(first), "last": str(last)}
    return text(page.post("/data/pull/", form, follow=True))


def test_pull_now_queues_one_job_for_whole_days(page: Client) -> None:
    first = today().replace(day=1)
    assert "The pull of AWS is on its way." in pull(page, first, today())
    assert "Queued" in pull(page, first, today())
    job = Job.objects.get()
    assert (job.kind, job.arguments["source"], job.arguments["start"]) == ("pull", "aws-usd", str(first))
    assert job.arguments["end"] == str(today() + dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        ("2026-13-01", "2026-10-31", "is not a day"),
        ("", "", "is not a day"),
        ("2001-01-01", "2001-01-31", "older than"),
        ("9999-12-01", "9999-12-31", "lies in the future"),
    ],
)
def test_days_that_cannot_be_pulled_are_refused_in_one_sentence(
    page: Client, first: str, last: str, sentence: str
) -> None:
    form = {"source": "aws-usd", "first": first, "last": last}
    answer = page.post("/data/pull/", form, follow=True)
    assert sentence in text(answer)
    assert not Job.objects.exists()


def test_finance_reads_the_page_and_is_offered_no_pull(page: Client, fay: User) -> None:
    assert "Pull now" in text(page.get("/data/sources/aws-usd/"))
    page.force_login(fay)
    shown = text(page.get("/data/sources/aws-usd/"))
    assert "About 16 requests = $0.16, a guess" in shown
    assert "Pull now" not in shown


def test_pulls_are_listed_with_requests_and_dollars(page: Client, october: BillingPeriod) -> None:
    run = october.current_run
    assert run is not None
    run.pulls.update(requests=31, records=7)
    for address in ("/data/", "/data/sources/aws-usd/", "/data/pulls/"):
        rows = cells(page.get(address), "table-pulls")
        assert ["7", "31", "0.31"] in [[row[3], row[-2], row[-1]] for row in rows], address


def test_a_running_job_asks_again_and_an_ended_one_renews_the_page(page: Client) -> None:
    now = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
    job = Job.objects.create(
        kind="pull", slot="x", state="running", created_at=now, due_at=now,
        progress_done=12, progress_total=30, message="12 of 30 days, 31 requests, $0.31",
    )  # fmt: skip
    running = page.get(f"/jobs/{job.pk}/", headers=HTMX)
    assert 'hx-trigger="every 2s"' in running.content.decode()
    assert '<progress max="30" value="12"' in running.content.decode()
    Job.objects.update(state="done")
    ended = page.get(f"/jobs/{job.pk}/", headers=HTMX)
    assert "hx-get" not in ended.content.decode()
    assert ended.headers["HX-Refresh"] == "true"
