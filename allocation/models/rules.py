"""Mapping rules: which cost belongs to which project, team or pool."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from .pools import Pool
from .projects import Project
from .spans import Dated, exactly_one, forward, optional
from .teams import Team


class MappingRule(Dated):
    """Conditions on a cost series -> a project, a team or a pool. Rules are tried by position; the first match wins."""

    position = models.PositiveIntegerField(
        help_text="Rules are tried from the lowest position up; the first match wins."
    )
    name = models.CharField(max_length=120, unique=True, help_text="Shown wherever this rule explains an amount.")
    project = optional(Project, "rules")
    team = optional(Team, "rules")
    pool = optional(Pool, "rules")
    note = models.TextField(blank=True, help_text="Why the rule exists.")

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            exactly_one(
                "rule_one_target", "Choose exactly one of project, team and pool: where the matched cost goes."
            ),
            forward("rule_span_forward"),
        ]

    def __str__(self) -> str:
        return self.name


class RuleCondition(models.Model):
    """One condition of a mapping rule; all conditions of a rule must hold."""

    class Operator(models.TextChoices):
        IS = "is", "is one of (* matches anything)"
        PREFIX = "prefix", "begins with"
        SUFFIX = "suffix", "ends with"
        CONTAINS = "contains", "contains"
        REGEX = "regex", "matches the regular expression"
        ABSENT = "absent", "is absent or empty"

    rule = models.ForeignKey(MappingRule, on_delete=models.CASCADE, related_name="conditions")
    dimension = models.CharField(
        max_length=140,
        help_text="service, account, account_name, region, charge_category, record_type, source, provider, resource, "
        "usage_type, tags.KEY (for example tags.env), cost_category.NAME or product.KEY.",
    )
    negated = models.BooleanField("not", default=False, help_text="The condition holds when the rest does not.")
    operator = models.CharField(max_length=10, choices=Operator.choices, default=Operator.IS)
    values = ArrayField(
        models.CharField(max_length=256),
        default=list,
        blank=True,
        help_text="One value a line; the condition holds when one of them does.",
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        words = IN_WORDS[self.Operator(self.operator)][self.negated]
        return f"{self.dimension} {words} {' or '.join(self.values)}".rstrip()


IN_WORDS = {
    RuleCondition.Operator.IS: ("is", "is not"),
    RuleCondition.Operator.PREFIX: ("begins with", "does not begin with"),
    RuleCondition.Operator.SUFFIX: ("ends with", "does not end with"),
    RuleCondition.Operator.CONTAINS: ("contains", "does not contain"),
    RuleCondition.Operator.REGEX: ("matches", "does not match"),
    RuleCondition.Operator.ABSENT: ("is absent", "is present"),
}
