"""A ledger by name -> a simulator ready to serve."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .focus_ledger import read_focus
from .generator import FULL_MONTHS, demo_ledger
from .hostile import hostile_pots
from .large_company import Size, large_ledger
from .ledger import Ledger, LedgerError
from .limits import MONTHS_OF_MULTI_YEAR
from .recorded_ledger import read_recorded
from .simulator import Options, Simulator
from .steering import play


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which bill to serve. `accounts` makes a company of that size; `hostile` adds tag values that do harm.

    `currency` replaces the bill's own, keeping the figures.
    """

    ledger: str = "demo"
    provider: str = "AWS"
    accounts: int = 0
    tag_values: int = 0
    hostile: bool = False
    currency: str = ""
    multi_year: bool = False


def open_simulator(
    ledger: str,
    today: Callable[[], dt.date],
    provider: str = "AWS",
    page_size: int = 400,
    throttle: int = 0,
    replay: str | None = None,
) -> Simulator:
    """A simulator whose bill is already read. Raises LedgerError in one sentence for a file it cannot serve."""
    recorded = read_bytes(Path(replay)) if replay else None
    return start_simulator(Wanted(ledger, provider), today, Options(page_size, throttle, recorded))


def start_simulator(wanted: Wanted, today: Callable[[], dt.date], options: Options, script: Any = None) -> Simulator:
    """A simulator of the wanted bill that was told the script. Raises LedgerError."""
    if options.page_size < 1:
        raise LedgerError("A page holds at least one group; give --page-size 1 or more.")
    simulator = Simulator(ledger_on(wanted), today, options)
    try:
        simulator.bill()
        if script is not None:
            play(simulator, script)
    except LedgerError:
        raise
    except ValueError as error:
        raise LedgerError(f"The script cannot be played: {error}") from None
    return simulator


def ledger_on(wanted: Wanted) -> Callable[[dt.date], Ledger]:
    """The bill as of a day. A company's grows every day; a file stays what it is."""
    make = _made(wanted)
    return (lambda day: replace(make(day), currency=wanted.currency)) if wanted.currency else make


def _made(wanted: Wanted) -> Callable[[dt.date], Ledger]:
    if wanted.accounts or wanted.tag_values:
        size = Size(wanted.accounts or 10, wanted.tag_values)
        return lambda today: large_ledger(today, size)
    if wanted.ledger == "demo":
        months = MONTHS_OF_MULTI_YEAR - 1 if wanted.multi_year else FULL_MONTHS
        more = tuple(hostile_pots()) if wanted.hostile else ()
        return lambda today: demo_ledger(today, months=months, more=more)
    path = Path(wanted.ledger)
    read_bytes(path, 1)
    fixed = read_recorded(path) if path.suffix == ".json" else read_focus(path, wanted.provider)
    return lambda _: fixed


def read_script(path: Path) -> Any:
    """The JSON of a script. Raises LedgerError."""
    try:
        return json.loads(read_bytes(path))
    except ValueError as error:
        raise LedgerError(f"{path} is not JSON: {error}.") from None


def read_bytes(path: Path, size: int = -1) -> bytes:
    """Raises LedgerError for a file that is not there."""
    try:
        with path.open("rb") as file:
            return file.read(size)
    except OSError as error:
        raise LedgerError(f"{path} cannot be read: {error.strerror}.") from None
