"""Where admins edit a source: how it is reached, what is pulled, when, for how much money."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.postgres.fields import ArrayField
from django.http import HttpRequest

from allocation.admin.lines import LinesField

from .models import Source

SAME_PAYER = (
    "{other} pulls the same payer account {payer}. As long as both hold costs of a month, these count twice; "
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
                "is asked in a loop. The page of the plan shows what that costs.",
            },
        ),
        ("When, and for how much", {"fields": ["is_enabled", "pull_hours", "request_budget", "history_months"]}),
    ]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if isinstance(db_field, ArrayField) and db_field.name != "pull_hours":
            options["form_class"] = LinesField
        return super().formfield_for_dbfield(db_field, request, **options)

    def get_readonly_fields(self, request: HttpRequest, obj: Source | None = None) -> list[str]:
        """Jobs and commands name a source by its slug, so it stays."""
        return ["slug"] if obj else []

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        for other in same_payer(obj):
            warning = SAME_PAYER.format(other=other.name, payer=obj.payer_account)
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


def same_payer(source: Source) -> list[Source]:
    """Other sources of the same payer account: the same bill would be counted twice."""
    if not source.payer_account:
        return []
    return list(Source.objects.filter(payer_account=source.payer_account).exclude(pk=source.pk))
