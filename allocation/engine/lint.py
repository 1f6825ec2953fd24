"""What is odd in a rulebook that can be computed: findings for a month, with the money when it is known."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from .findings import Finding
from .lint_dates import date_findings
from .lint_overlaps import overlap_findings
from .lint_pools import pool_findings
from .matched import RuleMoney
from .rulebook import Rulebook
from .shadows import shadow_findings

NO_MONEY: Mapping[str, Sequence[RuleMoney]] = {}


def lint(
    rulebook: Rulebook, month: dt.date, money: Mapping[str, Sequence[RuleMoney]] = NO_MONEY
) -> tuple[Finding, ...]:
    """What is odd for the month. A rulebook that `problems_of` refuses may give fewer findings than there are.

    `money` is what each rule matched in that month, by currency; with it, more overlaps are known.
    """
    return (
        *shadow_findings(rulebook),
        *overlap_findings(rulebook, month, money),
        *date_findings(rulebook, month),
        *pool_findings(rulebook, month),
        *tag_findings(rulebook),
    )


def tag_findings(rulebook: Rulebook) -> Iterator[Finding]:
    """Tag keys in any case that name no project anyway: most often typing errors."""
    for key in rulebook.folded_tag_keys:
        if key not in rulebook.tag_keys:
            yield Finding("any_case", f"{key} is no tag that names the project, so this changes nothing.")
