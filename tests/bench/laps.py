"""Inside the process of one contestant: makes the way, then runs it whenever it is told to."""

import gc
import resource
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from .way import Answer, Way

PROCESS = Path("/proc/self")


@dataclass(frozen=True, slots=True)
class Lap:
    """One run of the work: seconds on the clock, and seconds of processor time of all its threads and its server."""

    wall: float
    cpu: float


@dataclass(frozen=True, slots=True)
class Finish:
    """What the way answered, and the most memory (bytes) that it held at once while it worked, inputs included."""

    answer: Answer
    peak: int


def drive(wire: Connection, module: str, arguments: tuple[Any, ...]) -> None:
    """Prepares the way of a module and says so; then a lap for each True, and the finish for False."""
    way: Way = import_module(module).prepare(*arguments)
    gc.collect()
    wire.send("ready")
    forget_peak()
    with suppress(EOFError):  # the race was called off
        drive_on(wire, way)


def drive_on(wire: Connection, way: Way) -> None:
    result = None
    while wire.recv():
        result = None
        gc.collect()
        lap, result = timed(way)
        wire.send(lap)
    wire.send(Finish(way.answer(result), peak() + way.elsewhere()[1]))


def timed(way: Way) -> tuple[Lap, Any]:
    wall, cpu = perf_counter(), process_time() + way.elsewhere()[0]
    result = way.work()
    return Lap(perf_counter() - wall, process_time() + way.elsewhere()[0] - cpu), result


def forget_peak() -> None:
    """What was needed to prepare does not count. Where the system cannot forget it, it does."""
    try:
        (PROCESS / "clear_refs").write_text("5")
    except OSError:
        return


def peak() -> int:
    """The most memory that this process has held at once, in bytes."""
    try:
        status = (PROCESS / "status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) * 1024
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
