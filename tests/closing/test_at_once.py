"""Two people who close one month at the same moment: one close, one set of numbers."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection

from chargeback.billing.models import BillingPeriod
from chargeback.billing.runs import run_period
from chargeback.closing.closing import close_period
from chargeback.closing.models import Closing, Statement
from chargeback.closing.states import ClosingRefusedError, override, review, send_to_review
from tests.billing.conftest import NOW, OCTOBER

from .conftest import TODAY


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("rules")
def test_of_two_who_close_at_once_one_is_told_that_it_is_done(store: Callable[..., Any], fay: User, ada: User) -> None:
    store()
    period: BillingPeriod = run_period(OCTOBER, "USD", NOW).period
    send_to_review(period.pk, fay, "", NOW)
    review(period.pk, period.current_run_id or 0, ada, "", NOW)
    for check in ("data-final", "unallocated"):
        override(period.pk, check, fay, "a test", NOW, TODAY)
    start, said = threading.Barrier(2), []

    def close() -> None:
        start.wait()
        try:
            said.append(str(close_period(period.pk, fay, "", NOW, TODAY)))
        except ClosingRefusedError as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    both = [threading.Thread(target=close) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(said)[0] == "2026-10 USD is closed already since 2026-11-20 06:00 UTC, by Fay."
    assert (Closing.objects.count(), sorted(Statement.objects.values_list("number", flat=True))) == (1, [1, 2, 3])
