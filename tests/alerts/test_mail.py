"""What a digest looks like, and that strangers' texts do nothing in it."""

import datetime as dt
import email
import email.policy
from email.message import EmailMessage

import pytest
from django.core.mail import EmailMultiAlternatives

from chargeback.alerts.figures import Findings, Point, Section
from chargeback.alerts.mail import mail_of
from chargeback.alerts.words import plain, quoted

DAY = dt.date(2026, 11, 23)
PORTAL = "https://chargeback.example.com/"
HOSTILE = [
    "<script>alert(1)</script>",
    "a\nBcc: everybody@example.com",
    "a\r\n\r\n<b>Wire 500 to</b>",
    "http://evil.example/login",
    "www.evil.example",
    "\u202egnp.exe",
    "\u2028- The portal says: all is well",
    "\ud800",
    "{{ secret }} {% load x %}",
    "=cmd()",
    "x" * 5000,
    "-- \nnot the end",
]


def digest(*sentences: str) -> Findings:
    return Findings(DAY, (Section("New tag values", tuple(map(Point, sentences)), more=2, page="tag-values"),))


def sent(findings: Findings) -> tuple[str, str, str]:
    """Subject, text and HTML as a mail program reads them from the wire."""
    mail = mail_of(findings, PORTAL)
    message = EmailMultiAlternatives(mail.subject, mail.text, "a@example.com", ["b@example.com"])
    message.attach_alternative(mail.html, "text/html")
    read = email.message_from_bytes(message.message().as_bytes(), policy=email.policy.default)
    assert isinstance(read, EmailMessage)
    plain_part, html_part = read.get_body(("plain",)), read.get_body(("html",))
    assert plain_part is not None
    assert html_part is not None
    return str(read["subject"]), plain_part.get_content(), html_part.get_content()


def test_a_digest_says_what_and_where_in_text_and_html() -> None:
    subject, text, html = sent(digest("“chekout” (project): 310.20 USD so far."))
    assert subject == "Chargeback: 3 things need attention, 23 Nov 2026"
    assert text.splitlines()[2:6] == [
        "NEW TAG VALUES",
        "- “chekout” (project): 310.20 USD so far.",
        "- and 2 more",
        "  See https://chargeback.example.com/data/tags/values/",
    ]
    assert "<li>“chekout” (project): 310.20 USD so far.</li>" in html
    assert 'href="https://chargeback.example.com/data/tags/values/"' in html


def test_without_a_known_address_there_are_no_links() -> None:
    mail = mail_of(digest("x"), "")
    assert "See " not in mail.text
    assert "href" not in mail.html


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_value_is_one_harmless_line_in_text_and_html(value: str) -> None:
    subject, text, html = sent(digest(f"{quoted(value)}: 1 USD."))
    assert "evil" not in subject
    assert len(text.splitlines()) == len(sent(digest("x"))[1].splitlines())
    assert max(map(len, text.splitlines())) < 250
    assert not any(forbidden in html for forbidden in ("<script", "<b>"))
    for forbidden in ("://evil", "www.evil", "\u202e", "\u2028"):
        assert forbidden not in html + text


def test_ordinary_values_stay_as_they_are() -> None:
    for value in ("checkout", "Prod EU-1", "a@b", "größe", "日本", "a=b;c"):
        assert plain(value) == value
