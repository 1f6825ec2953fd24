"""Exports as frozen values, newest first."""

import datetime as dt
from dataclasses import dataclass

from chargeback.jobs.models import Job

from . import folder
from .models import Export


@dataclass(frozen=True, slots=True)
class ExportFacts:
    """One file that was asked for. `state` is the job's, or "missing" when it was made but is not in the folder."""

    pk: int
    what: str
    month: dt.date
    team: str
    query: str
    kind: str
    state: str
    message: str
    error: str
    done: int
    total: int
    rows: int | None
    size: int | None
    run_id: int | None
    created_at: dt.datetime
    expires_at: dt.datetime

    @property
    def is_open(self) -> bool:
        return self.state in (Job.State.QUEUED, Job.State.RUNNING)

    @property
    def is_there(self) -> bool:
        return self.state == Job.State.DONE


def facts(export: Export) -> ExportFacts:
    """`export.job` is read too."""
    job = export.job
    is_lost = job.state == Job.State.DONE and folder.path_of(export.stored) is None
    return ExportFacts(
        pk=export.pk,
        what=export.what,
        month=export.month,
        team=export.team,
        query=export.query,
        kind=export.kind,
        state="missing" if is_lost else job.state,
        message=job.message,
        error=job.error,
        done=job.progress_done,
        total=job.progress_total,
        rows=export.rows,
        size=export.size,
        run_id=export.run_id,
        created_at=export.created_at,
        expires_at=export.expires_at,
    )
