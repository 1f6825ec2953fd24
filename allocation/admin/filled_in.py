"""Rows of a page that a link has filled in: shown to be looked at, stored only when they are saved."""

from typing import Any

from django.http import HttpRequest


def filled_in(request: HttpRequest, *fields: str) -> dict[str, Any]:
    """What makes the first empty row hold the fields of the address.

    Only for looking: when the page is sent back, a row that equals what was filled in would count as not written.
    """
    row = {field: request.GET[field] for field in fields if field in request.GET}
    return {"initial": [row]} if row and request.method == "GET" else {}
