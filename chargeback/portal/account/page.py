"""The account -> what its page shows. Pure: no request, no database."""

from collections.abc import Sequence

from ..access.account import Seen
from ..help import Help
from .forms import AccountForm

COMPANY_LANDINGS = (
    ("teams", "Teams"),
    ("unallocated", "Unallocated"),
    ("shared", "Shared cost"),
    ("coverage", "Coverage"),
    ("rules", "Rules"),
    ("data", "Data"),
    ("exports", "Exports"),
)
HELP = Help(
    "How the portal looks to you, on whatever machine you sign in. Nothing here changes what you may see; that is "
    "decided by the people who look after the portal.",
    (
        ("Amounts and dates", "How they are written on pages and on paper. Files keep exact numbers and ISO dates."),
        ("Begin with", "The page after signing in. What you may not see any more is left out by itself."),
        ("Single keys", "Switch them off if a program that types for you, such as speech input, sets them off."),
    ),
)
SHORTCUTS = (
    ("/", "Find"),
    ("[", "Earlier month"),
    ("]", "Later month"),
    ("?", "This list"),
    ("Esc", "Close menus and lists"),
)


def landings(seen: Sequence[Seen], sees_company: bool) -> list[tuple[str, str]]:
    """The pages to begin with, beside that of the role: statements of own teams, or pages of the company."""
    if sees_company:
        return list(COMPANY_LANDINGS)
    return [(f"team:{one.slug}", f"Statement of {one.name}") for one in seen]


def account_page(form: AccountForm, seen: Sequence[Seen], sees_company: bool) -> dict[str, object]:
    return {"form": form, "seen": seen, "sees_company": sees_company, "shortcuts": SHORTCUTS, "help": HELP}
