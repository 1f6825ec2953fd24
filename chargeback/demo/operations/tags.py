"""Cost allocation tags: listed, switched on and off, and shown on earlier days by a backfill."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from ..bill import Bill
from ..errors import invalid, missing
from ..tag_book import ALWAYS, Backfill, TagState
from .costs import stamp
from .lists import page_of

Body = Mapping[str, Any]
Json = dict[str, Any]
MOST_AT_ONCE = 20


def list_cost_allocation_tags(bill: Bill, body: Body) -> Json:
    """Active ones first. One that was never activated has no LastUpdatedDate, as in real answers."""
    wanted = body.get("TagKeys")
    states = sorted(bill.tags.values(), key=lambda state: (not state.is_active, state.key))
    entries = [
        entry
        for entry in (_entry(bill, state) for state in states)
        if body.get("Status") in {None, entry["Status"]}
        and body.get("Type") in {None, entry["Type"]}
        and (not wanted or entry["TagKey"] in wanted)
    ]
    shown, token = page_of(body, entries, "NextToken", default=100)
    return {"CostAllocationTags": list(shown), **({"NextToken": token} if token else {})}


def update_cost_allocation_tags_status(bill: Bill, body: Body) -> Json:
    """Sets what it can; keys that the bill does not know are named in Errors."""
    wanted = body.get("CostAllocationTagsStatus") or []
    if not 1 <= len(wanted) <= MOST_AT_ONCE:
        raise invalid(f"You can update at most {MOST_AT_ONCE} cost allocation tags at once, and at least one.")
    errors = [_unknown(entry["TagKey"]) for entry in wanted if entry["TagKey"] not in bill.tags]
    for entry in wanted:
        if entry["TagKey"] in bill.tags:
            bill.tag_book.set_status(entry["TagKey"], entry["Status"] == "Active", bill.today)
    return {"Errors": errors}


def start_cost_allocation_tag_backfill(bill: Bill, body: Body) -> Json:
    since = body.get("BackfillFrom")
    if not since:
        raise missing("backfillFrom")
    try:
        day = dt.datetime.fromisoformat(since).date()
    except ValueError:
        raise invalid(f"BackfillFrom {since} is invalid.") from None
    started = bill.tag_book.start_backfill(day, bill.today, bill.clock())
    return {"BackfillRequest": _backfill(started, is_done=False)}


def list_cost_allocation_tag_backfill_history(bill: Bill, body: Body) -> Json:
    """Newest first."""
    entries = [_backfill(each, each.completed <= bill.clock()) for each in reversed(bill.tag_book.backfills)]
    shown, token = page_of(body, entries, "NextToken", default=100)
    return {"BackfillRequests": list(shown), **({"NextToken": token} if token else {})}


def _entry(bill: Bill, state: TagState) -> Json:
    entry = {
        "TagKey": state.key,
        "Type": "AWSGenerated" if state.key.startswith("aws:") else "UserDefined",
        "Status": "Active" if state.is_active else "Inactive",
        "LastUsedDate": stamp(bill.today.replace(day=1)),
    }
    updated = state.updated or (min(bill.ledger.days, default=None) if state.visible_from == ALWAYS else None)
    return entry | ({"LastUpdatedDate": stamp(updated)} if updated else {})


def _unknown(key: str) -> Json:
    return {"TagKey": key, "Code": "TagKeysNotFoundException", "Message": f"Tag keys not found: {key}"}


def _backfill(backfill: Backfill, is_done: bool) -> Json:
    entry = {
        "BackfillFrom": stamp(backfill.since),
        "RequestedAt": _moment(backfill.requested),
        "BackfillStatus": "SUCCEEDED" if is_done else "PROCESSING",
        "LastUpdatedAt": _moment(backfill.completed if is_done else backfill.requested),
    }
    return entry | ({"CompletedAt": _moment(backfill.completed)} if is_done else {})


def _moment(moment: dt.datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
