"""Mapping rules in the order in which they are tried."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path

from allocation.models import MappingRule, RuleCondition

from .check import check
from .conditions import ConditionInline
from .dated import DayActionForm, end_action
from .filled_in import filled_in
from .pages import RulebookPage, warn_of_problems
from .teams import days

STEP = 10


@admin.register(MappingRule)
class RulePage(RulebookPage):
    list_display = ["position", "name", "says", "goes_to", "valid"]
    list_display_links = ["name"]
    list_editable = ["position"]
    list_filter = [(kind, admin.RelatedOnlyFieldListFilter) for kind in ("pool", "team", "project")]
    list_select_related = ["project", "team", "pool"]
    list_per_page = 200
    search_fields = ["name", "note", "conditions__dimension", "conditions__values"]
    autocomplete_fields = ["project", "team", "pool"]
    inlines = [ConditionInline]
    action_form = DayActionForm
    actions = ["move_up", "move_down", "duplicate", end_action("valid_from", "valid_until")]
    fieldsets = [
        (None, {"fields": ["name", "position"]}),
        ("Where matched cost goes: exactly one of these", {"fields": ["project", "team", "pool"]}),
        ("When the rule counts", {"fields": [("valid_from", "valid_until"), "note"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[MappingRule]:
        return super().get_queryset(request).prefetch_related("conditions")

    def get_urls(self) -> list[Any]:
        check = path("check/", self.admin_site.admin_view(self.check_view), name="allocation_mappingrule_check")
        return [check, *super().get_urls()]

    def check_view(self, request: HttpRequest) -> HttpResponse:
        """What is wrong or odd in the rulebook, and the money that each rule matched."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        page = {"opts": self.opts, "media": self.media, "title": "Check the rulebook"}
        context = self.admin_site.each_context(request) | page | check(request.GET.get("month", ""))
        return TemplateResponse(request, "admin/allocation/mappingrule/check.html", context)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        last = MappingRule.objects.aggregate(last=Max("position"))["last"] or 0
        return {"position": last + STEP, **super().get_changeform_initial_data(request)}

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        """A link with ?dimension=...&values=... opens the page with that condition filled in."""
        given = super().get_formset_kwargs(request, obj, inline, prefix)
        return given | (filled_in(request, "dimension", "values") if inline.model is RuleCondition else {})

    @admin.display(description="conditions")
    def says(self, rule: MappingRule) -> str:
        return " and ".join(map(str, rule.conditions.all())) or "everything"

    @admin.display(description="goes to")
    def goes_to(self, rule: MappingRule) -> str:
        kind = "project" if rule.project else "team" if rule.team else "pool"
        return f"{kind} {getattr(rule, kind)}"

    @admin.display(description="counts", ordering="valid_from")
    def valid(self, rule: MappingRule) -> str:
        return days(rule.valid_from, rule.valid_until)

    @admin.action(description="Move up", permissions=["change"])
    def move_up(self, request: HttpRequest, rules: QuerySet[MappingRule]) -> None:
        renumber(moved_up(all_in_order(), set(rules.values_list("pk", flat=True))))

    @admin.action(description="Move down", permissions=["change"])
    def move_down(self, request: HttpRequest, rules: QuerySet[MappingRule]) -> None:
        chosen = set(rules.values_list("pk", flat=True))
        renumber(moved_up(all_in_order()[::-1], chosen)[::-1])

    @admin.action(description="Duplicate", permissions=["add"])
    def duplicate(self, request: HttpRequest, rules: QuerySet[MappingRule]) -> None:
        for rule in rules:
            copy_of(rule)
        self.message_user(request, f"{len(rules)} duplicated, each below its original; change name and conditions.")
        warn_of_problems(request)


def all_in_order() -> list[int]:
    return list(MappingRule.objects.values_list("pk", flat=True))


def moved_up(order: list[int], chosen: set[int]) -> list[int]:
    """The order with each chosen one a place earlier; those already first stay."""
    result: list[int] = []
    for pk in order:
        if pk in chosen and result and result[-1] not in chosen:
            result.insert(-1, pk)
        else:
            result.append(pk)
    return result


@transaction.atomic
def renumber(order: list[int]) -> None:
    for place, pk in enumerate(order, start=1):
        MappingRule.objects.filter(pk=pk).update(position=place * STEP)


@transaction.atomic
def copy_of(rule: MappingRule) -> None:
    """A rule like this one right below it, under a free name."""
    conditions = list(rule.conditions.all())
    rule.pk, rule._state.adding, rule.name = None, True, free_name(rule.name)
    rule.position += 1
    rule.save()
    for condition in conditions:
        condition.pk, condition._state.adding, condition.rule = None, True, rule
        condition.save()


def free_name(name: str) -> str:
    taken = set(MappingRule.objects.values_list("name", flat=True))
    numbers = range(2, len(taken) + 3)
    return next(free for number in numbers if (free := f"{name[:110]} ({number})") not in taken)
