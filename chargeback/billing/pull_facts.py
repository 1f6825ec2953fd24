"""Pulls as facts of an explanation. Who sees only teams learns when they were made, not what the company was billed."""

from collections.abc import Iterator

from django.db.models import OuterRef, QuerySet, Subquery

from chargeback.costs.models import AnsweredRequest, Pull
from chargeback.datastate.known import known

from .explanation_figures import PullFact
from .models import Run

SCHEDULE = "the daily schedule"


def pull_facts(pulls: "QuerySet[Pull]", sees_all: bool) -> Iterator[PullFact]:
    """The pulls, the newest first."""
    first = AnsweredRequest.objects.filter(pull=OuterRef("pk"), number=0).values("request_id")
    found = pulls.select_related("job__created_by").annotate(request_id=Subquery(first))
    for pull in found.order_by("-finished_at", "-pk"):
        if not sees_all:
            yield PullFact(0, pull.start, pull.end, pull.finished_at)
            continue
        person = pull.job.created_by if pull.job else None
        yield PullFact(
            number=pull.pk,
            start=pull.start,
            end=pull.end,
            finished_at=pull.finished_at,
            asked_by=(person.get_full_name() or person.get_username()) if person else SCHEDULE,
            requests=pull.requests,
            control_total=pull.billed_cost,
            currency=pull.currency,
            request_id=pull.request_id or "",
        )


def pulls_behind(run: Run, sees_all: bool) -> tuple[PullFact, ...]:
    """The pulls that the run was made from; for those who see only teams, the newest of them."""
    facts = known(("pulls behind", run.pk, sees_all), lambda: tuple(pull_facts(run.pulls.all(), sees_all)))
    return facts if sees_all else facts[:1]
