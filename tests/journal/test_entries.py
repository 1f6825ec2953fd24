"""Whatever is owed and billed: debits are credits, rounding stands once, and what is missing is said at once."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chargeback.journal.entries import Accounts, Billed, MissingAccountsError, Owed, Posting, journal_of

MONTH, EARLIER = dt.date(2026, 10, 1), dt.date(2026, 8, 1)
ACCOUNTS = Accounts("1590", "2190", "6899", "9000")
cents = st.integers(-(10**6), 10**6).map(lambda number: Decimal(number).scaleb(-2))
exact = st.integers(-(10**14), 10**14).map(lambda number: Decimal(number).scaleb(-10))


def posting(
    owed: list[tuple[Decimal, bool]], billed: list[Decimal], is_final: bool, accounts: Accounts = ACCOUNTS
) -> Posting:
    return Posting(
        month=MONTH,
        last_day=dt.date(2026, 10, 31),
        currency="USD",
        run=1,
        reference="CB-2026-10-USD",
        is_final=is_final,
        owed=tuple(
            Owed(f"t{n}", f"Team {n}", "4711", "6805", EARLIER if is_late else MONTH, amount)
            for n, (amount, is_late) in enumerate(owed)
        ),
        billed=tuple(Billed(f"AWS {n}", f"159{n}", amount) for n, amount in enumerate(billed)),
        accounts=accounts,
    )


@given(st.lists(st.tuples(cents, st.booleans()), max_size=8), st.lists(exact, max_size=4), st.booleans())
def test_debits_are_credits_and_each_team_is_debited_what_it_owes(
    owed: list[tuple[Decimal, bool]], billed: list[Decimal], is_final: bool
) -> None:
    journal = journal_of(posting(owed, billed, is_final))
    assert journal.debits == journal.credits
    first = journal.entries[0].lines
    assert sum(line.amount for line in first if line.team) == sum(amount for amount, _ in owed)
    assert sum(line.account == "6899" for line in first) <= 1
    if not is_final:
        accrued, reversed_ = journal.entries
        assert [line.amount for line in reversed_.lines] == [-line.amount for line in accrued.lines]
        assert (accrued.day, reversed_.day) == (dt.date(2026, 10, 31), dt.date(2026, 11, 1))


def test_each_source_is_cleared_and_the_cent_between_them_is_posted_once() -> None:
    one, other = Decimal("10.0050000000"), Decimal("20.0050000000")
    lines = journal_of(posting([(Decimal("30.01"), False)], [one, other], True)).entries[0].lines
    assert [(line.account, str(line.amount)) for line in lines] == [
        ("6805", "30.01"),
        ("1590", "-10.01"),
        ("1591", "-20.01"),
        ("6899", "0.01"),
    ]


def test_a_refund_is_a_credit_and_a_correction_a_line_of_its_month() -> None:
    lines = (
        journal_of(posting([(Decimal("-5.00"), False), (Decimal("2.50"), True)], [Decimal("-5")], True))
        .entries[0]
        .lines
    )
    assert [(line.account, str(line.debit), str(line.credit), line.month) for line in lines] == [
        ("6805", "0.00", "5.00", MONTH),
        ("6805", "2.50", "0.00", EARLIER),
        ("1590", "5.00", "0.00", None),
        ("1590", "0.00", "2.50", None),
    ]


def test_all_that_is_missing_is_said_at_once() -> None:
    asked = posting([(Decimal(1), True)], [Decimal("0.01")], True, Accounts())
    bare = [Owed(one.team, one.name, "", "", one.month, one.amount) for one in asked.owed]
    unbooked = [Billed(one.source, "", one.amount) for one in asked.billed]
    with pytest.raises(MissingAccountsError) as refused:
        journal_of(Posting(MONTH, asked.last_day, "USD", 1, "CB", True, tuple(bare), tuple(unbooked), Accounts()))
    assert refused.value.missing == (
        "Team 0 needs a cost centre and a GL account.",
        "The source AWS 0 has no clearing account, and there is none for all.",
        "The clearing account, which is credited for adjustments, is not set.",
        "The rounding account and its cost centre are not set.",
    )
