"""What the documents say is true: links lead somewhere, variables exist, figures are what the engine computes."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")


def anchors(document: Path) -> set[str]:
    """The anchors of a document's headings, as the pages of code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_inside_the_project_leads_somewhere(document: Path) -> None:
    for link in LINK.findall(document.read_text()):
        if link.startswith(("http://", "https://")):
            continue
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_every_variable_that_the_settings_read_is_explained_and_no_other() -> None:
    settings = (ROOT / "chargeback" / "settings.py").read_text()
    read = set(re.findall(r"(?:env\.\w+|flag|pinned_day)\(\s*\"([A-Z_]+)\"", settings))
    operations = (ROOT / "docs" / "operations.md").read_text()
    section = operations[operations.index("## Environment") : operations.index("### AWS")]
    assert set(re.findall(r"^\| `([A-Z_]+)`", section, re.MULTILINE)) == read


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = set(LINK.findall((folder / "README.md").read_text()))
    assert listed == {path.name for path in folder.glob("0*.md")}


def test_commands_that_are_named_exist() -> None:
    known = get_commands()
    for document in DOCUMENTS:
        for command in re.findall(r"manage\.py ([a-z]+(?:_[a-z]+)*)", document.read_text()):
            assert command in known, f"{document.name}: {command}"
