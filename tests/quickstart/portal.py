"""A portal that a test starts as a user would: one process, with its words on the terminal."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import psutil

ROOT = Path(__file__).resolve().parent.parent.parent
WITHOUT = ("DATABASE_URL", "REDIS_URL")


def clean_environment(**changes: str) -> dict[str, str]:
    """The environment of somebody who has just opened a terminal."""
    return {**{name: value for name, value in os.environ.items() if name not in WITHOUT}, **changes}


def eventually(true: Callable[[], bool], seconds: float) -> bool:
    """Whether something becomes true before the time is over. The time is a limit, not a measure."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


class Portal:
    """`python -m chargeback.quickstart --no-demo --state FOLDER`."""

    def __init__(self, folder: Path, *arguments: str, user: int | None = None, **environment: str) -> None:
        self.words = folder.with_name("terminal.txt")
        with self.words.open("wb") as terminal:
            self.process = subprocess.Popen(
                [*command(folder), *arguments],
                executable=environment.pop("PYTHON", sys.executable),
                cwd=ROOT,
                env=clean_environment(**environment),
                user=user,
                group=user,
                stdout=terminal,
                stderr=terminal,
            )

    def said(self) -> str:
        return self.words.read_text()

    def url(self) -> str:
        """The address it prints when everything is ready."""
        eventually(lambda: "Ready:" in self.said() or not self.runs(), 240)
        found = re.search(r"Ready: (http://\S+)", self.said())
        assert found, self.said()
        return found[1]

    def runs(self) -> bool:
        return self.process.poll() is None

    def everything(self) -> "list[psutil.Process]":
        """All processes it started, also those they started in turn."""
        return list(psutil.Process(self.process.pid).children(recursive=True))

    def child(self, word: str) -> psutil.Process:
        """The process it started itself whose command has the word."""
        return next(child for child in psutil.Process(self.process.pid).children() if word in " ".join(child.cmdline()))

    def press_ctrl_c(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


def command(folder: Path) -> list[str]:
    return [sys.executable, "-m", "chargeback.quickstart", "--no-demo", "--state", str(folder)]


def second_start(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """A start that is expected to end at once."""
    env = clean_environment()
    return subprocess.run(
        [*command(folder), *arguments], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )


def status(url: str) -> int:
    with urlopen(f"{url}livez", timeout=20) as answer:
        return int(answer.status)
