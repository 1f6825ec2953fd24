"""What pages say about the age of the data."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest

from chargeback.costs.freshness import data_until, freshness
from chargeback.costs.models import Pull, Source
from chargeback.costs.trouble import trouble_of
from chargeback.sources.refusals import SourceError

from .conftest import NOW, TODAY, Wire

OCTOBER = dt.date(2026, 10, 1)


def test_a_source_without_pulls_has_no_data(source: Source) -> None:
    (state,) = freshness(NOW)
    assert (state.source, state.last_stored, state.newest_day, state.error) == (source, None, None, "")
    assert data_until(OCTOBER) is None


def test_it_tells_the_last_pull_the_newest_day_and_the_money_spent(take: Callable[..., Pull], wire: Wire) -> None:
    take()
    last = take("2026-11-20", "2026-11-24")
    (state,) = freshness(NOW)
    assert (state.last_stored, state.newest_day, state.is_estimated) == (last, TODAY, True)
    assert state.requests_this_month == len(wire.asked)
    assert state.dollars_this_month == Decimal(len(wire.asked)) / 100
    assert data_until(OCTOBER) == dt.date(2026, 10, 3)


def test_a_refused_pull_shows_its_error_beside_the_last_good_one(take: Callable[..., Pull], wire: Wire) -> None:
    good = take()
    wire.hand = lambda call, operation, reply: type(reply)(400, b'{"__type":"AccessDeniedException","message":"no"}')
    with pytest.raises(SourceError):
        take()
    (state,) = freshness(NOW)
    assert state.last_stored == good
    assert state.error.startswith("AWS denied the request.")


def test_two_sources_that_hold_the_same_days_of_one_payer_are_told(take: Callable[..., Pull], source: Source) -> None:
    take("2026-10-01", "2026-10-11")
    other = Source.objects.create(slug="second", name="Second")
    assert "twice" not in "".join(map(trouble_of, freshness(NOW)))
    day = source.controls.earliest("day")
    day.pk, day.source = None, other
    day.save()
    assert all("count twice" in trouble_of(one) for one in freshness(NOW))
    Source.objects.filter(pk=other.pk).update(payer_account="2" * 12)
    assert "twice" not in "".join(map(trouble_of, freshness(NOW)))


def test_the_source_that_lags_behind_decides_how_far_a_month_reaches(take: Callable[..., Pull], source: Source) -> None:
    take()
    take("2026-10-01", "2026-10-11")
    other = Source.objects.create(slug="second", name="Second")
    source.controls.filter(day__gt=dt.date(2026, 10, 5)).update(source=other)
    assert data_until(OCTOBER) == dt.date(2026, 10, 5)
    source.is_enabled = False
    source.save()
    assert data_until(OCTOBER) == dt.date(2026, 10, 10)
