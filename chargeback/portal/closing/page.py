"""CloseFigures -> what the closing page shows: what may be done now, and the tables. Pure."""

from dataclasses import dataclass
from typing import Protocol

from django.http import QueryDict

from chargeback.closing.close_figures import CloseFigures
from chargeback.closing.genuine import HeadVerdict, Verdict

from ..help import Help
from ..links import currency_suffix
from .tables import issued_table, moves_table, steps_table, versions_table

HELP = Help(
    "A month is closed once, by finance, when everything that is checked here is good or is overridden by name. Then "
    "a numbered statement is issued for every team, and neither it nor the figures behind it ever change. What the "
    "provider or the rules change later becomes an adjustment in the next open month.",
    (
        ("Checklist", "Computed from the data each time this page is opened; nobody can tick it."),
        ("Override", "A red line is accepted by somebody, with a reason that is printed here for ever."),
        ("Second person", "Who sends the month to review cannot be the one who reviews it."),
        ("Version", "A month that two persons reopened is issued anew; the older statements stay and are named."),
    ),
)
CHECK_HELP = Help(
    "Every issued statement carries a checksum of all that it says, on its page, in its workbook and on paper. "
    "Paste it here to learn whether the portal issued exactly that, and whether a newer version has taken its place. "
    "It also carries the newest block of the audit log at its issue, as number:hash; paste that to learn whether the "
    "log still holds it. A log whose end was cut off is found by any statement that was issued after the cut."
)


class Rights(Protocol):
    """The access.closing.ClosingRights."""

    @property
    def may_close(self) -> bool: ...
    @property
    def may_review(self) -> bool: ...
    @property
    def user_id(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Doing:
    """What the user may do with the month now."""

    send: bool
    take_back: bool
    review: bool
    override: bool
    issue: bool
    ask: bool
    decide: bool
    approve: bool


def close_page(figures: CloseFigures, rights: Rights, query: QueryDict) -> dict[str, object]:
    return {
        "figures": figures,
        "stamp": figures.stamp,
        "suffix": currency_suffix(figures.stamp, query),
        "doing": doing(figures, rights),
        "moves": moves_table(figures, query) if figures.compared_with else None,
        "steps": steps_table(figures, query),
        "versions": versions_table(figures, query) if figures.versions else None,
        "issued": issued_table(figures, query) if figures.issued else None,
        "help": HELP,
    }


def doing(figures: CloseFigures, rights: Rights) -> Doing:
    state, asked = figures.stamp.state, figures.asked
    return Doing(
        send=rights.may_close and state == "open",
        take_back=rights.may_close and state == "in review",
        review=rights.may_review and state == "in review",
        override=rights.may_close and state != "closed",
        issue=rights.may_close and state != "closed",
        ask=rights.may_close and state == "closed" and not asked,
        decide=rights.may_review and asked is not None,
        approve=asked is not None and asked.by_id != rights.user_id,
    )


def check_page(text: str, verdict: Verdict | HeadVerdict | None) -> dict[str, object]:
    return {"text": text, "verdict": verdict, "help": CHECK_HELP}


def number_asked(text: str) -> int:
    """The run that the form was made for; 0, which none is, for what is no number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0
