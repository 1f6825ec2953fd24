"""Statements as papers: PDF where it can be made, else a page that prints the same by itself."""

import re
from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static

from chargeback.billing.figures import Statement
from chargeback.exports.pdf import can_make_pdf, pdf_of, static_file

from .page import statement_paper

if TYPE_CHECKING:
    from ..access.periods import User

LINKS = re.compile(r"</?a\b[^>]*>")
STYLE_SHEET = re.compile(r'<link rel="stylesheet"[^>]*>')


def paper_form(reader: "User") -> tuple[str, Callable[[Statement], bytes]]:
    """The kind of file that papers have here, and what makes one."""
    return ("pdf", partial(pdf_paper, reader)) if can_make_pdf() else ("html", partial(html_paper, reader))


def pdf_paper(reader: "User", statement: Statement) -> bytes:
    return pdf_of(paper(statement, request_of(reader)))


def html_paper(reader: "User", statement: Statement) -> bytes:
    """One file with its style in it, and without links: they lead nowhere outside the portal."""
    page = LINKS.sub("", paper(statement, request_of(reader)))
    return STYLE_SHEET.sub(lambda _: f"<style>{style()}</style>", page).encode()


def paper(statement: Statement, request: HttpRequest) -> str:
    return render_to_string("statement/paper.html", statement_paper(statement, request.GET), request)


def request_of(reader: "User") -> HttpRequest:
    """Templates ask for a request; a paper made in the background has no address."""
    request = HttpRequest()
    request.user = reader  # type: ignore[assignment]
    return request


@cache
def style() -> str:
    return static_file(static("portal/app.css")).decode()
