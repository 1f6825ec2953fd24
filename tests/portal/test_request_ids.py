"""Every answer has a number; error pages and the log tell the same one."""

import logging

import pytest
from django.contrib.auth.models import User
from django.test import Client

from chargeback.billing.models import BillingPeriod
from chargeback.portal.request_ids import WithRequestId
from tests.portal.reading import text


@pytest.mark.parametrize(("who", "address", "status"), [("alice", "/m/2026-10/", 403), ("alice", "/nothing/", 404)])
def test_an_error_page_names_the_request(
    who: str, address: str, status: int, client: Client, october: BillingPeriod, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    answer = client.get(address)
    assert answer.status_code == status
    assert f"name the request {answer['X-Request-ID']}" in text(answer)


def test_a_broken_page_and_the_log_tell_the_same_number(
    client: Client, october: BillingPeriod, fay: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("chargeback.portal.access.exports_for", broken)
    client.force_login(fay)
    client.raise_request_exception = False
    caplog.handler.addFilter(WithRequestId())
    with caplog.at_level(logging.ERROR):
        answer = client.get("/exports/")
    assert answer.status_code == 500
    assert f"name the request {answer['X-Request-ID']}" in text(answer)
    assert {record.request_id for record in caplog.records} == {answer["X-Request-ID"]}  # type: ignore[attr-defined]


@pytest.mark.parametrize(("given", "is_kept"), [("abc-12345678", True), ("x", False), ("a b\tc" * 3, False)])
def test_the_number_of_a_proxy_is_kept_if_it_is_one(client: Client, given: str, is_kept: bool) -> None:
    assert (client.get("/livez", headers={"X-Request-ID": given})["X-Request-ID"] == given) is is_kept
