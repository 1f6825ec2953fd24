"""manage.py plan_pull: what a pull would ask, and what it would cost, before it is made."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from allocation.rulebook import load_rulebook
from chargeback import clock
from chargeback.costs.breakdowns import breakdown_of, in_words
from chargeback.costs.budget import BudgetError, budget_of, in_numbers
from chargeback.costs.learnt import Price, price_from, price_of
from chargeback.costs.models import Source
from chargeback.costs.talks import PullBusyError, conversation
from chargeback.sources.batch import Breakdown, dollars
from chargeback.sources.cost_explorer import control, survey
from chargeback.sources.refusals import SourceError
from chargeback.sources.window import Window, WindowError, read_window

from .pull_costs import find_source


class Command(BaseCommand):
    help = (
        "Shows the steps of a pull, how many requests it takes and what they cost; from what the last pull learnt, "
        "without a request. Example: plan_pull --source aws --start 2026-10-01 --end 2026-11-01"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--source", required=True, help="Slug of the source.")
        parser.add_argument("--start", required=True, help="First day, YYYY-MM-DD.")
        parser.add_argument("--end", required=True, help="Day after the last, YYYY-MM-DD.")
        parser.add_argument("--survey", action="store_true", help="Ask AWS what occurs now; a few requests.")

    def handle(self, *args: Any, source: str, start: str, end: str, **options: Any) -> None:
        found = find_source(source)
        breakdown = breakdown_of(found, load_rulebook())
        try:
            window = read_window(start, end, clock.today())
            price = ask(found, window, breakdown) if options["survey"] else price_of(found, window, breakdown)
        except (WindowError, SourceError, PullBusyError, BudgetError) as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{source} {window.start} to {window.end} (end exclusive), by {in_words(breakdown)}")
        self.stdout.write("\n".join(lines(price)))
        self.stdout.write(in_numbers(budget_of(found, clock.now())))


def ask(source: Source, window: Window, breakdown: Breakdown) -> Price:
    """The price by what AWS says now."""
    with conversation(source, clock.now) as talk:
        totals = control(talk, breakdown, window)
        return price_from(survey(talk, breakdown, window, totals), window, breakdown)


def lines(price: Price) -> list[str]:
    steps = [f"{step.requests:>6}  {step.words}" for step in price.steps]
    return [*steps, f"{price.requests:>6}  requests, ${price.dollars}", rests_on(price)]


def rests_on(price: Price) -> str:
    unchanged = f"If no total has changed, it ends after the first request, ${dollars(1)}."
    if price.survey is None:
        return f"{unchanged} Nothing was pulled yet: add --survey to ask AWS what occurs in the bill."
    learnt = price.survey.window
    return f"{unchanged} Reckoned from what was learnt of {learnt.start} to {learnt.end}."
