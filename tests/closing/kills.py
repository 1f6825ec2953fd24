"""kill -9 in the middle of closing, adjusting and reopening: the month is closed whole or not at all, and no number is
used twice or missing. Each close runs in a process of its own."""

import os
import random
import signal
import time

from django.db import connection

from chargeback.billing.models import BillingPeriod
from chargeback.billing.runs import run_period
from chargeback.billing.verify import verify
from chargeback.clock import add_months
from chargeback.closing.comparing import compare
from chargeback.closing.models import Adjustment, Closing, IssuedLine, Statement

from .conftest import close, close_again
from .histories import FIRST, NOW, Company, cast


def kill_closes(kills: int, seed: int) -> int:
    """Tells what it saw; 1 when anything was half done."""
    chance = random.Random(seed)
    company, people = Company(chance), cast()
    for place in range(6):
        month = add_months(FIRST, place)
        company.seats_of(month)
        company.bills[month] = [company.line() for _ in range(6)]
    company.save()
    from tests.billing.bills import store_bill

    for month, bill in company.bills.items():
        store_bill(bill, month)
        run_period(month, "USD", NOW)
    months = sorted(company.bills)
    killed = finished = 0
    longest = 0.5
    for number in range(kills):
        month = chance.choice(months)
        company.bills[month].append(company.line())
        store_bill(company.bills[month], month)
        began = time.monotonic()
        child = os.fork()
        if child == 0:
            work(month, people)
        time.sleep(chance.random() * longest)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        was_killed = os.WIFSIGNALED(status)
        killed, finished = killed + was_killed, finished + (not was_killed)
        if not was_killed:
            longest = max(0.2, (longest + time.monotonic() - began) / 2)
        if problems := half_done():
            print(f"kill {number} in {month:%Y-%m}: {problems}")
            return 1
    broken = [one for one in verify().problems if "not compared since" not in one]
    print(
        f"{kills} closes, {killed} killed, {finished} had ended: {Closing.objects.count()} closings, "
        f"{Statement.objects.count()} statements, {Adjustment.objects.count()} adjustments; "
        f"{len(broken)} broken promises {broken[:3]}"
    )
    return 1 if broken else 0


def work(month: object, people: object) -> None:
    """In the child: closes the month, or, when it is closed, compares and closes it anew. Never returns."""
    connection.connection = None  # the parent's must not be shared
    status = 0
    try:
        period = BillingPeriod.objects.get(month=month)
        if period.state == "closed":
            compare(period.pk, NOW)
            close_again(period, *people)  # type: ignore[misc]
        else:
            if period.state == "open":
                run_period(month, "USD", NOW)  # type: ignore[arg-type]
            close(period, *people)  # type: ignore[misc]
    except Exception as error:
        print(f"  child: {type(error).__name__}: {str(error)[:200]}")
        status = 1
    os._exit(status)


def half_done() -> list[str]:
    """What is neither closed whole nor open whole."""
    found = []
    for period in BillingPeriod.objects.all():
        closings = Closing.objects.filter(period=period).order_by("version")
        versions = [closing.version for closing in closings]
        if versions != list(range(1, len(versions) + 1)):
            found.append(f"{period} has versions {versions}")
        if period.state == "closed" and not versions:
            found.append(f"{period} is closed without statements")
    for closing in Closing.objects.all():
        rows = Statement.objects.filter(closing=closing)
        if not rows.filter(team=None).exists() or IssuedLine.objects.filter(statement__in=rows).count() == 0:
            found.append(f"{closing} has no whole set of statements")
    for year in set(Statement.objects.values_list("year", flat=True)):
        numbers = sorted(Statement.objects.filter(year=year).values_list("number", flat=True))
        if numbers != list(range(1, len(numbers) + 1)):
            found.append(f"numbers of {year} are {numbers}")
    return found
