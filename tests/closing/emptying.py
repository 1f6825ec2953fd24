"""What was closed cannot be emptied, and a test database must be: its guards are switched off for just that."""

from collections.abc import Iterator

import pytest
from django.db import connection

from chargeback.closing.guards import GUARDED

PARTITIONS = """
    SELECT part.oid::regclass::text FROM pg_inherits JOIN pg_class part ON part.oid = inhrelid
    WHERE part.relkind = 'r' AND inhparent::regclass::text LIKE 'billing_%'
"""
EMPTIED = "billing_billingperiod, billing_run, closing_closing"


@pytest.fixture
def emptied_afterwards(transactional_db: None) -> Iterator[None]:
    """Periods, runs and closings are gone when a test with real transactions has ended."""
    yield
    with connection.cursor() as cursor:
        cursor.execute(PARTITIONS)  # those of runs of earlier tests too: emptying the whole table empties them
        tables = [*GUARDED, *(name for (name,) in cursor.fetchall())]
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {EMPTIED} CASCADE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
