"""The demo's two oldest months, closed as people close them; what became known of the first is billed in the second.

Nothing is made up: the months go through the checklist, a second person and overrides, and the correction of who ran
a project becomes adjustments as it would anywhere.
"""

import datetime as dt

from django.contrib.auth.models import User

from allocation.engine.rulebook import Rulebook
from allocation.history.authorship import authored, name_of
from allocation.rulebook import load_rulebook, save_rulebook
from chargeback import clock
from chargeback.billing.models import BillingPeriod
from chargeback.clock import add_months, next_month
from chargeback.closing.adjusting import accept_all
from chargeback.closing.checks import checklist, closeable
from chargeback.closing.closing import close_period
from chargeback.closing.comparing import compare
from chargeback.closing.models import Closing
from chargeback.closing.states import override, review, send_to_review
from chargeback.exports.journal_files import journal_file
from chargeback.journal.storing import export_journal
from chargeback.journal.templates import TEMPLATES

from .generator import FULL_MONTHS
from .loading import demo_rulebook

CLOSER, SECOND = "fay", "ada"
FOUND_OUT = "Fleet ran the dock scheduler in that month; Warehouse Robotics took it over on the first of the next."
REASONS = {"data-final": "AWS has not changed this month for a year."}
KNOWN = "Known and looked at; it stays as it is."


def close_early(month: dt.date, today: dt.date) -> str:
    """Closes the month where it is one of the two oldest and nobody has. Says so in a line, or nothing."""
    oldest = add_months(today, -FULL_MONTHS)
    if month not in (oldest, next_month(oldest)):
        return ""
    made = [close(period, today) for period in BillingPeriod.objects.filter(month=month, state="open")]
    if month == oldest and made:
        find_out(oldest, today)
    return f"{month:%Y-%m}  closed  {sum(one.statements.count() for one in made)} statements" if made else ""


def close(period: BillingPeriod, today: dt.date) -> Closing:
    """Sent to review, reviewed by a second person, what is red overridden by name, closed, posted."""
    fay, ada = (User.objects.get(username=name) for name in (CLOSER, SECOND))
    with authored(name_of(fay), "The demo's first months", fay):
        accept_all(period, fay, clock.now())
        send_to_review(period.pk, fay, "", clock.now())
        review(period.pk, period.current_run_id or 0, ada, "", clock.now())
        for check in checklist(closeable(period, clock.now(), today, fay)):
            if not check.lets_close:
                override(period.pk, check.name, fay, REASONS.get(check.name, KNOWN), clock.now(), today)
        closing = close_period(period.pk, fay, "", clock.now(), today)
        period.refresh_from_db()
        export_journal(period, TEMPLATES["generic"], "xlsx", fay, clock.now(), journal_file)
    return closing


def find_out(month: dt.date, today: dt.date) -> None:
    """Ada corrects who ran a project in the month, which is closed: proposed adjustments, in the next one.

    Nothing where the rulebook is not the demo's own any more.
    """
    if load_rulebook().fingerprint() != demo_rulebook(today).fingerprint():
        return
    ada = User.objects.get(username=SECOND)
    with authored(name_of(ada), FOUND_OUT, ada):
        save_rulebook(corrected(today, next_month(month)))
    for period in BillingPeriod.objects.filter(month=month, state="closed"):
        compare(period.pk, clock.now())


def corrected(today: dt.date, until: dt.date) -> Rulebook:
    return demo_rulebook(today, f"[{{team: fleet, until: {until}}}, {{team: warehouse, from: {until}}}]")
