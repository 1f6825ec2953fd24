"""Real bills, pulled page by page over HTTP, come out to the last digit."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from chargeback.costs.models import DailyControl, Pull, Source
from chargeback.costs.pulls import pull
from chargeback.costs.totals import totals
from chargeback.demo.serving import open_simulator
from chargeback.sources.window import read_window

from .conftest import NOW, Wire

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
Bill = Callable[[str, str, str, str, str], Pull]


@pytest.fixture
def bill(wire: Wire, db: None) -> Bill:
    """Serves a file of the shared data as of a day, and pulls days of it with everything as in production."""

    def pulled(file: str, tag: str, start: str, end: str, today: str) -> Pull:
        if not (DATA / file).exists():
            pytest.skip(f"{file} of the shared test data is not here")
        day = dt.date.fromisoformat(today)
        wire.simulator = open_simulator(str(DATA / file), lambda: day, page_size=20)
        source = Source.objects.create(slug="real", name="Real bill", tag_keys=[tag])
        return pull(source, read_window(start, end, day), lambda: NOW, lambda progress: None)

    return pulled


def by(key: str, metric: str = "billed") -> dict[str, Decimal]:
    return {row.key: row.amount for row in totals(dt.date(2023, 1, 1), dt.date(2025, 1, 1), key, metric)}


def test_the_focus_sample_of_a_real_company(bill: Bill) -> None:
    done = bill("focus/focus_1_0_sample_1000.csv", "environment", "2024-09-01", "2024-11-01", "2024-10-15")
    assert done.billed_cost == by("total")["total"] == Decimal("18.0066386184")
    assert done.effective_cost == by("total", "effective")["total"]
    assert by("tag:environment") == {
        "dev": Decimal("17.6781674754"),
        "prod": Decimal("2.0308208422"),
        "(untagged)": Decimal("-1.7023496992"),
    }


def test_a_recorded_answer_of_aws_by_user_with_its_empty_days(bill: Bill) -> None:
    done = bill("ce_real/hms_byUser.json", "CreatedBy", "2023-12-12", "2024-01-11", "2024-01-11")
    assert done.billed_cost == Decimal("5.9922584254")
    assert sum(by("tag:CreatedBy").values()) == Decimal("5.9922584254")
    assert all(user.startswith("user-") for user in by("tag:CreatedBy"))
    assert DailyControl.objects.filter(billed_cost=0).exists()
    assert set(DailyControl.objects.filter(day__year=2023).values_list("is_estimated", flat=True)) == {False}
