"""The one order in which a rulebook's parts stand, so that equal rulebooks are equal values with equal fingerprints."""

import datetime as dt
from dataclasses import replace

from allocation.engine.rulebook import Pool, Project, Rulebook, Span, Split


def in_order(rulebook: Rulebook) -> Rulebook:
    """The same rulebook, sorted. Rules, tag keys and the settlement's order keep their order: it means something."""
    return replace(
        rulebook,
        teams=tuple(sorted(rulebook.teams, key=lambda team: team.slug)),
        projects=tuple(sorted(map(project_in_order, rulebook.projects), key=lambda project: project.slug)),
        pools=tuple(sorted(map(pool_in_order, rulebook.pools), key=lambda pool: pool.slug)),
        drivers=tuple(sorted(rulebook.drivers, key=lambda driver: driver.slug)),
        readings=tuple(sorted(rulebook.readings, key=lambda one: (one.driver, one.month, one.target))),
        folded_tag_keys=tuple(sorted(set(rulebook.folded_tag_keys))),
        services=tuple(sorted(set(rulebook.services))),
    )


def project_in_order(project: Project) -> Project:
    tenures = sorted(project.tenures, key=lambda tenure: start(tenure.span))
    return replace(project, tags=tuple(sorted(set(project.tags))), tenures=tuple(tenures))


def pool_in_order(pool: Pool) -> Pool:
    splits = sorted(map(split_in_order, pool.splits), key=lambda split: start(split.span))
    return replace(pool, splits=tuple(splits))


def split_in_order(split: Split) -> Split:
    return replace(split, shares=tuple(sorted(split.shares, key=lambda share: share.target)))


def start(span: Span) -> dt.date:
    """The first day of the span, open spans first."""
    return span.start or dt.date.min
