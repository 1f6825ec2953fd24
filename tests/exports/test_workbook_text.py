"""Names, tags and notes written by strangers stay text in a workbook."""

import io
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from chargeback.exports.cells import LONGEST_TEXT, clean, content_of, looks_like_formula
from chargeback.exports.workbook import overview_workbook, statement_workbook

from .figures import overview_written_by, statement_written_by
from .spreadsheet import parts, raw_sheets

HOSTILE = {
    "formula": "=cmd|' /C calc'!A0",
    "link": '=HYPERLINK("http://evil.example","click")',
    "plus": "+1+1",
    "minus": "-2+3",
    "at": "@SUM(1+1)",
    "full width": "＝1+1",
    "after spaces": "  =1+1",
    "after a tab": "\t=1+1",
    "error code": "#REF!",
    "not available": "#N/A",
    "nul": "a\x00b",
    "control characters": "a\x07\x0b\x1fb",
    "half an emoji": "a\ud83db",
    "not a character": "a\ufffe\uffffb",
    "right to left": "\u202egpj.exe\u202c",
    "emoji": "👩🏽‍🚀 rocket",
    "markup": "</t></is></c><c><f>1+1</f></c>",
    "a link that looks like a number": "0x1A",
    "very long": "x" * 40_000,
    "very long emoji": "🚀" * 40_000,
    "line ends": "a\r\nb\rc\nd",
    "coded character": "_x0041_",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize(
    "written",
    [
        lambda text: statement_workbook(statement_written_by(text)),
        lambda text: overview_workbook(overview_written_by(text)),
    ],
    ids=["statement", "overview"],
)
def test_no_text_becomes_a_formula_or_an_error_or_spoils_the_file(written: Callable[[str], bytes], text: str) -> None:
    workbook = written(text)
    load_workbook(io.BytesIO(workbook))
    for member, content in parts(workbook).items():
        assert ElementTree.fromstring(content) is not None, member
    for title, cells in raw_sheets(workbook).items():
        assert not [cell for cell in cells.values() if cell.kind == "e"], title
        if title not in {"Reconciliation", "Checks"}:
            assert not [cell for cell in cells.values() if cell.formula is not None], title


def test_a_formula_in_a_name_is_still_readable_as_text() -> None:
    text = HOSTILE["formula"]
    summary = load_workbook(io.BytesIO(statement_workbook(statement_written_by(text))))["Summary"]
    assert summary["B2"].value == text
    assert summary["B2"].data_type == "s"
    assert summary["B2"].quotePrefix, "pressing Enter in the cell would run it"


def test_ordinary_names_are_not_marked() -> None:
    summary = load_workbook(io.BytesIO(statement_workbook(statement_written_by("Payments"))))["Summary"]
    assert not summary["B2"].quotePrefix


def test_text_that_looks_like_a_coded_character_is_written_so_that_excel_shows_it_unchanged() -> None:
    summary = raw_sheets(statement_workbook(statement_written_by("_x0041_")))["Summary"]
    assert summary["B2"].text == "_x005F_x0041_"


def test_too_long_text_is_cut_at_excels_limit_and_says_so() -> None:
    assert clean("x" * LONGEST_TEXT) == "x" * LONGEST_TEXT
    cut = clean("🚀" * 40_000)
    assert cut.endswith("🚀…")
    assert LONGEST_TEXT - 1 <= len(cut.encode("utf-16-le")) // 2 <= LONGEST_TEXT


def test_the_file_names_no_person() -> None:
    workbook = load_workbook(io.BytesIO(statement_workbook(statement_written_by("Payments"))))
    assert workbook.properties.creator == "Chargeback portal"
    assert workbook.properties.lastModifiedBy is None


def test_a_float_is_refused() -> None:
    with pytest.raises(TypeError, match="not float"):
        content_of(0.1)  # type: ignore[arg-type]


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"])))
def test_printable_text_is_kept_to_the_letter(text: str) -> None:
    assert clean(text) == text


@given(st.sampled_from(["", " ", "\t", "\n ", "\u00a0"]), st.sampled_from("=+-@＝＋－＠"), st.text())
def test_a_formula_is_recognised_behind_any_space(space: str, sign: str, rest: str) -> None:
    assert looks_like_formula(f"{space}{sign}{rest}")
