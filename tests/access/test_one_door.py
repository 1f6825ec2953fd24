"""Pages cannot reach rows around the one door: their modules import no model and no database."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

PORTAL: Path = settings.BASE_DIR / "chargeback" / "portal"
AREAS = (
    *(
        "account",
        "audit",
        "claims",
        "closing",
        "data",
        "disputes",
        "drafts",
        "explain",
        "explore",
        "exports",
        "history",
        "invoices",
    ),
    *("journal", "lines", "pools", "rules", "search", "start", "statement", "tags", "unallocated"),
)
PAGES = (
    "views.py",
    "downloads.py",
    "pages.py",
    *(str(file.relative_to(PORTAL)) for area in AREAS for file in sorted((PORTAL / area).glob("*.py"))),
)


def imported(path: Path) -> set[str]:
    """The full names of what the file imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            names |= {f"{node.module or ''}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("file", PAGES)
def test_a_page_imports_no_model(file: str) -> None:
    assert [name for name in imported(PORTAL / file) if "models" in name.split(".") or "django.db" in name] == []


@pytest.mark.parametrize("file", ["views.py", "downloads.py", *(f"{area}/views.py" for area in AREAS)])
def test_a_page_takes_what_it_shows_through_the_door(file: str) -> None:
    assert ".access" in imported(PORTAL / file)
