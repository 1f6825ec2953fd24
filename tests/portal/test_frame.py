"""What all pages share: navigation by role, nothing inline, small first load, theme, health."""

import gzip
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.template.loader import get_template
from django.test import Client

from chargeback.billing.models import BillingPeriod

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
FIRST_LOAD = 300_000
COMPANY_PAGES = [
    *("Overview", "Teams", "Unallocated", "Shared cost", "Coverage", "Invoice", "Journal", "Close", "Adjustments"),
    *("Explore", "Disputes", "Claims", "Exports", "Rules", "Data", "Audit"),
]


@pytest.mark.parametrize(
    ("who", "labels"),
    [
        ("fay", COMPANY_PAGES),
        ("ada", [*COMPANY_PAGES, "Administration"]),
        ("alice", ["Statement", "Adjustments", "Explore", "Disputes", "Claims", "Exports"]),
        ("charlie", []),
    ],
)
def test_the_navigation_shows_what_the_role_can_open(
    who: str, labels: list[str], client: Client, october: BillingPeriod, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    side = re.search(r'<nav class="side".*?</nav>', client.get("/password/").content.decode(), re.DOTALL)
    assert side
    assert re.findall(r"</svg>\s*([^<]+)</a>", side.group()) == labels


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_inline_script_or_style_or_trusts_text(template: Path) -> None:
    source = template.read_text()
    assert not re.search(r'<style|\bstyle="|\bon[a-z]+="|<script(?![^>]*\bsrc=)|\|safe\b|autoescape off', source)


def test_the_first_load_is_small(client: Client, october: BillingPeriod, fay: User) -> None:
    client.force_login(fay)
    page = client.get("/m/2026-10/teams/").content
    files = set(re.findall(r'(?:src|href)="/static/([^"#]+)', page.decode()))
    assert "portal/app.css" in files
    assert not any("echarts" in file for file in files)
    static = settings.BASE_DIR / "static"
    assert (
        sum(len(gzip.compress(part)) for part in (page, *((static / file).read_bytes() for file in files))) < FIRST_LOAD
    )


def test_the_theme_is_kept_and_an_unknown_one_is_not(client: Client) -> None:
    client.post("/theme/", {"theme": "dark", "next": "/login/"})
    assert 'data-bs-theme="dark"' in client.get("/login/").content.decode()
    client.post("/theme/", {"theme": "<script>", "next": "/login/"})
    assert 'data-bs-theme="dark"' in client.get("/login/").content.decode()


def test_the_theme_never_leads_to_a_strange_site(client: Client) -> None:
    assert client.post("/theme/", {"theme": "dark", "next": "https://evil.example/"}).headers["Location"] == "/"


@pytest.mark.django_db
def test_the_portal_says_whether_it_is_ready(client: Client) -> None:
    assert client.get("/livez").content == b"alive\n"
    assert client.get("/readyz").content.startswith(b"ready")


@pytest.mark.django_db
def test_whether_it_is_alive_is_told_without_the_database(
    client: Client, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    with django_assert_num_queries(0):
        assert client.get("/livez").content == b"alive\n"


def test_every_answer_carries_the_policy(client: Client) -> None:
    policy = client.get("/login/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_the_page_for_broken_pages_needs_neither_request_nor_database() -> None:
    assert "Something broke" in get_template("500.html").render()


def test_a_form_that_is_too_old_is_explained(alice: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)
    answer = strict.post("/theme/", {"theme": "dark"})
    assert answer.status_code == 403
    assert b"Please send it again" in answer.content
