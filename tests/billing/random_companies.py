"""Random companies in the database: their rulebook, series, records and control totals, run as a month is run."""

import datetime as dt
from decimal import Decimal

from allocation.engine.money import from_units
from allocation.engine.rulebook import RulebookError
from allocation.rulebook import save_rulebook
from chargeback.billing.models import BillingPeriod
from chargeback.billing.runs import run_period
from chargeback.costs.models import CostRecord, CostSeries, DailyControl, Pull, Source
from tests.engine.companies import company
from tests.engine.company import MONTH, Record

NOW = dt.datetime(2026, 11, 20, 6, tzinfo=dt.UTC)


def random_period(seed: int) -> BillingPeriod | None:
    """October of a random company, run; None for one that cannot be computed or costs nothing."""
    rulebook, records = company(seed)
    if not records:
        return None
    save_rulebook(rulebook)
    store(records)
    try:
        return run_period(MONTH, "USD", NOW).period
    except RulebookError:
        return None


def store(records: list[Record]) -> None:
    """The records as a pull stores them; several of one series and day are added up."""
    source = Source.objects.create(slug="aws", name="AWS")
    end = dt.date(2026, 11, 1)
    pull = Pull.objects.create(
        source=source, start=MONTH, end=end, state="stored", started_at=NOW, finished_at=NOW, currency="USD"
    )
    sums: dict[tuple[str, int], int] = {}
    series = {}
    for one, day, amount in records:
        name = f"{one.service}/{sorted(one.tags.items())}"
        series[name] = one
        sums[name, day] = sums.get((name, day), 0) + amount
    rows = {
        name: CostSeries.objects.create(
            source=source,
            fingerprint=name,
            service_name=one.service,
            sub_account_id="1" * 12,
            currency="USD",
            tags=dict(one.tags),
        )
        for name, one in series.items()
    }
    days: dict[int, Decimal] = {}
    for (name, day), amount in sums.items():
        cost = from_units(amount)
        on = MONTH + dt.timedelta(days=day)
        CostRecord.objects.create(series=rows[name], day=on, billed_cost=cost, effective_cost=cost, pull=pull)
        days[day] = days.get(day, Decimal(0)) + cost
    for day, cost in days.items():
        on = MONTH + dt.timedelta(days=day)
        DailyControl.objects.create(
            source=source, pull=pull, day=on, currency="USD", billed_cost=cost, effective_cost=cost, is_estimated=False
        )
