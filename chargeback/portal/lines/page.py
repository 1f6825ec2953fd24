"""Lines found -> what their page shows: the filter as a form, the table, what can be taken away. Pure."""

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from chargeback.billing.line_figures import LinesFound
from chargeback.billing.selections import Part

from ..choices import Choice
from ..help import Help
from ..links import currency_suffix
from .asked import NONE, SIZES, columns_asked, days_not_understood, without
from .tables import LinesTable

PARTS = {
    Part.ALL: "Own and shared cost",
    Part.DIRECT: "Own cost only",
    Part.SHARED: "Shared cost only",
    Part.BILLED: "The bill, before sharing",
}
EXPORT_MOST = 20_000
LONGEST_LIST = 300  # entries; a longer list is asked for by its short name


@dataclass(frozen=True, slots=True)
class Chip:
    """Something that narrows the lines, with the address without it."""

    words: str
    without: str


OWN_HELP = Help(
    "Every line of the team in this month, as the run charged it: what each cost series cost on a day, and the team's "
    "share of each pool on a day. All of them add up to the statement, exactly. Each amount leads to its explanation.",
    (
        ("Cost series", "One combination of account, service, tags and the like; the bill gives its cost day by day."),
        (
            "By rule or through pool",
            "The mapping rule or project tag that brought own cost here; the pool of shared cost.",
        ),
        ("Share", "Which part of the pool the team carries."),
        ("Total of the filter", "What all matching lines are together, on whatever page; exact, then in cents."),
    ),
)
COMPANY_HELP = Help(
    "Every line of the month, of all teams and of nobody. They add up to the provider's bill, exactly. "
    "Own and shared cost is the bill as it was charged; the bill before sharing is the same money as it came in.",
    OWN_HELP.terms,
)


def lines_page(found: LinesFound, query: QueryDict) -> dict[str, object]:
    suffix = currency_suffix(found.stamp, query)
    columns = columns_asked(query, of_company=found.team is None)
    return {
        "found": found,
        "stamp": found.stamp,
        "team": found.team,
        "asked": found.asked,
        "table": LinesTable(found, columns, query, suffix),
        "fields": fields(found),
        "parts": parts(found),
        "columns": column_choices(columns, found.team is None),
        "sizes": SIZES,
        "chips": chips(found, query),
        "wrong_days": days_not_understood(query),
        "query": without(query, "page"),
        "help": OWN_HELP if found.team else COMPANY_HELP,
        "files": files(found, query),
        "file_query": without(query, "page", "size"),
        "is_long": found.is_too_long or found.count > EXPORT_MOST,
    }


def files(found: LinesFound, query: QueryDict) -> dict[str, str]:
    """The addresses of the same lines as files, by kind."""
    kept = without(query, "page", "size")
    name, who = ("lines-export", [found.team.slug]) if found.team else ("all-lines-export", [])
    return {kind: f"{reverse(name, args=[found.stamp.month, *who, kind])}?{kept}" for kind in ("xlsx", "csv")}


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the filter: a list, or a text where the list would be too long."""

    name: str
    label: str
    chosen: str
    choices: tuple[Choice, ...]


def fields(found: LinesFound) -> list[Field]:
    """The fields of the filter; those that would have nothing to choose from are left out."""
    selection, offered = found.asked.selection, found.choices
    plain = [(service, service) for service in offered.services]
    nobody = [(NONE, "Unallocated")] if offered.teams else []
    offers = (
        ("team", "Team", [*offered.teams, *nobody], shown(selection.team)),
        ("service", "Service", plain, selection.service),
        ("account", "Account", [*offered.accounts], selection.account),
        ("project", "Project", [*offered.projects, (NONE, "No project")], shown(selection.project)),
        ("pool", "Pool", [*offered.pools], selection.pool),
    )
    return [field(name, label, entries, chosen or "") for name, label, entries, chosen in offers if entries]


def field(name: str, label: str, entries: list[tuple[str, str]], chosen: str) -> Field:
    is_list = len(entries) <= LONGEST_LIST
    choices = [Choice(value, text, value == chosen) for value, text in entries] if is_list else []
    return Field(name, label, chosen, tuple(choices))


def shown(slug: str | None) -> str | None:
    """A short name as it stands in the address, where the empty one is written."""
    return NONE if slug == "" else slug


def parts(found: LinesFound) -> list[Choice]:
    """What to list; the bill before sharing only where the whole company is shown."""
    offered = [part for part in PARTS if part is not Part.BILLED or found.team is None]
    return [Choice(part.value, PARTS[part], part is found.asked.selection.part) for part in offered]


def column_choices(columns: tuple[str, ...], of_company: bool) -> list[Choice]:
    offered = [name for name in LinesTable.base_columns if name != "amount" and (of_company or name != "team")]
    return [Choice(name, str(LinesTable.base_columns[name].verbose_name), name in columns) for name in offered]


def chips(found: LinesFound, query: QueryDict) -> list[Chip]:
    """What the filter's form does not show: a series or a tag that a link has chosen."""
    selection, made = found.asked.selection, []
    if selection.series:
        made.append(Chip(series_words(found), without(query, "series", "page")))
    if selection.tag:
        key, value = selection.tag
        words = f"tag {key} is {value}" if value else f"no tag {key}"
        made.append(Chip(words, without(query, "tag", "tag-key", "page")))
    return made


def series_words(found: LinesFound) -> str:
    """The series in words, from its first line; its fingerprint says nothing to anybody."""
    first = next((item for item in found.items if item.series), None)
    return f"{first.service} in {first.account_name or first.account or 'no account'}" if first else "one cost series"
