"""Findings -> a mail: a subject of our own words only, plain text, and simple HTML."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.urls import reverse

from .figures import Findings, Point, Section


@dataclass(frozen=True, slots=True)
class Mail:
    subject: str
    text: str
    html: str


WHY = (
    "You get this once a day, and only when there is something to tell, because an admin switched the daily digest on "
    "for you. An admin can switch it off again on your user's page."
)


def mail_of(findings: Findings, portal: str) -> Mail:
    """The mail. `portal` is the portal's address, with which links begin; without one there are no links."""
    things = "1 thing needs" if findings.count == 1 else f"{findings.count} things need"
    subject = f"Chargeback: {things} attention, {findings.day:%d %b %Y}"
    page = {"findings": findings, "subject": subject, "portal": portal.rstrip("/"), "why": WHY}
    text = "\n".join(lines(findings, portal.rstrip("/"))) + "\n"
    return Mail(subject, text, render_to_string("alerts/digest.html", page))


def lines(findings: Findings, portal: str) -> Iterator[str]:
    yield f"What needs attention in the chargeback portal, {findings.day:%d %B %Y} (UTC)"
    for section in findings.sections:
        yield from ("", section.title.upper(), *section_lines(section))
        if portal:
            yield f"  See {portal}{reverse(section.page)}"
    yield from ("", "-- ", WHY)


def section_lines(section: Section) -> Iterator[str]:
    for point in section.points:
        yield from point_lines(point)
    if section.more:
        yield f"- and {section.more} more"


def point_lines(point: Point) -> Iterator[str]:
    yield f"- {point.sentence}"
    if point.what_to_do:
        yield f"  {point.what_to_do}"
