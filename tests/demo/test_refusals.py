"""Every refusal of the simulator, with the words of the real service."""

import json
import urllib.error
import urllib.request
from typing import Any

import pytest
from botocore.exceptions import ClientError

from .conftest import Serve, small_ledger

GOOD: dict[str, Any] = {
    "TimePeriod": {"Start": "2026-11-01", "End": "2026-11-04"},
    "Granularity": "DAILY",
    "Metrics": ["UnblendedCost"],
}
LAMBDA = {"Dimensions": {"Key": "SERVICE", "Values": ["AWS Lambda"]}}


def period(start: str, end: str) -> dict[str, Any]:
    return {"TimePeriod": {"Start": start, "End": end}}


def group(*keys: tuple[str, str]) -> dict[str, Any]:
    return {"GroupBy": [{"Type": kind, "Key": key} for kind, key in keys]}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (period("2026-11-04", "2026-11-04"), "Start date (and hour) should be before end date (and hour)"),
        (period("2026-11-04", "2026-11-01"), "Start date (and hour) should be before end date (and hour)"),
        (period("2026-11-01", "2026-12-02"), "end date past the beginning of next month"),
        (period("2025-09-30", "2026-11-01"), "You haven't enabled historical data beyond 14 months."),
        (period("2026-02-30", "2026-11-01"), "Start time 2026-02-30 is invalid. Valid format is: yyyy-MM-dd."),
        (period("1.11.2026", "2026-11-02"), "Start time 1.11.2026 is invalid. Valid format is: yyyy-MM-dd."),
        (
            period("2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z"),
            "Hourly timePeriod is not supported for this request",
        ),
        ({"Granularity": "HOURLY"}, "Hourly timePeriod is not supported for this request"),
        ({"Granularity": "WEEKLY"}, "Member must satisfy enum value set: [DAILY, HOURLY, MONTHLY]"),
        ({"Metrics": ["Cost"]}, "Value 'Cost' at 'metrics'"),
        ({"Metrics": []}, "Value null at 'metrics'"),
        (group(("DIMENSION", "SERVICE"), ("DIMENSION", "REGION"), ("TAG", "project")), "Group Definition is invalid."),
        (group(("DIMENSION", "RESOURCE_ID")), "Group Definition dimension is invalid. Valid values are AZ,"),
        (group(("SERVICE", "DIMENSION")), "Group Definition type is invalid."),
        (group(("TAG", "")), "Group Definition is invalid. Both type an key need to be set to a non-empty value."),
        ({"Filter": {"And": [LAMBDA]}}, "And expression must have at least 2 operands"),
        ({"Filter": {"Or": [LAMBDA]}}, "Or expression must have at least 2 operands"),
        ({"Filter": {**LAMBDA, "Not": LAMBDA}}, "Expression has more than one roots."),
        ({"Filter": {"Dimensions": {"Key": "RESOURCE_ID", "Values": ["i"]}}}, "Dimension RESOURCE_ID is not allowed."),
        ({"Filter": {"Dimensions": {"Key": "SERVICE", "Values": []}}}, "must have at least one value"),
        (
            {"Filter": {"Dimensions": {"Key": "SERVICE", "Values": ["A"], "MatchOptions": ["STARTS_WITH"]}}},
            "Match option STARTS_WITH is not supported",
        ),
        ({"Filter": {}}, "Expression is empty."),
    ],
)
def test_what_cost_explorer_refuses(serve: Serve, change: dict[str, Any], message: str) -> None:
    client = serve(small_ledger()).client
    with pytest.raises(ClientError) as refusal:
        client.get_cost_and_usage(**GOOD | change)
    error = refusal.value.response
    assert error["Error"]["Code"] == "ValidationException"
    assert message in error["Error"]["Message"]
    assert error["ResponseMetadata"]["HTTPStatusCode"] == 400


def test_the_oldest_day_and_the_first_of_next_month_are_allowed(serve: Serve) -> None:
    (page,) = serve(small_ledger()).ask("2025-10-01", "2026-12-01", Granularity="MONTHLY")
    assert len(page["ResultsByTime"]) == 14


def test_an_operation_it_does_not_know_is_said_so(serve: Serve) -> None:
    with pytest.raises(ClientError, match="UnknownOperationException"):
        serve(small_ledger()).client.get_savings_plans_coverage(TimePeriod=GOOD["TimePeriod"])


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "MissingAuthenticationTokenException"),
        ({"Authorization": "Basic dGVzdA=="}, "UnrecognizedClientException"),
    ],
)
def test_a_request_without_a_signature_is_refused(serve: Serve, headers: dict[str, str], code: str) -> None:
    headers = {"X-Amz-Target": "AWSInsightsIndexService.GetCostAndUsage", **headers}
    request = urllib.request.Request(serve(small_ledger()).url, json.dumps(GOOD).encode(), headers)
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(request)
    assert refusal.value.code == 400
    assert refusal.value.headers["Content-Type"] == "application/x-amz-json-1.1"
    assert json.load(refusal.value)["__type"] == code
