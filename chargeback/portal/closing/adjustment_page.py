"""Adjustments and known months -> what their pages show. Pure."""

import datetime as dt

from django.http import QueryDict

from chargeback.billing.figures import Stamp
from chargeback.closing.adjusting import DECISIONS
from chargeback.closing.adjustment_figures import Adjustments
from chargeback.closing.known import Known

from ..help import Help
from ..links import currency_suffix
from .adjustment_tables import adjustments_table, known_table

HELP = Help(
    "A closed month never changes. When the provider restates its bill afterwards, or a rule, a reading or a team "
    "changes, the month is worked out anew beside what was billed, and the difference stands here: by team and cause. "
    "What was billed and all adjustments together are always what the provider bills for the month now. An accepted "
    "dispute is a transfer: a credit and a recharge that are together exactly 0.",
    (
        ("Proposed", "Found, and not decided yet."),
        ("Accepted", "Billed on the team's statement of the month named, as lines of their own."),
        ("Held", "Not billed for now; it waits in the next open month."),
        ("Written off", "Never billed; the reason stays."),
        ("Replaced", "The month was reopened and issued anew, with this in it."),
    ),
)
KNOWN_HELP = Help(
    "The month by what was recorded up to the end of the day you choose, beside what is known of it now. For a closed "
    "month the causes are those of its adjustments; before the close every new calculation of the month counts.",
    (("Known on", "The newest run recorded by then."), ("Known now", "The current run, adjustments included.")),
)
MOST_FORMS = 50


def adjustments_page(stamp: Stamp, found: Adjustments, query: QueryDict, can_decide: bool) -> dict[str, object]:
    waiting = found.waiting
    return {
        "stamp": stamp,
        "suffix": currency_suffix(stamp, query),
        "of_month": adjustments_table(found.of_month, "of", stamp, query),
        "billed_here": adjustments_table(found.billed_here, "in", stamp, query),
        "waiting": waiting[:MOST_FORMS],
        "more": max(0, len(waiting) - MOST_FORMS),
        "has_moved": any(row.moved for row in waiting),
        "can_decide": can_decide,
        "help": HELP,
    }


def known_page(stamp: Stamp, known: Known | None, on: dt.date, query: QueryDict) -> dict[str, object]:
    return {
        "stamp": stamp,
        "known": known,
        "on": on,
        "table": known_table(known, query) if known else None,
        "help": KNOWN_HELP,
    }


def decision_asked(text: str) -> str:
    """The decision if there is such a one; else empty, which is refused."""
    return text if text in DECISIONS else ""


def day_asked(text: str, today: dt.date) -> dt.date:
    """The day, or today for what is none or has not come yet."""
    try:
        return min(dt.date.fromisoformat(text), today)
    except ValueError:
        return today
