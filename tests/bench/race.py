"""Several ways side by side, each in a process of its own, in rounds: a busy machine is busy for all of them."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from statistics import median
from typing import Any

from .laps import Finish, Lap, drive
from .way import Answer

SPAWN = get_context("spawn")  # nothing is inherited


@dataclass(frozen=True, slots=True)
class Contestant:
    """A way under the name that the table shows: `module` has `prepare(*arguments) -> Way`."""

    name: str
    module: str
    arguments: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """The laps of a contestant, one a round, and its finish."""

    name: str
    laps: tuple[Lap, ...]
    finish: Finish

    @property
    def answer(self) -> Answer:
        return self.finish.answer

    @property
    def wall(self) -> float:
        return median(lap.wall for lap in self.laps)

    @property
    def cpu(self) -> float:
        return median(lap.cpu for lap in self.laps)

    def wall_times(self, other: "Result") -> float:
        """How many times as long as the other it took on the clock: the median of the rounds' ratios."""
        return median(mine.wall / its.wall for mine, its in zip(self.laps, other.laps, strict=True))

    def cpu_times(self, other: "Result") -> float:
        """How many times as much processor time as the other it took: the median of the rounds' ratios."""
        return median(mine.cpu / its.cpu for mine, its in zip(self.laps, other.laps, strict=True))


def race(contestants: Sequence[Contestant], rounds: int) -> list[Result]:
    """Every contestant once a round, after a round that does not count; each round begins with another one."""
    with ExitStack() as processes:
        wires = [processes.enter_context(started(one)) for one in contestants]
        laps: list[list[Lap]] = [[] for _ in wires]
        for number in range(rounds + 1):
            for place in turned(len(wires), number):
                laps[place].append(asked(wires[place], True))
        return [
            Result(one.name, tuple(driven[1:]), asked(wire, False))
            for one, driven, wire in zip(contestants, laps, wires, strict=True)
        ]


def turned(length: int, by: int) -> list[int]:
    return [(place + by) % length for place in range(length)]


@contextmanager
def started(one: Contestant) -> Iterator[Connection]:
    """The wire to a process in which the contestant is ready. The process ends with the block."""
    wire, other_end = SPAWN.Pipe()
    process = SPAWN.Process(target=drive, args=(other_end, one.module, one.arguments), daemon=True)
    process.start()
    other_end.close()
    try:
        answered(wire, one)
        yield wire
    finally:
        wire.close()
        process.terminate()
        process.join()


def asked(wire: Connection, go: bool) -> Any:
    wire.send(go)
    return wire.recv()


def answered(wire: Connection, one: Contestant) -> None:
    try:
        wire.recv()
    except EOFError:
        raise RuntimeError(f"{one.name} could not be prepared; its error stands above.") from None
