"""Sources, pulls and work: read by those who see all teams, started by admins."""

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.auth.models import User as Person
from django.core.exceptions import PermissionDenied
from django.http import Http404

from chargeback.costs.models import Source
from chargeback.jobs.models import Job

from ..data_health import DataHealth, data_health
from .company import require_company

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser

PULL = "costs.change_source"


def data_health_for(user: "User", now: dt.datetime) -> DataHealth:
    """Sources, work and pulls; 403 for those who do not see all teams."""
    require_company(user)
    return data_health(now)


def job_for(user: "User", pk: int) -> Job:
    """A piece of work of the portal itself; 403 for those who do not see all teams."""
    require_company(user)
    job = Job.objects.filter(pk=pk).first()
    if job is None:
        raise Http404
    return job


def can_pull(user: "User") -> bool:
    """Pulling costs money at the provider: admins only."""
    return bool(user.is_active and user.has_perm(PULL))  # type: ignore[attr-defined]


def source_to_pull_for(user: "User", slug: str) -> Source:
    """The source that `user` wants to pull now; 403 for those who may not start pulls."""
    if not can_pull(user):
        raise PermissionDenied
    source = Source.objects.filter(slug=slug, is_enabled=True).first() if "\0" not in slug else None
    if source is None:
        raise Http404
    return source


def whom_to_ask() -> list[Person]:
    """The people who can let somebody in: active admins, by name."""
    admins = Person.objects.filter(groups__name="admin", is_active=True)
    return list(admins.order_by("first_name", "last_name", "username"))
