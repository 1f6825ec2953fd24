"""A thousand real charges of three providers, in FOCUS 1.0 as published."""

import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from .files import Answer, allocate, rows_in

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
SAMPLE = DATA / "focus" / "focus_1_0_sample_1000.csv"
METRICS = ("BilledCost", "EffectiveCost", "ListCost", "ContractedCost", "ConsumedQuantity", "PricingQuantity")
RULES = """
tag: business_unit
teams: {data: "", sre: "", rest: ""}
projects: {metz: {team: sre, tags: [MarseilleSRE]}, mad: {team: data, tags: [MadisonData]}}
rules:
  - {name: ai, when: {tags.business_unit: {suffix: AI}}, team: rest}
  - {name: data, when: {tags.business_unit: {suffix: Data}}, team: data}
  - {name: sre, when: {tags.business_unit: {suffix: SRE}}, team: sre}
  - {name: net, when: {service: [Elastic Load Balancing, Virtual Network]}, pool: net}
  - {name: microsoft, when: {provider: Microsoft}, pool: other}
pools:
  other: {method: proportional, targets: [data, sre, rest, "pool:net"]}
  net: {method: fixed, targets: {data: 1, sre: 1, "pool:other": 1}}
settlement: {method: reciprocal}
"""

pytestmark = pytest.mark.skipif(not SAMPLE.exists(), reason=f"the published sample is not at {SAMPLE}")


@pytest.fixture(scope="module", params=["billed", "effective"])
def answer(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Answer:
    return allocate(tmp_path_factory.mktemp("real"), RULES, SAMPLE.read_bytes(), f"--basis={request.param}")


def number(text: str) -> Decimal:
    return Decimal(0 if text in ("", "NULL") else text)


def test_totals_are_those_of_the_file_by_provider_and_category(answer: Answer) -> None:
    expected = json.loads((DATA / "EXPECTED_TOTALS.json").read_text())["focus_1_0_sample_1000"]
    for column in ("ProviderName", "ServiceCategory", "ChargeCategory"):
        totals = {key: Decimal(amount) for key, amount in expected[f"BilledCost_by_{column}"].items()}
        assert {key: amount for (key,), amount in answer.sums(column).items()} == totals
    for metric in ("BilledCost", "EffectiveCost", "ListCost"):
        assert sum(answer.by_team(metric).values()) == Decimal(expected[metric]["total"])


def test_every_metric_is_conserved_by_service(answer: Answer) -> None:
    for metric in METRICS:
        totals: dict[tuple[str, ...], Decimal] = defaultdict(Decimal)
        for row in rows_in(SAMPLE):
            totals[(row["ServiceName"],)] += number(row[metric])
        found: dict[tuple[str, ...], Decimal] = defaultdict(Decimal)
        for row in answer.rows:
            found[(row["ServiceName"],)] += number(row[metric])
        assert found == totals


def test_every_charge_keeps_its_texts_and_is_split_exactly(answer: Answer) -> None:
    origins = rows_in(SAMPLE)
    parts: dict[int, list[dict[str, str]]] = defaultdict(list)
    for row in answer.rows:
        parts[int(row["x_OriginRow"]) - 2].append(row)
    assert sorted(parts) == list(range(1000))
    for place, origin in enumerate(origins):
        for name, text in origin.items():
            if name in METRICS:
                assert sum(number(row[name]) for row in parts[place]) == number(text)
            else:
                assert {row[name] for row in parts[place]} == {text}


def test_the_summary_and_the_rows_show_one_number(answer: Answer) -> None:
    metric = "EffectiveCost" if "effective cost" in answer.text else "BilledCost"
    said = {line.split()[0]: line.split()[-1] for line in answer.text.splitlines() if line.split()}
    for team, amount in answer.by_team(metric).items():
        assert Decimal(said[team or "unallocated"]) == amount
    assert "proof: ok" in answer.text
