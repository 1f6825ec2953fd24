"""GetDimensionValues, GetTags and ListCostAllocationTags of the simulator."""

import pytest
from botocore.exceptions import ClientError

from .conftest import Serve, small_ledger

PERIOD = {"Start": "2026-11-02", "End": "2026-11-04"}


def test_accounts_come_with_their_names(serve: Serve) -> None:
    answer = serve(small_ledger()).client.get_dimension_values(TimePeriod=PERIOD, Dimension="LINKED_ACCOUNT")
    assert [(each["Value"], each["Attributes"]) for each in answer["DimensionValues"]] == [
        ("111111111111", {"description": "prod"}),
        ("222222222222", {"description": "data"}),
    ]


def test_only_values_in_use_in_the_period_are_listed(serve: Serve) -> None:
    client = serve(small_ledger()).client
    day = {"Start": "2026-11-02", "End": "2026-11-03"}
    answer = client.get_dimension_values(TimePeriod=day, Dimension="RECORD_TYPE")
    assert [each["Value"] for each in answer["DimensionValues"]] == ["Usage"]


def test_values_can_be_searched_and_filtered(serve: Serve) -> None:
    client = serve(small_ledger()).client
    answer = client.get_dimension_values(TimePeriod=PERIOD, Dimension="SERVICE", SearchString="glacier")
    assert [each["Value"] for each in answer["DimensionValues"]] == ["Amazon S3 Glacier Deep Archive"]
    only_data = {"Dimensions": {"Key": "LINKED_ACCOUNT", "Values": ["222222222222"]}}
    answer = client.get_dimension_values(TimePeriod=PERIOD, Dimension="SERVICE", Filter=only_data)
    assert [each["Value"] for each in answer["DimensionValues"]] == ["AWS Lambda"]


def test_search_and_sort_exclude_each_other(serve: Serve) -> None:
    with pytest.raises(ClientError, match="ValidationException"):
        serve(small_ledger()).client.get_dimension_values(
            TimePeriod=PERIOD, Dimension="SERVICE", SearchString="a", SortBy=[{"Key": "UnblendedCost"}]
        )


def test_tags_list_keys_and_with_a_key_its_values_with_the_empty_one(serve: Serve) -> None:
    client = serve(small_ledger()).client
    assert client.get_tags(TimePeriod=PERIOD)["Tags"] == ["project"]
    assert client.get_tags(TimePeriod=PERIOD, TagKey="project")["Tags"] == ["", "Alpha", "a$b:c/d", "alpha"]


def test_tags_that_were_never_activated_are_listed_without_an_update(serve: Serve) -> None:
    client = serve(small_ledger()).client
    active, inactive = client.list_cost_allocation_tags()["CostAllocationTags"]
    assert (active["TagKey"], active["Status"], "LastUpdatedDate" in active) == ("project", "Active", True)
    assert (inactive["TagKey"], inactive["Status"], "LastUpdatedDate" in inactive) == ("Team", "Inactive", False)
    assert client.list_cost_allocation_tags(Status="Inactive")["CostAllocationTags"] == [inactive]
