"""Requests as AWS knows them: AWS Support and CloudTrail find each by its id."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LONGEST_ID, LONGEST_QUESTION = 64, 300


@dataclass(frozen=True, slots=True)
class Answered:
    """A request that AWS answered: its id there (empty: it gave none), and what was asked."""

    request_id: str
    asked: str


def answered(operation: str, arguments: Mapping[str, Any], answer: Mapping[str, Any]) -> Answered:
    request_id = str(answer.get("ResponseMetadata", {}).get("RequestId", ""))
    return Answered(request_id[:LONGEST_ID], asked_in_words(operation, arguments)[:LONGEST_QUESTION])


def asked_in_words(operation: str, arguments: Mapping[str, Any]) -> str:
    """For example "GetCostAndUsage, 2026-10-01 up to 2026-11-01, by LINKED_ACCOUNT and SERVICE, next page"."""
    words = ["".join(map(str.capitalize, operation.split("_")))]
    if days := arguments.get("TimePeriod"):
        words.append(f"{days['Start']} up to {days['End']}")
    if groups := arguments.get("GroupBy"):
        words.append("by " + " and ".join(group["Key"] for group in groups))
    if "NextPageToken" in arguments or "NextToken" in arguments:
        words.append("next page")
    return ", ".join(words)
