"""A month's figures for scripts: exact amounts as strings, straight from the stored run."""

from collections import defaultdict
from decimal import Decimal

from .models import BillingPeriod
from .rows import read_team_sums
from .stamps import current_run
from .verify import run_problems


def month_figures(period: BillingPeriod) -> dict[str, object]:
    """{period, currency, basis, run, control_total, teams: {slug: {direct, shared, total}}, unallocated, ...}.

    Teams' totals + unallocated + rounding = control_total, exactly. `proof` is "ok" or what is wrong.
    Raises NoRunError when the period has no run.
    """
    run = current_run(period)
    teams: dict[str, dict[str, Decimal]] = defaultdict(lambda: {"direct": Decimal(0), "shared": Decimal(0)})
    for line in read_team_sums(run):
        if line.team:
            teams[line.team]["shared" if line.pool else "direct"] += line.amount
    return {
        "period": f"{period.month:%Y-%m}",
        "currency": period.currency,
        "basis": run.basis,
        "run": run.pk,
        "control_total": written(run.control_total),
        "teams": {slug: team_figures(sums) for slug, sums in sorted(teams.items())},
        "unallocated": written(run.unallocated),
        "rounding": written(run.rounding),
        "proof": " ".join(run_problems(run)) or "ok",
    }


def team_figures(sums: dict[str, Decimal]) -> dict[str, str]:
    return {
        "direct": written(sums["direct"]),
        "shared": written(sums["shared"]),
        "total": written(sums["direct"] + sums["shared"]),
    }


def written(amount: Decimal) -> str:
    """Ten decimals, never an exponent."""
    return f"{amount:.10f}"
