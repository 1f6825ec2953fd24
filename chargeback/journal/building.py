"""A period's statements and bills -> what is to be posted. Issued statements where the month is closed, else drafts."""

import datetime as dt
from collections import defaultdict
from decimal import Decimal

from django.db.models import Sum

from allocation.models import Team
from chargeback.billing.figures import Statement as Figures
from chargeback.billing.models import Assignment, BillingPeriod, Run
from chargeback.billing.stamps import current_run
from chargeback.clock import next_month
from chargeback.closing.issuing import payers_of
from chargeback.closing.models import Statement
from chargeback.closing.reading import statement_of
from chargeback.costs.models import Source

from .entries import Accounts, Billed, Owed, Posting
from .models import ClearingAccount, LedgerAccounts


def posting_of(period: BillingPeriod) -> Posting:
    """What the journal of the period is made of. Raises NoRunError when it has no run."""
    run = current_run(period)
    is_final = period.state == BillingPeriod.State.CLOSED
    accounts = accounts_of()
    version = f"-v{version_of(period)}" if is_final else ""
    return Posting(
        month=period.month,
        last_day=next_month(period.month) - dt.timedelta(days=1),
        currency=period.currency,
        run=run.pk,
        reference=f"CB-{period.month:%Y-%m}-{period.currency}{version}",
        is_final=is_final,
        owed=tuple(owed for team in teams_of(period, is_final) for owed in owed_by(period, team)),
        billed=billed(run, accounts),
        accounts=accounts,
    )


def version_of(period: BillingPeriod) -> int:
    return Statement.objects.filter(period=period).order_by("-version").values_list("version", flat=True).first() or 0


def teams_of(period: BillingPeriod, is_final: bool) -> list[Team | None]:
    """Who has a statement; None is nobody, for unallocated."""
    if not is_final:
        return payers_of(period)
    newest = Statement.objects.filter(period=period, version=version_of(period)).select_related("team")
    return [row.team for row in newest.order_by("position")]


def owed_by(period: BillingPeriod, team: Team | None) -> list[Owed]:
    """The month's own charges, and each earlier month's corrections added up."""
    figures = statement_of(period, team)
    amounts: dict[dt.date, Decimal] = defaultdict(Decimal)
    amounts[period.month] = figures.amounts.total
    for correction in figures.corrections:
        amounts[correction.month] += correction.cents
    cost_centre, account = booked_to(figures, team)
    slug, name = (team.slug if team else ""), figures.team.name
    return [Owed(slug, name, cost_centre, account, month, amount) for month, amount in sorted(amounts.items())]


def booked_to(figures: Figures, team: Team | None) -> tuple[str, str]:
    """As the statement says; what was not filled in then, as it is now."""
    now = (team.cost_centre, team.gl_account) if team else ("", "")
    return figures.team.cost_centre or now[0], figures.team.gl_account or now[1]


def billed(run: Run, accounts: Accounts) -> tuple[Billed, ...]:
    """What each source billed in the run, exactly. Together it is the run's control total."""
    own = dict(ClearingAccount.objects.values_list("source_id", "account"))
    sources = list(Source.objects.filter(pulls__runs=run).distinct().order_by("slug"))
    sums = {sources[0].pk: run.control_total} if len(sources) == 1 else sums_by_source(run)
    names = dict(Source.objects.filter(pk__in=sums).values_list("pk", "name"))
    return tuple(Billed(names[pk], own.get(pk, accounts.clearing), amount) for pk, amount in sorted(sums.items()))


def sums_by_source(run: Run) -> dict[int, Decimal]:
    rows = Assignment.objects.filter(run=run).values_list("series__source").annotate(total=Sum("amount"))
    return dict(rows.order_by("series__source"))


def accounts_of() -> Accounts:
    row = LedgerAccounts.objects.first()
    return Accounts(row.clearing, row.accrual, row.rounding, row.rounding_cost_centre) if row else Accounts()
