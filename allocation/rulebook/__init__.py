"""The only bridge between YAML, database and engine: each turns into the frozen Rulebook and back."""

from allocation.engine.rulebook import RulebookError

from .from_yaml import rulebook_from_yaml
from .to_yaml import rulebook_to_yaml

__all__ = ["RulebookError", "rulebook_from_yaml", "rulebook_to_yaml"]
