"""Reads a workbook as raw XML, so that no library's kindness hides what was written."""

import io
import zipfile
from dataclasses import dataclass
from xml.etree import ElementTree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@dataclass(frozen=True)
class RawCell:
    """A cell as it stands in the file: its type, its formula or None, its value's text."""

    kind: str
    formula: str | None
    text: str


def parts(workbook: bytes) -> dict[str, bytes]:
    """Every member of the file by name."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def raw_sheets(workbook: bytes) -> dict[str, dict[str, RawCell]]:
    """Sheet title -> address -> cell."""
    members = parts(workbook)
    book = ElementTree.fromstring(members["xl/workbook.xml"])
    titles = [sheet.attrib["name"] for sheet in book.iter(f"{MAIN}sheet")]
    return {title: raw_cells(members[f"xl/worksheets/sheet{number}.xml"]) for number, title in enumerate(titles, 1)}


def raw_cells(sheet: bytes) -> dict[str, RawCell]:
    return {cell.attrib["r"]: raw_cell(cell) for cell in ElementTree.fromstring(sheet).iter(f"{MAIN}c")}


def raw_cell(cell: ElementTree.Element) -> RawCell:
    text = cell.findtext(f"{MAIN}v") or "".join(found.text or "" for found in cell.iter(f"{MAIN}t"))
    return RawCell(cell.attrib.get("t", "n"), cell.findtext(f"{MAIN}f"), text)
