"""Pools, each with the split rules that say how it is shared."""

from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from allocation.models import Pool, SplitRule
from allocation.models.spans import days

from .inlines import ListInline
from .pages import KeptPage, RetiredFilter, take_back


class SplitsInline(ListInline):
    """Read only: a split rule has its own page, with its receivers."""

    model = SplitRule
    fields = ["rule", "receivers", "valid_from", "valid_until"]
    readonly_fields = ["rule", "receivers", "valid_from", "valid_until"]
    verbose_name_plural = "split rules (change each on its own page)"

    def get_queryset(self, request: HttpRequest) -> QuerySet[SplitRule]:
        return with_receivers(super().get_queryset(request))

    @admin.display(description="how")
    def rule(self, split: SplitRule) -> str:
        link = reverse("admin:allocation_splitrule_change", args=[split.pk])
        return format_html('<a href="{}">{}</a>', link, split.get_method_display())

    @admin.display(description="receivers")
    def receivers(self, split: SplitRule) -> str:
        return receivers_of(split)


@admin.register(Pool)
class PoolPage(KeptPage):
    list_display = ["name", "slug", "shared"]
    list_filter = [RetiredFilter]
    search_fields = ["name", "slug", "note"]
    readonly_fields = ["add_split"]
    fields = ["name", "slug", "note", "add_split"]
    inlines = [SplitsInline]
    actions = [take_back]
    instead_of_deleting = "End its split rule and the rules that feed it instead ('valid until'); its history stays."

    def get_queryset(self, request: HttpRequest) -> QuerySet[Pool]:
        return super().get_queryset(request).prefetch_related("split_rules")

    @admin.display(description="how it is shared")
    def shared(self, pool: Pool) -> str:
        rules = pool.split_rules.all()
        texts = [f"{rule.get_method_display()} {days(rule.valid_from, rule.valid_until)}" for rule in rules]
        return "; ".join(texts) or "no split rule yet: its cost stays unallocated"

    @admin.display(description="how it is shared")
    def add_split(self, pool: Pool) -> str:
        if not pool.pk:
            return "Save the pool first, then say how it is shared."
        link = f"{reverse('admin:allocation_splitrule_add')}?{urlencode({'pool': pool.pk})}"
        return format_html('<a href="{}">Add a split rule</a>', link)


def with_receivers(splits: QuerySet[SplitRule]) -> QuerySet[SplitRule]:
    receivers = [f"shares__{kind}" for kind in ("team", "project", "pool")]
    return splits.select_related("pool", "driver").prefetch_related(*receivers)


def receivers_of(split: SplitRule) -> str:
    """The receivers in words, with their weights where they count."""
    if split.to_all_teams:
        return "all teams"
    shares = split.shares.all()
    if split.method == SplitRule.Method.FIXED:
        return ", ".join(map(str, shares))
    return ", ".join(str(share.team or share.project or share.pool) for share in shares)
