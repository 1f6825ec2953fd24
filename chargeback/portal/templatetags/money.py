"""The filters that write amounts, shares, changes and dates in templates."""

from django import template

from chargeback.portal import display
from chargeback.portal.ages import age_html

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
register.simple_tag(age_html, name="age")
