"""What must hold for the cube of any company: it is the run's lines and its bill, by day and to the cent."""

from decimal import Decimal

from django.db.models import Sum
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from allocation.engine.money import from_cents, from_units
from allocation.models import Team
from chargeback.billing.cube_rows import of_lines, read_cubes
from chargeback.billing.cubes import COST, DIRECT, POOLED, SHARED, Cube
from chargeback.billing.models import Run, StatementLine, TeamDay
from chargeback.billing.stamps import current_run
from tests.billing.random_companies import random_period

ZERO = Decimal(0)
few = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


def a_run(seed: int) -> Run:
    period = random_period(seed)
    assume(period is not None)
    assert period is not None
    return current_run(period)


def exactly(cube: Cube, *kinds: str) -> Decimal:
    return from_units(int(cube.amounts[cube.flags(COST, kinds)].sum()))


def cents(cube: Cube, *kinds: str) -> Decimal:
    return from_cents(int(cube.cents[cube.flags(COST, kinds)].sum()))


class LawsOfCubes(TestCase):
    @few
    @given(st.integers(0, 10**9))
    def test_the_companys_cube_is_the_bill_before_and_after_sharing(self, seed: int) -> None:
        run = a_run(seed)
        (cube,) = read_cubes([run], None, {run.pk})[run.pk]
        bill = StatementLine.objects.filter(run=run).aggregate(sum=Sum("cents"))["sum"]
        for kinds in ((DIRECT, SHARED), (DIRECT, POOLED)):
            assert exactly(cube, *kinds) == run.control_total
            assert cents(cube, *kinds) == bill
        assert cube.daily is not None
        assert (cube.daily.sum(axis=1) == cube.amounts).all()

    @few
    @given(st.integers(0, 10**9))
    def test_a_teams_cube_is_its_statement_by_day_and_to_the_cent(self, seed: int) -> None:
        run = a_run(seed)
        for team in Team.objects.all():
            lines = StatementLine.objects.filter(run=run, team=team)
            for cube in read_cubes([run], [team.pk], {run.pk})[run.pk]:
                assert cube.daily is not None
                for kind, days in ((DIRECT, "direct"), (SHARED, "shared")):
                    assert cents(cube, kind) == (
                        lines.filter(pool__isnull=kind == DIRECT).aggregate(sum=Sum("cents"))["sum"] or ZERO
                    )
                    own = cube.daily[cube.flags(COST, (kind,))].sum(axis=0).tolist()
                    for day in TeamDay.objects.filter(run=run, team=team):
                        assert from_units(own[day.day.day - 1]) == getattr(day, days)

    @few
    @given(st.integers(0, 10**9))
    def test_a_run_that_kept_no_cube_is_read_from_its_lines(self, seed: int) -> None:
        run = a_run(seed)
        run.cubes.all().delete()
        (cube,) = read_cubes([run], None, {run.pk})[run.pk]
        assert exactly(cube, DIRECT, SHARED) == run.control_total
        assert len(of_lines(run.pk, [])) == 0
