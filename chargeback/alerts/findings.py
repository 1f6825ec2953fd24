"""Everything that a day's digest tells, in the order of urgency."""

import datetime as dt
from itertools import chain

from .data_findings import data_sections
from .figures import Findings
from .tag_findings import tag_sections


def findings(since: dt.datetime, now: dt.datetime, day: dt.date) -> Findings:
    """What needs attention at `now`, and what is new since `since`."""
    return Findings(day, tuple(chain(data_sections(since, now, day), tag_sections(since, day))))
