"""The entries of a list to choose from."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from .markup import escaped


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry; a disabled one has nothing to show, and can only be chosen already."""

    value: str
    label: str
    is_chosen: bool = False
    is_disabled: bool = False


def options_html(choices: Iterable[Choice]) -> SafeString:
    """The entries as `option`s. A filter offers hundreds, at which the template engine would take longest of all."""
    return SafeString("".join(map(option_html, choices)))


def option_html(choice: Choice) -> str:
    state = " selected" if choice.is_chosen else " disabled" if choice.is_disabled else ""
    lack = " (no data)" if choice.is_disabled else ""
    return f'<option value="{escaped(choice.value)}"{state}>{escaped(choice.label)}{lack}</option>'
