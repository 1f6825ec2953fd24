"""Pages and tokens of the simulator."""

import itertools
from decimal import Decimal

import pytest
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st

from chargeback.demo.ledger import Ledger, index_rows
from chargeback.demo.paging import pages

from .conftest import Serve, amounts, row, total

SERVICE = {"Type": "DIMENSION", "Key": "SERVICE"}
PERIOD = {"Start": "2026-11-01", "End": "2026-11-11"}


def ten_days_of_seven_services() -> Ledger:
    days = [f"2026-11-{day:02d}" for day in range(1, 11)]
    return index_rows(
        row(day, f"{number}.0000000{number}01", service=f"Service {number}")
        for day, number in itertools.product(days, range(1, 8))
    )


@pytest.mark.parametrize("page_size", [1, 3, 7, 10, 400])
def test_walking_the_pages_gives_the_exact_total(serve: Serve, page_size: int) -> None:
    service = serve(ten_days_of_seven_services(), page_size=page_size)
    walked = service.ask(PERIOD["Start"], PERIOD["End"], GroupBy=[SERVICE])
    assert len(walked) == -(-70 // page_size)
    assert (
        sum(amounts(walked).values()) == total(service.ask(PERIOD["Start"], PERIOD["End"])) == Decimal("280.000002807")
    )


def test_a_day_that_does_not_fit_goes_on_on_the_next_page(serve: Serve) -> None:
    walked = serve(ten_days_of_seven_services(), page_size=10).ask(PERIOD["Start"], PERIOD["End"], GroupBy=[SERVICE])
    first, second = walked[0]["ResultsByTime"], walked[1]["ResultsByTime"]
    assert first[-1]["TimePeriod"] == second[0]["TimePeriod"]
    assert len(first[-1]["Groups"]) + len(second[0]["Groups"]) == 7


def test_a_token_belongs_to_its_request(serve: Serve) -> None:
    client = serve(ten_days_of_seven_services(), page_size=10).client
    request = {"TimePeriod": PERIOD, "Granularity": "DAILY", "Metrics": ["UnblendedCost"], "GroupBy": [SERVICE]}
    token = client.get_cost_and_usage(**request)["NextPageToken"]
    other = request | {"Metrics": ["AmortizedCost"]}
    with pytest.raises(client.exceptions.RequestChangedException):
        client.get_cost_and_usage(**other, NextPageToken=token)


@pytest.mark.parametrize("token", ["nonsense", "bm9uc2Vuc2U=", "MS4xLjE="])
def test_an_invented_token_is_refused(serve: Serve, token: str) -> None:
    client = serve(ten_days_of_seven_services()).client
    with pytest.raises(client.exceptions.InvalidNextTokenException):
        client.get_cost_and_usage(
            TimePeriod=PERIOD, Granularity="DAILY", Metrics=["UnblendedCost"], NextPageToken=token
        )


def test_groups_come_in_no_useful_but_always_the_same_order(serve: Serve) -> None:
    service = serve(ten_days_of_seven_services())
    first, second = (list(amounts(service.ask("2026-11-01", "2026-11-02", GroupBy=[SERVICE]))) for _ in range(2))
    assert first == second != sorted(first)


def test_long_lists_of_values_come_in_pages_too(serve: Serve) -> None:
    client = serve(ten_days_of_seven_services()).client
    request = {"TimePeriod": PERIOD, "Dimension": "SERVICE", "SortBy": [{"Key": "UnblendedCost"}], "MaxResults": 3}
    answer = client.get_dimension_values(**request)
    found = answer["DimensionValues"]
    assert (answer["ReturnSize"], answer["TotalSize"]) == (3, 7)
    while token := answer.get("NextPageToken"):
        answer = client.get_dimension_values(**request, NextPageToken=token)
        found += answer["DimensionValues"]
    dearest_first = [f"Service {number}" for number in range(7, 0, -1)]
    assert [each["Value"] for each in found] == dearest_first


@given(sizes=st.lists(st.integers(0, 12), max_size=12), page_size=st.integers(1, 9))
def test_no_group_is_lost_or_doubled_whatever_the_page_size(sizes: list[int], page_size: int) -> None:
    cut = list(pages(sizes, page_size))
    shown = [(piece.period, number) for page in cut for piece in page for number in range(piece.first, piece.until)]
    assert shown == [(period, number) for period, size in enumerate(sizes) for number in range(size)]
    assert {piece.period for page in cut for piece in page} == set(range(len(sizes)))
    assert all(sum(piece.until - piece.first for piece in page) <= page_size for page in cut)


def test_a_damaged_token_is_refused(serve: Serve) -> None:
    client = serve(ten_days_of_seven_services(), page_size=10).client
    request = {"TimePeriod": PERIOD, "Granularity": "DAILY", "Metrics": ["UnblendedCost"], "GroupBy": [SERVICE]}
    token = client.get_cost_and_usage(**request)["NextPageToken"]
    with pytest.raises(ClientError, match="InvalidNextTokenException"):
        client.get_cost_and_usage(**request, NextPageToken="A" + token[1:])
