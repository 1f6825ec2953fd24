"""Periods in the administration: an admin runs a month again; nobody edits results."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from chargeback.billing import tasks
from chargeback.billing.models import BillingPeriod
from chargeback.billing.runs import run_period
from chargeback.jobs.models import Job

from .conftest import BILL, NOW, OCTOBER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]


def run_again(client: Client) -> None:
    period = BillingPeriod.objects.get()
    client.post(
        reverse("admin:billing_billingperiod_changelist"), {"action": "run_again", "_selected_action": [period.pk]}
    )


def test_an_admin_runs_a_month_again_as_a_job(client: Client, ada: User, store) -> None:  # type: ignore[no-untyped-def]
    store()
    first = run_period(OCTOBER, "USD", NOW)
    store(BILL[:-1])
    client.force_login(ada)
    run_again(client)
    job = Job.objects.get(kind="run")
    assert (job.arguments, job.created_by) == ({"month": "2026-10"}, ada)
    assert (
        tasks.run(job, lambda done, total, message: None) == "2026-10 USD: bill 52.0000000000, unallocated 2.0000000000"
    )
    assert BillingPeriod.objects.get().current_run != first


def test_finance_may_look_but_not_run(client: Client, fay: User, store) -> None:  # type: ignore[no-untyped-def]
    store()
    run_period(OCTOBER, "USD", NOW)
    client.force_login(fay)
    run_again(client)
    assert not Job.objects.exists()


def test_nobody_edits_a_run(client: Client, admin_user: User, store) -> None:  # type: ignore[no-untyped-def]
    store()
    run = run_period(OCTOBER, "USD", NOW)
    client.force_login(admin_user)
    assert client.post(reverse("admin:billing_run_change", args=[run.pk]), {"control_total": "0"}).status_code == 403
