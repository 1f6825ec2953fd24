"""Addresses and months that no honest user writes are no pages, and never a server error."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from chargeback.billing.models import BillingPeriod

NUL = "%00"


@pytest.mark.parametrize(
    "page", ["", "unallocated/", "teams/", "teams/platform/", "export.csv", "teams/platform/statement.xlsx"]
)
def test_a_nul_in_the_query_is_no_page(client: Client, fay: User, october: BillingPeriod, page: str) -> None:
    client.force_login(fay)
    assert client.get(f"/m/2026-10/{page}?currency={NUL}").status_code == 404


@pytest.mark.parametrize("address", ["/admin/jobs/job/?state__exact=%00", "/admin/allocation/team/?q=a%00b"])
def test_a_nul_breaks_no_page_of_the_administration(client: Client, ada: User, address: str) -> None:
    client.force_login(ada)
    assert client.get(address).status_code == 404


def test_a_nul_names_no_source_to_pull(client: Client, ada: User) -> None:
    client.force_login(ada)
    form = {"source": "a\0b", "start": "2026-10-01", "end": "2026-10-31"}
    assert client.post("/data/pull/", form).status_code == 404


@pytest.mark.parametrize("month", ["2026-13", "0000-00", "0001-01", "9999-12"])
def test_a_month_that_no_cloud_bills_is_no_page(client: Client, fay: User, month: str) -> None:
    client.force_login(fay)
    assert client.get(f"/m/{month}/").status_code == 404


@pytest.mark.parametrize("address", ["/explore/views/", "/m/2026-10/close/send/"])
def test_a_nul_in_a_form_is_left_out(client: Client, fay: User, october: BillingPeriod, address: str) -> None:
    client.force_login(fay)
    body = "name=a%00b&reason=a\0b&query=range%3D12"
    assert client.post(address, body, content_type="application/x-www-form-urlencoded").status_code == 302
    saved = fay.saved_views.values_list("name", flat=True)
    assert list(saved) == (["ab"] if "views" in address else [])


@pytest.mark.parametrize("query", ["last=9999-12-31", "first=0001-01-01&last=9999-12-31"])
def test_the_end_of_the_calendar_breaks_no_explanation(
    client: Client, fay: User, october: BillingPeriod, query: str
) -> None:
    client.force_login(fay)
    for page in ("explain/total/", "lines/"):
        assert client.get(f"/m/2026-10/teams/platform/{page}?{query}").status_code == 200
