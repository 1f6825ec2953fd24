"""A company of any number of accounts, for price tables and throughput: a pure function of its size and of today.

Nothing is kept but its series. The rows of a day are worked out when they are asked for, so that 1000 accounts with a
bill of 14 months start at once.
"""

import datetime as dt
import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import cycle

import numpy as np

from chargeback.clock import add_months, days_between, next_month

from .dimensions import Dimensions
from .ledger import COARSE, DayRows, Ledger, LedgerError
from .series import SeriesTable

SEED = 1906
FULL_MONTHS = 13
CENT = 10**8  # amounts are in 10^-10 dollars
PAYER = "100000000000"
REGIONS = ("us-east-1", "us-west-2", "eu-west-1", "eu-central-1", "ap-southeast-1")
ENVIRONMENTS = ("prod", "prod", "staging", "dev")
FIRST_SERVICES = (
    "Amazon Elastic Compute Cloud - Compute",
    "Amazon Relational Database Service",
    "Amazon Simple Storage Service",
    "EC2 - Other",
    "AmazonCloudWatch",
    "AWS Lambda",
    "Amazon DynamoDB",
    "Amazon Virtual Private Cloud",
)
# Weekdays in parts of a thousand, Monday first.
WEEK = np.array([1040, 1050, 1050, 1045, 1030, 900, 885])
TAX_PART, SUPPORT_PART = 81, 30  # of a thousand
MOST_ACCOUNTS = 10_000
DAYS_KEPT = 64


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything a company of so many accounts has; 10, 100 and 1000 are as organisations report them.

    accounts   services   series a day
          10         25            600
         100         60          4,500
        1000        120         30,000
    """

    accounts: int
    tag_values: int = 0

    @property
    def services(self) -> int:
        return max(3, round(25 * math.pow(self.accounts / 10, 0.34)))

    @property
    def projects(self) -> int:
        return self.tag_values or max(4, round(4 * math.sqrt(self.accounts * math.sqrt(self.accounts))))

    @property
    def series_per_account(self) -> int:
        return max(20, round(60 - 15 * math.log10(self.accounts / 10)))


@dataclass(frozen=True, slots=True)
class Books:
    """The company's series: those of every day with what each costs on an ordinary one, and those of the 1st.

    `account_of` is the number of each daily series' account; the first of `monthly` are the taxes of the accounts, in
    their order, then comes what AWS Support asks, then credits.
    """

    daily: tuple[Dimensions, ...]
    per_day: np.ndarray
    account_of: np.ndarray
    monthly: tuple[Dimensions, ...]


def large_ledger(today: dt.date, size: Size, currency: str = "USD", seed: int = SEED) -> Ledger:
    """13 full months and the open one up to yesterday. Raises LedgerError for a company without accounts."""
    if not 1 <= size.accounts <= MOST_ACCOUNTS or size.tag_values < 0:
        raise LedgerError(f"A company has 1 to {MOST_ACCOUNTS:,} accounts; give --accounts a number of them.")
    books = open_books(size, seed)
    return Ledger(SeriesTable((*books.daily, *books.monthly)), Days(books, today), COARSE, currency, payer=PAYER)


def open_books(size: Size, seed: int) -> Books:
    chance = random.Random(seed)
    names = services(size.services)
    accounts = [(f"{int(PAYER) + number}", f"account-{number:04d}") for number in range(size.accounts)]
    owned = zip(accounts, projects_of(size), strict=True)
    usage = [series for account, own in owned for series in _usage(account, own, names, size, chance)]
    per_day = [_per_day(series, names, chance) for series in usage]
    fee = Dimensions(*accounts[0], "Savings Plans for AWS Compute usage", record_type="SavingsPlanRecurringFee")
    number = {account: index for index, (account, _) in enumerate(accounts)}
    return Books(
        daily=(*usage, fee),
        per_day=np.array([*per_day, sum(per_day) // 20], dtype=np.int64),
        account_of=np.array([*(number[series.account] for series in usage), 0], dtype=np.int32),
        monthly=(*_monthly(accounts), *_credits(usage)),
    )


def services(count: int) -> tuple[str, ...]:
    """The usual services first, as everybody has them; then those that few use."""
    return (*FIRST_SERVICES[:count], *(f"Amazon Service {number:03d}" for number in range(len(FIRST_SERVICES), count)))


def projects_of(size: Size) -> list[range]:
    """Of each account the numbers of its projects, some of which it shares. Every project has an account."""
    projects, accounts = size.projects, size.accounts
    width = max(2, -(-projects // accounts))
    firsts = [account * projects // accounts for account in range(accounts)]
    return [range(first, first + width) for first in firsts]


def _usage(
    account: tuple[str, str], own: range, names: tuple[str, ...], size: Size, chance: random.Random
) -> Iterator[Dimensions]:
    """The account's series: its projects in turn, and every fifth without a tag; the usual services most often."""
    number, name = account
    region, environment = chance.choice(REGIONS), chance.choice(ENVIRONMENTS)
    seen: set[tuple[str, str]] = set()
    tagged = cycle(own)
    for turn in range(max(size.series_per_account, len(own) * 5 // 4 + 1)):
        project = "" if turn % 5 == 4 else f"project-{next(tagged) % size.projects:05d}"
        rank = min(int(chance.paretovariate(0.5)) - 1, len(names) - 1)
        service = next((each for each in (*names[rank:], *names[:rank]) if (each, project) not in seen), None)
        if service:  # a project, or what has no tag, may use every service already
            seen.add((service, project))
            tags = (("env", environment), ("project", project)) if project else ()
            yield Dimensions(number, name, service, region, tags=tags)


def _per_day(series: Dimensions, names: tuple[str, ...], chance: random.Random) -> int:
    """What the series costs a day in 10^-10 dollars: the usual services most, and a few cents in the long tail."""
    rank = names.index(series.service) + 1
    return int(6_000 * CENT * chance.lognormvariate(0, 1.0) / rank**1.6) + chance.randrange(CENT)


def _monthly(accounts: list[tuple[str, str]]) -> Iterator[Dimensions]:
    for number, name in accounts:
        yield Dimensions(number, name, "Tax", record_type="Tax")
    yield Dimensions(*accounts[0], "AWS Support (Enterprise)", record_type="Support")


def _credits(usage: list[Dimensions]) -> Iterator[Dimensions]:
    """A credit for every two hundredth series of usage, on a service that nobody uses."""
    for series in usage[::200]:
        yield replace(series, service="AWS Data Transfer", record_type="Credit")


@dataclass(frozen=True)
class Days(Mapping[dt.date, DayRows]):
    """The rows of each day from the oldest full month to yesterday, made when one is asked for and kept for a while."""

    books: Books
    today: dt.date
    made: dict[dt.date, DayRows] = field(default_factory=dict)

    @property
    def first(self) -> dt.date:
        return add_months(self.today, -FULL_MONTHS)

    def __iter__(self) -> Iterator[dt.date]:
        return iter(days_between(self.first, self.today))

    def __len__(self) -> int:
        return (self.today - self.first).days

    def __contains__(self, day: object) -> bool:
        return isinstance(day, dt.date) and self.first <= day < self.today

    def __getitem__(self, day: dt.date) -> DayRows:
        if day not in self:
            raise KeyError(day)
        if day not in self.made:
            for oldest in list(self.made)[: -DAYS_KEPT + 1]:
                self.made.pop(oldest, None)
            self.made[day] = self._make(day)
        return self.made[day]

    def _make(self, day: dt.date) -> DayRows:
        amounts = costs_on(self.books, day)
        if day.day == 1:
            month = days_between(day, min(next_month(day), self.today))
            amounts = np.concatenate([amounts, booked_on_the_first(self.books, month)])
        # Amortized cost and quantity are the same as cost: three columns that share their memory.
        return DayRows(np.arange(len(amounts), dtype=np.int32), np.broadcast_to(amounts[:, None], (len(amounts), 3)))


def costs_on(books: Books, day: dt.date) -> np.ndarray:
    """What every daily series costs on the day: its usual, the weekday, and a chance of its own."""
    number = np.arange(len(books.per_day), dtype=np.uint64)
    mixed = (number * np.uint64(2654435761) + np.uint64(day.toordinal() * 40503)) * np.uint64(2246822519)
    chance = 940 + ((mixed >> np.uint64(20)) % np.uint64(121)).astype(np.int64)
    costs: np.ndarray = books.per_day * WEEK[day.weekday()] // 1000 * chance // 1000
    return costs


def booked_on_the_first(books: Books, month: Sequence[dt.date]) -> np.ndarray:
    """Tax per account on what it used on the days of the month so far, AWS Support on all of it, and credits."""
    used = np.zeros(books.account_of.max() + 1, dtype=np.int64)
    for day in month:
        np.add.at(used, books.account_of, costs_on(books, day))
    support = np.array([used.sum() * SUPPORT_PART // 1000])
    credits = -CENT * (100 + np.arange(len(books.monthly) - len(used) - 1))
    return np.concatenate([used * TAX_PART // 1000, support, credits])
