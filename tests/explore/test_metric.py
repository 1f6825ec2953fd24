"""Billed or effective: the other basis is the same month shared by the same rules, exactly as a run in it would be."""

import csv
import io
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from chargeback.billing.models import BillingPeriod, Run
from chargeback.billing.runs import run_period
from chargeback.costs.models import Pull
from tests.billing.conftest import NOW
from tests.portal.bill import OCTOBER
from tests.portal.reading import text

from .conftest import Rows

pytestmark = pytest.mark.django_db
PLAIN = "range=custom&first=2026-10-01&last=2026-10-31&compare=nothing"
# Gateway's upfront fee is billed on the first, and used by checkout, which pays nothing else in cash.
UPFRONT = (
    (1, "Amazon Simple Storage Service", "gateway", "1000.25", "100.25"),
    (2, "AWS Lambda", "gateway", "200", "200"),
    (3, "Amazon Redshift", "checkout", "0", "900"),
    (5, "EC2 - Other", "", "17.05", "17.05"),
    (31, "AWS Support (Business)", "", "100", "99.99"),
)


@pytest.fixture
def upfront(october: BillingPeriod, store: Callable[..., Pull]) -> BillingPeriod:
    store(UPFRONT)
    return run_period(OCTOBER, "USD", NOW).period


def test_the_metric_switches_every_figure(upfront: BillingPeriod, rows: Rows, fay: User) -> None:
    assert rows(fay, f"{PLAIN}&group=team") == rows(fay, f"{PLAIN}&group=team&metric=billed")
    assert rows(fay, f"{PLAIN}&group=team")["Total"] == ["1,317.30", "1,317.30"]
    assert rows(fay, f"{PLAIN}&group=team&metric=effective") == {
        "Payments": ["950.00", "950.00"],
        "Platform": ["350.24", "350.24"],
        "Unallocated": ["17.05", "17.05"],
        "Total": ["1,317.29", "1,317.29"],
    }
    assert rows(fay, f"{PLAIN}&group=service&metric=effective&by=day")["Amazon Redshift"][2] == "900.00"


@pytest.mark.parametrize("group", ["team", "account", "tags.project", "pool"])
def test_the_other_basis_is_what_a_run_in_it_would_be(
    group: str, upfront: BillingPeriod, rows: Rows, fay: User, alice: User
) -> None:
    queries = [f"{PLAIN}&group={group}&metric={metric}" for metric in ("effective", "billed")]
    before = [rows(who, query) for who in (fay, alice) for query in queries]
    BillingPeriod.objects.filter(pk=upfront.pk).update(basis="effective")
    run_period(OCTOBER, "USD", NOW)
    assert [rows(who, query) for who in (fay, alice) for query in queries] == before


def test_a_month_whose_costs_are_alike_keeps_one_cube_for_both(october: BillingPeriod, rows: Rows, fay: User) -> None:
    assert {cube.is_other_basis for run in Run.objects.all() for cube in run.cubes.all()} == {False}
    assert rows(fay, f"{PLAIN}&metric=effective") == rows(fay, PLAIN)


def test_a_change_of_the_other_basis_alone_is_a_new_run(upfront: BillingPeriod, store: Callable[..., Pull]) -> None:
    run = upfront.current_run
    assert run_period(OCTOBER, "USD", NOW) == run
    store([*UPFRONT[:-1], (31, "AWS Support (Business)", "", "100", "90")])
    again = run_period(OCTOBER, "USD", NOW)
    assert run is not None
    assert again.pk != run.pk
    assert again.checksum == run.checksum


def test_a_month_from_before_both_were_kept_is_told_and_left_out(
    upfront: BillingPeriod, client: Client, rows: Rows, fay: User
) -> None:
    run = upfront.current_run
    assert run is not None
    run.cubes.filter(is_other_basis=True).delete()
    Run.objects.filter(pk=run.pk).update(other_fingerprint="")
    query = "range=2&compare=nothing&group=team&metric=effective"
    assert rows(fay, query)["Total"] == ["1,000.00", "0.00", "1,000.00"]
    client.force_login(fay)
    assert "Left out, because they were calculated before effective cost was kept" in text(
        client.get(f"/explore/?{query}")
    )
    run_period(OCTOBER, "USD", NOW)
    assert rows(fay, query)["Total"] == ["1,000.00", "1,317.29", "2,317.29"]


def test_saved_views_and_files_keep_the_metric(upfront: BillingPeriod, client: Client, fay: User) -> None:
    client.force_login(fay)
    answer = client.post("/explore/views/", {"name": "Amortized", "query": f"{PLAIN}&group=team&metric=effective"})
    assert "metric=effective" in answer.headers["Location"]
    (view,) = fay.saved_views.all()
    file = client.get(f"/explore/export.csv?{view.query}").content.decode("utf-8-sig")
    found = list(csv.DictReader(io.StringIO(file)))
    assert [(row["basis"], row["name"], row["total"]) for row in found] == [
        ("effective", "Payments", "950.00"),
        ("effective", "Platform", "350.24"),
        ("effective", "Unallocated", "17.05"),
    ]
