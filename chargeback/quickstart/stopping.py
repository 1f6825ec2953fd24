"""Signals that ask for an orderly end."""

import signal
from types import FrameType

STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopRequested(BaseException):
    """Somebody pressed Ctrl-C, sent SIGTERM or closed the terminal. No `except Exception` catches it."""


def stop_on_signals() -> None:
    """From now on such a signal raises StopRequested, once; those that follow change nothing."""
    for number in STOPS:
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # under nohup a hang-up is no reason
            signal.signal(number, _stop)


def ignore_signals() -> None:
    for number in STOPS:
        signal.signal(number, signal.SIG_IGN)


def _stop(number: int, frame: FrameType | None) -> None:
    ignore_signals()
    raise StopRequested
