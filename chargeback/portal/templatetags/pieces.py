"""Small pieces that stand on a page many times."""

from functools import cache

from django import template
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from chargeback.portal.choices import options_html
from chargeback.portal.table_head import heads_html
from chargeback.portal.tables import Table

register = template.Library()
SHAPE = '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>'


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """The drawing of that name; it says nothing that the words beside it do not."""
    return format_html(SHAPE, static("portal/icons.svg"), name)


@register.simple_tag(takes_context=True)
def heads(context: Context, table: Table) -> SafeString:
    """The heads of the table's columns, on the page that was asked for."""
    return heads_html(table, context["request"].GET)


register.simple_tag(options_html, name="options")
