"""What must hold for the lines and explanations of any company: nothing is lost, nothing is made, parts are whole."""

from decimal import Decimal
from fractions import Fraction

from django.db.models import Q, Sum
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from allocation.models import Team
from chargeback.billing.explanations import explanation
from chargeback.billing.line_rows import Lines
from chargeback.billing.models import BillingPeriod, Run, ServiceDay, StatementLine, TeamDay
from chargeback.billing.selections import Part, Selection
from chargeback.billing.series_carriers import carriage
from chargeback.billing.stamps import current_run
from chargeback.costs.models import CostSeries

from .random_companies import random_period

ZERO = Decimal(0)
few = settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def a_period(seed: int) -> BillingPeriod:
    period = random_period(seed)
    assume(period is not None)
    assert period is not None
    return period


def total(run: Run, whose: Q, selection: Selection, by_day: bool) -> Decimal:
    return Lines(run, whose, selection, by_day).count_and_sum()[1]


def owed(run: Run, **who: object) -> Decimal:
    return StatementLine.objects.filter(run=run, **who).aggregate(sum=Sum("amount"))["sum"] or ZERO


class LawsOfLines(TestCase):
    @few
    @given(st.integers(0, 10**9))
    def test_lines_by_day_and_by_month_add_up_to_each_statement_and_to_the_bill(self, seed: int) -> None:
        run = current_run(a_period(seed))
        for by_day in (True, False):
            for team in (None, *Team.objects.all()):
                assert total(run, Q(team=team), Selection(), by_day) == owed(run, team=team)
            assert total(run, Q(), Selection(), by_day) == run.control_total
            assert total(run, Q(), Selection(Part.BILLED), by_day) == run.control_total

    @few
    @given(st.integers(0, 10**9))
    def test_sums_by_day_are_those_of_the_charges(self, seed: int) -> None:
        run = current_run(a_period(seed))
        assert sum(ServiceDay.objects.filter(run=run).values_list("amount", flat=True), ZERO) == run.control_total
        for team in (None, *Team.objects.all()):
            days = TeamDay.objects.filter(run=run, team=team)
            assert sum((day.direct + day.shared for day in days), ZERO) == owed(run, team=team)

    @few
    @given(st.integers(0, 10**9))
    def test_an_explanation_is_of_all_that_the_team_owes_whoever_asks(self, seed: int) -> None:
        period = a_period(seed)
        run = current_run(period)
        for team in (None, *Team.objects.all()):
            for is_discreet in (False, True):
                why = explanation(period, team, "total", Selection(), is_discreet)
                assert (why.amount if why else ZERO) == owed(run, team=team)
                for part in why.pools if why else ():
                    assert sum((way.amount for way in part.ways), part.circles) == part.amount

    @few
    @given(st.integers(0, 10**9))
    def test_those_who_carry_a_series_carry_exactly_all_of_it(self, seed: int) -> None:
        period = a_period(seed)
        for series in CostSeries.objects.all():
            found = carriage(period, Selection(series=series.fingerprint))
            billed = series.records.aggregate(sum=Sum("billed_cost"))["sum"]
            assert (found.amount if found else ZERO) == billed
            if found and found.amount:
                assert sum((one.ratio or Fraction(0) for one in found.carriers), Fraction(0)) == 1
                assert sum((one.amount for one in found.carriers), ZERO) == billed
