"""A pull, from the question to stored records.

source, window -> control        what each day cost in all: one request          chargeback.sources
               -> days_to_ask    the days that changed, or are due again         changes.py
               -> survey, plan   the questions that add up to their bill         chargeback.sources
               -> fetch          all their costs
               -> balanced       refused unless they add up to the totals        control.py
               -> store          one transaction replaces these days             store.py
The Pull row is written first and keeps how it ended. Whatever is refused leaves the stored data as it was.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import transaction

from allocation.rulebook import load_rulebook
from chargeback.jobs.models import Job
from chargeback.jobs.work import JobCancelledError
from chargeback.sources.aws_calls import Patience
from chargeback.sources.batch import Breakdown, CostBatch, DailyTotal, Plan, Progress, Report, Survey
from chargeback.sources.cost_explorer import Talk, control, experienced, fetch, plan_of, survey
from chargeback.sources.refusals import SourceError
from chargeback.sources.window import Window

from .breakdowns import breakdown_of, fingerprint
from .budget import BudgetError, check_free
from .changes import Question
from .control import balanced
from .evidence import answers_kept
from .learnt import LOOK, experience, to_json
from .meter import Meter
from .models import Pull, Source
from .months import hear
from .source_models import RIGHT_ROLE
from .store import hold_costs, store
from .tag_values import notice_values
from .talks import PullBusyError, payer_held, talk
from .todo import Todo, least_price, todo_for

__all__ = ["BudgetError", "PullBusyError", "pull"]
LEARNT = ["learnt", "asked_from", "asked_until", "survey_requests", "planned_requests", "expected_requests"]


@dataclass(frozen=True, slots=True)
class Errand:
    """A pull on its way."""

    row: Pull
    window: Window
    breakdown: Breakdown
    meter: Meter
    report: Report

    def tell(self, requests: int, share: float) -> None:
        days = len(self.window.days)
        self.report(Progress(int(share * days), days, self.meter.requests))


def pull(
    source: Source,
    window: Window,
    clock: Callable[[], dt.datetime],
    report: Report,
    job: Job | None = None,
    patience: Patience | None = None,
    trigger: str = Pull.Trigger.PERSON,
    is_full: bool = False,
    details_from: dt.date = dt.date.min,
) -> Pull:
    """The pull as it ended: stored, unchanged or postponed. Records of stored days add up to AWS's totals.

    With `is_full` every day is asked in detail. Before `details_from` only days whose stored total has changed are.
    Raises PullBusyError without a trace; and SourceError, BudgetError or whatever else went wrong with the pull kept as
    refused or stopped by the budget and the stored costs untouched.
    """
    with payer_held(source):
        end_abandoned(source, clock())
        breakdown = breakdown_of(source, load_rulebook())
        row = Pull.objects.create(
            source=source,
            job=job,
            trigger=trigger,
            start=window.start,
            end=window.end,
            started_at=clock(),
            breakdown=fingerprint(breakdown),
        )
        errand = Errand(row, window, breakdown, Meter(source, clock, row), report)
        question = Question(row.breakdown, row.started_at, is_full, source.again_before, details_from)
        try:
            run(errand, question, clock, patience)
        except BaseException as error:  # Ctrl-C too
            end_badly(row, error, clock())
            raise
    return row


def run(errand: Errand, question: Question, clock: Callable[[], dt.datetime], patience: Patience | None) -> None:
    source = errand.row.source
    if source.wrong_role:
        raise SourceError(source.wrong_role, RIGHT_ROLE)
    if errand.row.trigger != Pull.Trigger.SCHEDULE:
        check_free(source, clock(), least_price(errand.row, question, errand.breakdown))
    with talk(source, errand.meter, errand.tell, patience) as talking, answers_kept(errand.row, talking):
        totals = control(talking, errand.breakdown, errand.window)
        hear(source, totals, clock(), question.details_from)
        todo = todo_for(errand.row, question, errand.breakdown, totals)
        errand.meter.details()
        batches = [ask(talking, errand, span, totals) for span in todo.spans]
    errand.tell(errand.meter.requests, 1)
    end_well(errand.row, totals, todo, batches, clock())


def ask(talking: Talk, errand: Errand, span: Window, totals: Sequence[DailyTotal]) -> CostBatch:
    """All costs of the span. What was learnt of the bill on the way is kept with the pull, also when it fails later."""
    of_span = tuple(total for total in totals if span.start <= total.day < span.end)
    found = survey(talking, errand.breakdown, span, of_span)
    plan = plan_of(found, errand.breakdown, span)
    learn(errand, found, span, plan)
    return balanced(fetch(talking, plan, errand.breakdown, span, of_span))


def learn(errand: Errand, found: Survey, span: Window, plan: Plan) -> None:
    row = errand.row
    expected = experienced(plan, *experience(row.source)).requests
    row.learnt = to_json(found)
    row.asked_from, row.asked_until = row.asked_from or span.start, span.end
    row.survey_requests += found.requests
    row.planned_requests += plan.requests
    row.expected_requests = (row.expected_requests or LOOK.requests) + found.requests + expected
    row.save(update_fields=LEARNT)


@transaction.atomic
def end_well(
    row: Pull, totals: Sequence[DailyTotal], todo: Todo, batches: Sequence[CostBatch], now: dt.datetime
) -> None:
    """The batches are stored, all or none, and the pull says how it ended."""
    hold_costs(row.source_id)
    for batch in batches:
        store(row, batch, now)
    if batches:
        notice_values(row.source, now)
    row.state, row.because, row.finished_at = todo.state, todo.because, now
    row.records = sum(map(len, batches))
    row.currency = totals[0].currency
    row.billed_cost = sum(total.billed for total in totals)
    row.effective_cost = sum(total.effective for total in totals)
    row.save()


def end_badly(row: Pull, error: BaseException, now: dt.datetime) -> None:
    state = Pull.State.NO_BUDGET if isinstance(error, BudgetError) else Pull.State.REFUSED
    ended = {"state": state, "finished_at": now, "requests": row.requests}
    Pull.objects.filter(pk=row.pk).update(**ended, **what_went_wrong(error))


def what_went_wrong(error: BaseException) -> dict[str, str]:
    """What happened, the provider's word for it, and what to do."""
    if isinstance(error, SourceError):
        return {"error": error.sentence, "error_code": error.code, "what_to_do": error.what_to_do}
    if isinstance(error, BudgetError):
        return {"error": error.sentence, "what_to_do": error.what_to_do}
    if isinstance(error, JobCancelledError):
        return {"error": "Somebody cancelled the pull."}
    return {"error": f"The pull was broken off ({type(error).__name__})."}


def end_abandoned(source: Source, now: dt.datetime) -> None:
    """Who holds the source's payer knows that pulls still called running have lost their worker."""
    lost = Pull.objects.filter(source=source, state=Pull.State.RUNNING)
    lost.update(state=Pull.State.REFUSED, error="The worker was stopped in the middle of the pull.", finished_at=now)
