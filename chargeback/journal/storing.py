"""A journal -> an export: numbered, kept byte for byte. Number and content are stored together or not at all."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from chargeback.audit.chain import head
from chargeback.billing.models import BillingPeriod
from chargeback.jobs.locks import hold_until_commit

from .building import posting_of
from .entries import Journal, balanced, journal_of
from .models import JournalExport
from .templates import Template

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# (journal, template, kind of file, number) -> the bytes of the file.
Writer = Callable[[Journal, Template, str, str], bytes]


@transaction.atomic
def export_journal(
    period: BillingPeriod, template: Template, file_kind: str, user: "User | None", now: dt.datetime, write: Writer
) -> JournalExport:
    """The export of the period's journal as it is: the one that is there, or a new one with the next number.

    Raises MissingAccountsError and NoRunError. A process that is killed meanwhile takes its number with it.
    """
    hold_until_commit(f"journal-numbers:{period.month.year}")
    journal = balanced(journal_of(posting_of(period)))
    fingerprint = fingerprint_of(journal, template, file_kind)
    if there := JournalExport.objects.filter(period=period, fingerprint=fingerprint).first():
        return there
    newest = JournalExport.objects.filter(year=period.month.year).aggregate(newest=Max("number"))["newest"] or 0
    made = JournalExport(
        year=period.month.year,
        number=newest + 1,
        period=period,
        run_id=journal.run,
        kind=journal.kind,
        template=template.name,
        file_kind=file_kind,
        fingerprint=fingerprint,
        total=journal.debits,
        audit_head=str(head() or ""),
        created_at=now,
        created_by=user,
    )
    made.content = write(journal, template, file_kind, made.full_number)
    made.checksum = hashlib.sha256(made.content).hexdigest()
    made.save(force_insert=True)
    return made


def fingerprint_of(journal: Journal, template: Template, file_kind: str) -> str:
    """SHA-256 of all that is posted, of the run it comes from and of the form it is given in."""
    lines = [
        [str(entry.day), entry.reference, line.account, line.cost_centre, str(line.amount), line.text]
        for entry in journal.entries
        for line in entry.lines
    ]
    said = [journal.kind, journal.currency, journal.run, template.name, template.columns, file_kind, lines]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
