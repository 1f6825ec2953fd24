"""What a run found lies in partitions of its own: written without a lookup per row, then every key checked at once.

Half a million lookups took ten times as long as all the rest of writing (docs/decisions/0026).
"""

from collections.abc import Mapping
from typing import Any

from django.db import connection, migrations, models

from allocation.models import Pool, Project, Team
from chargeback.costs.models import CostSeries

from .binary_copy import Column, copy
from .models import Run

# Whom the keys of results lead to, in the one order in which they are locked.
KEYED: tuple[type[models.Model], ...] = (Team, Project, Pool, CostSeries, Run)


def hold_keyed() -> None:
    """Until the transaction ends, nobody else changes what results name, and no other run attaches its own.

    Attaching takes these locks one by one; taken here in one order, two runs wait and do not end in a deadlock.
    Reading goes on. Call it before the run is recorded.
    """
    tables = ", ".join(model._meta.db_table for model in KEYED)
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE")


def write(model: type[models.Model], run: int, rows: int, columns: Mapping[str, Column]) -> None:
    """The rows are the run's partition of the model's table when this returns; all its keys and constraints hold.

    Raises IntegrityError when one does not.
    """
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table}_{run} (LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)")
        copy(f"{table}_{run}", rows, columns)
        cursor.execute(f"ALTER TABLE {table} ATTACH PARTITION {table}_{run} FOR VALUES IN ({run})")


class CreatePartitionedModel(migrations.CreateModel):
    """A table with a partition for each run. Keys and indexes of the table are those of every partition."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        plain = schema_editor.sql_create_table
        schema_editor.sql_create_table = f"{plain} PARTITION BY LIST (run_id)"
        super().database_forwards(app_label, schema_editor, from_state, to_state)
        schema_editor.sql_create_table = plain
