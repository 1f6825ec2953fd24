"""AWS Cost Explorer -> all costs of a window by account, service, record type, tag and more. Network only.

connect    a conversation with one payer                                     aws_session, aws_calls
control    one ungrouped question: what each day cost in all                 aws_asking, aws_pages
survey     what occurs in the window                                         aws_survey
plan_of    the questions that add up to the bill, in the fewest requests     aws_plan, aws_search
fetch      every question page by page, each page checked                    aws_pages, aws_series
tag_keys   which tag keys are in the bill                                    aws_tag_keys
diagnose   what is wrong with the connection, in words                       aws_diagnosis
"""

from collections.abc import Sequence
from dataclasses import replace

from chargeback.collecting import collecting_later

from .aws_asking import ask_groups, ask_totals, control
from .aws_calls import PATIENCE, OnRequest, Patience, Talk, Till, connect
from .aws_diagnosis import diagnose, policy, trust
from .aws_plan import experienced, plan_of
from .aws_queries import Query
from .aws_series import Collected
from .aws_survey import look
from .aws_tag_keys import tag_keys
from .batch import Breakdown, CostBatch, DailyTotal, Plan, Survey
from .refusals import SourceError
from .window import Window

__all__ = [
    "PATIENCE",
    "OnRequest",
    "Patience",
    "Talk",
    "Till",
    "connect",
    "control",
    "diagnose",
    "experienced",
    "fetch",
    "plan_of",
    "policy",
    "survey",
    "tag_keys",
    "trust",
]


def survey(talk: Talk, breakdown: Breakdown, window: Window, totals: Sequence[DailyTotal]) -> Survey:
    """What occurs in the window, in few requests; it must add up to the totals. Raises SourceError."""
    before, currency = talk.requests, totals[0].currency
    found = look(
        lambda query: ask_groups(talk, query, breakdown, currency),
        lambda query: ask_totals(talk, query, breakdown),
        breakdown,
        window,
        totals,
    )
    return replace(found, requests=talk.requests - before)


@collecting_later()
def fetch(talk: Talk, plan: Plan, breakdown: Breakdown, window: Window, totals: tuple[DailyTotal, ...]) -> CostBatch:
    """All costs of the window from whole, well-formed pages. Whether they add up to the totals is not checked here.

    Raises SourceError.
    """
    collected, done = Collected(window, totals[0].currency, dict(plan.accounts)), 0
    for query in plan.queries:
        talk.share = done / plan.requests
        ask_costs(talk, query, breakdown, collected)
        done += query.requests
    return collected.batch(totals)


def ask_costs(talk: Talk, query: Query, breakdown: Breakdown, collected: Collected) -> None:
    """The costs of the query are collected. One whose filter AWS finds too much is asked in halves."""
    try:
        collected.add(query, ask_groups(talk, query, breakdown, collected.currency))
    except SourceError as error:
        if error.code != "ValidationException" or len(query.cases) == 1:
            raise
        middle = len(query.cases) // 2
        for half in (query.cases[:middle], query.cases[middle:]):
            ask_costs(talk, replace(query, cases=half), breakdown, collected)
