"""The conditions of a mapping rule as rows of its page."""

from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField

from allocation.models import RuleCondition
from allocation.rulebook.conditions import problem_of_dimension, problems_of_values

from .inlines import RowsInline
from .lines import LinesField


class ConditionForm(forms.ModelForm):  # type: ignore[type-arg]
    def clean_dimension(self) -> str:
        dimension: str = self.cleaned_data["dimension"].strip()
        if problem := problem_of_dimension(dimension):
            raise forms.ValidationError(sentence(problem))
        return dimension

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "values" in data and "operator" in data:
            for problem in problems_of_values(data["operator"], tuple(data["values"])):
                self.add_error("values", sentence(problem))
        return data


def sentence(problem: str) -> str:
    return problem[0].upper() + problem[1:] + ("" if problem.endswith("?") else ".")


class ConditionInline(RowsInline):
    model = RuleCondition
    form = ConditionForm
    extra = 1
    fields = ["dimension", "negated", "operator", "values"]
    formfield_overrides = {ArrayField: {"form_class": LinesField}}
    verbose_name = "condition"
    verbose_name_plural = "conditions: all must hold; a rule without conditions matches everything"
