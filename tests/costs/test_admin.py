"""Sources, pulls, series and jobs in the administration."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from chargeback.costs.models import Pull, Source
from chargeback.jobs.models import Job
from chargeback.jobs.queue import queue

from .conftest import NOW

ROWS = "/admin/costs/source/", "/admin/costs/pull/", "/admin/costs/costseries/", "/admin/jobs/job/"

FORM = {
    "name": "AWS", "slug": "aws", "kind": "aws-cost-explorer", "payer_account": "123456789012",
    "role_arn": "arn:aws:iam::123456789012:role/chargeback", "external_id": "chargeback-7",
    "billed_metric": "UnblendedCost", "effective_metric": "AmortizedCost",
    "tag_keys": "project\n env \n", "cost_categories": "", "product_attributes": "",
    "is_enabled": "on", "pull_hours": "14, 6", "request_budget": "300", "history_months": "13",
}  # fmt: skip


@pytest.fixture
def admin(ada: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(ada)


@pytest.fixture
def client_of(db: None) -> Callable[[User], Client]:
    def signed_in(user: User) -> Client:
        browser = Client()
        browser.force_login(user)
        return browser

    return signed_in


@pytest.mark.parametrize("page", ROWS)
def test_lists_show_what_was_pulled(admin: Client, take: Callable[..., Pull], page: str) -> None:
    take()
    queue("pull", "pull:aws", {}, None, NOW)
    for query in ("", "?q=aws"):
        assert admin.get(page + query).status_code == 200


def test_pulls_cannot_be_changed_and_show_their_price(admin: Client, take: Callable[..., Pull]) -> None:
    pull = take()
    assert f"${pull.requests / 100:.2f}" in admin.get("/admin/costs/pull/").content.decode()
    assert admin.get("/admin/costs/pull/add/").status_code == 403
    assert admin.post(f"/admin/costs/pull/{pull.pk}/change/", {"records": 1}).status_code == 403
    assert admin.post(f"/admin/costs/pull/{pull.pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_slug_of_a_source_stays(admin: Client, source: Source) -> None:
    admin.post(f"/admin/costs/source/{source.pk}/change/", FORM | {"name": "Renamed", "slug": "other"})
    source.refresh_from_db()
    assert (source.name, source.slug, source.tag_keys) == ("Renamed", "aws", ["project", "env"])


@pytest.mark.parametrize(
    ("action", "before", "after"), [("retry", "failed", "queued"), ("cancel", "queued", "cancelled")]
)
def test_jobs_are_tried_again_and_cancelled_from_the_list(admin: Client, action: str, before: str, after: str) -> None:
    job = queue("pull", "pull:aws", {}, None, NOW)
    Job.objects.update(state=before)
    admin.post("/admin/jobs/job/", {"action": action, "_selected_action": [job.pk]})
    job.refresh_from_db()
    assert job.state == after


def test_an_action_that_makes_no_sense_says_why(admin: Client) -> None:
    job = queue("pull", "pull:aws", {}, None, NOW)
    answer = admin.post("/admin/jobs/job/", {"action": "retry", "_selected_action": [job.pk]}, follow=True)
    assert "only failed and cancelled jobs can be tried again" in answer.content.decode()
