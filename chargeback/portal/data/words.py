"""What the pages of data say of themselves: one paragraph each, and every figure defined."""

from chargeback.costs.states import STABLE, State

from ..help import Help

MONTH_STATES = {
    State.MISSING: "Nothing is stored.",
    State.INCOMPLETE: "Days are missing.",
    State.CHANGED: "The provider's total is another than that of the stored records; the details are not pulled yet.",
    State.STALE: "Nobody has looked at the provider's total for a day and a half.",
    State.ESTIMATED: "The provider says that it may still change.",
    State.FRESH: "No longer estimated, but not yet seen unchanged twice.",
    State.FINAL: f"Over, complete, no longer estimated, and the total was the same for {STABLE} pulls or more.",
}
SOURCE_STATES = {
    "missing": "Nothing pulled yet",
    "failed": "Last pull failed, old data kept",
    "waiting": "Change found, details wait",
    "stale": "Stale",
    "fresh": "Fresh",
}


DATA = Help(
    "Where the costs come from, how fresh they are, and what it takes to get them. A source is one payer account; each "
    "is looked at on its schedule, and details are fetched only for days that changed.",
    (
        ("Data to", "The last day with stored cost records."),
        ("Looked at", "When the provider's own totals were heard last, whether or not they had changed."),
        (
            "Requests",
            "What was asked of the provider this calendar month (UTC), of the budget. AWS asks $0.01 for each.",
        ),
        ("Next look", "When the schedule asks for the totals again: one request."),
        ("Next details", "When the schedule can pay for a whole pull from the budget, if nothing else is asked."),
        *((state.value.capitalize(), meaning) for state, meaning in MONTH_STATES.items()),
    ),
)
SOURCE = Help(
    "One source in full: each month with its state, the price of a pull before it is asked for, and the tag keys it is "
    "pulled by. Finance reads it; admins act.",
    (
        ("Provider's total", "What the provider billed for the month to date, asked without grouping."),
        ("Difference", "What the provider billed beyond the stored records; 0 unless details are still to be pulled."),
        ("Unchanged for", "Pulls in a row that heard exactly this total."),
        *((state.value.capitalize(), meaning) for state, meaning in MONTH_STATES.items()),
        (
            "Budget",
            "Requests that may be made in a calendar month. Some are kept, so that a look is possible every day.",
        ),
        (
            "Price",
            "Requests that a pull is expected to take, from what the last one found. When the totals turn out to "
            "be unchanged, one request is all.",
        ),
    ),
)
BACKFILL = Help(
    "The months before the present one that are not stored yet, or not as the source is pulled apart by now. Each is a "
    "job of its own, the newest first; a month that does not fit the budget waits for the next calendar month.",
    (
        ("Requests", "What the month's pull is expected to take, at $0.01 each."),
        ("Is stored", "All its days are there, pulled apart by the same dimensions as the next pull."),
        ("Is closed", "Of closed months only what changes is pulled; it becomes adjustments."),
    ),
)
PULLS = Help(
    "Every look at a provider's bill, kept as evidence. A pull first asks for the totals of each day; days that "
    "changed, or are asked for again, are then fetched in detail, checked against these totals and only then put in "
    "place.",
    (
        ("Days", "The days whose totals were asked for."),
        ("Records", "Cost records stored by the pull: one per cost series and day."),
        ("Billed", "The provider's own total of these days."),
        ("Requests", "Requests made, counted one by one, also by pulls that failed. AWS asks $0.01 for each."),
        (
            "State",
            "Stored: the days asked in detail were replaced. Unchanged: the totals were those that are stored, so "
            "nothing more was asked. Refused, or stopped by the budget: the stored costs stayed as they were.",
        ),
    ),
)
PULL = Help(
    "One pull: what was asked, what came, and what it changed of costs that had been pulled before. Providers correct "
    "bills for days after a month has ended.",
    (
        ("Control total", "The provider's own total of the days, asked without grouping; the records add up to it."),
        (
            "Before, after",
            "Billed cost of the records that changed, appeared or vanished. Days that were pulled for the first time "
            "are no change.",
        ),
        ("Days", "In the table of series: on how many days the series changed."),
    ),
)
JOB = Help(
    "One piece of the portal's own work, from the moment it was asked for. It goes on by itself; this page follows it.",
    (
        ("Due", "When it may begin, at the earliest: later than asked for when it waits for something."),
        ("Attempts", "How often it was begun. What may pass by itself is tried three times."),
        ("Work", "What no second job may do at the same time."),
    ),
)
JOBS = Help(
    "The portal's own work: pulls, calculations of months, mails. The list is kept in the database, so nothing is lost "
    "when a worker or the queue is restarted.",
    (
        ("Took", "How long the last attempt took. What may pass by itself is tried three times."),
        ("Cancelled", "A running job stops at its next request; what was stored before stays."),
        ("Try again", "Queues a failed or cancelled job with all its attempts."),
    ),
)
