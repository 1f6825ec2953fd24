"""The test of a source's connection: looked up by a worker, which alone has credentials, and kept with the source."""

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING

from allocation.rulebook import load_rulebook
from chargeback.jobs.models import Job
from chargeback.jobs.queue import queue
from chargeback.sources.aws_calls import Patience
from chargeback.sources.batch import Finding
from chargeback.sources.cost_explorer import diagnose

from .breakdowns import breakdown_of
from .meter import Meter
from .models import Source
from .talks import access_of, patience_of_settings, payer_held

if TYPE_CHECKING:
    from django.contrib.auth.models import User

KIND = "check-source"


def queue_check(source: Source, user: "User | None", now: dt.datetime) -> Job:
    """The open job that tests the connection."""
    return queue(KIND, f"{KIND}:{source.slug}", {"source": source.slug}, user, now)


def check_source(
    source: Source, clock: Callable[[], dt.datetime], today: dt.date, patience: Patience | None = None
) -> tuple[Finding, ...]:
    """What works and what does not, kept with the source. Takes at most two requests of its budget.

    Raises PullBusyError and BudgetError; what AWS refuses is a finding.
    """
    breakdown = breakdown_of(source, load_rulebook())
    with payer_held(source):
        findings = diagnose(
            access_of(source),
            breakdown,
            today,
            patience=patience or patience_of_settings(),
            till=Meter(source, clock),
        )
    Source.objects.filter(pk=source.pk).update(findings=[asdict(one) for one in findings], tested_at=clock())
    return findings


def last_findings(source: Source) -> tuple[Finding, ...]:
    """What the last test found."""
    return tuple(Finding(**found) for found in source.findings)


def in_one_line(findings: tuple[Finding, ...]) -> str:
    """For example: 3 of 4 hold. Cost Explorer: ..."""
    wrong = [f"{one.what}: {one.sentence}" for one in findings if not one.ok]
    return " ".join([f"{len(findings) - len(wrong)} of {len(findings)} hold.", *wrong[:1]])
