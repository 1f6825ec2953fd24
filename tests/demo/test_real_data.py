"""Real bills served by the simulator and read back through boto3."""

import datetime as dt
import gzip
import json
from decimal import Decimal
from pathlib import Path

import pytest

from chargeback.demo.focus_ledger import read_focus
from chargeback.demo.ledger import LedgerError
from chargeback.demo.recorded_ledger import read_recorded
from chargeback.demo.serving import open_simulator

from .conftest import DATA, Serve, amounts, small_ledger, total

FOCUS_1_0 = DATA / "focus" / "focus_1_0_sample_1000.csv"
FOCUS_1_3 = DATA / "focus" / "focus_1_3_extract_4rows.csv"
BY_USER = DATA / "ce_real" / "hms_byUser.json"
BY_SERVICE = DATA / "ce_real" / "cloudscape_monthly_by_service_2023-04_2023-09.json"

needs_data = pytest.mark.skipif(not DATA.exists(), reason="shared/data with real bills is not beside the project")
USER = {"Type": "TAG", "Key": "CreatedBy"}
SERVICE = {"Type": "DIMENSION", "Key": "SERVICE"}


@needs_data
def test_the_aws_rows_of_the_focus_sample_add_up_exactly(serve: Serve) -> None:
    service = serve(read_focus(FOCUS_1_0), today=dt.date(2024, 10, 15), page_size=50)
    period = ("2024-09-01", "2024-11-01")
    assert total(service.ask(*period)) == Decimal("18.0066386184")
    by_tag = service.ask(*period, GroupBy=[SERVICE, {"Type": "TAG", "Key": "business_unit"}])
    assert len(by_tag) > 3
    assert sum(amounts(by_tag).values()) == Decimal("18.0066386184")


@needs_data
def test_credits_of_the_focus_sample_are_credits(serve: Serve) -> None:
    service = serve(read_focus(FOCUS_1_0, "all"), today=dt.date(2024, 10, 15))
    by_type = service.ask("2024-09-01", "2024-11-01", GroupBy=[{"Type": "DIMENSION", "Key": "RECORD_TYPE"}])
    assert amounts(by_type)[("Credit",)] == Decimal("-2.6137")


@needs_data
def test_focus_1_3_is_read_by_its_service_provider() -> None:
    ledger = read_focus(FOCUS_1_3)
    assert ledger.row_count() == 4
    assert "Owner" in ledger.tag_keys


@needs_data
def test_a_gzipped_file_is_the_same_ledger(tmp_path: Path) -> None:
    packed = tmp_path / "bill.csv.gz"
    packed.write_bytes(gzip.compress(FOCUS_1_0.read_bytes()))
    assert list(read_focus(packed).rows()) == list(read_focus(FOCUS_1_0).rows())


@needs_data
def test_a_recorded_answer_gives_its_figures_again_with_its_empty_days(serve: Serve) -> None:
    service = serve(read_recorded(BY_USER), today=dt.date(2024, 1, 11))
    pages = service.ask("2023-12-12", "2024-01-11", GroupBy=[USER], Metrics=["BlendedCost"])
    recorded = json.loads(BY_USER.read_text())["ResultsByTime"]
    assert sum(amounts(pages, "BlendedCost").values()) == Decimal("5.9922584254")
    days = [(day["TimePeriod"], day["Total"], day["Estimated"]) for page in pages for day in page["ResultsByTime"]]
    assert days == [(day["TimePeriod"], day["Total"], day["Estimated"]) for day in recorded]
    assert total(service.ask("2023-12-12", "2024-01-11")) == Decimal("5.9922584254")


@needs_data
def test_recorded_services_are_services_again(serve: Serve) -> None:
    service = serve(read_recorded(BY_SERVICE), today=dt.date(2023, 9, 30))
    pages = service.ask("2023-04-01", "2023-10-01", GroupBy=[SERVICE], Granularity="MONTHLY")
    assert sum(amounts(pages).values()) == Decimal("1957.6799440971")
    assert amounts(pages)[("EC2 - Other",)] == Decimal("46.7964440329")


@needs_data
def test_a_replayed_answer_comes_word_for_word(serve: Serve) -> None:
    service = serve(small_ledger(), replay=BY_USER.read_bytes())
    (page,) = service.ask("2026-11-01", "2026-11-02")
    del page["ResponseMetadata"]
    assert page == json.loads(BY_USER.read_text())


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Cost,Day\n1,2\n", "is not a FOCUS file: it has no column BilledCost, ChargePeriodStart"),
        ("BilledCost,ChargePeriodStart,ProviderName\n1,2026-01-01,Microsoft\n", "no row of provider AWS"),
        ("BilledCost,ChargePeriodStart,ProviderName\none,2026-01-01,AWS\n", "line 2: 'one' is not a number"),
        ("BilledCost,ChargePeriodStart,ProviderName\n1,yesterday,AWS\n", "line 2: Invalid isoformat"),
        (
            "BilledCost,ChargePeriodStart,ProviderName,BillingCurrency\n1,2026-01-01,AWS,EUR\n1,2026-01-01,AWS,USD\n",
            "mixes EUR, USD",
        ),
    ],
)
def test_a_file_that_is_no_bill_is_refused_in_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    file = tmp_path / "bill.csv"
    file.write_text(text)
    with pytest.raises(LedgerError, match=sentence):
        read_focus(file)


def test_hours_count_for_their_day_and_tiny_amounts_are_kept(tmp_path: Path, serve: Serve) -> None:
    file = tmp_path / "bill.csv"
    hours = [f"0.000000000{hour % 10}5,2026-11-02 {hour:02d}:00:00,AWS" for hour in range(24)]
    file.write_text(
        "\n".join(["BilledCost,ChargePeriodStart,ProviderName", *hours, "2.52e-08,2026-11-02T23:00:00Z,AWS"])
    )
    (page,) = serve(read_focus(file)).ask("2026-11-02", "2026-11-03")
    expected = sum(Decimal(f"0.000000000{hour % 10}5") for hour in range(24)) + Decimal("2.52e-08")
    assert total([page]) == expected.quantize(Decimal("1e-10"))


@pytest.mark.parametrize(
    ("ledger", "sentence"), [("missing.csv", "cannot be read"), ("nothing.json", "cannot be read")]
)
def test_a_file_that_is_not_there_is_said_so(ledger: str, sentence: str) -> None:
    with pytest.raises(LedgerError, match=sentence):
        open_simulator(ledger, lambda: dt.date(2026, 11, 23))
