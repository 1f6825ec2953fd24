"""The rulebook's YAML, short and full form -> Rulebook. All problems of a file are refused together."""

import re
from collections.abc import Iterable

from allocation.engine.rulebook import Kind, Pool, Rulebook, RulebookError, Settlement, SettlementMethod
from allocation.rulebook.check import problems_of
from allocation.rulebook.order import in_order

from .drivers import drivers_from, readings_from
from .entries import Entry
from .names import LONGEST_NAME, Names, slugs
from .pools import pools_from
from .rules import rules_from
from .short_form import feeding_rules, pool_slugs, shared_pools
from .teams import optional_text, projects_from, teams_from
from .tree import tree_from_yaml

KEYS = (
    "tag",
    "any_case",
    "teams",
    "projects",
    "rules",
    "pools",
    "splits",
    "drivers",
    "settlement",
    "unallocated",
    "filters",
    "default_owner",
)
LONGEST_TAG_KEY, LONGEST_SERVICE = 128, 256


def rulebook_from_yaml(text: str) -> Rulebook:
    """The rulebook that the text says, in canonical order.

    Raises RulebookError with every problem of the text: the path of the key, what is wrong, what to write instead.
    """
    tree = tree_from_yaml(text)
    if not isinstance(tree, dict):
        raise RulebookError(("a rulebook is a mapping of keys; begin with teams:, as in `teams: {dev: Alice}`.",))
    problems: list[str] = []
    root = Entry("", tree, problems)
    rulebook = in_order(rulebook_from(root))
    places = [place_of(problem) for problem in problems]
    unreadable = {pool.slug for pool in rulebook.pools if told(f"pools.{pool.slug}", places)}
    problems += [problem for problem in problems_of(rulebook, unreadable) if not told(place_of(problem), places)]
    if problems:
        raise RulebookError(tuple(dict.fromkeys(problems)))
    return rulebook


def place_of(problem: str) -> str:
    """The path that a problem begins with."""
    return re.sub(r"^splits\.", "pools.", problem.partition(": ")[0])


def told(place: str, places: Iterable[str]) -> bool:
    """True when a problem is known at the place, above or below it; what follows from it need not be told too."""
    return any(is_within(place, known) or is_within(known, place) for known in places)


def is_within(place: str, outer: str) -> bool:
    return f"{place}.".startswith((f"{outer}.", f"{outer}["))


def rulebook_from(root: Entry) -> Rulebook:
    keys = root.known(*KEYS)
    teams, projects, pools, splits, drivers = (
        section(keys, key) for key in ("teams", "projects", "pools", "splits", "drivers")
    )
    team_slugs, own_pools, driver_slugs = slugs(teams), slugs(pools), slugs(drivers)
    shared = pool_slugs(splits, team_slugs, own_pools)
    names = Names(team_slugs, slugs(projects), own_pools | shared)
    tag_keys = keys["tag"].texts(LONGEST_TAG_KEY) if "tag" in keys else ("project",)
    folded = keys["any_case"].texts(LONGEST_TAG_KEY) if "any_case" in keys else ()
    all_projects = projects_from(projects, names)
    all_pools = pools_from(pools, names, driver_slugs) + shared_pools(splits, shared, names)
    rules = rules_from(keys["rules"], names) if "rules" in keys else ()
    return Rulebook(
        teams=teams_from(teams, names),
        projects=all_projects,
        rules=rules + feeding_rules(all_projects, shared.values(), tag_keys, folded),
        pools=all_pools,
        drivers=drivers_from(drivers, driver_slugs),
        readings=readings_from(drivers, names, driver_slugs),
        tag_keys=tag_keys,
        services=services_from(keys),
        default_owner=optional_text(keys, "default_owner", LONGEST_NAME),
        settlement=settlement_from(keys, names, all_pools),
        unallocated_team=unallocated_from(keys, names),
        folded_tag_keys=folded,
    )


def section(keys: dict[str, Entry], key: str) -> dict[str, Entry]:
    return keys[key].entries() if key in keys else {}


def services_from(keys: dict[str, Entry]) -> tuple[str, ...]:
    filters = keys["filters"].known("services") if "filters" in keys else {}
    return filters["services"].texts(LONGEST_SERVICE) if "services" in filters else ()


def unallocated_from(keys: dict[str, Entry], names: Names) -> str | None:
    owner = keys["unallocated"].known("team") if "unallocated" in keys else {}
    return names.find(Kind.TEAM, owner["team"]) or None if "team" in owner else None


def settlement_from(keys: dict[str, Entry], names: Names, pools: Iterable[Pool]) -> Settlement:
    """What the file says; without it direct, or reciprocal when pools charge pools, as direct drops such shares."""
    if "settlement" not in keys:
        cascades = any(
            share.target.kind is Kind.POOL for pool in pools for split in pool.splits for share in split.shares
        )
        return Settlement(SettlementMethod.RECIPROCAL if cascades else SettlementMethod.DIRECT)
    given = keys["settlement"].known("method", "order")
    method = given["method"].choice(SettlementMethod) if "method" in given else ""
    if "method" not in given:
        keys["settlement"].refuse(f"write method: and one of {', '.join(SettlementMethod)}")
    order = tuple(names.find(Kind.POOL, item) for item in given["order"].items()) if "order" in given else ()
    if len(set(order)) < len(order):
        given["order"].refuse("a pool stands twice; write it once")
    return Settlement(SettlementMethod(method or SettlementMethod.RECIPROCAL), order)
