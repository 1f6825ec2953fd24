"""Where admins edit a source: how it is reached, what is pulled, when, for how much money."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils.html import format_html_join

from allocation.admin.lines import LinesField
from allocation.rulebook import load_rulebook
from chargeback import clock
from chargeback.clock import month_start
from chargeback.sources.batch import dollars
from chargeback.sources.window import Window, next_day

from .breakdowns import breakdown_of
from .budget import budget_of, in_numbers
from .learnt import price_of
from .models import Source, same_payer
from .source_pages import backfill_page, connection_page
from .tasks import wake_waiting

Page = Callable[[HttpRequest, Source, dict[str, Any]], HttpResponse]

SAME_PAYER = (
    "{other} pulls the same payer account ({payer}). As long as both hold costs of a month, these count twice; "
    "switch one of them off before it has pulled."
)


class SourceForm(forms.ModelForm):  # type: ignore[type-arg]
    def clean_pull_hours(self) -> list[int]:
        return sorted(set(self.cleaned_data["pull_hours"]))

    def clean_tag_keys(self) -> list[str]:
        return without_repetition(self.cleaned_data["tag_keys"])

    def clean_cost_categories(self) -> list[str]:
        return without_repetition(self.cleaned_data["cost_categories"])

    def clean_product_attributes(self) -> list[str]:
        return without_repetition(self.cleaned_data["product_attributes"])


def without_repetition(texts: list[str]) -> list[str]:
    return list(dict.fromkeys(texts))


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = SourceForm
    list_display = ["name", "slug", "kind", "payer_account", "tags", "is_enabled", "hours", "request_budget"]
    list_filter = ["is_enabled", "kind"]
    search_fields = ["name", "slug", "payer_account"]
    actions = ["enable", "disable"]
    save_on_top = True
    fieldsets = [
        (None, {"fields": ["name", "slug", "kind"]}),
        ("How the payer is reached", {"fields": ["payer_account", "role_arn", "external_id"]}),
        ("Which cost", {"fields": ["billed_metric", "effective_metric"]}),
        (
            "What cost is pulled apart by",
            {
                "fields": ["tag_keys", "cost_categories", "by_region", "by_usage_type", "product_attributes"],
                "description": "Account and service always. AWS answers by two of these at a time, so each further one "
                "is asked in a loop. A saved source shows below what a pull of this month would cost.",
            },
        ),
        ("When, and for how much", {"fields": ["is_enabled", "pull_hours", "request_budget", "history_months"]}),
    ]

    class Media:
        css = {"all": ["allocation/admin.css"]}

    def get_urls(self) -> list[Any]:
        pages: list[tuple[str, Page]] = [("connection", connection_page), ("backfill", backfill_page)]
        own = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(self.view(page)), name=f"costs_source_{name}")
            for name, page in pages
        ]
        return [*own, *super().get_urls()]

    def view(self, page: Page) -> Callable[[HttpRequest, int], HttpResponse]:
        """The page of a source for those who may change sources: both cost money at AWS."""

        def shown(request: HttpRequest, pk: int) -> HttpResponse:
            if not self.has_change_permission(request):
                raise PermissionDenied
            source = self.get_object(request, str(pk))
            if source is None:
                raise Http404
            frame = {"opts": self.opts, "media": self.media, "original": source}
            return page(request, source, self.admin_site.each_context(request) | frame)

        return shown

    def get_fieldsets(self, request: HttpRequest, obj: Source | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        return [*fieldsets, ("What that costs", {"fields": ["price", "budget"]})] if obj else fieldsets

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if isinstance(db_field, ArrayField) and db_field.name != "pull_hours":
            options["form_class"] = LinesField
        return super().formfield_for_dbfield(db_field, request, **options)

    def get_readonly_fields(self, request: HttpRequest, obj: Source | None = None) -> list[str]:
        """Jobs and commands name a source by its slug, so it stays."""
        return ["slug", "price", "budget"] if obj else []

    @admin.display(description="a pull of this month")
    def price(self, source: Source) -> Any:
        """As saved, from what the last pull learnt."""
        today = clock.today()
        price = price_of(source, Window(month_start(today), next_day(today)), breakdown_of(source, load_rulebook()))
        steps = [(f"{step.requests} for {step.words}",) for step in price.steps]
        total = (
            f"About {price.requests} requests, ${price.dollars}; 1 request, ${dollars(1)}, when nothing has changed."
        )
        return format_html_join("", "{}<br>", [*steps, (total,)])

    @admin.display(description="budget")
    def budget(self, source: Source) -> str:
        return in_numbers(budget_of(source, clock.now()))

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "request_budget" in form.changed_data:
            wake_waiting(obj, clock.now())
        for other in same_payer(obj):
            warning = SAME_PAYER.format(other=other.name, payer=obj.payer)
            self.message_user(request, warning, messages.WARNING)

    @admin.display(description="tag keys")
    def tags(self, source: Source) -> str:
        return ", ".join(source.tag_keys)

    @admin.display(description="hours (UTC)")
    def hours(self, source: Source) -> str:
        return ", ".join(map(str, source.pull_hours))

    @admin.action(description="Pull every day", permissions=["change"])
    def enable(self, request: HttpRequest, sources: Any) -> None:
        self.message_user(request, f"{sources.update(is_enabled=True)} sources are pulled every day.")

    @admin.action(description="Stop pulling", permissions=["change"])
    def disable(self, request: HttpRequest, sources: Any) -> None:
        self.message_user(
            request, f"{sources.update(is_enabled=False)} sources are no longer pulled. Their costs stay."
        )
