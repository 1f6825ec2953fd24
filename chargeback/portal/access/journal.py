"""The journal of a month: read by those who see all teams, exported by finance."""

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404

from chargeback.exports.journal_files import journal_file
from chargeback.journal.building import posting_of
from chargeback.journal.entries import Posting
from chargeback.journal.history import ExportFacts, export_facts, exports_of
from chargeback.journal.models import JournalExport
from chargeback.journal.storing import export_journal
from chargeback.journal.templates import TEMPLATES

from .company import require_company
from .periods import period_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

    User = AbstractBaseUser | AnonymousUser

EXPORT = "journal.add_journalexport"


def can_export_journal(user: "User") -> bool:
    """Giving a journal out takes a number: finance only."""
    return bool(user.is_active and user.has_perm(EXPORT))  # type: ignore[attr-defined]


def journal_for(user: "User", month: dt.date, currency: str = "") -> tuple[Posting, tuple[ExportFacts, ...]]:
    """What the month's journal is made of, and what was exported; 403 for those who do not see all teams."""
    require_company(user)
    period = period_for(user, month, currency)
    return posting_of(period), exports_of(period)


def export_journal_for(
    user: "User", month: dt.date, template: str, file_kind: str, now: dt.datetime, currency: str = ""
) -> ExportFacts:
    """A numbered export of the month's journal; 403 for all but finance. Raises MissingAccountsError."""
    if not can_export_journal(user):
        raise PermissionDenied
    period, form = period_for(user, month, currency), TEMPLATES.get(template)
    if form is None or file_kind not in form.file_kinds:
        raise Http404
    return export_facts(export_journal(period, form, file_kind, user, now, journal_file))  # type: ignore[arg-type]


def journal_file_for(user: "User", pk: int) -> tuple[ExportFacts, bytes]:
    """An export as it was given out, byte for byte; 403 for those who do not see all teams."""
    require_company(user)
    row = JournalExport.objects.select_related("created_by", "period").filter(pk=min(pk, 2**62)).first()
    if row is None:
        raise Http404
    return export_facts(row), bytes(row.content)
