"""A year of closed months while records, rules, readings and teams go on changing, and one month is reopened."""

import pytest

from chargeback.closing.models import Adjustment, Statement

from .histories import History

pytestmark = [pytest.mark.long, pytest.mark.django_db]


def test_a_year_keeps_every_issued_byte_and_accounts_for_every_cent() -> None:
    history = History(seed=20261128, months=12)
    history.play()
    assert history.problems == []
    assert {row.state for row in Adjustment.objects.all()} >= {"accepted", "held", "written off"}
    assert Adjustment.objects.filter(cause=Adjustment.Cause.DISPUTE, state="accepted").exists()
    assert Statement.objects.filter(version=2).exists()
