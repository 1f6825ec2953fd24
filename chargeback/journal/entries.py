"""What is to be posted -> balanced entries. Pure: no Django, no clock.

Each statement is debited to its cost centre and account, one line for the month and one for each earlier month that is
corrected; each source's bill is credited to its clearing account. A line is signed: a refund is a credit to the team.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Line:
    """One posting. `amount` in cents: debit above zero, credit below. `month` is when the cost arose."""

    account: str
    cost_centre: str
    amount: Decimal
    text: str
    team: str = ""
    month: dt.date | None = None

    @property
    def debit(self) -> Decimal:
        return max(self.amount, ZERO)

    @property
    def credit(self) -> Decimal:
        return max(-self.amount, ZERO)


@dataclass(frozen=True, slots=True)
class Entry:
    """One balanced entry on one day."""

    day: dt.date
    reference: str
    text: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Journal:
    """All entries of a period: one for a closed month; accrual and its reversal for an open one."""

    month: dt.date
    currency: str
    kind: str
    run: int
    entries: tuple[Entry, ...]

    @property
    def debits(self) -> Decimal:
        return sum((line.debit for entry in self.entries for line in entry.lines), ZERO)

    @property
    def credits(self) -> Decimal:
        return sum((line.credit for entry in self.entries for line in entry.lines), ZERO)


@dataclass(frozen=True, slots=True)
class Owed:
    """What a team, or nobody, owes for the costs of one month, and where it is booked."""

    team: str
    name: str
    cost_centre: str
    account: str
    month: dt.date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Billed:
    """What a source billed, exactly, and the account that is cleared by it."""

    source: str
    account: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts besides those of teams and sources; empty where nobody filled them in."""

    clearing: str = ""
    accrual: str = ""
    rounding: str = ""
    rounding_cost_centre: str = ""


@dataclass(frozen=True, slots=True)
class Posting:
    """All that a journal is made of."""

    month: dt.date
    last_day: dt.date
    currency: str
    run: int
    reference: str
    is_final: bool
    owed: tuple[Owed, ...]
    billed: tuple[Billed, ...]
    accounts: Accounts


class MissingAccountsError(Exception):
    """No journal can be made; `missing` says one by one what to fill in."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__("There is no journal before these are filled in: " + " ".join(missing))
        self.missing = tuple(missing)


class UnbalancedError(Exception):
    """Debits are not credits. It cannot happen, and so nothing is written when it does."""


def journal_of(posting: Posting) -> Journal:
    """The balanced journal. Raises MissingAccountsError, with everything that is missing at once."""
    if missing := list(what_is_missing(posting)):
        raise MissingAccountsError(missing)
    entry = Entry(posting.last_day, posting.reference, text_of(posting), lines_of(posting))
    entries = (entry,) if posting.is_final else (entry, reversal(entry))
    kind = "final" if posting.is_final else "accrual"
    return balanced(Journal(posting.month, posting.currency, kind, posting.run, entries))


def text_of(posting: Posting) -> str:
    what = "Cloud chargeback" if posting.is_final else "Accrual of cloud chargeback"
    return f"{what} {posting.month:%Y-%m}"


def what_is_missing(posting: Posting) -> Iterable[str]:
    """One sentence for each thing to fill in."""
    told = set()
    for owed in posting.owed:
        lacks = [
            what for what, value in (("a cost centre", owed.cost_centre), ("a GL account", owed.account)) if not value
        ]
        if owed.amount and lacks and owed.team not in told:
            told.add(owed.team)
            yield f"{owed.name} needs {' and '.join(lacks)}."
    accounts = posting.accounts
    if not posting.is_final and not accounts.accrual:
        yield "The accrual account is not set."
    if posting.is_final:
        for billed in posting.billed:
            if billed.amount and not billed.account:
                yield f"The source {billed.source} has no clearing account, and there is none for all."
        if corrected(posting) and not accounts.clearing:
            yield "The clearing account, which is credited for adjustments, is not set."
    if rounding_of(posting) and not (accounts.rounding and accounts.rounding_cost_centre):
        yield "The rounding account and its cost centre are not set."


def lines_of(posting: Posting) -> tuple[Line, ...]:
    """Teams by name and month, then what is credited, then rounding."""
    debits = [
        debit(owed, posting.month) for owed in sorted(posting.owed, key=lambda one: (one.name, one.team, one.month))
    ]
    return tuple(line for line in (*debits, *credits_of(posting), rounding_line(posting)) if line.amount)


def debit(owed: Owed, month: dt.date) -> Line:
    what = "cloud cost" if owed.month == month else "adjustment of cloud cost"
    return Line(
        owed.account, owed.cost_centre, owed.amount, f"{owed.name}: {what} {owed.month:%Y-%m}", owed.team, owed.month
    )


def credits_of(posting: Posting) -> list[Line]:
    if not posting.is_final:
        total = sum((cents(one.amount) for one in posting.billed), ZERO) + corrected(posting)
        return [Line(posting.accounts.accrual, "", -total, f"Accrued cloud cost {posting.month:%Y-%m}")]
    bills = [
        Line(one.account, "", -cents(one.amount), f"{one.source}: bill {posting.month:%Y-%m}") for one in posting.billed
    ]
    return [*bills, Line(posting.accounts.clearing, "", -corrected(posting), "Adjustments of earlier months")]


def rounding_line(posting: Posting) -> Line:
    accounts = posting.accounts
    text = f"Rounding of {posting.month:%Y-%m}"
    return Line(accounts.rounding, accounts.rounding_cost_centre, rounding_of(posting), text)


def corrected(posting: Posting) -> Decimal:
    """What statements bill for earlier months."""
    return sum((owed.amount for owed in posting.owed if owed.month != posting.month), ZERO)


def rounding_of(posting: Posting) -> Decimal:
    """What the sources' bills, each in cents, are more than the statements of the month."""
    bills = sum((cents(one.amount) for one in posting.billed), ZERO)
    return bills - sum((owed.amount for owed in posting.owed if owed.month == posting.month), ZERO)


def cents(amount: Decimal) -> Decimal:
    """Half a cent goes away from zero, as providers bill."""
    return amount.quantize(ZERO, rounding="ROUND_HALF_UP")


def reversal(entry: Entry) -> Entry:
    """The same with turned signs on the first day of the next month."""
    lines = tuple(replace(line, amount=-line.amount) for line in entry.lines)
    return Entry(entry.day + dt.timedelta(days=1), f"{entry.reference}-R", f"Reversal: {entry.text}", lines)


def balanced(journal: Journal) -> Journal:
    """The journal itself. Raises UnbalancedError unless the debits of each entry are its credits."""
    for entry in journal.entries:
        if difference := sum((line.amount for line in entry.lines), ZERO):
            raise UnbalancedError(f"{entry.reference}: debits less credits are {difference}; nothing was written.")
    return journal
