"""The PyPI package cloud-cost-allocation (Amadeus IT Group): an object per record and day, sums of floats.

It has no rules: records come with the team or pool that they belong to, and pools with the weights of the month. It
allocates a day at a time and knows teams, not projects and services.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from configparser import ConfigParser

from cloud_cost_allocation.cloud_cost_allocator import CloudCostAllocator
from cloud_cost_allocation.config import Config
from cloud_cost_allocation.cost_items import CloudCostItem, ConsumerCostItem, CostItemFactory

from allocation.engine.allocate import allocate
from allocation.engine.money import UNIT

from ..company import DAYS, MONTH, costs, rulebook, table
from ..way import Answer, Way

SETTINGS = """
[General]
DateFormat = %%Y-%%m-%%d
DefaultService = nobody
Amounts = Cost
AllocationKeys = Weight
AmountAllocationKeys = Cost:Weight
"""
Keys = list[tuple[str, str, float]]  # pool, receiver, weight
Records = list[list[tuple[str, float]]]  # by day: where a record goes, and its amount


def prepare(records: int, count: int) -> Way:
    book, series, month = rulebook(), table(count), costs(records, count)
    allocation = allocate(book, series, month)
    goes_to = [one.pool or one.team or "nobody" for one in allocation.assignments]
    by_day: Records = [[] for _ in range(DAYS)]
    for number, day, amount in zip(month.series.tolist(), month.day.tolist(), month.amount.tolist(), strict=True):
        by_day[day].append((goes_to[number], amount / UNIT))
    keys = [(one.pool, one.receiver.slug, float(one.weight)) for one in allocation.shares if one.receiver]
    settings = ConfigParser()
    settings.read_string(SETTINGS)
    factory = CostItemFactory(Config(settings))
    return Way(lambda: [allocated(factory, keys, day, by_day[day]) for day in range(DAYS)], answer)


def allocated(
    factory: CostItemFactory, keys: Keys, day: int, records: list[tuple[str, float]]
) -> dict[str, tuple[float, int]]:
    """What each team carries on a day, and of how many items."""
    date = str(MONTH + dt.timedelta(days=day))
    allocator = CloudCostAllocator(factory)
    allocator.date_str, allocator.currency = date, "USD"
    if not allocator.allocate(list(shares(factory, keys, date)), list(bill(factory, records, date)), ["Cost"]):
        raise RuntimeError("cloud-cost-allocation refused the day.")
    pools = {pool for pool, _, _ in keys}
    return {
        one.service: (sum(item.amounts[0] for item in one.cost_items), len(one.cost_items))
        for one in allocator.service_instances.values()
        if one.service not in pools
    }


def bill(factory: CostItemFactory, records: list[tuple[str, float]], date: str) -> Iterator[CloudCostItem]:
    for service, amount in records:
        item = factory.create_cloud_cost_item()
        item.date_str, item.currency, item.service, item.instance = date, "USD", service, service
        item.amounts[0] = amount
        yield item


def shares(factory: CostItemFactory, keys: Keys, date: str) -> Iterator[ConsumerCostItem]:
    for pool, receiver, weight in keys:
        item = factory.create_consumer_cost_item()
        item.date_str, item.currency, item.provider_cost_allocation_type = date, "USD", "Key"
        item.provider_service, item.provider_instance, item.service, item.instance = pool, pool, receiver, receiver
        item.allocation_keys[0] = weight
        yield item


def answer(days: list[dict[str, tuple[float, int]]]) -> Answer:
    teams: dict[str, float] = defaultdict(float)
    for day in days:
        for team, (amount, _) in day.items():
            teams["" if team == "nobody" else team] += amount
    exact = {team: round(amount * UNIT) for team, amount in teams.items()}
    rows = sum(count for day in days for _, count in day.values())
    return Answer(sum(exact.values()), rows, exact, precision=UNIT // 10**6)
