"""add_source, pull_costs and show_costs as an administrator types them."""

import csv
import io
import json
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from chargeback.costs.models import Pull, Source

from .conftest import BILL, TODAY, Wire, stored

OCTOBER = ("--start", "2026-10-01", "--end", "2026-11-01")


@pytest.fixture(autouse=True)
def day(settings) -> None:  # type: ignore[no-untyped-def]
    settings.TODAY = TODAY


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def refused(*arguments: str) -> str:
    with pytest.raises(CommandError) as refusal:
        run(*arguments)
    return str(refusal.value)


def test_pull_costs_tells_requests_dollars_records_and_the_control_total(wire: Wire, source: Source) -> None:
    out = run("pull_costs", "--source", "aws", *OCTOBER)
    total = sum(Decimal(row[5]) for row in BILL)
    assert f"{len(wire.asked)} requests, $0.{len(wire.asked):02}, 9 records" in out
    assert f"Control total: {total} USD billed" in out


def test_pull_costs_shows_progress_on_stderr(wire: Wire, source: Source) -> None:
    err = io.StringIO()
    call_command("pull_costs", "--source", "aws", *OCTOBER, stdout=io.StringIO(), stderr=err)
    assert "31 of 31 days" in err.getvalue().splitlines()[-1]


def test_an_unknown_source_is_told_the_known_ones_and_how_to_add_one(wire: Wire, source: Source) -> None:
    words = refused("pull_costs", "--source", "gcp", *OCTOBER)
    assert words == "There is no source 'gcp'. Known: aws. Add one with: manage.py add_source gcp"


@pytest.mark.parametrize(
    ("start", "end"), [("2026-10-01", "yesterday"), ("2026-11-01", "2026-10-01"), ("2027-01-01", "2027-02-01")]
)
def test_dates_are_refused_before_anything_is_asked(wire: Wire, source: Source, start: str, end: str) -> None:
    assert refused("pull_costs", "--source", "aws", "--start", start, "--end", end).endswith(".")
    assert wire.asked == []
    assert not Pull.objects.exists()


def test_pull_costs_without_credentials_says_what_to_set(
    wire: Wire, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    assert "valid AWS credentials" in refused("pull_costs", "--source", "aws", *OCTOBER)
    assert Pull.objects.get().state == "refused"


def test_a_refused_pull_leaves_what_is_stored(take: Callable[..., Pull], wire: Wire) -> None:
    take()
    before = stored()
    wire.hand = lambda call, operation, reply: type(reply)(400, b'{"__type":"AccessDeniedException","message":"no"}')
    assert refused("pull_costs", "--source", "aws", *OCTOBER).startswith("AWS denied the request.")
    assert stored() == before


def test_add_source_makes_a_source_that_can_be_pulled(wire: Wire, db: None) -> None:
    run("add_source", "main", "--name", "Main payer", "--tag-key", "project", "--payer", "123456789012")
    assert "9 records" in run("pull_costs", "--source", "main", *OCTOBER)


@pytest.mark.parametrize("arguments", [("no spaces",), ("aws",), ("new", "--payer", "12")])
def test_add_source_names_the_field_that_is_wrong(source: Source, arguments: tuple[str, ...]) -> None:
    assert refused("add_source", *arguments).partition(":")[0] in {"slug", "payer_account"}
    assert Source.objects.count() == 1


def test_show_costs_totals_a_month_to_the_last_digit(take: Callable[..., Pull]) -> None:
    take()
    assert run("show_costs", "--month", "2026-10").split() == ["total", "18.5565567891", "USD"]


def test_show_costs_by_tag_shows_untagged_cost_too(take: Callable[..., Pull]) -> None:
    take()
    lines = run("show_costs", "--month", "2026-10", "--by", "tag:project").splitlines()
    assert [line.split()[:2] for line in lines] == [
        ["(untagged)", "13.3134567891"],
        ["checkout", "2.7431000000"],
        ["a$b", "2.0000000000"],
        ["Checkout", "0.5000000000"],
        ["Total", "18.5565567891"],
    ]


@pytest.mark.parametrize("by", ["service", "account", "day", "record_type", "tag:project", "tag:nosuch"])
def test_every_grouping_adds_up_to_the_same_bill(take: Callable[..., Pull], by: str) -> None:
    done = take()
    shown = json.loads(run("show_costs", "--month", "2026-10", "--by", by, "--format", "json", "--metric", "effective"))
    assert sum(Decimal(row["amount"]) for row in shown["rows"]) == done.effective_cost
    assert Decimal(shown["totals"]["USD"]) == done.effective_cost


def test_show_costs_writes_csv(take: Callable[..., Pull]) -> None:
    take()
    rows = list(csv.reader(io.StringIO(run("show_costs", *OCTOBER, "--by", "day", "--format", "csv"))))
    assert rows[0] == ["day", "currency", "billed"]
    assert [row[0] for row in rows[1:]] == ["2026-10-01", "2026-10-02", "2026-10-03"]


def test_show_costs_keeps_currencies_apart(take: Callable[..., Pull], wire: Wire) -> None:
    take()
    Source.objects.create(slug="europe", name="Europe")
    wire.serve(BILL, currency="EUR")
    run("pull_costs", "--source", "europe", *OCTOBER)
    lines = run("show_costs", "--month", "2026-10").splitlines()
    assert [line.split()[1:] for line in lines] == [["18.5565567891", "EUR"], ["18.5565567891", "USD"]]
    assert "EUR" not in run("show_costs", "--month", "2026-10", "--source", "aws")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--month", "2026-10"), "Pull them with: manage.py pull_costs --source SLUG --start 2026-10-01"),
        (("--month", "October"), "write it as YYYY-MM"),
        (("--month", "2026-10", "--by", "colour"), "choose one of total, service"),
        (("--month", "2026-10", "--source", "gcp"), "There is no source 'gcp'. Known: aws."),
        (("--start", "2026-10-01"), "Give either --month"),
        (("--start", "2026-10-02", "--end", "2026-10-01"), "must lie after the start"),
    ],
)
def test_show_costs_says_what_to_do(source: Source, arguments: tuple[str, ...], words: str) -> None:
    assert words in refused("show_costs", *arguments)
