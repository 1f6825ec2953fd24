"""Migrations of many models, rendered once."""

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations.base import Operation


class AtOnce(Operation):
    """Does what its operations do, none of which may change a table that an earlier one made.

    Django renders all models that lead to each other anew after each operation. For a new database that was 17 of
    20 seconds; here they are rendered when all are known.
    """

    serialization_expand_args = ["operations"]  # a list, as Django has it

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = list(operations)

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.__dict__.pop("apps", None)  # rendered when it is next asked for
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return "; ".join(operation.describe() for operation in self.operations)
