"""Addresses of explanations: every amount leads to the one that says why it is what it is."""

import datetime as dt

from chargeback.billing.figures import Stamp
from chargeback.billing.line_figures import LineItem

from ..links import address, quoted

NONE = "-"  # begins no short name, so it can stand for "without one"


def explain_url(stamp: Stamp, team: str, what: str, suffix: str = "", **chosen: str | dt.date | None) -> str:
    """Why the team, or with an empty slug nobody, carries `what` (total, direct or shared) of the chosen lines."""
    page = address("explain", stamp.month, team, what) if team else address("explain-unallocated", stamp.month, what)
    return with_query(page, suffix, **chosen)


def with_query(address: str, suffix: str, **chosen: str | dt.date | None) -> str:
    """The address with the chosen fields and, from `suffix`, the currency."""
    parts = [f"{name.replace('_', '-')}={quoted(str(value))}" for name, value in chosen.items() if value is not None]
    query = "&".join([*parts, suffix[1:]] if suffix else parts)
    return f"{address}?{query}" if query else address


def line_url(stamp: Stamp, item: LineItem, suffix: str = "", as_billed: bool = False) -> str:
    """Why the line is where it is; or, for one of the bill, who carries it."""
    days = {"first": item.first, "last": item.last}
    if as_billed:
        return with_query(address("explain-series", stamp.month), suffix, series=item.series, **days)
    if item.series:
        return explain_url(stamp, item.team, "direct", suffix, series=item.series, **days)
    project = item.project or NONE
    if item.pool:
        chosen = {"pool": item.pool, "service": item.service, "project": project}
        return explain_url(stamp, item.team, "shared", suffix, **chosen, **days)
    return explain_url(stamp, item.team, "direct", suffix, service=item.service, project=project, **days)
