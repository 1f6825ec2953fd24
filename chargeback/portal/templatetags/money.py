"""The filters that write amounts, shares, changes and dates in templates."""

from django import template

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
    "age",
    "count",
    "days",
    "window",
):
    register.filter(name, getattr(display, name))
