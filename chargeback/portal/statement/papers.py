"""Statements as papers: PDF where it can be made, else a page that prints the same by itself."""

import re
from collections.abc import Callable
from functools import cache

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static

from chargeback.billing.figures import Statement
from chargeback.exports.pdf import can_make_pdf, pdf_of, static_file

from .page import statement_paper

LINKS = re.compile(r"</?a\b[^>]*>")


def paper_form() -> tuple[str, Callable[[Statement], bytes]]:
    """The kind of file that papers have here, and what makes one."""
    return ("pdf", pdf_paper) if can_make_pdf() else ("html", html_paper)


def pdf_paper(statement: Statement) -> bytes:
    return pdf_of(paper(statement, nobody()))


def html_paper(statement: Statement) -> bytes:
    """One file with its style in it, and without links: they lead nowhere outside the portal."""
    return LINKS.sub("", paper(statement, nobody(), style())).encode()


def paper(statement: Statement, request: HttpRequest, style: str = "") -> str:
    """`style` stands in the page itself; without it the page names the portal's style sheet."""
    shown = {**statement_paper(statement, request.GET), "style": style}
    return render_to_string("statement/paper.html", shown, request)


def nobody() -> HttpRequest:
    """Templates ask for a request; a paper made in the background has no reader and no address."""
    request = HttpRequest()
    request.user = AnonymousUser()
    return request


@cache
def style() -> str:
    return static_file(static("portal/app.css")).decode()
