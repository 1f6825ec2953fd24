"""Files that somebody could upload: honest ones, and workbooks taken apart and put together with other parts."""

import csv
import io
import zipfile
from functools import cache
from typing import Any

from openpyxl import Workbook

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
CORNER = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
DOCUMENT_TYPE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def csv_of(*rows: tuple[Any, ...], mark: str = ",", encoding: str = "utf-8") -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=mark).writerows(rows)
    return file.getvalue().encode(encoding)


def workbook_of(*rows: tuple[Any, ...]) -> bytes:
    """A workbook as a person makes one: numbers are numbers, days are days."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def xml_of(rows: str, before: str = "", encoding: str = "utf-8") -> bytes:
    """The XML of a sheet with these rows."""
    head = f'<?xml version="1.0" encoding="{encoding}"?>{before}'
    return f'{head}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode(encoding)


def with_part(name: str, content: bytes | str, **others: str) -> bytes:
    """A workbook in which one part is replaced, and others are added."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook_of(("a",)))) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in {*old.namelist(), name}:
            new.writestr(part, content if part == name else old.read(part))
        for part, text in others.items():
            new.writestr(part, text)
    return file.getvalue()


@cache
def hostile() -> dict[str, bytes]:
    """Files that must be refused, by what is wrong with them."""
    lying = xml_of("<row><c><v>1</v></c></row>").replace(b"<sheetData>", b"<sheetData>" + b"<row/>" * 60_000)
    return {
        "two million rows": with_part(SHEET, xml_of("<row><c><v>1</v></c></row>" * 2_000_000)),
        "cells in two corners": with_part(SHEET, xml_of(CORNER)),
        "a row number beyond all sheets": with_part(SHEET, xml_of('<row r="999999999"><c r="A1"><v>1</v></c></row>')),
        "60,000 rows": with_part(SHEET, lying),
        "60 columns": with_part(SHEET, xml_of("<row>" + "<c><v>1</v></c>" * 60 + "</row>")),
        "a long cell": with_part(SHEET, xml_of(f'<row><c t="str"><v>{"x" * 1001}</v></c></row>')),
        "a document type": with_part("xl/workbook.xml", xml_of("", DOCUMENT_TYPE)),
        "a document type in UTF-16": with_part(SHEET, xml_of("", DOCUMENT_TYPE, "utf-16")),
        "entities in another alphabet": with_part(SHEET, xml_of("", DOCUMENT_TYPE, "cp037")),
        "200 parts": with_part("x", "", **{f"part{number}": "x" for number in range(200)}),
        "60 MB unpacked": with_part("x", "y" * 60_000_000),
        "half a workbook": workbook_of(("a",))[:-200],
        "half an XML": with_part(SHEET, "<worksheet><sheetData><row>"),
        "no sheet": with_part("xl/workbook.xml", f'<workbook xmlns="{MAIN}"><sheets/></workbook>'),
        "a number without end": with_part(SHEET, xml_of(f"<row><c><v>{'9' * 5000}</v></c></row>")),
        "an empty zip": b"PK\x05\x06" + b"\0" * 18,
        "no zip": b"PK" + b"junk" * 100,
        "an old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100,
        "60,000 lines": b"a,b\n" * 60_000,
        "a line of a million cells": b"a" + b"," * 1_000_000,
        "a cell of a megabyte": b"a," + b"x" * 1_000_000,
        "a quote that never ends": b'driver,"value',
        "latin text": "treiber;für".encode("latin-1"),
        "six megabytes": b"x" * 6_000_000,
        "nothing": b"",
        "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    }
