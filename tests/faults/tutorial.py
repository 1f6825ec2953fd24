"""The control: the loop that tutorials show, with boto3 and floats, and what becomes of it under the same faults."""

from typing import Any
from unittest.mock import patch

import boto3

from chargeback.demo.ledger import Ledger

from .bills import END, START, totals, truth

MOST_PAGES = 60
CENT = 0.01
RIGHT, FAILED, WRONG, ENDLESS = "right", "failed", "WRONG", "ENDLESS"
Totals = dict[str, float]


class EndlessError(Exception):
    """The loop has asked for more pages than there can be."""


def pull(client: Any) -> Totals:
    """Cost per day, as a tutorial adds it up."""
    request = {
        "TimePeriod": {"Start": str(START), "End": str(END)},
        "Granularity": "DAILY",
        "Metrics": ["UnblendedCost"],
        "GroupBy": [{"Type": "DIMENSION", "Key": "SERVICE"}, {"Type": "TAG", "Key": "project"}],
    }
    costs: Totals = {}
    response = client.get_cost_and_usage(**request)
    for _ in range(MOST_PAGES):
        for result in response.get("ResultsByTime", []):
            day = result["TimePeriod"]["Start"]
            for group in result["Groups"]:
                costs[day] = costs.get(day, 0.0) + float(group["Metrics"]["UnblendedCost"]["Amount"])
        if "NextPageToken" not in response:
            return costs
        response = client.get_cost_and_usage(**request, NextPageToken=response["NextPageToken"])
    raise EndlessError


def judged(client: Any, accepted: list[Ledger]) -> str:
    """How the loop ends: with the right totals to the cent, an error, wrong totals, or not at all."""
    try:
        with patch("time.sleep"):  # boto3 waits between its own attempts
            costs = pull(client)
    except EndlessError:
        return ENDLESS
    except Exception:
        return FAILED
    return RIGHT if any(is_close(costs, found) for found in accepted) else WRONG


def is_close(costs: Totals, found: Ledger) -> bool:
    right = {str(day): float(amount) for day, amount in totals(truth(found)).items()}
    return costs.keys() == right.keys() and all(abs(costs[day] - right[day]) < CENT / 2 for day in right)


def client_of(url: str) -> Any:
    """boto3 as it comes."""
    session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")
    return session.client("ce", endpoint_url=url)
