"""What the lines of a run can be filtered by, from its summaries."""

from allocation.models import Team
from chargeback.costs.models import CostSeries

from .line_figures import Choices
from .models import Assignment, BillingPeriod, Run, ServiceDay, StatementLine
from .stamps import Names, current_run, names_of


def choices(period: BillingPeriod, team: Team | None) -> Choices:
    """The services, accounts, projects and pools of the team's lines, or of the company's, each by name.

    Raises NoRunError when the period has no run.
    """
    run = current_run(period)
    names = names_of(run)
    return of_team(run, team, names) if team else of_company(run, names)


def of_team(run: Run, team: Team, names: Names) -> Choices:
    """Only what this team's own lines have."""
    columns = ("service", "project__slug", "pool__slug")
    lines = list(StatementLine.objects.filter(run=run, team=team).values_list(*columns).distinct())
    series = Assignment.objects.filter(run=run, team=team, pool=None)
    accounts = series.values_list("series__sub_account_id", "series__sub_account_name").distinct()
    return Choices(
        teams=(),
        services=tuple(sorted({service for service, _, _ in lines}, key=str.casefold)),
        accounts=by_name({account: name or account for account, name in accounts if account}),
        projects=by_name({slug: names.project(slug) for _, slug, _ in lines if slug}),
        pools=by_name({slug: names.pool(slug) for _, _, slug in lines if slug}),
    )


def of_company(run: Run, names: Names) -> Choices:
    services = ServiceDay.objects.filter(run=run).values_list("service", flat=True).distinct()
    accounts = CostSeries.objects.values_list("sub_account_id", "sub_account_name").distinct()
    return Choices(
        teams=by_name({slug: party.name for slug, party in names.parties.items()}),
        services=tuple(sorted(services, key=str.casefold)),
        accounts=by_name({account: name or account for account, name in accounts if account}),
        projects=by_name(names.projects),
        pools=by_name(names.pools),
    )


def by_name(named: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(named.items(), key=lambda one: (one[1].casefold(), one[0])))
