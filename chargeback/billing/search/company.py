"""What those who see all teams can find."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast

from allocation.models import MappingRule, Pool, Project, RuleCondition, Team
from chargeback.costs.models import CostSeries, Pull, TagValue

from ..models import BillingPeriod, Run, ServiceDay
from .hits import READ, Group, Hit, grouped, having, names_of_service, services_having

LARGEST_ID = 2**63
SHORTEST_CHECKSUM = 6


def company_hits(words: str, period: BillingPeriod | None, most: int) -> tuple[Group, ...]:
    """Everything that bears the words, `most` of each kind. Services are those of the period's run."""
    return grouped(
        words,
        [
            teams(words),
            projects(words),
            pools(words),
            rules(words),
            services(words, period),
            accounts(words),
            tag_values(words),
            runs(words),
            pulls(words),
        ],
        most,
    )


def teams(words: str) -> Iterable[Hit]:
    columns = ("slug", "name", "owner__name", "cost_centre")
    for team in having(Team.objects.select_related("owner"), words, *columns):
        owner = team.owner.name if team.owner else ""
        yield Hit("team", team.slug, team.name, (team.slug, team.name, owner, team.cost_centre), note=owner)


def projects(words: str) -> Iterable[Hit]:
    for project in having(Project.objects.prefetch_related("tags"), words, "slug", "name", "tags__value"):
        values = tuple(tag.value for tag in project.tags.all())
        yield Hit("project", project.slug, project.name, (project.slug, project.name, *values), note=", ".join(values))


def pools(words: str) -> Iterable[Hit]:
    for pool in having(Pool.objects.all(), words, "slug", "name"):
        yield Hit("pool", pool.slug, pool.name, (pool.slug, pool.name), note=pool.note)


def rules(words: str) -> Iterable[Hit]:
    conditions = RuleCondition.objects.annotate(text=Cast("values", TextField()))
    said = Exists(conditions.filter(rule=OuterRef("pk"), text__icontains=words))
    found = MappingRule.objects.filter(said | Q(name__icontains=words) | Q(note__icontains=words))
    for rule in found.select_related("project", "team", "pool")[:READ]:
        target = rule.project or rule.team or rule.pool
        yield Hit("rule", str(rule.pk), rule.name, (rule.name,), note=f"to {target}")


def services(words: str, period: BillingPeriod | None) -> Iterable[Hit]:
    rows = ServiceDay.objects.filter(run=period.current_run if period else None).values_list("service", flat=True)
    for service in services_having(rows.order_by(), words):
        yield Hit("service", service, service, names_of_service(service))


def accounts(words: str) -> Iterable[Hit]:
    rows = CostSeries.objects.values_list("sub_account_id", "sub_account_name").order_by()
    for account, name in having(rows, words, "sub_account_id", "sub_account_name"):
        yield Hit("account", account, name or account, (account, name), note=account)


def tag_values(words: str) -> Iterable[Hit]:
    for tag in having(TagValue.objects.all(), words, "value"):
        yield Hit("tag", f"{tag.key}={tag.value}", f"{tag.key}={tag.value}", (tag.value,))


def runs(words: str) -> Iterable[Hit]:
    """By number, or by the beginning of a checksum, of results or of the rulebook."""
    found = Run.objects.filter(by_id(words, "checksum", "rulebook_fingerprint", "inputs_fingerprint"))
    for run in found.select_related("period").defer("rulebook")[:READ]:
        is_shown = run.period.current_run_id == run.pk
        note = f"{run.period}" if is_shown else f"{run.period}, no longer shown"
        texts = (str(run.pk), run.checksum, run.rulebook_fingerprint, run.inputs_fingerprint)
        yield Hit("run", str(run.pk), f"Run {run.pk}", texts, note, "", run.period.month, run.period.currency)


def pulls(words: str) -> Iterable[Hit]:
    for pull in Pull.objects.filter(by_id(words)).select_related("source").defer("learnt"):
        yield Hit("pull", str(pull.pk), f"Pull {pull.pk}", (str(pull.pk),), note=str(pull))


def by_id(words: str, *checksums: str) -> Q:
    found = Q(pk__in=[int(words)] if words.isdecimal() and words.isascii() and int(words[:20]) < LARGEST_ID else [])
    if len(words) >= SHORTEST_CHECKSUM:
        for column in checksums:
            found |= Q(**{f"{column}__startswith": words.casefold()})
    return found
