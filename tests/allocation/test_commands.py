"""import_rules and export_rules as an operator uses them."""

import datetime as dt
import io
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from allocation.engine.rulebook import Rulebook
from allocation.models import AllocationOptions, Team
from allocation.rulebook import load_rulebook, rulebook_from_yaml, save_rulebook
from chargeback.billing.runs import run_period
from tests.billing.conftest import NOW, OCTOBER, RULES, store

pytestmark = pytest.mark.django_db
__all__ = ["store"]
TEXT = "teams: {dev: Alice}\nprojects: {alpha: dev}\n"


def test_a_file_becomes_the_rulebook_and_says_what_it_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("import_rules", written(tmp_path, TEXT))
    assert capsys.readouterr().out == "team dev: added\nproject alpha: added\nchanged 2 entries\n"
    assert load_rulebook() == rulebook_from_yaml(TEXT)


def test_a_dry_run_says_it_and_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_rules", written(tmp_path, TEXT), dry_run=True)
    assert "would change 2 entries\n" in capsys.readouterr().out
    assert not Team.objects.exists()


def test_a_dry_run_checks_last_month_and_shows_the_money_of_its_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], store: Any, settings: Any
) -> None:
    settings.TODAY = dt.date(2026, 11, 20)
    store()
    save_rulebook(rulebook_from_yaml(RULES))
    run_period(OCTOBER, "USD", NOW)
    odd = RULES.replace("pools:", "  - {name: late, when: {service: AWS Support Plus}, team: data}\npools:")
    call_command("import_rules", written(tmp_path, odd), dry_run=True)
    assert capsys.readouterr().out == (
        "rule late: added\n"
        "would change 1 entry\n"
        "\n"
        "checked for 2026-10: 1 warning\n"
        "  rules.late: never reached: support fee, which is tried before, takes all of it.\n"
        "\n"
        "what each rule would have matched in 2026-10, in USD\n"
        "             10.00  support fee\n"
        "              0.00  late\n"
        "\n"
        "who would pay more or less for 2026-10, in USD: nobody\n"
        "all teams and unallocated together: 49.50 before, 49.50 after\n"
    )


def test_a_dry_run_tells_who_would_pay_more_or_less(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], store: Any, settings: Any
) -> None:
    settings.TODAY = dt.date(2026, 11, 20)
    store()
    save_rulebook(rulebook_from_yaml(RULES))
    run_period(OCTOBER, "USD", NOW)
    moved = RULES.replace("warehouse: {team: data}", "warehouse: {team: shop}")
    call_command("import_rules", written(tmp_path, moved), dry_run=True)
    assert capsys.readouterr().out.endswith(
        "who would pay more or less for 2026-10, in USD: 2\n"
        "           33.78              8.44            -25.34  data\n"
        "           13.72             39.06            +25.34  shop\n"
        "all teams and unallocated together: 49.50 before, 49.50 after\n"
    )


def test_nothing_is_imported_past_the_second_person(company: Rulebook, tmp_path: Path) -> None:
    AllocationOptions.objects.update(needs_second_person=True)
    with pytest.raises(CommandError, match="Changes need a second person here"):
        call_command("import_rules", written(tmp_path, TEXT))
    assert load_rulebook() == company


def test_without_a_run_of_last_month_a_dry_run_only_warns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_rules", written(tmp_path, TEXT), dry_run=True)
    assert capsys.readouterr().out.endswith(": no warnings\n")


def test_an_export_is_read_back_without_a_change(
    company: Rulebook, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "rules.yaml"
    call_command("export_rules", str(file))
    call_command("import_rules", str(file))
    assert capsys.readouterr().out == "nothing to change\n"


def test_an_export_to_the_terminal_is_the_file(
    company: Rulebook, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("export_rules", str(tmp_path / "rules.yaml"))
    call_command("export_rules")
    assert capsys.readouterr().out == (tmp_path / "rules.yaml").read_text()


def test_rules_come_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    call_command("import_rules", "-")
    assert Team.objects.get().slug == "dev"


def test_a_refused_file_changes_nothing_and_lists_its_problems_one_a_line(company: Rulebook, tmp_path: Path) -> None:
    file = written(tmp_path, "teams: {dev: Alice}\ncolour: red\nunallocated: {team: x}\n")
    with pytest.raises(CommandError) as refusal:
        call_command("import_rules", file)
    lines = str(refusal.value).splitlines()
    assert lines[0] == f"{file} was refused, nothing was changed; 2 problems:"
    assert [line.split(":")[0] for line in lines[1:]] == ["  colour", "  unallocated.team"]
    assert load_rulebook() == company


@pytest.mark.parametrize("data", [b"\xff\xfet\x00", b"caf\xe9: 1"])
def test_a_file_that_is_not_utf_8_gets_a_sentence(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "rules.yaml"
    file.write_bytes(data)
    with pytest.raises(CommandError, match="not UTF-8"):
        call_command("import_rules", str(file))


def test_a_byte_order_mark_is_no_problem(tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text(TEXT, encoding="utf-8-sig")
    call_command("import_rules", str(file))
    assert Team.objects.exists()


def test_a_missing_file_and_a_folder_get_a_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(CommandError, match="Cannot read"):
            call_command("import_rules", str(path))
    with pytest.raises(CommandError, match="Cannot write"):
        call_command("export_rules", str(tmp_path))


def written(folder: Path, text: str) -> str:
    file = folder / "rules.yaml"
    file.write_text(text)
    return str(file)
