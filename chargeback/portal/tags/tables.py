"""The tables of tag keys, tag values, coverage, required tags and untagged usage."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import django_tables2 as tables
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from chargeback.billing.coverage import Coverage, CoverageRow
from chargeback.billing.required_tags import RequiredRow
from chargeback.billing.tag_values import NamedProject, ValueRow, Values
from chargeback.billing.untagged import Untagged, UntaggedRow
from chargeback.costs.tag_keys import KeyState, UsedKey

from .. import display
from ..tables import ONE_LINE, DayColumn, MoneyColumn, NumberColumn, PercentColumn, Table

CODE = {"td": {"class": "code"}}


class KeysTable(Table):
    key = tables.Column("Tag key", attrs=CODE)
    name = tables.Column("Source")
    uses = tables.Column("Used by", orderable=False)
    state = tables.Column("State at AWS")
    since = DayColumn("Since")
    last_used = DayColumn("Last used")
    listed_at = tables.Column("Asked", attrs=ONE_LINE)

    def render_uses(self, value: Sequence[str]) -> str:
        return ", ".join(value)

    def render_state(self, record: UsedKey) -> str:
        looks = "refused" if record.is_loud else "fresh" if record.state is KeyState.ACTIVE else ""
        return format_html('<span class="pill {}">{}</span>', looks, record.state.capitalize())

    def render_last_used(self, record: UsedKey) -> str:
        return display.short_month(record.last_used) if record.last_used else display.NOTHING

    def render_listed_at(self, record: UsedKey) -> str:
        return display.moment(record.listed_at) if record.listed_at else display.NOTHING


def keys_table(keys: Sequence[UsedKey], query: QueryDict) -> KeysTable:
    nothing = "No source is pulled by a tag key. Give a source one in the administration."
    return KeysTable(keys, "Tag keys in use", query, name="keys", empty_text=nothing)


class ValuesTable(Table):
    value = tables.Column("Tag value", attrs=CODE)
    cost = MoneyColumn("Cost so far")
    first_day = DayColumn("First billed")
    noticed = DayColumn("First seen here")
    project = tables.Column("Project")
    guess = tables.Column("Probably", orderable=False)
    map = tables.Column("Give it to a project", empty_values=(), orderable=False)

    def __init__(self, values: Values, projects: Mapping[str, NamedProject], *args: object, **options: object) -> None:
        self.projects = projects
        super().__init__(values.rows, *args, **options)  # type: ignore[arg-type]

    def render_project(self, value: str) -> str:
        return self.projects[value].name if value in self.projects else value

    def render_guess(self, record: ValueRow) -> str:
        guess = record.guess
        if guess is None:
            return display.NOTHING
        known = self.projects.get(guess.project)
        name = known.name if known else guess.project
        return format_html("{} <span class='muted'>{} % alike, {}</span>", name, guess.similarity, guess.why)

    def render_map(self, record: ValueRow) -> str:
        if record.project or not record.key:
            return ""
        links = mapping_links(record, self.projects)
        return format_html_join(" · ", '<a href="{}">{}</a>', ((url, label) for label, url in links))


def mapping_links(row: ValueRow, projects: Mapping[str, NamedProject]) -> list[tuple[str, str]]:
    """Where an admin maps the value, with everything filled in that is known; nothing is stored before it is saved."""
    guessed = projects.get(row.guess.project) if row.guess else None
    since = {"valid_from": str(row.first_day)} if row.first_day else {}
    rule = {"dimension": f"tags.{row.key}", "values": row.value, **since}
    if guessed is None:
        new = {"name": row.value, "value": row.value}
        return [
            ("New project", admin_link("project_add", new)),
            ("Rule from a day on", admin_link("mappingrule_add", {"name": f"{row.key} {row.value}"[:120], **rule})),
        ]
    named = {"name": f"{row.value} is {guessed.name}"[:120], "project": str(guessed.pk), **rule}
    return [
        (f"Add to {guessed.name}", admin_link("project_change", {"value": row.value}, guessed.pk)),
        ("From a day on", admin_link("mappingrule_add", named)),
    ]


def admin_link(page: str, filled_in: Mapping[str, str], *arguments: object) -> str:
    return f"{reverse(f'admin:allocation_{page}', args=arguments)}?{urlencode(filled_in)}"


def unknown_table(values: Values, currency: str, query: QueryDict, can_map: bool) -> ValuesTable:
    """Values that no project knows, dearest first."""
    hidden = [*([] if can_map else ["map"]), *([] if any(row.project for row in values.rows) else ["project"])]
    return ValuesTable(
        values,
        values.projects,
        "Values that no project knows",
        query,
        closing=[ValueRow("", total_words(values), values.cost, None, None)],
        heads={"cost": f"With nobody so far {currency}", "project": "Known since"},
        exclude=hidden,
        name="values",
    )


def newest_table(values: Values, key: str, currency: str, query: QueryDict) -> ValuesTable:
    """The values of one key that were noticed last."""
    return ValuesTable(
        values,
        values.projects,
        f"Values of {key}, newest first",
        query,
        heads={"cost": f"Cost so far {currency}"},
        exclude=["guess", "map", *([] if any(row.project for row in values.rows) else ["project"])],
        name="values",
        empty_text="No cost with this tag was stored yet.",
    )


def total_words(values: Values) -> str:
    listed = len(values.rows)
    if listed < values.count:
        return f"Total, all {display.count(values.count)} values; the {display.count(listed)} dearest are listed"
    return f"Total, {display.count(listed)} value{'' if listed == 1 else 's'}"


class CoverageTable(Table):
    how = tables.Column("Way", orderable=False)
    meaning = tables.Column("What that means", orderable=False)
    series = NumberColumn("Series", orderable=False)
    charges = MoneyColumn("Charges", orderable=False)
    percent = PercentColumn("% of charges", orderable=False)
    credits = MoneyColumn("Credits", orderable=False)

    def render_how(self, value: str) -> str:
        return value[:1].upper() + value[1:]

    def render_series(self, value: int) -> str:
        return display.count(value)


def coverage_table(found: Coverage, currency: str, query: QueryDict) -> CoverageTable:
    rows = [row for row in found.rows if row.series]
    total = CoverageRow("the whole bill", "", sum(row.series for row in rows), found.charges, found.credits, None)
    heads = {"charges": f"Charges {currency}", "credits": f"Credits {currency}"}
    return CoverageTable(rows, "How cost found its team", query, closing=[total], heads=heads, name="coverage")


class RequiredTable(Table):
    name = tables.Column("Team")
    key = tables.Column("Required tag", attrs=CODE)
    percent = PercentColumn("Carries it")
    carries = MoneyColumn("With it")
    lacks = MoneyColumn("Without it")
    unknown = MoneyColumn("Not pulled by it")

    default_order = "percent"


def required_table(rows: Sequence[RequiredRow], currency: str, query: QueryDict) -> RequiredTable:
    heads = {name: f"{label} {currency}" for name, label in (("carries", "With it"), ("lacks", "Without it"))}
    hidden = [] if any(row.unknown for row in rows) else ["unknown"]
    return RequiredTable(rows, "Required tags, by team", query, heads=heads, exclude=hidden, name="required")


class UntaggedTable(Table):
    account = tables.Column("Account", default="no account")
    service = tables.Column("Service")
    amount = MoneyColumn("Untagged usage")
    nobody = MoneyColumn("Of it with nobody")
    last_owner = tables.Column("Last owner", orderable=False)

    default_order = "-amount"

    def render_account(self, record: UntaggedRow) -> str:
        return f"{record.account_name} ({record.account})" if record.account_name else record.account

    def render_last_owner(self, record: UntaggedRow) -> str:
        owner = record.last_owner
        return f"{owner.name}, {display.short_month(owner.month)}" if owner else display.NOTHING


def untagged_table(found: Untagged, currency: str, query: QueryDict) -> UntaggedTable:
    """The dearest places with untagged usage; rest and total are below whatever page is open."""
    closing = [UntaggedRow(f"Total, {display.count(found.count)} places", "", "", found.amount, found.nobody, None)]
    if left := found.count - len(found.rows):
        rest = UntaggedRow(f"{display.count(left)} more places", "", "", found.rest, found.rest_nobody, None)
        closing.insert(0, rest)
    heads = {"amount": f"Untagged usage {currency}", "nobody": f"Of it with nobody {currency}"}
    caption = "Untagged usage, by account and service"
    return UntaggedTable(found.rows, caption, query, closing=closing, heads=heads, name="untagged")
