"""How an export is told: what it is, where its figures are shown, how far it is. Pure."""

from django.urls import reverse

from chargeback.exports.history import ExportFacts

from .. import display
from .kinds import FILES, KINDS

STATES = {
    "queued": "waits",
    "running": "being written",
    "done": "ready",
    "failed": "failed",
    "cancelled": "cancelled",
    "missing": "not on this machine",
}


def title(export: ExportFacts) -> str:
    """For example "Lines of platform, Oct 2026, Excel"."""
    of = f" of {export.team}" if export.team else ""
    return f"{KINDS[export.what].name}{of}, {display.short_month(export.month)}, {FILES[export.kind]}"


def link(export: ExportFacts) -> str:
    """The page that shows the same figures."""
    team = [export.team] if export.team else []
    page = reverse(KINDS[export.what].page, args=[export.month, *team])
    return f"{page}?{export.query}" if export.query else page
