"""How far back and how fine Cost Explorer answers, which an account can widen by opting in."""

from dataclasses import dataclass

MONTHS_KEPT = 14
MONTHS_OF_MULTI_YEAR = 38
DAYS_OF_HOURS = 14


@dataclass(frozen=True, slots=True)
class Limits:
    """What the account has switched on: 38 months of whole months instead of 14, and the hours of 14 days."""

    multi_year: bool = False
    hourly: bool = False


ORDINARY = Limits()
