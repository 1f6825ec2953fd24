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
                laps[place].append(wires[place].asked(True))
        return [
            Result(wire.name, tuple(driven[1:]), wire.asked(False)) for driven, wire in zip(laps, wires, strict=True)
        ]


def turned(length: int, by: int) -> list[int]:
    return [(place + by) % length for place in range(length)]


@dataclass(frozen=True, slots=True)
class Wire:
    """The way to talk to the process of a contestant. Raises RuntimeError when the process has failed."""

    name: str
    connection: Connection

    def asked(self, go: bool) -> Any:
        self.connection.send(go)
        return self.answer()

    def answer(self) -> Any:
        try:
            return self.connection.recv()
        except EOFError:
            raise RuntimeError(f"{self.name} failed; its error stands above.") from None


@contextmanager
def started(one: Contestant) -> Iterator[Wire]:
    """The wire to a process in which the contestant is ready. The process ends with the block."""
    mine, its = SPAWN.Pipe()
    process = SPAWN.Process(target=drive, args=(its, one.module, one.arguments), daemon=True)
    process.start()
    its.close()
    wire = Wire(one.name, mine)
    try:
        wire.answer()
        yield wire
    finally:
        mine.close()
        process.terminate()
        process.join()
