"""What the members of teams can find: only what is on their own statements and lines of one month, and its run."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import QuerySet

from allocation.models import Team

from ..models import Assignment, BillingPeriod, StatementLine
from ..selections import TAGS_AS_TEXT
from .company import SHORTEST_CHECKSUM
from .hits import READ, Group, Hit, grouped, having, names_of_service, services_having

Rows = QuerySet[Any, Any]


def own_hits(
    words: str, teams: Collection[Team], period: BillingPeriod | None, periods: Collection[BillingPeriod], most: int
) -> tuple[Group, ...]:
    """What of these teams bears the words, `most` of each kind. `periods` are those in which they have statements."""
    run = period.current_run if period else None
    lines = StatementLine.objects.filter(run=run, team__in=teams)
    series = Assignment.objects.filter(run=run, team__in=teams, pool=None)
    return grouped(
        words,
        [
            own_teams(words, teams),
            projects(words, lines),
            pools(words, lines),
            services(words, lines),
            accounts(words, series),
            tag_values(words, series),
            runs(words, periods),
        ],
        most,
    )


def own_teams(words: str, teams: Collection[Team]) -> Iterable[Hit]:
    for team in teams:
        owner = team.owner.name if team.owner else ""
        texts = (team.slug, team.name, owner, team.cost_centre)
        if any(words.casefold() in text.casefold() for text in texts):
            yield Hit("team", team.slug, team.name, texts, note=owner)


def projects(words: str, lines: Rows) -> Iterable[Hit]:
    """Projects that the teams were charged for; by the names of the statement, not by tag values, which may be new."""
    columns = ("project__slug", "project__name", "team__slug", "team__name")
    for slug, name, team, team_name in having(lines.values_list(*columns), words, "project__slug", "project__name"):
        yield Hit("project", slug, name, (slug, name), note=team_name, team=team)


def pools(words: str, lines: Rows) -> Iterable[Hit]:
    columns = ("pool__slug", "pool__name", "team__slug", "team__name")
    for slug, name, team, team_name in having(lines.values_list(*columns), words, "pool__slug", "pool__name"):
        yield Hit("pool", slug, name, (slug, name), note=team_name, team=team)


def services(words: str, lines: Rows) -> Iterable[Hit]:
    rows = lines.values_list("service", "team__slug", "team__name")
    for service, team, team_name in services_having(rows, words):
        yield Hit("service", service, service, names_of_service(service), note=team_name, team=team)


def accounts(words: str, series: Rows) -> Iterable[Hit]:
    columns = ("series__sub_account_id", "series__sub_account_name")
    for account, name, team in having(series.values_list(*columns, "team__slug"), words, *columns):
        yield Hit("account", account, name or account, (account, name), note=account, team=team)


def tag_values(words: str, series: Rows) -> Iterable[Hit]:
    rows = series.annotate(text=TAGS_AS_TEXT).filter(text__icontains=words).values_list("series__tags", "team__slug")
    for tags, team in rows.distinct()[:READ]:
        for key, value in tags.items():
            if words.casefold() in value.casefold():
                yield Hit("tag", f"{key}={value}", f"{key}={value}", (value,), team=team)


def runs(words: str, periods: Collection[BillingPeriod]) -> Iterable[Hit]:
    """Runs whose statements the teams see, by number or by the beginning of the checksum that is printed on them."""
    shown = BillingPeriod.objects.filter(pk__in=[period.pk for period in periods]).select_related("current_run")
    for period in shown.defer("current_run__rulebook").order_by("-month"):
        run = period.current_run
        if run and fits(words, str(run.pk), run.checksum, run.rulebook_fingerprint):
            texts = (str(run.pk), run.checksum, run.rulebook_fingerprint)
            yield Hit("run", str(run.pk), f"Run {run.pk}", texts, str(period), "", period.month, period.currency)


def fits(words: str, number: str, *checksums: str) -> bool:
    is_long = len(words) >= SHORTEST_CHECKSUM
    return words == number or (is_long and any(one.startswith(words.casefold()) for one in checksums))
