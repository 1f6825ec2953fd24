"""What is wrong with a source's data, in one sentence for pages and mails. Pure."""

from .freshness import SourceFreshness

NEARLY_USED_UP = 80  # percent of a month's budget


def trouble_of(source: SourceFreshness) -> str:
    """The most urgent trouble of a source; empty when there is none, or when nobody wants it pulled."""
    return next(filter(None, troubles(source)), "") if source.source.is_enabled else ""


def troubles(source: SourceFreshness) -> tuple[str, ...]:
    """Every kind of trouble, most urgent first; empty texts for those there are not."""
    return (
        counted_twice(source),
        failed(source),
        missing(source),
        waiting(source),
        stale(source),
        budget_used_up(source),
    )


def counted_twice(source: SourceFreshness) -> str:
    if not source.twins:
        return ""
    return (
        f"{source.source.name} and {' and '.join(source.twins)} hold costs of the same payer and days, which count "
        "twice. Switch one of them off; its costs of these days have to be deleted from the database before a month is "
        "closed."
    )


def failed(source: SourceFreshness) -> str:
    if not source.error:
        return ""
    return f"{source.source.name}: the last pull failed, the old data is kept. {source.error}"


def missing(source: SourceFreshness) -> str:
    return "" if source.last_stored else f"{source.source.name}: nothing was pulled yet."


def waiting(source: SourceFreshness) -> str:
    """A change was found whose details the budget does not pay for now."""
    if not source.is_waiting or source.last_looked is None:
        return ""
    because = source.last_looked.because
    return f"{source.source.name}: the bill has changed. {because[:1].upper()}{because[1:]}."


def stale(source: SourceFreshness) -> str:
    if source.state != "stale":
        return ""
    return f"{source.source.name}: nobody has looked at the bill for more than a day and a half. Is the worker running?"


def budget_used_up(source: SourceFreshness) -> str:
    """So many requests were made that none is left for pulls by hand before the month is over."""
    budget = source.budget
    if budget.free or 100 * budget.spent < NEARLY_USED_UP * budget.cap:
        return ""
    return (
        f"{source.source.name}: {budget.spent} of this month's {budget.cap} requests are used; "
        "the rest is kept for looking every day. Raise the budget if more pulls are needed."
    )
