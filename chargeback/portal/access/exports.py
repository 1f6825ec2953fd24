"""Files made in the background: each user's own, as far as they may still have what is in them."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, cast

from django.contrib.auth.models import User as Person
from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict

from allocation.models import sees_all_teams
from chargeback.exports import asking, folder
from chargeback.exports.asking import Wanted
from chargeback.exports.history import ExportFacts, facts
from chargeback.exports.models import Export
from chargeback.jobs.models import Job

from .company import require_company
from .periods import period_for
from .teams import can_export, team_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser


def sees_company(user: "User") -> bool:
    """True for those who see all teams."""
    return sees_all_teams(user)


def require_export(user: "User", wanted: Wanted) -> None:
    """Returns for those who may take this away now: 404 for a foreign team or month, 403 for who only looks."""
    if not wanted.team:
        require_company(user)
    elif not can_export(user, team_for(user, wanted.team).slug):
        raise PermissionDenied
    period_for(user, wanted.month, QueryDict(wanted.query).get("currency", ""))


def ask_export_for(user: "User", wanted: Wanted, now: dt.datetime) -> Export:
    """The user's file, to be made. 404 and 403 as for the file itself. Raises TooManyExportsError."""
    require_export(user, wanted)
    return asking.ask(cast(Person, user), wanted, now)


def exports_for(user: "User", now: dt.datetime) -> list[ExportFacts]:
    """The user's own files whose time is not over, newest first, without what they may not have any more."""
    own = Export.objects.filter(user=cast(Person, user), expires_at__gt=now).select_related("job")
    return [facts(export) for export in own if may_have(user, export)]


def may_have(user: "User", export: Export) -> bool:
    try:
        require_export(user, asking.wanted_of(export))
    except (Http404, PermissionDenied):
        return False
    return sees_all_teams(user) or not export.saw_all_teams


def own_export(user: "User", pk: int, now: dt.datetime) -> Export:
    """404 for another's, for one whose time is over, and for what the user may not have any more."""
    export = Export.objects.filter(user=cast(Person, user), pk=pk, expires_at__gt=now).select_related("job").first()
    if export is None or not may_have(user, export):
        raise Http404
    return export


def export_file_for(user: "User", pk: int, now: dt.datetime) -> tuple[Path, str]:
    """Where the whole file lies, and its name for people; 404 also while it is not made."""
    export = own_export(user, pk, now)
    path = folder.path_of(export.stored) if export.made_at else None
    if path is None:
        raise Http404
    return path, export.file_name


def drop_export_for(user: "User", pk: int, now: dt.datetime) -> None:
    """The user's own export is gone, whether made or not. 404 as for the file."""
    asking.drop(own_export(user, pk, now), now)


def asker_of(job: Job) -> tuple[Export, Person]:
    """What the job makes and for whom, with the rights of this moment. 404 when it was deleted, or its user left."""
    export = Export.objects.filter(job=job).first()
    asker = Person.objects.filter(pk=export.user_id, is_active=True).first() if export else None
    if export is None or asker is None:
        raise Http404
    return export, asker
