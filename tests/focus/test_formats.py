"""The same charges from every kind of file and spelling."""

import gzip
import json
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.core.management import CommandError

from .files import TUTORIAL, TUTORIAL_COSTS, allocate, allocate_files, csv_text, rows_in, write

RULES = """
tag: [project, app]
teams: {dev: Alice, ops: Bob}
projects: {alpha: dev, beta: ops}
"""


def test_gzip_and_parquet_give_the_same_rows_as_csv(tmp_path: Path) -> None:
    rules, costs = write(tmp_path, TUTORIAL, TUTORIAL_COSTS)
    plain = allocate_files(rules, costs)
    (tmp_path / "costs.csv.gz").write_bytes(gzip.compress(TUTORIAL_COSTS.encode()))
    columns = {name: [row[name] or None for row in rows_in(costs)] for name in rows_in(costs)[0]}
    pq.write_table(pa.table(columns), tmp_path / "costs.parquet")
    assert allocate_files(rules, tmp_path / "costs.csv.gz") == plain
    assert allocate_files(rules, tmp_path / "costs.parquet") == plain


def test_parquets_own_types_are_understood(tmp_path: Path) -> None:
    table = pa.table(
        {
            "ChargePeriodStart": pa.array([1_791_500_400_000_000] * 2, pa.timestamp("us", tz="UTC")),
            "BilledCost": pa.array([Decimal("1.00000000001"), Decimal("-2")], pa.decimal128(38, 11)),
            "ConsumedQuantity": pa.array([0.1, None], pa.float64()),
            "Tags": pa.array([[("project", "alpha")], None], pa.map_(pa.string(), pa.string())),
        }
    )
    rules, costs = write(tmp_path, RULES, "", name="costs.parquet")
    pq.write_table(table, costs)
    first, second = allocate_files(rules, costs).rows
    assert (first["x_Team"], first["BilledCost"], first["ConsumedQuantity"]) == ("dev", "1.00000000001", "0.1")
    assert first["ChargePeriodStart"] == "2026-10-08T23:00:00+00:00"
    assert (second["x_Reason"], second["BilledCost"]) == ("no tag", "-2.00000000000")


def test_parquets_unmarked_texts_and_moments_with_nanoseconds_are_understood(tmp_path: Path) -> None:
    table = pa.table(
        {
            "ChargePeriodStart": pa.array([1_791_500_400_000_000_001], pa.timestamp("ns", tz="UTC")),
            "BilledCost": [1],
            "project": [b"alpha"],
        }
    )
    rules, costs = write(tmp_path, RULES, "", name="costs.parquet")
    pq.write_table(table, costs)
    [row] = allocate_files(rules, costs).rows
    assert (row["x_Team"], row["ChargePeriodStart"]) == ("dev", "2026-10-08 23:00:00.000000001Z")


def test_parquet_that_is_damaged_inside_is_refused_with_one_sentence(tmp_path: Path) -> None:
    table = pa.table({"ChargePeriodStart": ["2026-10-01"], "BilledCost": ["1234567890"]})
    rules, costs = write(tmp_path, RULES, "", name="costs.parquet")
    pq.write_table(table, costs, compression="none", use_dictionary=False)
    length = (10).to_bytes(4, "little")
    whole = costs.read_bytes()
    costs.write_bytes(whole.replace(length + b"1234567890", b"\xff" * 3 + b"\x7f" + b"1234567890"))
    assert costs.read_bytes() != whole
    with pytest.raises(CommandError, match="is damaged or holds what pyarrow cannot read"):
        allocate_files(rules, costs)


@pytest.mark.parametrize(
    "moment",
    [
        "2026-10-31",
        "2026-10-31 23:59:59",
        "2026-10-31T22:00:00Z",
        "2026-11-01T00:30:00+01:00",
        "2026-10-31 01:00:00 UTC",
    ],
)
def test_the_day_is_the_utc_day_however_it_is_written(tmp_path: Path, moment: str) -> None:
    answer = allocate(tmp_path, RULES, f"ChargePeriodStart,BilledCost\n{moment},1\n", "--period=2026-10")
    assert answer.text.startswith("2026-10,")


def test_byte_order_marks_quoted_line_breaks_and_blank_lines_are_understood(tmp_path: Path) -> None:
    costs = '\ufeff"ChargePeriodStart","BilledCost","x_Note","project"\r\n\r\n2026-10-01,1,"two\nlines",alpha\r\n'
    [row] = allocate(tmp_path, RULES, costs).rows
    assert (row["x_Note"], row["x_Team"], row["x_OriginRow"]) == ("two\nlines", "dev", "3")


@pytest.mark.parametrize("header", ["Tag_project", "tags.project", "tags/project", "project", "TAG_PROJECT"])
def test_a_tag_may_have_a_column_of_its_own(tmp_path: Path, header: str) -> None:
    [row] = allocate(tmp_path, RULES, f"ChargePeriodStart,BilledCost,{header}\n2026-10-01,1,alpha\n").rows
    assert (row["x_Team"], row["x_Rule"]) == ("dev", "tag project=alpha")


def test_any_column_can_be_named_as_the_one_of_the_project_tag(tmp_path: Path) -> None:
    costs = "ChargePeriodStart,BilledCost,Produkt\n2026-10-01,1,beta\n"
    [row] = allocate(tmp_path, RULES, costs, "--tag-column=Produkt").rows
    assert row["x_Team"] == "ops"


def test_a_tags_own_column_wins_over_the_json_when_it_is_filled(tmp_path: Path) -> None:
    alpha, app = json.dumps({"project": "alpha"}), json.dumps([{"key": "app", "value": "beta"}])
    rows = [["2026-10-01", "1", "beta", alpha], ["2026-10-01", "1", "NULL", alpha], ["2026-10-01", "1", "", app]]
    answer = allocate(tmp_path, RULES, csv_text("ChargePeriodStart,BilledCost,project,Tags", rows))
    assert [row["x_Rule"] for row in answer.rows] == ["tag project=beta", "tag project=alpha", "tag app=beta"]


@pytest.mark.parametrize(
    ("condition", "column"),
    [
        ("service", "ServiceName"), ("account", "SubAccountId"), ("account_name", "SubAccountName"),
        ("region", "RegionId"), ("charge_category", "ChargeCategory"), ("record_type", "x_RecordType"),
        ("source", "x_Source"), ("provider", "ProviderName"), ("provider", "ServiceProviderName"),
        ("resource", "ResourceId"), ("usage_type", "x_UsageType"), ("usage_type", "SkuMeter"),
        ("tags.env", "Tag_env"), ("service", "servicename"),
    ],
)  # fmt: skip
def test_every_dimension_of_a_rule_is_read_from_its_column(tmp_path: Path, condition: str, column: str) -> None:
    rules = f"teams: {{dev: Alice}}\nrules: [{{name: it, when: {{{condition}: this}}, team: dev}}]"
    costs = f"ChargePeriodStart,BilledCost,{column}\n2026-10-01,1,this\n2026-10-01,2,other\n2026-10-01,4,\n"
    assert allocate(tmp_path, rules, costs).by_team() == {"dev": Decimal(1), "": Decimal(6)}


def test_a_cost_category_is_read_from_awss_column(tmp_path: Path) -> None:
    rules = "teams: {dev: Alice}\nrules: [{name: it, when: {cost_category.Division: North}, team: dev}]"
    rows = [["2026-10-01", "1", json.dumps({"Division": "North"})], ["2026-10-01", "2", "{}"], ["2026-10-01", "4", ""]]
    costs = csv_text("ChargePeriodStart,BilledCost,x_CostCategories", rows)
    assert allocate(tmp_path, rules, costs).by_team() == {"dev": Decimal(1), "": Decimal(6)}


def test_a_file_that_ends_with_gz_is_written_gzipped(tmp_path: Path) -> None:
    rules, costs = write(tmp_path, TUTORIAL, TUTORIAL_COSTS)
    plain = allocate_files(rules, costs)
    allocate_files(rules, costs, f"--out={tmp_path / 'charges.csv.gz'}")
    packed = gzip.decompress((tmp_path / "charges.csv.gz").read_bytes())
    assert packed == (tmp_path / "charges.csv").read_bytes()
    assert len(plain.rows) == packed.count(b"\n") - 1
