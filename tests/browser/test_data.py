"""The data pages on a bad day, in a real browser: strangers' texts, trouble everywhere, work under way."""

import datetime as dt

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import BrowserContext, expect
from pytest_django.live_server_helper import LiveServer

from chargeback.billing.models import BillingPeriod
from chargeback.billing.runs import run_period
from chargeback.clock import today
from chargeback.costs.models import CostSeries, Pull, RestatedCost, Restatement, Source
from chargeback.costs.tag_keys import store_keys
from chargeback.costs.tag_values import notice_values
from chargeback.jobs.models import Job
from chargeback.sources.batch import TagKey
from tests.billing.conftest import NOW
from tests.portal.bill import OCTOBER

from .conftest import Visitor
from .looking import rules_broken, scrolls_sideways

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOSTILE = "<img src=x onerror=window.ran=1>\u202e" + "x" * 200


@pytest.fixture
def bad_day(october: BillingPeriod) -> Pull:
    """A hostile tag value, a key switched off, a failed pull, one that changed what was known, a job that runs."""
    source, pull = Source.objects.get(), Pull.objects.latest("pk")
    CostSeries.objects.filter(tags__project="chekout").update(tags={"project": HOSTILE}, sub_account_name=HOSTILE[:250])
    run_period(OCTOBER, "USD", NOW)
    notice_values(source, NOW)
    store_keys(source, [TagKey("project", "UserDefined", False, dt.date(2026, 9, 12))], NOW)
    series = CostSeries.objects.get(tags__project=HOSTILE)
    RestatedCost.objects.create(pull=pull, series=series, day=OCTOBER, billed_before=1, billed_after=2)
    amounts = {"billed_before": 1, "billed_after": 2, "effective_before": 1, "effective_after": 2}
    Restatement.objects.create(pull=pull, currency="USD", days=1, series=1, records=1, **amounts)
    for state, slot, error in (("running", "pull:aws-usd", ""), ("failed", "run:2026-10", HOSTILE)):
        Job.objects.create(
            kind="pull", slot=slot, state=state, error=error, arguments={"source": "aws-usd"},
            created_at=NOW, due_at=NOW, finished_at=dt.datetime.now(dt.UTC), progress_done=12, progress_total=30,
            message="12 of 30 days, 31 requests, $0.31",
        )  # fmt: skip
    Pull.objects.create(
        source=source, start=OCTOBER, end=NOW, state="refused", started_at=dt.datetime.now(dt.UTC), error=HOSTILE,
        error_code="AccessDeniedException", what_to_do="Allow ce:GetCostAndUsage.",
    )  # fmt: skip
    return pull


def test_a_bad_day_breaks_no_page(visitor: Visitor, ada: User, bad_day: Pull) -> None:
    visitor.sign_in("ada")
    failed = Job.objects.get(state="failed")
    addresses = ("/data/", "/data/sources/aws-usd/", "/data/pulls/", f"/data/pulls/{bad_day.pk}/", "/data/tags/",
                 "/data/tags/values/", "/data/tags/values/?key=project", "/m/2026-10/coverage/", "/jobs/",
                 f"/jobs/{failed.pk}/", "/m/2026-10/")  # fmt: skip
    for address in addresses:
        page = visitor.visit_polling(address)
        visitor.complaints += [f"{address}: {broken}" for broken in rules_broken(page)]
        visitor.complaints += [f"{address}: a script ran"] * bool(page.evaluate("window.ran"))
        visitor.complaints += [f"{address}: scrolls sideways"] * scrolls_sideways(page, 390)
        page.set_viewport_size({"width": 1280, "height": 900})
    assert visitor.complaints == []


def test_the_price_follows_the_days_and_the_button_pulls_them(
    visitor: Visitor, ada: User, october: BillingPeriod
) -> None:
    visitor.sign_in("ada")
    page = visitor.visit("/data/sources/aws-usd/")
    expect(page.locator("#price")).to_contain_text("About 16 requests = $0.16")
    page.fill("#last", "2001-01-01")
    page.locator("#last").blur()
    expect(page.locator("#price")).to_contain_text("lies before the first day")
    page.fill("#last", str(today()))
    page.locator("#last").blur()
    page.get_by_role("button", name="Pull now for about $0.16").click()
    expect(page.locator("main")).to_contain_text("The pull of AWS is on its way.")
    assert Job.objects.get().arguments["end"] == str(today() + dt.timedelta(days=1))
    assert visitor.complaints == []


def test_a_running_job_is_followed_without_losing_the_keyboard_and_can_be_cancelled(
    visitor: Visitor, ada: User, bad_day: Pull
) -> None:
    running = Job.objects.get(state="running")
    visitor.sign_in("ada")
    page = visitor.visit_polling("/data/")
    cancel = page.locator(f"#cancel-{running.pk}")
    cancel.focus()
    Job.objects.filter(pk=running.pk).update(progress_done=20, message="20 of 30 days, 40 requests, $0.40")
    expect(page.locator(f"#job-{running.pk}")).to_contain_text("20 of 30 days", timeout=8000)
    expect(cancel).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("is cancelled")
    assert visitor.complaints == []


@pytest.mark.parametrize("address", ["/data/sources/aws-usd/?first=2026-10-01&last=2026-10-31", "/jobs/?state=failed"])
def test_prices_and_filters_work_without_javascript(
    address: str, context: BrowserContext, live_server: LiveServer, ada: User, bad_day: Pull
) -> None:
    assert context.browser is not None
    plain = context.browser.new_context(base_url=live_server.url, java_script_enabled=False)
    visitor = Visitor(plain.new_page())
    visitor.sign_in("ada")
    page = visitor.page
    page.goto(address)
    if "sources" in address:
        assert page.locator("input[name=first][type=hidden]").get_attribute("value") == "2026-10-01"
    else:
        assert page.locator("#table-jobs tbody tr").count() == 1
    plain.close()
