"""The portal: `run_period`, with its proof, its assignments and shares, and every key checked by the database."""

from django.db.models import Count, Sum

from allocation.engine.money import to_units
from chargeback.billing.models import BillingPeriod, Charge, Run, StatementLine
from chargeback.billing.runs import run_period

from ..company import MONTH
from ..way import Answer, Way
from .databases import use_copy
from .filling import CURRENCY, NOW


def prepare(database: str) -> Way:
    return Way(run, answer, use_copy(database))


def run() -> Run:
    BillingPeriod.objects.update(current_run=None)  # or the second run would be the first one
    return run_period(MONTH, CURRENCY, NOW)


def answer(run: Run) -> Answer:
    sums = StatementLine.objects.filter(run=run).values_list("team__slug").annotate(Sum("amount"))
    charges = Charge.objects.filter(run=run).aggregate(count=Count("*"), total=Sum("amount"))
    return Answer(to_units(charges["total"]), charges["count"], {team or "": to_units(amount) for team, amount in sums})
