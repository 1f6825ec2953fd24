"""The number of the request that a page answers, on pages that know no request too."""

from django import template

from chargeback.portal.request_ids import CURRENT

register = template.Library()


@register.simple_tag
def request_id() -> str:
    return CURRENT.get()
