"""Where the pages are, for boto3; and the questions and answers that ways with boto3 alone share."""

import os
from collections.abc import Iterator
from typing import Any

import boto3

from ..company import MONTH
from ..pages import DAY, METRICS


def point_to(url: str) -> None:
    """boto3 asks this address from now on."""
    keys = {"AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench", "AWS_DEFAULT_REGION": "us-east-1"}
    os.environ.update({"AWS_ENDPOINT_URL_COST_EXPLORER": url, **keys})


def groups() -> Iterator[tuple[str, dict[str, Any]]]:
    """Day and group of every cost, as boto3 gives them."""
    client: Any = boto3.client("ce")
    request: dict[str, Any] = {
        "TimePeriod": {"Start": MONTH.isoformat(), "End": DAY[-1]},
        "Granularity": "DAILY",
        "Metrics": list(METRICS),
        "GroupBy": [{"Type": "DIMENSION", "Key": key} for key in ("LINKED_ACCOUNT", "SERVICE")],
    }
    while True:
        page = client.get_cost_and_usage(**request)
        for result in page["ResultsByTime"]:
            for group in result["Groups"]:
                yield result["TimePeriod"]["Start"], group
        if not (token := page.get("NextPageToken")):
            return
        request["NextPageToken"] = token
