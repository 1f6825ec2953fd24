"""What the simulator was asked, and what AWS would have charged for it."""

from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

PRICE = Decimal("0.01")
FREE = frozenset({"AssumeRole", "GetCallerIdentity"})


@dataclass(frozen=True, slots=True)
class Call:
    """One request to the API. AWS bills every page of an answer, and no request that failed."""

    number: int
    operation: str
    status: int
    is_next_page: bool
    fault: str
    key: str = ""

    @property
    def is_billed(self) -> bool:
        return self.status == 200 and self.operation not in FREE


@dataclass(slots=True)
class CallLog:
    """Every call since the start or the last `forget`. All methods need a lock."""

    calls: list[Call] = field(default_factory=list)
    received: dict[str, int] = field(default_factory=dict)

    def receive(self, operation: str) -> dict[str, int]:
        """The number of a call that begins, counted from 1: of all calls under "", and of its operation."""
        for name in ("", operation) if operation else ("",):
            self.received[name] = self.received.get(name, 0) + 1
        return {name: self.received[name] for name in ("", operation)}

    def forget(self) -> None:
        self.calls.clear()
        self.received.clear()

    def told(self) -> dict[str, Any]:
        calls = sorted(self.calls, key=lambda call: call.number)
        billed = sum(call.is_billed for call in calls)
        return {"calls": [asdict(call) for call in calls], "requests": billed, "dollars": str(PRICE * billed)}
