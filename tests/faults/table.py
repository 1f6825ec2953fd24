"""What came of every case, as a table for people."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .cases import POSITIONS

HEAD = ("fault", "calls", *POSITIONS, "tutorial's loop")
FORM = "{:<22} {:>5}  {:<8} {:<8} {:<8} {:<8}  {}"


@dataclass(slots=True)
class Line:
    """One kind of fault: how many calls of a pull it can strike, and how each case ended, ours and the tutorial's."""

    name: str
    calls: int
    ours: dict[str, str] = field(default_factory=dict)
    theirs: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        theirs = " ".join(f"{self.theirs.get(position, '-'):<7}" for position in POSITIONS)
        return FORM.format(self.name, self.calls, *(self.ours.get(position, "-") for position in POSITIONS), theirs)


def heading() -> str:
    theirs = " ".join(f"{position:<7}" for position in POSITIONS)
    return f"{FORM.format('', '', 'portal', '', '', '', 'tutorial')}\n{FORM.format(*HEAD[:6], theirs)}"


def summary(who: str, words: Iterable[str], order: Mapping[str, str]) -> str:
    """How many cases ended how, every way of ending named even when there is none."""
    counts = Counter(words)
    parts = ", ".join(f"{counts[word]} {meaning}" for word, meaning in order.items())
    return f"{who}: {counts.total()} cases: {parts}"
