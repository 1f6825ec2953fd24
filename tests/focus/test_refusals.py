"""Bad input gets one sentence that says where and what to write; nothing is written, nothing is lost."""

import gzip
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError

from .files import THIRDS, TUTORIAL, allocate, allocate_files, write

GOOD = "ChargePeriodStart,BilledCost\n2026-10-01,1\n"


def refusal(folder: Path, rules: str, costs: str | bytes, *options: str, name: str = "costs.csv") -> str:
    """The sentence, after a look that nothing was left behind."""
    with pytest.raises(CommandError) as refused:
        allocate(folder, rules, costs, *options, name=name)
    assert {path.name for path in folder.iterdir()} == {"rules.yaml", name}
    return str(refused.value)


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-inf", "1,000.50", "1_000", "$5", "٣", "abc", "1e5e5", "0x10"])
def test_what_is_no_amount_is_named_with_its_row(tmp_path: Path, amount: str) -> None:
    costs = f'ChargePeriodStart,BilledCost\n2026-10-01,1\n2026-10-01,"{amount}"\n'
    sentence = refusal(tmp_path, THIRDS, costs)
    assert sentence == (
        f"Row 3: BilledCost is {amount!r}, which is no number; write digits and a point, without thousands separators "
        "or currency, for example 1234.50."
    )


@pytest.mark.parametrize("amount", ["1E+9999", "1E-31", "1" * 21, "0." + "1" * 31, "1E9999999999"])
def test_an_amount_beyond_all_money_is_refused_and_not_computed(tmp_path: Path, amount: str) -> None:
    sentence = refusal(tmp_path, THIRDS, f"ChargePeriodStart,BilledCost\n2026-10-01,{amount}\n")
    assert sentence.startswith("Row 2: BilledCost is ")
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("costs", "sentence"),
    [
        ("", "costs.csv is empty; its first row must name the columns."),
        ("ChargePeriodStart,BilledCost\n", "costs.csv has no charges."),
        ("ChargePeriodStart,Cost\n2026-10-01,1\n", "There is no column BilledCost; the file must have one."),
        ("ChargePeriodStart,BilledCosts\n", "There is no column BilledCost; did you mean BilledCosts? Rename it."),
        ("Day,BilledCost\n", "There is no column ChargePeriodStart; the file must have one."),
        ("ChargePeriodStart;BilledCost\n2026-10-01;1\n", "the header is one field only: separate columns by commas."),
        ("ChargePeriodStart,BilledCost,billedcost\n", "The column billedcost stands twice in the header;"),
        ("ChargePeriodStart,BilledCost,x_Team\n2026-10-01,1,a\n", "The file has a column x_Team, which the output"),
        ("ChargePeriodStart,BilledCost\n2026-10-01,1,000\n", "Row 2: it has 3 fields, the header names 2;"),
        ("ChargePeriodStart,BilledCost\n31.10.2026,1\n", "Row 2: ChargePeriodStart is '31.10.2026'; write a day as"),
        ("ChargePeriodStart,BilledCost\n,1\n", "Row 2: ChargePeriodStart is ''; write a day as"),
        ("ChargePeriodStart,BilledCost\n0001-01-01T00:00:00+10:00,1\n", "Row 2: ChargePeriodStart is"),
        ("ChargePeriodStart,BilledCost\n2026-10-01,\n", "Row 2: BilledCost is empty; write a number"),
        ("ChargePeriodStart,BilledCost\n2026-10-01,NULL\n", "Row 2: BilledCost is empty; write a number"),
        ("ChargePeriodStart,BilledCost,ListCost\n2026-10-01,1,x\n", "Row 2: ListCost is 'x', which is no number;"),
        ('ChargePeriodStart,BilledCost\n2026-10-01,"1\n', "is not CSV: unexpected end of data."),
        (b"ChargePeriodStart,BilledCost\n2026-10-01,\xff\n", "is not UTF-8 text; save it as CSV in UTF-8."),
        (GOOD.encode("utf-16"), "is not UTF-8 text; save it as CSV in UTF-8."),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path: Path, costs: str | bytes, sentence: str) -> None:
    said = refusal(tmp_path, THIRDS, costs)
    assert sentence in said
    assert "\n" not in said


@pytest.mark.parametrize("tags", ["alpha", "[1", "3", '"x"', "[" * 100_000, '{"project": "al'])
def test_tags_that_are_no_json_object_are_refused(tmp_path: Path, tags: str) -> None:
    quoted = tags.replace('"', '""')
    said = refusal(tmp_path, TUTORIAL, f'ChargePeriodStart,BilledCost,Tags\n2026-10-01,1,"{quoted}"\n')
    assert said == 'Row 2: Tags is not a JSON object; write it as {"project": "alpha"}.'


def test_half_a_letter_in_a_tag_breaks_nothing(tmp_path: Path) -> None:
    costs = 'ChargePeriodStart,BilledCost,ServiceName,Tags\n2026-10-01,1,AWS Lambda,"{""project"": ""\\ud800""}"\n'
    [row] = allocate(tmp_path, TUTORIAL, costs).rows
    assert row["x_Rule"] == "tag project=\\ud800"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--period=",), "'' is not a month; write it as YYYY-MM, for example 2026-10."),
        (("--period=2026-13",), "'2026-13' is not a month; write it as YYYY-MM, for example 2026-10."),
        (("--period=2025-01",), "has no charges in 2025-01; choose another --period."),
        (("--basis=amortized",), "--basis is 'amortized'; write billed or effective."),
        (("--basis=effective",), "There is no column EffectiveCost; the file must have one."),
        (("--explain=bb",), "There is no team bb; did you mean b?"),
        (("--tag-column=Produkt",), "There is no column Produkt; the file must have one."),
    ],
)
def test_an_option_that_makes_no_sense_is_one_sentence(tmp_path: Path, options: list[str], sentence: str) -> None:
    assert sentence in refusal(tmp_path, THIRDS, GOOD, *options)


@pytest.mark.parametrize("name", ["costs.csv.gz", "costs.parquet"])
@pytest.mark.parametrize(
    "content", [b"plain text", b"", gzip.compress(GOOD.encode(), mtime=0)[:-9]], ids=["text", "nothing", "cut off"]
)
def test_a_damaged_file_is_one_sentence(tmp_path: Path, name: str, content: bytes) -> None:
    said = refusal(tmp_path, THIRDS, content, name=name)
    assert f"{name} is " in said
    assert "\n" not in said


def test_parquet_without_pyarrow_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    said = refusal(tmp_path, THIRDS, b"PAR1", name="costs.parquet")
    assert "needs pyarrow; install it (pip install pyarrow), or convert the file to CSV." in said


def test_a_rulebook_is_refused_with_all_its_problems(tmp_path: Path) -> None:
    said = refusal(tmp_path, "teams: {a: ''}\nprojects: {x: b}\nrules: [{name: r, when: {}, pool: p}]", GOOD)
    assert "2 problems:" in said
    assert "projects.x" in said


def test_missing_files_are_named(tmp_path: Path) -> None:
    rules, costs = write(tmp_path, THIRDS, GOOD)
    with pytest.raises(CommandError, match=r"Cannot read .*nowhere.csv: No such file or directory\."):
        allocate_files(rules, tmp_path / "nowhere.csv")
    with pytest.raises(CommandError, match=r"Cannot read .*nowhere.yaml: No such file or directory\."):
        allocate_files(tmp_path / "nowhere.yaml", costs)
    with pytest.raises(CommandError, match=r"Cannot write .*: No such file or directory\."):
        allocate_files(rules, costs, f"--out={tmp_path}/nowhere/charges.csv")


def test_an_input_is_never_written_over(tmp_path: Path) -> None:
    rules, costs = write(tmp_path, THIRDS, GOOD)
    for path in (rules, costs):
        with pytest.raises(CommandError, match="which is read; write to another file"):
            allocate_files(rules, costs, f"--out={path}")
    assert costs.read_text() == GOOD


def test_a_pipe_is_read_once_and_so_cannot_be_written_from(tmp_path: Path) -> None:
    rules, _ = write(tmp_path, THIRDS, GOOD)
    with pytest.raises(CommandError, match="read twice, so save them to a file first"):
        allocate_files(rules, Path("/dev/stdin"), f"--out={tmp_path / 'charges.csv'}")
    with pytest.raises(CommandError, match="read twice, so save them to a file first"):
        allocate_files(rules, Path("/dev/stdin"), "--explain-row=2")


def test_what_was_there_stays_when_a_later_row_is_refused(tmp_path: Path) -> None:
    rules, costs = write(tmp_path, THIRDS, GOOD)
    before = allocate_files(rules, costs)
    costs.write_text("ChargePeriodStart,BilledCost,ListCost\n2026-10-01,1,1\n2026-10-01,1,x\n")
    with pytest.raises(CommandError, match="Row 3: ListCost"):
        allocate_files(rules, costs)
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["charges.csv", "costs.csv", "rules.yaml"]
    costs.write_text(GOOD)
    assert allocate_files(rules, costs) == before
