"""How long ago something was, as a page says it, and says it anew when a kept one is given out."""

import datetime as dt
import re

from django.utils.html import format_html
from django.utils.safestring import SafeString

from .display import age

WRITTEN = '<time class="age" datetime="{}">{}</time>'
FOUND = re.compile(r'(<time class="age" datetime="([^"]+)">)[^<]*')


def age_html(then: dt.datetime, now: dt.datetime) -> SafeString:
    return format_html(WRITTEN, then.isoformat(), age(then, now))


def told_anew(html: str, now: dt.datetime) -> str:
    """The page with all its ages as of now."""
    return FOUND.sub(lambda found: found[1] + age(dt.datetime.fromisoformat(found[2]), now), html)
