"""What the pages of data say of themselves: one paragraph each, and every figure defined."""

from ..help import Help

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
JOBS = Help(
    "The portal's own work: pulls, calculations of months, mails. The list is kept in the database, so nothing is lost "
    "when a worker or the queue is restarted.",
    (
        ("Attempts", "How often a worker began. What may pass by itself is tried three times."),
        ("Cancelled", "A running job stops at its next request; what was stored before stays."),
        ("Try again", "Queues a failed or cancelled job with all its attempts."),
    ),
)
