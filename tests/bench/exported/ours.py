"""The portal: the job that a person starts, from the queue to the file under its name."""

import io
import tempfile
from pathlib import Path
from zipfile import ZipFile

from django.conf import settings
from django.contrib.auth.models import Group, User

from allocation.engine.money import to_units
from chargeback import clock
from chargeback.billing.models import Run
from chargeback.exports import folder
from chargeback.exports.asking import Wanted, ask
from chargeback.exports.models import Export
from chargeback.jobs import work
from chargeback.jobs.models import Job
from chargeback.portal import tasks  # noqa: F401 enters the handler

from ..company import MONTH
from ..months.databases import use_copy
from ..way import Answer, Way

EVERY_RECORD = "part=billed&by=day"


def prepare(database: str) -> Way:
    used = use_copy(database)
    settings.EXPORTS_DIR = tempfile.mkdtemp(prefix="bench-exports-")
    fay = User.objects.create_user("fay")
    fay.groups.add(Group.objects.get(name="finance"))
    export = ask(fay, Wanted("all-lines", MONTH, "", EVERY_RECORD, "xlsx"), clock.now())
    return Way(lambda: run(export.pk), answer, used)


def run(pk: int) -> Export:
    job_id = Export.objects.values_list("job_id", flat=True).get(pk=pk)
    Job.objects.filter(pk=job_id).update(state=Job.State.QUEUED, attempts=0, due_at=clock.now())
    work.run(job_id, clock.now)
    return Export.objects.select_related("job").get(pk=pk)


def answer(export: Export) -> Answer:
    """What the file holds, counted in the file itself. Raises RuntimeError when the job failed."""
    path = folder.path_of(export.stored)
    if path is None or export.job.state != Job.State.DONE:
        raise RuntimeError(f"The job is {export.job.state}: {export.job.error}")
    rows = rows_of(path)
    path.unlink()
    return Answer(to_units(Run.objects.get().control_total), rows)


def rows_of(path: Path) -> int:
    """The rows of the last sheet, without title and total."""
    with ZipFile(path) as book:
        name = max(one for one in book.namelist() if one.startswith("xl/worksheets/sheet"))
        with io.TextIOWrapper(book.open(name)) as sheet:
            return sum(part.count("<row ") for part in iter(lambda: sheet.read(1_000_000), "")) - 2
