"""What a run found stands whole, keyed and apart from other runs, or not at all."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from django.contrib.auth.models import User
from django.db import Error, IntegrityError, connection, transaction

from allocation.models import Membership, Team
from chargeback.billing.binary_copy import amounts, arrays, keys, numbers, texts
from chargeback.billing.models import Assignment, BillingPeriod, Charge, PoolShare, Run, StatementLine
from chargeback.billing.partitions import write
from chargeback.billing.runs import run_month, run_period
from chargeback.billing.verify import verify
from chargeback.costs.models import Pull
from tests.conftest import person

from .conftest import BILL, NOW, OCTOBER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]

RESULTS = (Assignment, PoolShare, StatementLine)
CONSTRAINTS = """
    SELECT contype::text, pg_get_constraintdef(oid), convalidated FROM pg_constraint
    WHERE conrelid = %s::regclass AND contype IN ('p', 'f', 'c') ORDER BY 1, 2
"""


@pytest.fixture
def run(store: Callable[..., Pull]) -> Run:
    store()
    return run_period(OCTOBER, "USD", NOW)


def asked(query: str, *values: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def plan(query: Any) -> str:
    """How PostgreSQL would answer a query of a table that is too large to be read as a whole."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        return str(query.explain())


@pytest.mark.parametrize("model", RESULTS)
def test_a_runs_rows_have_every_key_and_check_of_their_table(run: Run, model: Any) -> None:
    table = model._meta.db_table
    whole, own = asked(CONSTRAINTS, table), asked(CONSTRAINTS, f"{table}_{run.pk}")
    assert own == whole
    assert [kind for kind, _, _ in own].count("f") == sum(field.is_relation for field in model._meta.concrete_fields)
    assert next(text for kind, text, _ in own if kind == "p").startswith("PRIMARY KEY (run_id, ")
    assert all(is_checked for _, _, is_checked in own)


def line(run: Run, **others: Any) -> dict[str, Any]:
    """The columns of one line, with others in the place of some."""
    days = np.zeros((1, 31), np.int64)
    columns = {name: keys([None]) for name in ("team_id", "project_id", "pool_id")}
    columns |= {"run_id": keys([run.pk]), "number": numbers(), "service": texts(["S3"]), "reason": texts([""])}
    columns |= {"amount": amounts(days[:, 0]), "cents": amounts(days[:, 0]), "daily": arrays(days, days == 0)}
    return columns | others


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("team_id", keys([4711])),
        ("project_id", keys([4711])),
        ("pool_id", keys([4711])),
        ("run_id", keys([4711])),
        ("daily", arrays(np.zeros((1, 30), np.int64), np.ones((1, 30), bool))),
    ],
)
def test_a_line_that_names_what_is_not_there_is_refused(store: Any, column: str, values: Any) -> None:
    period = BillingPeriod.objects.create(month=OCTOBER, currency="USD")
    zeros = dict.fromkeys(("control_total", "allocated", "unallocated", "rounding"), 0)
    run = Run.objects.create(period=period, rulebook={}, is_estimated=False, created_at=NOW, **zeros)
    with pytest.raises(IntegrityError), transaction.atomic():
        write(StatementLine, run.pk, 1, line(run, **{column: values}))
    assert not StatementLine.objects.exists()
    write(StatementLine, run.pk, 1, line(run))
    assert StatementLine.objects.get().service == "S3"


def test_a_run_that_fails_half_way_leaves_the_old_one_whole(run: Run, store: Callable[..., Pull]) -> None:
    """Something stands where the next run would write its lines, after its assignments and shares."""
    store(BILL[:-1])
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE billing_statementline_{run.pk + 1} ()")
    with pytest.raises(Error):
        run_period(OCTOBER, "USD", NOW)
    assert list(Run.objects.all()) == [run]
    assert BillingPeriod.objects.get().current_run == run
    for model in RESULTS:
        assert set(model._default_manager.values_list("run_id", flat=True)) == {run.pk}
    assert asked("SELECT to_regclass(%s)", f"billing_assignment_{run.pk + 1}") == [(None,)]
    store()
    assert verify().problems == ()
    assert run_period(OCTOBER, "USD", NOW) == run


def test_a_page_reads_only_the_lines_of_its_team_and_run(run: Run, store: Callable[..., Pull]) -> None:
    store(BILL[:-1])
    other, team = run_period(OCTOBER, "USD", NOW), Team.objects.get(slug="shop")
    shown = plan(Charge.objects.filter(run=run, team=team, day__lt=dt.date(2026, 10, 8)))
    assert f"billing_statementline_{run.pk}_run_id_team_id_idx" in shown
    assert f"billing_statementline_{other.pk}" not in shown


def test_which_months_a_lead_sees_is_found_in_the_lines_of_current_runs(run: Run, store: Callable[..., Pull]) -> None:
    store(BILL[:-1])
    current, lead = run_period(OCTOBER, "USD", NOW), person("lia", "lead")
    Membership.objects.create(user=lead, team=Team.objects.get(slug="shop"))
    periods = BillingPeriod.objects.visible_to(User.objects.get(pk=lead.pk))
    assert [period.current_run for period in periods] == [current]
    assert f"billing_statementline_{current.pk}" in plan(periods)
    assert f"billing_statementline_{run.pk}" not in plan(periods)


def test_charges_are_the_days_of_lines(run: Run) -> None:
    day = Charge.objects.get(run=run, team__slug="data", project__slug="search", day=dt.date(2026, 10, 16))
    of_line = StatementLine.objects.get(run=run, number=day.line)
    assert (of_line.daily[15], of_line.amount) == (day.amount, day.amount)
    assert [one for place, one in enumerate(of_line.daily) if place != 15] == [None] * 30


def test_months_of_28_to_31_days_have_charges_on_their_last_day(store: Callable[..., Pull]) -> None:
    for month, last in ((2, 28), (4, 30), (7, 31)):
        start = dt.date(2026, month, 1)
        store([(last, "AWS Lambda", "checkout", "1", "1")], month=start)
        run_month(start, NOW)
        charge = Charge.objects.get(run=BillingPeriod.objects.get(month=start).current_run)
        assert (charge.day, charge.amount) == (start.replace(day=last), Decimal(1))
