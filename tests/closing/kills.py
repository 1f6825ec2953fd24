"""kill -9 in the middle of closes, adjustments and exports, each in a process of its own.

A month is closed whole or not at all, and no number is used twice or missing. A comparison has all its adjustments or
is not there. An accepted dispute has its credit and its recharge, which are 0 together, or is still open. A file that
is said to be made is whole. The next worker takes up whatever was left.
"""

import datetime as dt
import os
import random
import signal
import tempfile
import time
from collections import Counter

from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Sum

import chargeback.portal.tasks  # noqa: F401 knows how an export is made
from chargeback import clock
from chargeback.billing.models import BillingPeriod
from chargeback.billing.runs import run_period
from chargeback.billing.verify import verify
from chargeback.clock import add_months
from chargeback.closing.checks import checklist, closeable
from chargeback.closing.closing import close_period
from chargeback.closing.comparing import compare
from chargeback.closing.models import Adjustment, Closing, IssuedLine, Reopening, Statement, Transfer
from chargeback.closing.reopening import ask_to_reopen, decide_reopening
from chargeback.closing.states import override, review, send_to_review
from chargeback.closing.verify import adjustment_problems, transfer_problems
from chargeback.disputes.models import Dispute
from chargeback.exports.asking import Wanted, ask
from chargeback.exports.folder import path_of
from chargeback.exports.models import Export
from chargeback.jobs.models import Job
from chargeback.jobs.work import run as run_job
from tests.billing.bills import store_bill

from .conftest import TODAY
from .histories import FIRST, NOW, Company, cast, decide_all, decide_dispute, say


def kill_all(kills: int, seed: int) -> int:
    """Closes, adjustments with disputes, and exports in turn. Tells what it saw; 1 when anything was half done."""
    chance = random.Random(seed)
    company, people = Company(chance), cast()
    settings.EXPORTS_DIR = tempfile.mkdtemp(prefix="exports-")
    months = billed(company)
    for month in months[:2]:
        take_on(month, people, chance)
    seen: Counter[str] = Counter()
    longest = dict.fromkeys(WORKS, 2.0)
    for number in range(kills):
        name = list(WORKS)[number % len(WORKS)]
        month = chance.choice(months)
        company.bills[month].append(company.line())
        store_bill(company.bills[month], month)
        was_killed = killed(name, month, people, random.Random(chance.random()), chance.random() * longest[name])
        seen[f"{name} {'killed' if was_killed else 'ended'}"] += 1
        # Aimed at the whole length of the work, whatever this machine is busy with.
        longest[name] = longest[name] * 1.05 if was_killed else max(0.2, longest[name] * 0.8)
        if problems := [*half_done(), *transfer_problems(), *half_decided(), *half_exported()]:
            say(f"kill {number} of {name} in {month:%Y-%m}: {problems}")
            return 1
    return told(kills, seen)


def billed(company: Company) -> list[dt.date]:
    """Half a year with bills and runs."""
    for place in range(6):
        month = add_months(FIRST, place)
        company.seats_of(month)
        company.bills[month] = [company.line() for _ in range(6)]
    company.save()
    for month, bill in company.bills.items():
        store_bill(bill, month)
        run_period(month, "USD", NOW)
    return sorted(company.bills)


def killed(name: str, month: dt.date, people: tuple[User, User], chance: random.Random, after: float) -> bool:
    """Whether the work, in a process of its own, was still at it when it was killed."""
    child = os.fork()
    if child == 0:
        work(name, month, people, chance)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def told(kills: int, seen: Counter[str]) -> int:
    """What is left behind is taken up by the next worker; then every promise is checked once more."""
    for job in Job.objects.filter(kind="export").order_by("pk"):
        run_job(job.pk, clock.now)
    unfinished = Job.objects.filter(kind="export").exclude(state__in=["done", "failed"]).count()
    broken = [one for one in verify().problems if "not compared since" not in one]
    say(
        f"{kills} kills: {dict(sorted(seen.items()))}; {Closing.objects.count()} closings, "
        f"{Statement.objects.count()} statements, {Adjustment.objects.count()} adjustments, "
        f"{Transfer.objects.count()} transfers of {Dispute.objects.count()} disputes, "
        f"{Export.objects.exclude(made_at=None).count()} files; {unfinished} exports without an end, "
        f"{len(broken)} broken promises {broken[:3]}"
    )
    return 1 if broken or unfinished else 0


def work(name: str, month: dt.date, people: tuple[User, User], chance: random.Random) -> None:
    """In the child: takes up whatever the last kill left. Never returns."""
    connection.connection = None  # the parent's must not be shared
    status = 0
    try:
        WORKS[name](month, people, chance)
    except Exception as error:
        say(f"  {name}: {type(error).__name__}: {str(error)[:200]}")
        status = 1
    os._exit(status)


def adjust(month: dt.date, people: tuple[User, User], chance: random.Random) -> None:
    """Every closed month is compared and what is proposed is decided; before or after, an amount is disputed."""
    parts = [compare_all, dispute_one]
    chance.shuffle(parts)
    for part in parts:
        part(people[0], chance)


def compare_all(fay: User, chance: random.Random) -> None:
    for period in BillingPeriod.objects.filter(state="closed").order_by("month"):
        compare(period.pk, NOW)
    decide_all(chance, fay)


def dispute_one(fay: User, chance: random.Random) -> None:
    statements = Statement.objects.exclude(team=None).exclude(total=0).filter(period__state="closed")
    if found := list(statements.order_by("pk")):
        decide_dispute(chance, chance.choice(found), fay)


def export(month: dt.date, people: tuple[User, User], chance: random.Random) -> None:
    wanted = Wanted("lines", month, chance.choice("abc"), "", chance.choice(("csv", "xlsx")))
    run_job(ask(people[0], wanted, clock.now()).job_id, clock.now)


def take_on(month: dt.date, people: tuple[User, User], chance: random.Random) -> None:
    """From wherever it is to a new close."""
    period, (fay, ada) = BillingPeriod.objects.get(month=month), people
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


def half_decided() -> list[str]:
    """Disputes without what their state says, adjustments that are not their lines, months not as last compared."""
    found = [
        f"dispute {one.pk} is {one.state}, transfer {one.transfer_id}"
        for one in Dispute.objects.all()
        if (one.state == "accepted") != bool(one.transfer_id) or one.steps.order_by("pk").last().state != one.state
    ]
    orphans = Transfer.objects.filter(takes_back=None, dispute=None)
    found += [f"{one} belongs to no dispute" for one in orphans]
    for row in Adjustment.objects.annotate(total=Sum("lines__amount")):
        if row.total != row.amount:
            found.append(f"adjustment {row.pk} is {row.amount}, its lines {row.total}")
    for period in BillingPeriod.objects.filter(state="closed"):
        found += [one for one in adjustment_problems(period) if "not compared since" not in one]
    return found


def half_exported() -> list[str]:
    """Exports that are said to be made and have no whole file."""
    made = Export.objects.exclude(made_at=None)
    return [f"export {one.pk} is not whole" for one in made if not is_whole(one)]


def is_whole(export: Export) -> bool:
    path = path_of(export.stored)
    return path is not None and path.stat().st_size == export.size


WORKS = {"close": take_on, "adjust": adjust, "export": export}
