"""What was closed cannot be emptied, and a test database must be: its guards are switched off for just that."""

from collections.abc import Iterator

import pytest
from django.db import connection

from chargeback.billing.models import Run
from chargeback.closing.guards import GUARDED, partitions_of

EMPTIED = "billing_billingperiod, billing_run, closing_closing"


@pytest.fixture
def emptied_afterwards(transactional_db: None) -> Iterator[None]:
    """Periods, runs and closings are gone when a test with real transactions has ended."""
    yield
    tables = [*GUARDED, *(part for run in Run.objects.values_list("pk", flat=True) for part in partitions_of(run))]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {EMPTIED} CASCADE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
