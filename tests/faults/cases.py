"""Every kind of fault at the first, the third, the last and every call that it can strike."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from chargeback.demo.faults import FAULTS

NEVER = 10**9
POSITIONS = ("first", "third", "last", "every")
# Slow faults take so long here; what they do otherwise is a matter of scale.
QUICK: Mapping[str, float] = {"slow": 0.05, "stall": 0.05, "drip": 0.00002}


@dataclass(frozen=True, slots=True)
class Kind:
    """A fault by name, with what has to be said about it besides when."""

    name: str
    fault: str
    more: Mapping[str, Any] = field(default_factory=dict)

    def arranged(self, nth: int | str) -> dict[str, Any]:
        return {"kind": self.fault, "nth": nth, **self.more}


@dataclass(frozen=True, slots=True)
class Case:
    """One pull with one fault. `nth` is the call, of those it can strike, or "every"."""

    kind: Kind
    position: str
    nth: int | str

    def __str__(self) -> str:
        return f"{self.kind.name}@{self.position}"


MOVED = {
    "kind": "moved",
    "where": {"Tags": {"Key": "project", "Values": ["checkout"]}},
    "to": {"tags": {"project": "x"}},
}
VANISHED = {"kind": "vanished", "where": {"Dimensions": {"Key": "LINKED_ACCOUNT", "Values": ["2" * 12]}}}
FLIPPED = {"kind": "sign-flipped", "where": {"Dimensions": {"Key": "RECORD_TYPE", "Values": ["Credit"]}}}
CREDIT = {"kind": "late-credit", "start": "2026-10-02", "amount": "-3.21"}
RESTATED = {
    "restated: moved": MOVED,
    "restated: vanished": VANISHED,
    "restated: sign": FLIPPED,
    "restated: credit": CREDIT,
}
KINDS = (
    *(Kind(name, name, {"seconds": QUICK[name]} if name in QUICK else {}) for name in FAULTS),
    *(Kind(name, "restated", {"restatement": change}) for name, change in RESTATED.items()),
)


def cases_of(kind: Kind, could: int) -> Iterator[Case]:
    """The cases of a kind that can strike so many calls of a pull. Positions that are the same call come once."""
    numbers = {"first": 1, "third": 3, "last": could}
    seen: set[int] = set()
    for position, nth in numbers.items():
        if 1 <= nth <= could and nth not in seen:
            seen.add(nth)
            yield Case(kind, position, nth)
    if could > 1:
        yield Case(kind, "every", "every")
