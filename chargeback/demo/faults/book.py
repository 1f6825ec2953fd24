"""The faults that are arranged, and the pages that a fault has put aside for a later call."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .reply import Reply
from .script import Arranged, read_fault
from .talks import Exchange, Struck


@dataclass(slots=True)
class FaultBook:
    """All methods need a lock."""

    arranged: list[Arranged] = field(default_factory=list)
    later: dict[str, Reply] = field(default_factory=dict)

    def arrange(self, faults: Iterable[Mapping[str, Any]]) -> None:
        """Raises ValueError for a fault that nobody knows, arranging nothing."""
        self.arranged.extend([read_fault(fault) for fault in faults])

    def forget(self) -> None:
        self.arranged.clear()
        self.later.clear()

    def told(self) -> list[dict[str, Any]]:
        return [fault.told() for fault in self.arranged]

    def put_aside(self, token: object) -> Reply | None:
        """The page that a fault has kept for the token, once."""
        return self.later.pop(token, None) if isinstance(token, str) else None

    def strike(self, exchange: Exchange, numbers: Mapping[str, int]) -> tuple[Arranged, Struck] | None:
        """The first fault that is meant for this call, and what it does."""
        for fault in self.arranged:
            if struck := fault.strike(exchange, numbers.get(fault.operation, 0)):
                self.later |= struck.later
                return fault, struck
        return None
