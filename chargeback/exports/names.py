"""Names of downloaded files."""

import datetime as dt
import re


def file_name(kind: str, who: str, month: dt.date, currency: str, extension: str) -> str:
    """`<kind>_<who>_<YYYY-MM>_<currency>.<extension>`: a month has a file per currency.

    Only letters, digits, dot, underscore and hyphen: safe on every system.
    """
    return "_".join((_safe(kind), _safe(who), f"{month:%Y-%m}", _safe(currency))) + f".{_safe(extension)}"


def _safe(part: str) -> str:
    return re.sub(r"[^A-Za-z0-9._-]+", "-", part).strip(".-")[:80] or "x"
