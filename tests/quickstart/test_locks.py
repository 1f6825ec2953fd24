"""The lock files: three sets in the same versions, every file pinned by its hash, free of addresses."""

import re
from itertools import pairwise

import pytest

from .portal import ROOT

SETS = ("production", "quickstart", "development")


def lines(name: str) -> list[str]:
    return (ROOT / "requirements" / f"{name}.txt").read_text().splitlines()


def versions(name: str) -> set[str]:
    return {line.rstrip("\\ ") for line in lines(name) if re.match(r"[a-z0-9]", line)}


@pytest.mark.parametrize(("small", "large"), list(pairwise(SETS)))
def test_a_larger_set_holds_the_smaller_one_in_the_same_versions(small: str, large: str) -> None:
    assert versions(small) < versions(large)


@pytest.mark.parametrize("name", SETS)
def test_every_package_is_pinned_and_has_hashes(name: str) -> None:
    text = "\n".join(lines(name))
    for version in versions(name):
        assert "==" in version
        assert re.search(re.escape(version) + r" \\\n    --hash=sha256:[0-9a-f]{64}", text), version


@pytest.mark.parametrize("name", SETS)
def test_no_lock_says_where_to_download_from(name: str) -> None:
    assert not [line for line in lines(name) if "://" in line or line.startswith("-")]
