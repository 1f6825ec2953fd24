"""How a locale spells numbers and dates. Babel says it once for each; a page writes hundreds of them."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import NumberPattern, parse_pattern

Write = Callable[[Decimal], str]

MINUS = "\u2212"
THOUSANDS = (3, 3)
REMEMBERED = 4000  # numbers of one locale and pattern
ZERO = Decimal(0)
SAMPLE = Decimal("-1234567.5")


@lru_cache(maxsize=32)
def known_locale(name: str) -> Locale:
    return Locale.parse(name, sep="-" if "-" in name else "_")


@lru_cache(maxsize=1000)
def date_in(locale: str, pattern: str, date: dt.date) -> str:
    written: str = format_date(date, pattern, locale=known_locale(locale))
    return written


@lru_cache(maxsize=256)
def number_in(locale: str, pattern: str) -> Write:
    """Writes numbers as Babel does by this pattern, with a true minus; half a last digit goes to the even neighbour.

    The same amounts are shown again and again, so what was written last is remembered. A zero has no sign.

    Digits are grouped as the locale does it. Where those are thousands, the signs are read from one number that Babel
    has written; elsewhere, as in India, it writes all of them.
    """
    known, place = parse_pattern(pattern), known_locale(locale)
    if "," in pattern:
        known.grouping = place.decimal_formats[None].grouping

    def written(number: Decimal) -> str:
        return str(known.apply(number, place)).replace("-", MINUS)

    signs = signs_of(written(SAMPLE)) if known.grouping == THOUSANDS else None
    write = written if signs is None else quick(signs, known)
    return lru_cache(maxsize=REMEMBERED)(lambda number: write(number or ZERO))


def quick(signs: dict[int, str], pattern: NumberPattern) -> Write:
    least, most = pattern.frac_prec
    style, ending = f",.{most}f", most - least

    def written(number: Decimal) -> str:
        text = format(number, style)
        if ending:
            kept = len(text) - ending
            text = (text[:kept] + text[kept:].rstrip("0")).removesuffix(".")
        return text.translate(signs)

    return written


def signs_of(sample: str) -> dict[int, str] | None:
    """What stands for the minus, the comma and the point of a plain number; None if SAMPLE has more than those."""
    minus, one, rest = sample.partition("1")
    group, _, rest = rest.partition("234")
    again, _, rest = rest.partition("567")
    point = rest.partition("5")[0]
    is_plain = one and group == again and rest.rstrip("0") in ("", f"{point}5")
    return str.maketrans({"-": minus, ",": group, ".": point}) if is_plain else None
