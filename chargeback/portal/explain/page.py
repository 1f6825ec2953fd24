"""Explanation -> what its page shows: sentences, the diagram, the same as tables. Pure."""

from django.http import QueryDict
from django.urls import reverse

from chargeback.billing.explanation_figures import Carriage, Explanation, NearMiss, SeriesStory

from ..help import Help
from ..links import currency_suffix
from . import evidence, tables
from .chain import carriage_chain, chain
from .sentences import amount_words, carriage_sentences, days_words, sentences

TITLES = {"total": "All cost", "direct": "Own cost", "shared": "Shared cost"}
NOBODY = {"total": "Unallocated", "direct": "Unallocated, directly", "shared": "Unallocated, from pools"}
HELP = Help(
    "Why this amount is what it is. The sentence says it; the rows below follow the money from the statement down to "
    "the provider's record, and the tables give every weight, part and amount on the way. All of it is read from the "
    "stored run: nothing is calculated anew.",
    (
        ("Pool", "Cost that several teams share; each split says by what."),
        ("Weight", "What a receiver weighs in the split: an agreed number, its own cost, or a reading."),
        ("Part", "The weight divided by the sum of all weights."),
        ("Rule or tag", "What decided, first match first, where a cost series goes."),
        ("Pull", "The fetch of the provider's data that brought the record."),
        ("Exact amount", "Ten decimals; the statement prints cents that add up."),
    ),
)
BACK_HELP = Help(
    "One cost series of the bill and everyone who carries part of it, directly or through pools. The parts add up to "
    "exactly 1, and the amounts to what the provider billed for the series.",
    HELP.terms,
)


def explain_page(figures: Explanation, query: QueryDict) -> dict[str, object]:
    suffix = currency_suffix(figures.stamp, query)
    return {
        "figures": figures,
        "stamp": figures.stamp,
        "team": figures.team,
        "title": title(figures),
        "days": days_words(figures),
        "sentences": sentences(figures),
        "amount": amount_words(figures),
        "diagram": chain(figures, suffix),
        "story": figures.story,
        "tables": shown(
            tables.parts(figures, query, suffix),
            tables.steps(figures, query),
            tables.rules(figures, query),
            evidence.origins(figures, query, suffix),
            *story_tables(figures.story, figures.stamp.currency, query),
            evidence.pulls(figures.pulls, query),
            tables.all_receivers(figures, query),
        ),
        "back": back(figures, suffix),
        "pulls_url": reverse("data") if any(pull.number for pull in figures.pulls) else "",
        "help": HELP,
    }


def shown(*made: object) -> list[object]:
    return [table for table in made if table is not None]


def title(figures: Explanation) -> str:
    """What is explained, for example "Shared cost: AWS Support"."""
    selection = figures.selection
    chosen = [
        *(part.name for part in figures.pools if selection.pool),
        *([selection.service] if selection.service else []),
        *([selection.account] if selection.account else []),
        *(["=".join(selection.tag)] if selection.tag else []),
        *([selection.project or "no project"] if selection.project is not None else []),
    ]
    titles = TITLES if figures.team else NOBODY
    return f"{titles[figures.what]}{': ' if chosen else ''}{', '.join(chosen)}"


def story_tables(story: SeriesStory | None, currency: str, query: QueryDict) -> list[object]:
    if story is None:
        return []
    missed: list[NearMiss] = []
    for one in story.decisions:
        missed += [near for near in one.near_misses if near not in missed]
    return [evidence.near_misses(missed, query), evidence.records(story.records, currency, query)]


def back(figures: Explanation, suffix: str) -> str:
    """Where one who explains came from: the lines of the same."""
    if figures.team:
        return reverse("lines", args=[figures.stamp.month, figures.team.slug]) + suffix
    return reverse("unallocated", args=[figures.stamp.month]) + suffix


def carriage_page(figures: Carriage, query: QueryDict) -> dict[str, object]:
    suffix = currency_suffix(figures.stamp, query)
    return {
        "figures": figures,
        "stamp": figures.stamp,
        "title": f"Who carries {figures.story.service}",
        "days": days_words(figures),
        "sentences": carriage_sentences(figures),
        "amount": amount_words(figures),
        "diagram": carriage_chain(figures),
        "story": figures.story,
        "tables": shown(
            tables.carriers(figures, query, suffix),
            *story_tables(figures.story, figures.stamp.currency, query),
            evidence.pulls(figures.story.pulls, query),
        ),
        "back": reverse("all-lines", args=[figures.stamp.month]) + (suffix or "?") + "&part=billed",
        "pulls_url": reverse("data"),
        "help": BACK_HELP,
    }
