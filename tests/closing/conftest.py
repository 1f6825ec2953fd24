"""October as the small company of the billing tests has it, and two people who close it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from chargeback.billing.models import BillingPeriod
from chargeback.billing.runs import run_period
from chargeback.closing.checks import checklist, closeable
from chargeback.closing.closing import close_period
from chargeback.closing.models import Closing
from chargeback.closing.reopening import ask_to_reopen, decide_reopening
from chargeback.closing.states import override, review, send_to_review
from tests.billing.conftest import NOW, OCTOBER, rules, store  # noqa: F401

TODAY = NOW.date()
NOVEMBER = dt.date(2026, 11, 1)


@pytest.fixture
def october(rules: None, store: Callable[..., Any]) -> BillingPeriod:  # noqa: F811
    """Run, and open."""
    store()
    return run_period(OCTOBER, "USD", NOW).period


def close(period: BillingPeriod, fay: User, ada: User, note: str = "") -> Closing:
    """Sent to review by Fay, reviewed by Ada, what is red overridden, closed by Fay."""
    send_to_review(period.pk, fay, "complete", NOW)
    period.refresh_from_db()
    assert period.current_run_id
    review(period.pk, period.current_run_id, ada, "", NOW)
    red = [check.name for check in checklist(closeable(period, NOW, TODAY, fay)) if not check.is_ok]
    for check in red:
        override(period.pk, check, fay, "a small test", NOW, TODAY)
    return close_period(period.pk, fay, note, NOW, TODAY)


def close_again(period: BillingPeriod, fay: User, ada: User) -> Closing:
    """Reopened by two persons, run and closed anew."""
    ask_to_reopen(period.pk, fay, "a wrong split", NOW)
    decide_reopening(period.pk, ada, True, NOW)
    again = run_period(period.month, period.currency, NOW).period
    return close(again, fay, ada)
