"""The table of mapping rules."""

from collections.abc import Sequence
from decimal import Decimal

import django_tables2 as tables
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse

from chargeback.billing.rule_list import RuleList, RuleRow

from .. import display
from ..tables import WIDE, MoneyColumn, Table

NONE = "There are no mapping rules. Cost is then mapped by the project tag alone."
NOT_FOUND = "No rule matches. Clear the search to see all."


class RulesTable(Table):
    name = tables.Column(
        "Rule, in order", order_by="place", linkify=lambda record: reverse("history-of", args=["rule", record.pk])
    )
    when = tables.Column("When", orderable=False, attrs=WIDE)
    target = tables.Column("Goes to")
    start = tables.Column("Days", empty_values=())
    matched = MoneyColumn("Matched", accessor="matched__matched")
    taken = MoneyColumn("Taken before", accessor="matched__taken")
    findings = tables.Column("What is odd", orderable=False, attrs=WIDE)
    change = tables.Column(
        "Change",
        accessor="pk",
        orderable=False,
        linkify=lambda record: reverse("admin:allocation_mappingrule_change", args=[record.pk]),
    )

    default_order = "name"

    def render_name(self, record: RuleRow) -> str:
        return f"{record.place}. {record.name}"

    def render_target(self, record: RuleRow) -> str:
        return f"{record.kind} {record.target}"

    def render_start(self, record: RuleRow) -> str:
        return display.validity(record.start, record.until)

    def render_taken(self, value: Decimal) -> str:
        return display.money(value) if value else ""

    def render_findings(self, record: RuleRow) -> str:
        return render_to_string("rules/findings.html", {"findings": record.findings})

    def render_change(self, record: RuleRow) -> str:
        return "Change"


def rules_table(rules: Sequence[RuleRow], shown: RuleList, query: QueryDict, can_change: bool) -> RulesTable:
    """Columns that say nothing are left out: money that is not counted, what is odd where nothing is."""
    empty = [] if can_change else ["change"]
    if shown.counted_at is None or not shown.currency:
        empty += ["matched", "taken"]
    if not any(rule.findings for rule in rules):
        empty.append("findings")
    in_month = f"{display.short_month(shown.month)} {shown.currency}"
    heads = {} if "matched" in empty else {"matched": f"Matched {in_month}"}
    nothing = NOT_FOUND if query.get("q") or query.get("show") else NONE
    return RulesTable(
        rules, "Rules, first match wins", query, heads=heads, name="rules", exclude=empty, empty_text=nothing
    )
