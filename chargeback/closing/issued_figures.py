"""What was issued to a team, as far as lists of teams show it."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Issued:
    """The newest statement of a team. `note` is printed on all statements of its version."""

    number: str
    version: int
    issued_at: dt.datetime
    note: str
