"""The triggers that keep what was closed: which there must be, and those of a closed run's own tables."""

from collections.abc import Iterator

from django.db import connection

PARTITIONED = ("billing_assignment", "billing_poolshare", "billing_statementline")
GUARDED = (
    *PARTITIONED,
    "billing_billingperiod",
    "billing_run",
    "billing_run_pulls",
    "billing_serviceday",
    "billing_teamday",
    "closing_adjustment",
    "closing_adjustmentline",
    "closing_closing",
    "closing_comparison",
    "closing_issuedline",
    "closing_override",
    "closing_reopening",
    "closing_review",
    "closing_statechange",
    "closing_statement",
    "closing_transfer",
)
PAIRS = ("closing_adjustment", "closing_pairs")  # the credit and recharge of a transfer are exactly 0
ROWS, ALL = "closing_keep", "closing_keep_all"
ALWAYS = ("O", "A")  # enabled; not only for replicas, not switched off
TRIGGERS = "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname = ANY(%s) AND tgenabled::text = ANY(%s)"


def guard_results(run: int) -> None:
    """From now on the run's own tables cannot be truncated either: a trigger of the whole does not see its parts."""
    with connection.cursor() as cursor:
        for table in partitions_of(run):
            cursor.execute(
                f"CREATE OR REPLACE TRIGGER {ALL} BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {ALL}()"
            )


def partitions_of(run: int) -> list[str]:
    return [f"{table}_{run}" for table in PARTITIONED]


def missing_guards(closed_runs: list[int]) -> Iterator[str]:
    """One sentence for each trigger that is missing or switched off."""
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS, [[ROWS, ALL, PAIRS[1]], list(ALWAYS)])
        found = set(cursor.fetchall())
    parts = [table for run in closed_runs for table in partitions_of(run)]
    wanted = [(table, name) for table in (*GUARDED, *parts) for name in (ROWS, ALL)]
    for table, name in (*wanted, PAIRS):
        if (table, name) not in found:
            yield f"{table}: the trigger {name} is missing or switched off, so what was closed can be changed."
