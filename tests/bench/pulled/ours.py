"""The portal: pages and sums are checked; series, records and totals are stored in one transaction."""

from django.db import connection
from django.db.models import Count, Sum

from allocation.engine.money import to_units
from chargeback.clock import next_month
from chargeback.costs.control import balanced
from chargeback.costs.models import CostRecord, Pull, Source
from chargeback.costs.store import store
from chargeback.sources.aws_calls import Patience
from chargeback.sources.aws_dimensions import ACCOUNT, RECORD_TYPE, SERVICE, USAGE
from chargeback.sources.aws_queries import Case, Query
from chargeback.sources.batch import Access, Breakdown, Plan, Step
from chargeback.sources.cost_explorer import connect, control, fetch
from chargeback.sources.window import Window

from ..company import MONTH
from ..months.databases import use_copy
from ..months.filling import NOW
from ..pages import ACCOUNTS, account
from ..way import Answer, Way
from .cloud import point_to

WINDOW = Window(MONTH, next_month(MONTH))
QUERY = Query(WINDOW, (ACCOUNT, SERVICE), (Case(known={RECORD_TYPE: USAGE}),))
PLAN = Plan((Step("Everything", 1),), (QUERY,), {account(number): f"account {number}" for number in range(ACCOUNTS)})
EMPTY = "TRUNCATE costs_costrecord, costs_costseries, costs_dailycontrol, costs_pull CASCADE"


def prepare(database: str, url: str) -> Way:
    used = use_copy(database)
    point_to(url)
    source = Source.objects.create(slug="aws", name="AWS")
    return Way(lambda: run(source), lambda _: answer(), used)


def run(source: Source) -> None:
    with connection.cursor() as cursor:
        cursor.execute(EMPTY)
    pull = Pull.objects.create(source=source, start=WINDOW.start, end=WINDOW.end, started_at=NOW)
    breakdown = Breakdown()
    with connect(Access(), lambda requests, share: None, Patience(per_second=0)) as talk:
        totals = control(talk, breakdown, WINDOW)
        store(pull, balanced(fetch(talk, PLAN, breakdown, WINDOW, totals)), NOW)


def answer() -> Answer:
    found = CostRecord.objects.aggregate(count=Count("*"), total=Sum("billed_cost"))
    return Answer(to_units(found["total"]), found["count"])
