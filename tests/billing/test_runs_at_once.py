"""Runs beside others, and a run that is killed: the month is the old one or the new one, whole."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from threading import Thread

import pytest
from django.db import connection, transaction

from allocation.models import Pool, Project, Team
from chargeback.billing.models import Assignment, BillingPeriod, Run
from chargeback.billing.month_json import month_figures
from chargeback.billing.runs import run_period
from chargeback.billing.verify import verify
from chargeback.costs.models import Pull
from tests.costs.workers import ROOT, environment, eventually

from .conftest import BILL, NOW, OCTOBER

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("rules")]

SEPTEMBER = date(2026, 9, 1)
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass"


def waits_for(table: str) -> bool:
    """Whether somebody waits for a lock on the table."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING, [table])
        return bool(cursor.fetchone()[0])


def beside(month: date) -> Thread:
    """A run of the month in a session of its own, begun."""

    def run() -> None:
        run_period(month, "USD", NOW)
        connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread


def test_two_months_are_run_at_once(store: Callable[..., Pull]) -> None:
    store()
    store(BILL[:1], month=SEPTEMBER)
    for thread in [beside(OCTOBER), beside(SEPTEMBER)]:
        thread.join(60)
    assert Run.objects.count() == 2
    assert verify().problems == ()


def test_a_run_waits_for_an_import_and_neither_ends_in_a_deadlock(store: Callable[..., Pull]) -> None:
    """An import changes teams, then projects, then pools; a run holds them in the same order."""
    store()
    with transaction.atomic():
        Team.objects.update(cost_centre="1")
        run = beside(OCTOBER)
        assert eventually(lambda: waits_for("allocation_team"))
        Project.objects.update(name="P")
        Pool.objects.update(note="N")
    run.join(60)
    assert BillingPeriod.objects.get().current_run == Run.objects.get()


@pytest.mark.slow
def test_a_run_killed_while_it_writes_leaves_the_old_month_and_the_next_run_is_right(
    store: Callable[..., Pull],
) -> None:
    store()
    old = run_period(OCTOBER, "USD", NOW)
    store(BILL[:-1])
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "LOCK TABLE billing_statementline IN SHARE UPDATE EXCLUSIVE MODE"
        )  # its lines cannot be attached
        command = [sys.executable, "manage.py", "run_month", "2026-10"]
        process = subprocess.Popen(command, cwd=ROOT, env=environment(), stderr=subprocess.DEVNULL)
        assert eventually(lambda: waits_for("billing_statementline"))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert eventually(lambda: not waits_for("billing_statementline"))
    assert BillingPeriod.objects.get().current_run == old
    assert list(Run.objects.all()) == [old]
    assert set(Assignment.objects.values_list("run_id", flat=True)) == {old.pk}
    run_period(OCTOBER, "USD", NOW)
    figures = month_figures(BillingPeriod.objects.get())
    assert (figures["control_total"], figures["proof"]) == ("52.0000000000", "ok")
