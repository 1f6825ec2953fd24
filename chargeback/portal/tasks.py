"""Exports as jobs. Celery finds them here."""

from functools import partial

from django.http import Http404

from chargeback import clock
from chargeback.exports.asking import JOB, wanted_of
from chargeback.exports.making import make
from chargeback.jobs.models import Job
from chargeback.jobs.work import JobRefusedError, Report, handles

from . import access
from .exports.writing import write


@handles(JOB)
def export(job: Job, report: Report) -> str:
    """Makes the file that the job is for, with the rights that its user has now."""
    try:
        export, asker = access.asker_of(job)
    except Http404:
        raise JobRefusedError("The export was deleted, or its user may not sign in any more.") from None
    return make(export, partial(write, asker, wanted_of(export)), clock.now, report)
