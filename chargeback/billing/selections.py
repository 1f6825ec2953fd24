"""Which of a run's lines are meant: the filter that lines, their export and their explanation share."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q, TextField
from django.db.models.functions import Cast

TAGS_AS_TEXT = Cast("series__tags", TextField())
DIRECT_TEXTS = (
    "series__service_name",
    "series__sub_account_id",
    "series__sub_account_name",
    "project__slug",
    "project__name",
    "pool__name",
    "tags_as_text",
)
RULE_TEXTS = ("rule", "reason")
CHARGED_TEXTS = ("service", "project__slug", "project__name", "pool__slug", "pool__name", "reason")


class Part(StrEnum):
    """What is listed: everything that is charged, own cost or shares of pools alone, or the bill before sharing."""

    ALL = ""
    DIRECT = "direct"
    SHARED = "shared"
    BILLED = "billed"


@dataclass(frozen=True, slots=True)
class Selection:
    """Lines that agree with every field that is not None. An empty `team` is nobody, an empty `project` none.

    `series` is a series' fingerprint, `tag` a tag key with its value, empty where the tag is absent. Shares of pools
    have no account, series or tags of their own, so a choice of these leaves none of them.
    """

    part: Part = Part.ALL
    team: str | None = None
    service: str | None = None
    account: str | None = None
    project: str | None = None
    pool: str | None = None
    series: str | None = None
    tag: tuple[str, str] | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    words: str = ""

    @property
    def has_direct(self) -> bool:
        return self.part is not Part.SHARED and (self.pool is None or self.part is Part.BILLED)

    @property
    def has_shared(self) -> bool:
        return self.part in (Part.ALL, Part.SHARED) and not self.knows_series

    @property
    def knows_series(self) -> bool:
        """True when it chooses by what only series have."""
        return any(one is not None for one in (self.account, self.series, self.tag))

    @property
    def narrows(self) -> bool:
        """True when it leaves lines out."""
        return self not in (Selection(), Selection(Part.BILLED))

    @property
    def has_days(self) -> bool:
        return self.first is not None or self.last is not None


def of_assignments(selection: Selection, reads_rules: bool = True) -> Q:
    """The condition on Assignment, annotated with `tags_as_text`; days are the caller's."""
    wanted = Q() if selection.part is Part.BILLED else Q(pool=None)
    if selection.service is not None:
        wanted &= Q(series__service_name=selection.service)
    if selection.account is not None:
        wanted &= Q(series__sub_account_id=selection.account)
    if selection.series is not None:
        wanted &= Q(series__fingerprint=selection.series)
    if selection.tag is not None:
        key, value = selection.tag
        wanted &= Q(series__tags__contains={key: value}) if value else ~Q(series__tags__has_key=key)
    texts = DIRECT_TEXTS + (RULE_TEXTS if reads_rules else ())
    return wanted & of_payer(selection) & of_words(selection, texts)


def of_charges(selection: Selection) -> Q:
    """The condition on Charge or StatementLine; days are the caller's. They know nothing of account and series."""
    wanted = Q()
    if selection.knows_series:
        wanted &= Q(pk__in=[])
    if selection.service is not None:
        wanted &= Q(service=selection.service)
    return wanted & of_payer(selection) & of_words(selection, CHARGED_TEXTS)


def of_payer(selection: Selection) -> Q:
    wanted = Q()
    if selection.team is not None:
        wanted &= Q(team__slug=selection.team) if selection.team else Q(team=None)
    if selection.project is not None:
        wanted &= Q(project__slug=selection.project) if selection.project else Q(project=None)
    if selection.pool is not None:
        wanted &= Q(pool__slug=selection.pool)
    return wanted


def of_words(selection: Selection, texts: tuple[str, ...]) -> Q:
    """Every word stands in one of the texts."""
    wanted = Q()
    for word in selection.words.split():
        found = Q()
        for text in texts:
            found |= Q(**{f"{text}__icontains": word})
        wanted &= found
    return wanted


def of_days(selection: Selection, column: str) -> Q:
    wanted = Q()
    if selection.first is not None:
        wanted &= Q(**{f"{column}__gte": selection.first})
    if selection.last is not None:
        wanted &= Q(**{f"{column}__lte": selection.last})
    return wanted
