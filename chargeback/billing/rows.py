"""Statement lines -> table rows: cents by project, service or team, with the month before beside them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import BooleanField, ExpressionWrapper, Q, Sum

from .figures import Amounts, Row, percent
from .models import Run, StatementLine

ZERO = Decimal("0.00")
THROUGH_A_POOL = ExpressionWrapper(Q(pool__isnull=False), output_field=BooleanField())


@dataclass(frozen=True, slots=True)
class LineValues:
    """A stored statement line by slugs; empty strings stand for none."""

    team: str
    project: str
    service: str
    pool: str
    reason: str
    amount: Decimal
    cents: Decimal


def read_lines(run: Run, before: Run | None, **filters: object) -> tuple[list[LineValues], list[LineValues] | None]:
    """The lines of the run, and of the run before (None: there is none), in a total order."""
    found: dict[int, list[LineValues]] = {one.pk: [] for one in (run, before) if one}
    columns = ("team__slug", "project__slug", "service", "pool__slug", "reason")
    lines = StatementLine.objects.filter(run__in=found, **filters).order_by(*columns)
    for pk, team, project, service, pool, reason, amount, cents in lines.values_list(
        "run_id", *columns, "amount", "cents"
    ):
        found[pk].append(LineValues(team or "", project or "", service, pool or "", reason, amount, cents))
    return found[run.pk], found[before.pk] if before else None


def read_team_sums(run: Run) -> list[LineValues]:
    """The run's lines added up by the database: per team one of own and one of shared cost, by team."""
    lines = (
        StatementLine.objects.filter(run=run).annotate(is_shared=THROUGH_A_POOL).values_list("team__slug", "is_shared")
    )
    sums = lines.annotate(Sum("amount"), Sum("cents")).order_by("team__slug")
    return [
        LineValues(team or "", "", "", "(all pools)" if is_shared else "", "", amount, cents)
        for team, is_shared, amount, cents in sums
    ]


def amounts(lines: Iterable[LineValues], before: Iterable[LineValues] | None) -> Amounts:
    """The lines' cents, own and shared, beside the total of the lines before (None: no run before)."""
    direct = shared = ZERO
    for line in lines:
        if line.pool:
            shared += line.cents
        else:
            direct += line.cents
    previous = None if before is None else sum((line.cents for line in before), ZERO)
    return Amounts(direct, shared, direct + shared, previous)


def rows(
    lines: list[LineValues],
    before: list[LineValues] | None,
    key: Callable[[LineValues], str],
    name: Callable[[str], str],
    owner: Callable[[str], str] = lambda key: "",
    whole: Decimal | None = None,
) -> tuple[Row, ...]:
    """One row per key, dearest first, ties by name; a key that only the month before had is a row of zeros.

    Percentages are of `whole`, by default of the rows' own sum.
    """
    now, then = grouped(lines, key), grouped(before or [], key)
    if whole is None:
        whole = sum((line.cents for line in lines), ZERO)
    found = []
    for slug in {*now, *then}:
        sums = amounts(now.get(slug, []), None if before is None else then.get(slug, []))
        found.append(Row(slug, name(slug), sums, percent(sums.total, whole), owner(slug)))
    return tuple(sorted(found, key=lambda row: (-row.amounts.total, row.name, row.slug)))


def grouped(lines: Iterable[LineValues], key: Callable[[LineValues], str]) -> dict[str, list[LineValues]]:
    groups: dict[str, list[LineValues]] = {}
    for line in lines:
        groups.setdefault(key(line), []).append(line)
    return groups
