import pytest

from allocation.models import AllocationOptions, Team
from chargeback.billing.models import BillingPeriod
from chargeback.billing.runs import run_period
from chargeback.journal.models import LedgerAccounts
from tests.billing.conftest import NOW, OCTOBER, rules, store  # noqa: F401
from tests.closing.conftest import october  # noqa: F401


@pytest.fixture
def ready(october: BillingPeriod) -> BillingPeriod:  # noqa: F811
    """October, open, with every account that a journal needs."""
    Team.objects.filter(slug="data").update(cost_centre="4712", gl_account="6805")
    options, _ = AllocationOptions.objects.get_or_create(pk=1)
    options.unallocated_team = Team.objects.get(slug="shop")
    options.save()
    LedgerAccounts.objects.create(pk=1, clearing="1590", accrual="2190", rounding="6899", rounding_cost_centre="9000")
    return run_period(OCTOBER, "USD", NOW).period
