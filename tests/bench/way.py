"""What a benchmark times: one way of doing a piece of work, made in a process of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """What a way found, to compare. Amounts are in 10^-10; `rows` are the rows of its result.

    `teams` is what each team carries, "" for nobody; it is empty for a way that does not claim the whole answer.
    `precision` is by how much a sum may be off, 0 for a way that is exact.
    """

    total: int
    rows: int
    teams: Mapping[str, int] = field(default_factory=dict)
    precision: int = 0


@dataclass(frozen=True, slots=True)
class Way:
    """`work` is timed; `answer` reads what it returned, untimed.

    `elsewhere` is what a server has used so far for the way: processor time in seconds, and its peak memory in bytes.
    """

    work: Callable[[], Any]
    answer: Callable[[Any], Answer]
    elsewhere: Callable[[], tuple[float, int]] = lambda: (0.0, 0)
