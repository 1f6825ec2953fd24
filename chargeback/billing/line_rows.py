"""A stored run's finest lines as rows of the database: a series on a day, or a share of a pool on a day.

Or, by month: a series in the days of its assignment, and a share of a pool in the month. Both add up to the run. What
a series cost on a day is read from the cost records, so `moved.py` says whether these are still the run's.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, Count, DateField, F, Q, QuerySet, Sum, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce

from chargeback.clock import next_month

from .models import Assignment, Charge, Run, StatementLine
from .selections import TAGS_AS_TEXT, Selection, of_assignments, of_charges, of_days

Rows = QuerySet[Any, Any]
ORDERS = ("on", "what", "of_account", "of_project", "via", "of_team", "cost")
ZERO = Decimal(0)
AT_ONCE = 2000  # rows that the database sends together
ONE_DAY = dt.timedelta(days=1)


class TooManyLinesError(Exception):
    """There are more lines than were asked for at most."""


class LineRow(NamedTuple):
    """`on` up to, not including, `end` are the line's days. `by` is the rule, `via` that or the pool.

    `series_key` is None for what is known by its charge alone.
    """

    on: dt.date
    end: dt.date
    of_team: str | None
    of_account: str
    what: str
    of_project: str | None
    of_pool: str | None
    by: str
    via: str
    why: str
    series_key: int | None
    cost: Decimal

    @property
    def last(self) -> dt.date:
        return self.end - ONE_DAY


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a run that are with `whose`, as the selection asks. `by_day` False: one line for the month.

    `reads_rules` False: words are not looked for in rules. `from_charges`: own cost by day is what the run charged
    for a project and service, without account, series and rule.
    """

    run: Run
    whose: Q
    selection: Selection
    by_day: bool
    reads_rules: bool = True
    from_charges: bool = False

    def rows(self, order: str, start: int, stop: int) -> list[LineRow]:
        """Some of the lines in the order of one of ORDERS (with "-" before it: turned round), equal ones in theirs."""
        found = self.in_order(order)
        return [LineRow(*row) for row in found[start:stop]] if found is not None else []

    def each(self, order: str) -> Iterator[LineRow]:
        """All of the lines in that order, as they were at one moment, without holding them in memory."""
        found = self.in_order(order)
        if found is not None:
            yield from map(LineRow._make, found.iterator(chunk_size=AT_ONCE))

    def in_order(self, order: str) -> Rows | None:
        field = order.removeprefix("-")
        ordering = [order, *(name for name in ("on", "what", "of_project", "of_pool", "series_key") if name != field)]
        parts = [part.values_list(*LineRow._fields) for part in self.parts]
        if not parts:
            return None
        found = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
        return found.order_by(*ordering)

    def count_and_sum(self, most: int | None = None) -> tuple[int, Decimal]:
        """How many lines there are, and what they are together, exactly. Raises TooManyLinesError beyond `most`."""
        some = slice(None if most is None else most + 1)
        sums = [part.values("cost")[some].aggregate(lines=Count("*"), total=Sum("cost")) for part in self.parts]
        count = sum(one["lines"] for one in sums)
        if most is not None and count > most:
            raise TooManyLinesError
        return count, sum((one["total"] or ZERO for one in sums), ZERO)

    @property
    def parts(self) -> list[Rows]:
        found = []
        if self.selection.has_direct:
            found.append(self.charged(Q(pool=None)) if self.from_charges else self.direct())
        if self.selection.has_shared:
            found.append(self.charged(Q(pool__isnull=False)))
        return found

    def direct(self) -> Rows:
        """Series: day by day from the records, or over the days of the assignment as the run added them up."""
        found = self.assignments()
        if self.by_day:
            cost = f"series__records__{self.run.basis}_cost"
            found = found.filter(self.days_of_records() & (Q(**{f"{cost}__gt": 0}) | Q(**{f"{cost}__lt": 0})))
            found = found.annotate(on=F("series__records__day"), cost=F(cost))
            end: object = day_after("on")
        else:
            found = found.filter(self.whole_assignments()).annotate(on=F("start"), cost=F("amount"))
            end = F("until")
        known: Rows = found.annotate(
            end=end,
            of_team=F("team__slug"),
            of_account=F("series__sub_account_id"),
            what=F("series__service_name"),
            of_project=F("project__slug"),
            of_pool=F("pool__slug"),
            by=F("rule"),
            via=F("rule"),
            why=F("reason"),
            series_key=F("series_id"),
        )
        return known

    def assignments(self) -> Rows:
        """Where the series went that the selection means, whatever its days."""
        found: Rows = Assignment.objects.filter(self.whose, run=self.run).annotate(tags_as_text=TAGS_AS_TEXT)
        return found.filter(of_assignments(self.selection, self.reads_rules))

    def whole_assignments(self) -> Q:
        """Those that cost something and lie in the selection's days as a whole."""
        first, last = self.selection.first, self.selection.last
        wanted = ~Q(amount=0)
        if first:
            wanted &= Q(start__gte=first)
        return wanted & Q(until__lte=last + ONE_DAY) if last else wanted

    def days_of_records(self) -> Q:
        """The assignment's days; those of the month and of the selection again, as constants that an index can use."""
        day, month = "series__records__day", self.run.period.month
        in_month = Q(**{f"{day}__gte": month, f"{day}__lt": next_month(month)})
        return in_month & of_days(self.selection, day) & Q(**{f"{day}__gte": F("start"), f"{day}__lt": F("until")})

    def charged(self, through: Q) -> Rows:
        """Charges day by day, or the statement's lines: what knows no series."""
        rows: Rows = (Charge if self.by_day else StatementLine).objects.all()
        found = rows.filter(self.whose, through, of_charges(self.selection), run=self.run)
        if self.by_day:
            found = found.filter(of_days(self.selection, "day")).annotate(on=F("day"), end=day_after("day"))
        else:
            month = self.run.period.month
            found = found.annotate(on=Value(month), end=Value(next_month(month)))
        known: Rows = found.annotate(
            of_team=F("team__slug"),
            of_account=Value(""),
            what=F("service"),
            of_project=F("project__slug"),
            of_pool=F("pool__slug"),
            by=Value(""),
            via=Coalesce("pool__slug", Value("")),
            why=F("reason"),
            series_key=Value(None, output_field=BigIntegerField()),
            cost=F("amount"),
        )
        return known


def day_after(column: str) -> Combinable:
    return Cast(F(column) + ONE_DAY, DateField())
