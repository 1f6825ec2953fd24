"""The rulebook of a stored run, read once by each process: hundreds of rules would be parsed anew for every page.

A run never changes, and its fingerprint is the SHA-256 of the rulebook that stands in it.
"""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from allocation.engine.rulebook import Rulebook
from allocation.rulebook import rulebook_from_json

from .models import Run


def rulebook_of(run: Run) -> Rulebook:
    """The frozen rulebook that the run was made from."""
    return read_rulebook(run.pk, run.rulebook_fingerprint)


@lru_cache(maxsize=8)
def read_rulebook(run: int, fingerprint: str) -> Rulebook:
    return rulebook_from_json(read_json(run, fingerprint))


def rulebook_json_of(run: Run) -> Mapping[str, Any]:
    """The same rulebook as it is stored. Pages share it: nobody may change it."""
    return read_json(run.pk, run.rulebook_fingerprint)


@lru_cache(maxsize=8)
def read_json(run: int, fingerprint: str) -> Mapping[str, Any]:
    return MappingProxyType(stored_rulebook(run))


def stored_rulebook(run: int) -> Any:
    return Run.objects.values_list("rulebook", flat=True).get(pk=run)
