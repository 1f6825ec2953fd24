"""Two months' bill of the cast's company, with amounts that can be told apart wherever they appear."""

import datetime as dt
from collections.abc import Callable

import pytest

from allocation.engine.rulebook import Rulebook
from chargeback.billing.models import BillingPeriod
from chargeback.billing.runs import run_period
from chargeback.costs.models import Pull
from tests.billing.conftest import NOW, store

__all__ = ["OCTOBER", "SEPTEMBER", "october", "store"]
OCTOBER, SEPTEMBER = dt.date(2026, 10, 1), dt.date(2026, 9, 1)
BILL = (
    (1, "Amazon Simple Storage Service", "gateway", "1000.25", "1000.25"),
    (2, "AWS Lambda", "gateway", "200", "200"),
    (3, "Amazon Redshift", "checkout", "73191.77", "73191.77"),
    (4, "AWS Lambda", "ledger", "48.50", "48.50"),
    (5, "EC2 - Other", "", "17.05", "17.05"),
    (6, "Amazon Simple Storage Service", "chekout", "31.95", "31.95"),
    (31, "AWS Support (Business)", "", "100", "100"),
)


@pytest.fixture
def october(company: Rulebook, store: Callable[..., Pull]) -> BillingPeriod:
    """Platform: 1,200.25 direct and 50.00 shared. Payments: 73,240.27 and 50.00. Unallocated: 49.00."""
    store([(5, "Amazon Simple Storage Service", "gateway", "1000", "1000")], month=SEPTEMBER)
    run_period(SEPTEMBER, "USD", NOW)
    store(BILL)
    return run_period(OCTOBER, "USD", NOW).period
