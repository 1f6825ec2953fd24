"""A ledger by name -> a simulator ready to serve."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from .focus_ledger import read_focus
from .generator import demo_ledger
from .ledger import Ledger, LedgerError
from .recorded_ledger import read_recorded
from .simulator import Options, Simulator


def open_simulator(
    ledger: str,
    today: Callable[[], dt.date],
    provider: str = "AWS",
    page_size: int = 400,
    throttle: int = 0,
    replay: str | None = None,
) -> Simulator:
    """A simulator whose bill is already read. Raises LedgerError in one sentence for a file it cannot serve."""
    if page_size < 1:
        raise LedgerError("A page holds at least one group; give --page-size 1 or more.")
    recorded = _read(Path(replay)) if replay else None
    simulator = Simulator(_ledger_on(ledger, provider), today, Options(page_size, throttle, recorded))
    simulator.bill()
    return simulator


def _ledger_on(name: str, provider: str) -> Callable[[dt.date], Ledger]:
    """The demo company's bill grows every day; a file stays what it is."""
    if name == "demo":
        return demo_ledger
    path = Path(name)
    _read(path, 1)
    fixed = read_recorded(path) if path.suffix == ".json" else read_focus(path, provider)
    return lambda _: fixed


def _read(path: Path, size: int = -1) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(size)
    except OSError as error:
        raise LedgerError(f"{path} cannot be read: {error.strerror}.") from None
