"""Months of a small company, closed one after the other while everything behind them goes on changing. Seeded.

After every step: issued statements have the text they were issued with, and what was billed for a month and its
adjustments are what the provider's bill, added up here by itself, comes to: to the cent. What disputes moved is 0. At
the end the statements' files are made once more: CSV of all, workbooks of every fourth, since they are the dearest.
"""

import datetime as dt
import hashlib
import random
import sys
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal

from django.contrib.auth.models import Group, User
from django.db.models import Q, Sum

from allocation.rulebook import rulebook_from_yaml, save_rulebook
from chargeback.billing.models import BillingPeriod
from chargeback.billing.runs import run_period
from chargeback.billing.verify import verify
from chargeback.clock import add_months
from chargeback.closing.adjusting import DECISIONS, decide
from chargeback.closing.comparing import compare
from chargeback.closing.frozen import thawed
from chargeback.closing.models import Adjustment, Closing, Statement
from chargeback.closing.transferring import Wish
from chargeback.disputes.accepting import Said, accept_with_transfer, take_pair_back
from chargeback.disputes.models import Dispute
from chargeback.disputes.stepping import DisputeRefusedError, raise_dispute, take_step
from chargeback.exports.csv_files import statement_csv
from chargeback.exports.workbook import statement_workbook
from tests.billing.bills import Line, store_bill

from .conftest import close, close_again

FIRST = dt.date(2025, 10, 1)
NOW = dt.datetime(2026, 11, 20, 6, tzinfo=dt.UTC)
SERVICES = ("AWS Lambda", "Amazon Simple Storage Service", "AWS Support (Business)")
TAGS = ("one", "two", "three", "thre", "")
CENT = Decimal("0.01")
BOOK = """
tag: project
teams: {{a: {{name: Team A, owner: Ann}}, b: {{name: Team B, owner: Ben}}, c: {{name: Team C}}}}
projects:
  one: {{team: {one}, tags: [one]}}
  two: {{team: b, tags: {two}}}
  three: {{team: c, tags: [three]}}
rules:
  - {{name: support, when: {{service: "AWS Support*"}}, pool: support}}
pools:
  support: {{method: driver, driver: seats, targets: [a, b, c], fallback: even}}
drivers:
  seats: {readings}
"""


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


@dataclass
class Company:
    """What the rulebook is made from, and the bill of each month."""

    chance: random.Random
    one: str = "a"
    two: tuple[str, ...] = ("two",)
    seats: dict[str, dict[str, int]] = field(default_factory=dict)
    bills: dict[dt.date, list[Line]] = field(default_factory=dict)

    def save(self) -> None:
        save_rulebook(rulebook_from_yaml(BOOK.format(one=self.one, two=list(self.two), readings=self.seats)))

    def line(self, sign: int = 1) -> Line:
        digits = Decimal(sign * self.chance.randint(1, 10**13)).scaleb(-self.chance.choice((10, 10, 9, 2)))
        amount = digits % 5000 if sign > 0 else -(-digits % 900)
        tag = self.chance.choice(TAGS)
        tags = {"project": tag} if tag else {}
        return Line(f"{amount:f}", tags, self.chance.choice(SERVICES), day=self.chance.randint(1, 28))

    def seats_of(self, month: dt.date) -> None:
        self.seats[f"{month:%Y-%m}"] = {team: self.chance.randint(1, 40) for team in "abc"}


@dataclass
class History:
    """One company's months under a seed. `problems` names every promise that did not hold."""

    seed: int
    months: int
    steps: int = 0
    problems: list[str] = field(default_factory=list)
    body_of: dict[int, str] = field(default_factory=dict)
    files_of: dict[int, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def play(self) -> None:
        chance = random.Random(self.seed)
        company, people = Company(chance), cast()
        reopened_at = chance.randrange(2, max(3, self.months))
        for place in range(self.months):
            month = add_months(FIRST, place)
            company.seats_of(month)
            company.bills[month] = [company.line() for _ in range(chance.randint(3, 9))]
            company.save()
            store_bill(company.bills[month], month)
            period = run_period(month, "USD", NOW).period
            self.compared(f"{month:%Y-%m} billed", company)
            for _ in range(chance.randint(1, 2)):
                self.compared(change(company), company)
            decide_all(chance, people[0])
            self.disputed(chance, company, people[0])
            close(run_period(month, "USD", NOW).period, *people)
            self.checked(f"{month:%Y-%m} closed", company)
            if place == reopened_at:
                self.reopen(chance, company, people)
            period.refresh_from_db()
        for statement in Statement.objects.order_by("pk"):
            self.kept(self.files_of, statement, files(statement), "at the end")
        self.problems += [f"at the end: {problem}" for problem in verify().problems]

    def reopen(self, chance: random.Random, company: Company, people: tuple[User, User]) -> None:
        closed = list(BillingPeriod.objects.filter(state="closed").order_by("month"))
        period = chance.choice(closed)
        close_again(period, *people)
        self.compared(f"{period} reopened and closed anew", company)

    def disputed(self, chance: random.Random, company: Company, fay: User) -> None:
        """Somebody of a team disputes an amount of a closed month, and finance decides. Sometimes it is taken back."""
        statements = Statement.objects.exclude(team=None).exclude(total=0).order_by("pk")
        if not statements:
            return
        statement = chance.choice(list(statements))
        what = decide_dispute(chance, statement, fay)
        self.checked(f"{statement.period.month:%Y-%m} {what}", company)

    def compared(self, what: str, company: Company) -> None:
        for period in BillingPeriod.objects.filter(state="closed").order_by("month"):
            compare(period.pk, NOW)
        self.checked(what, company)

    def kept(self, sums: dict[int, str], statement: Statement, found: str, what: str) -> None:
        if sums.setdefault(statement.pk, found) != found:
            self.problems.append(f"{what}: statement {statement} has other bytes")

    def checked(self, what: str, company: Company) -> None:
        self.steps += 1
        self.told.append(what)
        for statement in Statement.objects.order_by("pk"):
            self.kept(self.body_of, statement, sum_of(f"{statement.body}{statement.checksum}".encode()), what)
            if statement.pk not in self.files_of:
                self.files_of[statement.pk] = files(statement)
        if halves := Adjustment.objects.filter(cause="dispute").aggregate(total=Sum("amount"))["total"]:
            self.problems.append(f"{what}: what was moved is {halves} and not 0")
        for closing in newest_closings():
            billed = billed_for(closing)
            bill = bill_of(company.bills[closing.period.month])
            if billed != bill:
                self.problems.append(f"{what}: {closing} and its adjustments are {billed}, the bill is {bill}")


def cast() -> tuple[User, User]:
    """Fay of finance closes, Ada looks."""
    people = []
    for name, role in (("fay", "finance"), ("ada", "admin")):
        user, is_new = User.objects.get_or_create(username=name)
        if is_new:
            user.groups.add(Group.objects.get(name=role))
        people.append(user)
    return people[0], people[1]


def change(company: Company) -> str:
    """Something that happens to months of any age. Returns what."""
    chance = company.chance
    month = chance.choice(sorted(company.bills))
    what = chance.choice(("restated", "credit", "vanished", "rule", "reading", "reorganised"))
    bill = company.bills[month]
    if what == "restated":
        bill[chance.randrange(len(bill))] = company.line()
    elif what == "credit":
        bill.append(company.line(-1))
    elif what == "vanished" and len(bill) > 1:
        bill.pop(chance.randrange(len(bill)))
    elif what == "rule":
        company.two = ("two", "thre") if company.two == ("two",) else ("two",)
    elif what == "reading":
        company.seats_of(month)
    elif what == "reorganised":
        company.one = "b" if company.one == "a" else "a"
    company.save()
    store_bill(bill, month)
    return f"{month:%Y-%m} {what}"


def decide_all(chance: random.Random, user: User) -> None:
    for adjustment in Adjustment.objects.filter(state="proposed").order_by("pk"):
        decide(adjustment.pk, chance.choice(sorted(DECISIONS)), user, "by chance", NOW)


def decide_dispute(chance: random.Random, statement: Statement, fay: User) -> str:
    """Raised by one of the team; declined, accepted with a transfer, or that and taken back. Returns what."""
    team, amount = statement.team, statement.total
    assert team
    lea, _ = User.objects.get_or_create(username="lea")
    left = Dispute.objects.filter(period=statement.period, team=team, state="open").first()
    found = left or raise_dispute(statement.period, team, "total", "", amount, "Not ours.", lea, NOW)
    amount = found.amount
    if chance.random() < 0.3:
        take_step(found.pk, "declined", "It is.", fay, NOW)
        return "dispute declined"
    receivers = ["pool:support", "project:three", "unallocated", *(f"team:{slug}" for slug in "abc")]
    part = (amount / chance.choice((1, 2, 7))).quantize(CENT) or amount
    try:
        accept_with_transfer(found.pk, Wish(part, chance.choice(receivers)), Said("Yes.", "Yours."), fay, NOW)
    except DisputeRefusedError as refusal:  # the team itself was to be charged, or nothing of the pool was shared
        take_step(found.pk, "declined", str(refusal), fay, NOW)
        return "dispute refused"
    if chance.random() < 0.2:
        take_pair_back(found.pk, "A rule says so by now.", fay, NOW)
        return "dispute accepted and taken back"
    return "dispute accepted"


def files(statement: Statement) -> str:
    """The CSV of the statement, of every fourth with its workbook: when it was issued, and once more at the end."""
    figures = thawed(statement.body, statement.checksum)
    workbook = b"" if statement.number % 4 else statement_workbook(figures)
    return sum_of(statement_csv(figures) + workbook)


def sum_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def newest_closings() -> list[Closing]:
    newest = {closing.period_id: closing for closing in Closing.objects.order_by("version").select_related("period")}
    return [closing for closing in newest.values() if closing.period.state == "closed"]


def billed_for(closing: Closing) -> Decimal:
    """The statements' own charges, and every adjustment of this version or of a dispute, whatever was decided of it."""
    charges = closing.statements.aggregate(direct=Sum("direct"), shared=Sum("shared"))
    own = Q(comparison__closing=closing) | Q(cause="dispute", period=closing.period)
    adjusted = Adjustment.objects.filter(own).aggregate(total=Sum("amount"))["total"]
    return Decimal(charges["direct"] + charges["shared"] + (adjusted or 0))


def bill_of(lines: list[Line]) -> Decimal:
    """What the provider bills, from the lines themselves."""
    return sum((Decimal(line.amount) for line in lines), Decimal(0)).quantize(CENT, ROUND_HALF_EVEN)
