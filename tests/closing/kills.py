"""kill -9 in the middle of closing, adjusting and reopening: the month is closed whole or not at all, and no number is
used twice or missing. Each close runs in a process of its own."""

import datetime as dt
import os
import random
import signal
import time

from django.contrib.auth.models import User
from django.db import connection

from chargeback.billing.models import BillingPeriod
from chargeback.billing.runs import run_period
from chargeback.billing.verify import verify
from chargeback.clock import add_months
from chargeback.closing.checks import checklist, closeable
from chargeback.closing.closing import close_period
from chargeback.closing.comparing import compare
from chargeback.closing.models import Adjustment, Closing, IssuedLine, Reopening, Statement
from chargeback.closing.reopening import ask_to_reopen, decide_reopening
from chargeback.closing.states import override, review, send_to_review
from tests.billing.bills import store_bill

from .conftest import TODAY
from .histories import FIRST, NOW, Company, cast, say


def kill_closes(kills: int, seed: int) -> int:
    """Tells what it saw; 1 when anything was half done."""
    chance = random.Random(seed)
    company, people = Company(chance), cast()
    for place in range(6):
        month = add_months(FIRST, place)
        company.seats_of(month)
        company.bills[month] = [company.line() for _ in range(6)]
    company.save()
    for month, bill in company.bills.items():
        store_bill(bill, month)
        run_period(month, "USD", NOW)
    months = sorted(company.bills)
    killed = finished = 0
    longest = 2.0
    for number in range(kills):
        month = chance.choice(months)
        company.bills[month].append(company.line())
        store_bill(company.bills[month], month)
        child = os.fork()
        if child == 0:
            work(month, people)
        time.sleep(chance.random() * longest)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        was_killed = os.WIFSIGNALED(status)
        killed, finished = killed + was_killed, finished + (not was_killed)
        # Aimed at the whole length of the work, whatever this machine is busy with.
        longest = longest * 1.05 if was_killed else max(0.2, longest * 0.8)
        if problems := half_done():
            say(f"kill {number} in {month:%Y-%m}: {problems}")
            return 1
    broken = [one for one in verify().problems if "not compared since" not in one]
    say(
        f"{kills} closes, {killed} killed, {finished} had ended: {Closing.objects.count()} closings, "
        f"{Statement.objects.count()} statements, {Adjustment.objects.count()} adjustments; "
        f"{len(broken)} broken promises {broken[:3]}"
    )
    return 1 if broken else 0


def work(month: dt.date, people: tuple[User, User]) -> None:
    """In the child: takes the month from wherever the last kill left it to a new close. Never returns."""
    connection.connection = None  # the parent's must not be shared
    status = 0
    try:
        take_on(BillingPeriod.objects.get(month=month), *people)
    except Exception as error:
        say(f"  child: {type(error).__name__}: {str(error)[:200]}")
        status = 1
    os._exit(status)


def take_on(period: BillingPeriod, fay: User, ada: User) -> None:
    if period.state == "closed":
        compare(period.pk, NOW)
        if not Reopening.objects.filter(closing__period=period, is_approved=None).exists():
            ask_to_reopen(period.pk, fay, "to be closed anew", NOW)
        decide_reopening(period.pk, ada, True, NOW)
        period.refresh_from_db()
    if period.state == "open":
        period = run_period(period.month, "USD", NOW).period
        send_to_review(period.pk, fay, "", NOW)
        period.refresh_from_db()
    review(period.pk, period.current_run_id or 0, ada, "", NOW)
    for check in checklist(closeable(period, NOW, TODAY, fay)):
        if not check.lets_close:
            override(period.pk, check.name, fay, "a test", NOW, TODAY)
    close_period(period.pk, fay, "", NOW, TODAY)


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
