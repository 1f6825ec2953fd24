"""The only bridge between YAML, JSON, database and engine: each turns into the frozen Rulebook and back."""

from allocation.engine.rulebook import RulebookError

from .changes import Change, Changes, changes_between
from .check import problems_of
from .from_json import rulebook_from_json
from .from_yaml import rulebook_from_yaml
from .load import load_rulebook
from .save import save_rulebook
from .to_yaml import rulebook_to_yaml

__all__ = [
    "Change",
    "Changes",
    "RulebookError",
    "changes_between",
    "load_rulebook",
    "problems_of",
    "rulebook_from_json",
    "rulebook_from_yaml",
    "rulebook_to_yaml",
    "save_rulebook",
]
