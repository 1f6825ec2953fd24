"""Sources, pulls and work: read by those who see all teams, started by admins."""

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.auth.models import User as Person
from django.core.exceptions import PermissionDenied
from django.http import Http404

from chargeback.costs.backfill import Backfill, plan_backfill
from chargeback.costs.budget import budget_of
from chargeback.costs.data_health import DataHealth, SourceHealth, data_health, source_health
from chargeback.costs.models import Pull, Source
from chargeback.costs.pacing import Budget
from chargeback.costs.prices import PullPrice, pull_price
from chargeback.costs.pull_changes import PullChanges, changes_of
from chargeback.costs.pull_history import PullFacts, PullsAsked, PullsFound, pulls_found, told
from chargeback.jobs import history
from chargeback.jobs.history import JobFacts, JobsAsked, JobsFound
from chargeback.jobs.models import Job
from chargeback.sources.window import check_window

from .company import require_company
from .kept import kept
from .tags import used_keys_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser

PULL, WORK = "costs.change_source", "jobs.change_job"


def data_health_for(user: "User", now: dt.datetime, today: dt.date) -> DataHealth:
    """Sources, work and pulls; 403 for those who do not see all teams."""
    require_company(user)
    return data_health(now, today)


def source_for(user: "User", slug: str, now: dt.datetime, today: dt.date) -> SourceHealth:
    """One source in full; 403 for those who do not see all teams."""
    keys = used_keys_for(user)
    return source_health(found_source(slug), keys, now, today)


def source_named_for(user: "User", slug: str) -> Source:
    """The source by its short name; 403 for those who do not see all teams."""
    require_company(user)
    return found_source(slug)


def found_source(slug: str) -> Source:
    source = Source.objects.filter(slug=slug).first()
    if source is None:
        raise Http404
    return source


def budget_for(user: "User", slug: str, now: dt.datetime) -> Budget:
    """What the source may still ask this month; 403 for those who do not see all teams."""
    require_company(user)
    return budget_of(found_source(slug), now)


def pull_price_for(user: "User", slug: str, start: dt.date, end: dt.date, today: dt.date) -> PullPrice:
    """What a pull of these days would cost; 403 for those who do not see all teams. Raises WindowError."""
    require_company(user)
    source, window = found_source(slug), check_window(start, end, today)
    what = f"price {source.pk} {window.start} {window.end}"
    return kept(what, PullPrice, lambda: pull_price(found_source(slug), window))


def backfill_for(user: "User", slug: str, now: dt.datetime, today: dt.date) -> Backfill:
    """What a backfill of the source's history would do and cost; 403 for those who do not see all teams."""
    require_company(user)
    source = found_source(slug)
    return plan_backfill(source, source.history_months, now, today)


def pulls_for(user: "User", asked: PullsAsked) -> PullsFound:
    """The pulls that are asked for; 403 for those who do not see all teams."""
    require_company(user)
    return pulls_found(asked)


def pull_for(user: "User", pk: int) -> tuple[PullFacts, tuple[PullChanges, ...]]:
    """A pull and what it changed of known costs; 403 for those who do not see all teams."""
    require_company(user)
    pull = Pull.objects.select_related("source", "job__created_by").defer("learnt").filter(pk=pk).first()
    if pull is None:
        raise Http404
    return told(pull), changes_of(pull)


def sources_for(user: "User") -> dict[str, str]:
    """The name of every source by slug, in the order of names; 403 for those who do not see all teams."""
    require_company(user)
    return dict(Source.objects.values_list("slug", "name"))


def jobs_for(user: "User", asked: JobsAsked) -> JobsFound:
    """The pieces of work that are asked for; 403 for those who do not see all teams."""
    require_company(user)
    return history.jobs_found(asked)


def job_for(user: "User", pk: int) -> JobFacts:
    """A piece of work of the portal itself; 403 for those who do not see all teams."""
    require_company(user)
    return history.facts(found_job(pk))


def found_job(pk: int) -> Job:
    job = Job.objects.select_related("created_by").filter(pk=pk).first()
    if job is None:
        raise Http404
    return job


def can_work(user: "User") -> bool:
    """Cancelling and repeating work: admins only."""
    return bool(user.is_active and user.has_perm(WORK))  # type: ignore[attr-defined]


def job_to_change_for(user: "User", pk: int) -> Job:
    """The piece of work that `user` wants to cancel or repeat; 403 for those who may not."""
    if not can_work(user):
        raise PermissionDenied
    return found_job(pk)


def can_pull(user: "User") -> bool:
    """Pulling costs money at the provider: admins only."""
    return bool(user.is_active and user.has_perm(PULL))  # type: ignore[attr-defined]


def source_to_pull_for(user: "User", slug: str) -> Source:
    """The source that `user` wants to pull now; 403 for those who may not start pulls."""
    if not can_pull(user):
        raise PermissionDenied
    source = found_source(slug if "\0" not in slug else "")
    if not source.is_enabled:
        raise Http404
    return source


def whom_to_ask() -> list[Person]:
    """The people who can let somebody in: active admins, by name."""
    admins = Person.objects.filter(groups__name="admin", is_active=True)
    return list(admins.order_by("first_name", "last_name", "username"))
