"""How long the pages about rules, unallocated cost and pools take for a large company; and what history costs.

python -m tests.bench.rules_pages [RECORDS]

One month of 50,000 series, 500 rules, 40 pools and 200 teams in a PostgreSQL of its own; every page twenty times.
"""

import statistics
import sys
import time
from collections.abc import Callable

import django

import tests.stack  # noqa: F401 starts the servers and names them, before the settings are read

django.setup()

import numpy as np  # noqa: E402
from django.contrib.auth.models import Group, User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from allocation.drafts import new_draft  # noqa: E402
from allocation.rulebook import load_rulebook, save_rulebook  # noqa: E402
from allocation.rulebook.order import in_order  # noqa: E402
from chargeback.billing.models import BillingPeriod  # noqa: E402
from chargeback.billing.runs import run_period  # noqa: E402
from chargeback.billing.what_if import preview_months  # noqa: E402
from chargeback.clock import now  # noqa: E402
from chargeback.costs.models import CostSeries, Pull, Source  # noqa: E402

from . import company  # noqa: E402

TIMES = 20
CONTROLS = """
    INSERT INTO costs_dailycontrol (source_id, pull_id, day, currency, billed_cost, effective_cost, is_estimated)
    SELECT %s, %s, day, 'USD', sum(billed_cost), sum(effective_cost), false FROM costs_costrecord GROUP BY day
"""
MONTH = company.MONTH


def store(records: int) -> None:
    """The company's series and records, as a pull would leave them."""
    source = Source.objects.create(slug="aws", name="AWS")
    pull = Pull.objects.create(source=source, start=MONTH, end="2026-11-01", state="stored", started_at=now())
    series = company.series()
    rows = (
        CostSeries(
            source=source,
            fingerprint=f"{number:064d}",
            service_name=one.service,
            sub_account_id=one.account,
            region_id=one.region,
            resource_id=one.resource,
            currency="USD",
            tags=dict(one.tags),
        )
        for number, one in enumerate(series)
    )
    ids = np.array([row.pk for row in CostSeries.objects.bulk_create(rows, batch_size=5000)])
    costs = company.costs(records)
    code = costs.series.astype(np.int64) * 32 + costs.day
    _, first = np.unique(code, return_index=True)  # a series has one record a day
    with connection.cursor() as cursor:
        command = "COPY costs_costrecord (series_id, day, billed_cost, effective_cost, pull_id) FROM STDIN"
        with cursor.copy(command) as wire:
            for place in first.tolist():
                day = f"{MONTH:%Y-%m}-{int(costs.day[place]) + 1:02d}"
                amount = f"{int(costs.amount[place]) / 10**10:.10f}"
                wire.write_row((int(ids[costs.series[place]]), day, amount, amount, pull.pk))
        cursor.execute(CONTROLS, [source.pk, pull.pk])
        cursor.execute("ANALYZE")


def seconds(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def say(what: str, *amounts: float) -> None:
    sys.stdout.write(f"{what:<50}" + "".join(f"{amount:>10.3f} s" for amount in amounts) + "\n")
    sys.stdout.flush()


def pages(client: Client) -> None:
    month = f"/m/{MONTH:%Y-%m}"
    addresses = (
        f"{month}/unallocated/",
        f"{month}/unallocated/?reason=unknown+tag+value",
        f"{month}/shared/",
        f"{month}/shared/pool00/",
        "/rules/",
        "/rules/history/",
        "/rules/drafts/",
        "/rules/drafts/1/",
        "/start/",
    )
    sys.stdout.write(f"{'page':<50}{'first':>10}  {'median':>10}  {'95 %':>10}\n")
    for address in addresses:
        first = seconds(lambda address=address: client.get(address))  # type: ignore[misc]
        times = sorted(seconds(lambda address=address: client.get(address)) for _ in range(TIMES))  # type: ignore[misc]
        say(address, first, statistics.median(times), times[int(TIMES * 0.95) - 1])


def main() -> None:
    records = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    call_command("migrate", verbosity=0)
    rulebook = in_order(company.rulebook())
    say("rulebook stored, with its history", seconds(lambda: save_rulebook(rulebook)))
    store(records)
    say(f"{records:,} records run", seconds(lambda: run_period(MONTH, "USD", now())))
    ada = User.objects.create_user("ada", is_staff=True)
    ada.groups.add(Group.objects.get(name="admin"))
    client = Client(headers={"host": "localhost"})
    client.force_login(ada)
    base = load_rulebook()
    changed = company.rulebook(seed=5)
    draft = new_draft("Other rules", "To be measured", base, changed, ada, now())
    say("preview of one month", seconds(lambda: preview_months(draft, [MONTH], now, lambda *_: None)))
    say("rules counted", seconds(lambda: client.get("/rules/?count")))
    BillingPeriod.objects.update(month=MONTH)
    pages(client)


if __name__ == "__main__":
    main()
