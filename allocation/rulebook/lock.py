"""One writer of the rulebook at a time: forms, imports and publishing wait for each other."""

from allocation.models import AllocationOptions


def hold_rulebook() -> AllocationOptions:
    """The options' row, locked until the transaction ends. `save_rulebook` locks the same row."""
    AllocationOptions.objects.get_or_create(pk=1)
    return AllocationOptions.objects.select_for_update().get(pk=1)
