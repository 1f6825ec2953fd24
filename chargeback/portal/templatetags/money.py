"""The filters that write amounts, shares, changes and dates in templates."""

import datetime as dt

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from chargeback.portal import display

register = template.Library()
for name in (
    "money",
    "exact",
    "percentage",
    "change",
    "direction",
    "signed_money",
    "month_name",
    "short_month",
    "day",
    "moment",
    "count",
    "days",
    "window",
):
    register.filter(name, getattr(display, name))


@register.simple_tag
def age(then: dt.datetime, now: dt.datetime) -> SafeString:
    """How long ago, with the moment itself: a page that was kept says it anew."""
    return format_html('<time class="age" datetime="{}">{}</time>', then.isoformat(), display.age(then, now))
