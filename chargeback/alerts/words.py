"""Strangers' texts made harmless for a mail: one line, no hidden characters, no link, not long. Pure."""

import unicodedata

LONGEST = 80
# Control, format (bidi overrides, zero width), unassigned, private, surrogate; line and paragraph separators.
HIDDEN = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}


def plain(text: str, longest: int = LONGEST) -> str:
    """The text on one line. What would be invisible, turn the line round or begin a new one becomes a visible mark.

    Mail programs make links of addresses; whoever can tag a resource must not lead finance anywhere.
    """
    shown = "".join("\N{REPLACEMENT CHARACTER}" if unicodedata.category(char) in HIDDEN else char for char in text)
    shown = " ".join(shown.split()).replace("://", "[:]//").replace("www.", "www[.]")
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


def quoted(text: str) -> str:
    """The text as a quotation, so that it cannot be read as the portal's own words."""
    return f"\N{LEFT DOUBLE QUOTATION MARK}{plain(text)}\N{RIGHT DOUBLE QUOTATION MARK}"
