"""A run's stamp and the names as they were when it was made."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Max

from chargeback.clock import add_months
from chargeback.datastate.known import known

from .figures import Party, Stamp
from .models import BillingPeriod, Run
from .run_rulebooks import stored_rulebook

NO_PROJECT = "(no project)"


class NoRunError(Exception):
    """The period has no run yet, so there is nothing to show."""


@dataclass(frozen=True, slots=True)
class Names:
    """Parties, projects and pools by slug, as the run's rulebook named them."""

    parties: dict[str, Party]
    projects: dict[str, str]
    pools: dict[str, str]
    pool_notes: dict[str, str]

    def party(self, slug: str) -> Party:
        return self.parties.get(slug) or Party(slug, slug, "")

    def project(self, slug: str) -> str:
        return self.projects.get(slug, slug)

    def project_or_none(self, slug: str) -> str:
        """The project's name, or that there is none."""
        return self.project(slug) if slug else NO_PROJECT

    def pool(self, slug: str) -> str:
        return self.pools.get(slug, slug)


def current_run(period: BillingPeriod) -> Run:
    """The run that everything shows. Raises NoRunError when the period has none."""
    if period.current_run is None:
        raise NoRunError(f"{period} has no run yet.")
    return period.current_run


def run_before(period: BillingPeriod) -> Run | None:
    """The current run of the month before, in the same currency: the same for all teams."""
    return known(("run before", period.month, period.currency), lambda: read_run_before(period))


def read_run_before(period: BillingPeriod) -> Run | None:
    before = BillingPeriod.objects.filter(month=add_months(period.month, -1), currency=period.currency)
    found = before.select_related("current_run").defer("current_run__rulebook").first()
    if found and found.current_run:
        found.current_run.period = found
    return found.current_run if found else None


def names_of(run: Run) -> Names:
    return read_names(run.pk, run.rulebook_fingerprint)


@lru_cache(maxsize=32)
def read_names(run: int, fingerprint: str) -> Names:
    """Read once by each process: the fingerprint is that of all that stands in the run's rulebook."""
    book = stored_rulebook(run)
    return Names(
        parties={team["slug"]: party_of(team, book["default_owner"]) for team in book["teams"]},
        projects={project["slug"]: project["name"] for project in book["projects"]},
        pools={pool["slug"]: pool["name"] for pool in book["pools"]},
        pool_notes={pool["slug"]: pool["note"] for pool in book["pools"]},
    )


def party_of(team: dict[str, str], default_owner: str) -> Party:
    return Party(team["slug"], team["name"], team["owner"] or default_owner, team["cost_centre"], team["gl_account"])


def stamp_of(period: BillingPeriod, run: Run) -> Stamp:
    return Stamp(
        month=period.month,
        currency=period.currency,
        basis=run.basis,
        state=period.state,
        run_id=run.pk,
        checksum=run.checksum,
        rulebook_fingerprint=run.rulebook_fingerprint,
        calculated_at=run.created_at,
        is_estimated=run.is_estimated,
        data_until=newest_pull(run),
    )


def newest_pull(run: Run) -> dt.datetime | None:
    return known(("newest pull", run.pk), lambda: read_newest_pull(run))


def read_newest_pull(run: Run) -> dt.datetime | None:
    newest: dt.datetime | None = run.pulls.aggregate(newest=Max("finished_at"))["newest"]
    return newest
