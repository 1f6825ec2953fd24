"""How a pool is shared, in words, from a stored run's rulebook."""

from typing import Any

METHODS = {"fixed": "fixed weights", "even": "even parts", "proportional": "in proportion to", "driver": "by"}
BASES = {"direct": "direct cost", "total": "direct cost and shares received so far"}
FALLBACKS = {"even": "even parts", "previous": "the latest readings before", "unallocated": "nobody"}


def split_in_words(split: dict[str, Any], with_days: bool = False) -> str:
    """For example "in proportion to direct cost, among all teams" or "fixed weights, among 4"."""
    method = split["method"]
    how = METHODS[method]
    if method == "proportional":
        how = f"{how} {BASES[split['basis']]}"
    if method == "driver":
        how = f"{how} {split['driver']}, else {fallback(split['fallback'])}"
    among = "all teams" if split["to_all_teams"] else f"{len(split['shares'])} receivers"
    days = f" ({span_in_words(split['span'])})" if with_days else ""
    return f"{how}, among {among}{days}"


def fallback(text: str) -> str:
    return FALLBACKS.get(text, text.replace(":", " "))


def span_in_words(span: dict[str, str | None]) -> str:
    first = f"from {span['start']}" if span["start"] else ""
    until = f"until {span['until']}" if span["until"] else ""
    return f"{first} {until}".strip() or "always"
