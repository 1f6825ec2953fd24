"""Split rules with their receivers."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from allocation.engine.rulebook import Basis, Kind, Method, Rulebook, Share, Span, Split, Target
from allocation.models import Share as ShareRow
from allocation.models import SplitRule, Team
from allocation.rulebook import load_rulebook, problems_of

from .inlines import RowsInline
from .pages import RulebookPage
from .pools import receivers_of, with_receivers
from .words import FALLBACKS, METHODS, as_list


def fallbacks() -> list[tuple[str, str]]:
    teams = Team.objects.filter(is_retired=False)
    return [*FALLBACKS.items(), *((f"team:{team.slug}", f"the team {team.name} carries all") for team in teams)]


class SplitForm(forms.ModelForm):  # type: ignore[type-arg]
    fallback = forms.ChoiceField(
        choices=fallbacks,
        initial="unallocated",
        label="When there is nothing to share by",
        help_text="For example when a month has no readings, or the receivers cost nothing.",
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        method = data.get("method")
        if method != Method.PROPORTIONAL and data.get("basis") == Basis.TOTAL:
            self.add_error("basis", "Only 'in proportion to cost' uses this; choose 'direct cost'.")
        if method != Method.DRIVER and data.get("fallback") == "previous":
            self.add_error("fallback", "Only 'by readings of a driver' has readings; choose another.")
        if method == Method.FIXED and data.get("to_all_teams"):
            self.add_error(
                "to_all_teams", "Fixed weights need a list of receivers; untick this or choose 'even parts'."
            )
        return data


class ShareFormSet(forms.BaseInlineFormSet):  # type: ignore[type-arg]
    def clean(self) -> None:
        """Refuses receivers that do not go with the rule above them, and rules that leave the pool stranded."""
        super().clean()
        if any(self.errors):
            return
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        shares = [Share(target_of(row), Fraction(row["weight"])) for row in rows]
        rule: SplitRule = self.instance
        if problem := problem_of_shares(rule, shares):
            raise ValidationError(problem)
        if rule.pool_id and rule.method and (problems := new_problems(rule, shares)):
            raise ValidationError(problems)


def target_of(row: dict[str, Any]) -> Target:
    kind = next(kind for kind in Kind if row.get(kind))
    return Target(kind, row[kind].slug)


def problem_of_shares(rule: SplitRule, shares: list[Share]) -> str:
    """Why these receivers do not go with the rule, and what to do; empty when they do."""
    targets = [share.target for share in shares]
    if rule.to_all_teams and shares:
        return "'All teams' is ticked: remove the receivers, or untick it to share among these only."
    if not rule.to_all_teams and not shares:
        return "Nobody receives the pool: add a receiver, or tick 'all teams'."
    if repeated := [target for target in targets if targets.count(target) > 1]:
        return f"{repeated[0]} stands twice; write it once, with the weights added."
    if rule.method != Method.FIXED and any(share.weight != 1 for share in shares):
        return "Weights count for 'fixed weights' only; leave them at 1, or choose 'fixed weights'."
    if shares and not any(share.weight for share in shares):
        return "The weights sum to zero; give at least one receiver a weight above zero."
    return ""


def new_problems(rule: SplitRule, shares: list[Share]) -> list[str]:
    """Problems that the rulebook would have with this split and does not have now."""
    now = load_rulebook()
    return [problem for problem in problems_of(with_split(now, rule, shares)) if problem not in problems_of(now)]


def with_split(rulebook: Rulebook, rule: SplitRule, shares: list[Share]) -> Rulebook:
    """The rulebook with the pool shared by this rule alone; other rules of the pool hold on other days."""
    split = Split(
        Method(rule.method),
        tuple(shares),
        rule.to_all_teams,
        Basis(rule.basis),
        rule.driver.slug if rule.driver else None,
        rule.fallback,
        Span(rule.valid_from, rule.valid_until),
    )
    pools = (replace(pool, splits=(split,)) if pool.slug == rule.pool.slug else pool for pool in rulebook.pools)
    return replace(rulebook, pools=tuple(pools))


class ShareInline(RowsInline):
    model = ShareRow
    fk_name = "split_rule"
    formset = ShareFormSet
    extra = 2
    autocomplete_fields = ["team", "project", "pool"]
    verbose_name = "receiver"
    verbose_name_plural = "receivers: in each row exactly one of team, project and pool"


@admin.register(SplitRule)
class SplitPage(RulebookPage):
    form = SplitForm
    list_display = ["pool", "method", "receivers", "valid_from", "valid_until"]
    list_filter = ["method", ("pool", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["pool__name", "pool__slug", "shares__team__name", "shares__project__name"]
    autocomplete_fields = ["pool", "driver"]
    inlines = [ShareInline]
    fieldsets = [
        (None, {"fields": ["pool", ("valid_from", "valid_until")]}),
        ("How it is shared", {"fields": ["method", "basis", "driver", "fallback", "to_all_teams"]}),
        ("What the methods do", {"fields": [], "description": as_list(METHODS), "classes": ["collapse"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[SplitRule]:
        return with_receivers(super().get_queryset(request))

    @admin.display(description="receivers")
    def receivers(self, split: SplitRule) -> str:
        return receivers_of(split)
