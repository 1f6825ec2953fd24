"""Processes that stop in the reverse order of their start and never outlive the one that started them."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from .privileges import Drop, die_with_parent, stay

LINES_SHOWN = 15
MOST_FALLS = 5  # of all children together within a minute; then something is wrong that starting again cannot mend
SAME_START = 2.0  # seconds by which two readings of one process's start may differ


class ChildFellError(Exception):
    """A process ended that should not have, or was not ready in time. The text is for people."""


@dataclass(frozen=True)
class Program:
    """What to start, as whom, and how it wants to be stopped."""

    name: str
    command: Sequence[object]  # words and paths
    env: Mapping[str, str]
    cwd: Path
    stop_signal: signal.Signals = signal.SIGTERM
    orphan_signal: signal.Signals = signal.SIGTERM  # what the kernel sends when the supervisor was killed
    patience: float = 8.0  # seconds it may take to stop; then it is killed, which all of ours survive
    drop: Drop = stay
    sockets: tuple[int, ...] = ()
    shown: bool = False  # writes to the terminal, not to a log


@dataclass(frozen=True)
class Child:
    program: Program
    process: "subprocess.Popen[bytes]"
    log: Path | None

    @property
    def fell(self) -> bool:
        return self.process.poll() is not None

    def last_words(self) -> str:
        """How it ended and the last lines of its log."""
        ending = f"{self.program.name} ended with code {self.process.returncode}."
        if not self.log:
            return ending
        lines = self.log.read_text(errors="replace").splitlines()[-LINES_SHOWN:]
        return "\n  ".join([f"{ending} The end of {self.log}:", *lines])

    def stop(self) -> None:
        """After this neither the process nor anything in its group lives."""
        with suppress(ProcessLookupError):
            self.process.send_signal(self.program.stop_signal)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(self.program.patience)
        kill_group(self.process.pid)
        self.process.wait()


class Children:
    """All processes of one stack. Their ids are kept in a file, so that a later start can stop what was left."""

    def __init__(self, folder: Path, say: Callable[[str], None]) -> None:
        self.logs = folder / "log"
        self.list = folder / "children.json"
        self.say = say
        self.living: list[Child] = []
        self.falls: list[float] = []
        self.healing = False  # while everything is being started a fall is an error; later it is mended
        stop_leftovers(self.list)
        self.logs.mkdir(mode=0o700, exist_ok=True)
        for log in self.logs.glob("*.log"):
            log.replace(log.with_suffix(".previous"))

    def start(self, program: Program) -> Child:
        """Start the program, to be stopped before all that were started earlier."""
        child = self._launch(program)
        self.living.append(child)
        self._write_list()
        return child

    def _launch(self, program: Program) -> Child:
        log = None if program.shown else self.logs / f"{program.name}.log"
        with open(log or os.devnull, "ab") as output:
            process = subprocess.Popen(
                [str(word) for word in program.command],
                env=program.env,
                cwd=program.cwd,
                stdin=subprocess.DEVNULL,
                stdout=output if log else None,
                stderr=subprocess.STDOUT if log else None,
                pass_fds=program.sockets,
                preexec_fn=_detach(program),
            )
        return Child(program, process, log)

    def run(self, program: Program) -> None:
        """Start a program and wait for its end. Raises ChildFellError when it, or another child, fails."""
        child = self.start(program)
        while not child.fell:
            self.check(besides=child)
            time.sleep(0.05)
        if child.process.returncode:
            raise ChildFellError(child.last_words())
        self.forget(child)

    def wait_until(self, ready: Callable[[], bool], seconds: float, what: str) -> None:
        """Return when `ready()`. Raises ChildFellError when a child ends before, or the time is over."""
        end = time.monotonic() + seconds
        while not ready():
            self.check()
            if time.monotonic() > end:
                raise ChildFellError(f"{what} was not ready within {seconds:.0f} seconds. The logs are in {self.logs}.")
            time.sleep(0.05)

    def check(self, besides: Child | None = None) -> None:
        """Start again what fell, when healing. Raises ChildFellError when not, or when it happens too often."""
        for child in [child for child in self.living if child.fell and child is not besides]:
            self.falls = [moment for moment in self.falls if moment > time.monotonic() - 60] + [time.monotonic()]
            if not self.healing or len(self.falls) > MOST_FALLS:
                raise ChildFellError(child.last_words())
            self.say(f"{child.last_words()}\nStarting {child.program.name} again.")
            self._replace(child)

    def _replace(self, child: Child) -> None:
        kill_group(child.process.pid)
        time.sleep(1)  # a database refuses to start while a process of its killed predecessor is still leaving
        self.living[self.living.index(child)] = self._launch(child.program)
        self._write_list()

    def forget(self, child: Child) -> None:
        """Take note that a child that was meant to end has ended."""
        kill_group(child.process.pid)
        self.living.remove(child)
        self._write_list()

    def stop_all(self) -> None:
        """After this no child lives; the last one started stopped first."""
        for child in reversed(self.living):
            fell = child.fell
            child.stop()
            if not fell:
                self.say(f"{child.program.name} stopped")
        self.living.clear()
        self.list.unlink(missing_ok=True)

    def _write_list(self) -> None:
        rows = [(child.process.pid, _started(child.process.pid), child.program.stop_signal) for child in self.living]
        self.list.write_text(json.dumps(rows))


def stop_leftovers(file: Path) -> None:
    """Stop what an earlier supervisor, ended by force, may have left. A reused process id is left alone."""
    for pid, started, stop_signal in json.loads(file.read_text() or "[]") if file.exists() else []:
        with suppress(psutil.Error):
            process = psutil.Process(pid)
            if abs(process.create_time() - started) > SAME_START:
                continue
            process.send_signal(stop_signal)
            with suppress(psutil.TimeoutExpired):
                process.wait(15)
            kill_group(pid)
    file.unlink(missing_ok=True)


def kill_group(leader: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def _started(pid: int) -> float:
    try:
        return float(psutil.Process(pid).create_time())
    except psutil.Error:
        return 0.0


def _detach(program: Program) -> Callable[[], None]:
    parent = os.getpid()

    def in_the_child() -> None:
        os.setpgid(0, 0)  # Ctrl-C reaches the supervisor alone
        program.drop()
        die_with_parent(program.orphan_signal)
        if os.getppid() != parent:  # it died before the kernel knew
            os._exit(1)

    return in_the_child
