"""Texts as they stand in HTML. Who puts together a SafeString has escaped its parts here.

Django's own functions ask of every text whether it is a translation yet to be made, which takes several times as long
as escaping it, in each of the thousand cells and entries of a page.
"""

from html import escape


def escaped(content: object) -> str:
    """The content as a template writes it: what says of itself that it is HTML as it is, everything else escaped."""
    markup = getattr(content, "__html__", None)
    return escape(str(content)) if markup is None else str(markup())
