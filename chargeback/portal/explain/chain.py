"""An explanation -> its diagram: statement, pools, rules, series, pull and record, each below what it flows into."""

import datetime as dt
from collections import defaultdict
from decimal import Decimal

from chargeback.billing.explanation_figures import Carriage, Carrier, Decision, Explanation, PoolPart, SeriesStory
from chargeback.billing.line_figures import LineItem

from .. import display
from .diagram import Diagram, Node
from .links import explain_url, line_url

MOST = 5
Place = tuple[int, Decimal]


def chain(figures: Explanation, suffix: str) -> Diagram:
    """From the amount down as far as it is known to the asker."""
    diagram = Diagram()
    kind, who = ("Statement", figures.team.name) if figures.team else ("Nobody", "Unallocated")
    top = diagram.add(Node(kind, who, display.month_name(figures.stamp.month), figures.cents))
    below = add_pools(diagram, figures, top, suffix)
    if figures.what != "shared":
        below = add_rules(diagram, figures, top)
    elif figures.story and len(figures.story.decisions) == 1:
        below = add_decision(diagram, figures.story.decisions[0], below)
    below = add_series(diagram, figures, below, suffix) or below
    add_evidence(diagram, figures, below)
    return diagram


def add_pools(diagram: Diagram, figures: Explanation, top: int, suffix: str) -> list[Place]:
    """The pools, nearest to the payer first; one pool alone with every pool on its ways."""
    if len(figures.pools) == 1:
        return [add_network(diagram, figures.pools[0], top)]
    slug = figures.team.slug if figures.team else ""
    for part in figures.pools[:MOST]:
        url = explain_url(figures.stamp, slug, "shared", suffix, **chosen(figures), pool=part.pool)
        diagram.add(Node("Pool", part.name, of_whole(part), part.cents, url), (top, part.amount))
    if rest := figures.pools[MOST:]:
        amount = sum((part.cents for part in rest), Decimal(0))
        diagram.add(Node("Pools", f"{len(rest)} more pools", "", amount), (top, amount))
    return []


def of_whole(part: PoolPart) -> str:
    ratios = {ratio for _, _, ratio in part.ratios}
    share = display.ratio(ratios.pop()) if len(ratios) == 1 else "a changing part"
    return f"{share} of {display.money(part.total)}"


def chosen(figures: Explanation) -> dict[str, str | dt.date | None]:
    """What was chosen of shared cost, so that a narrower amount keeps it."""
    selection = figures.selection
    project = "-" if selection.project == "" else selection.project
    return {"service": selection.service, "project": project, "first": selection.first, "last": selection.last}


def add_network(diagram: Diagram, part: PoolPart, top: int) -> Place:
    """The pools of all ways, each below those that it charges, with what flows on to the payer."""
    flows: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    depth: dict[str, int] = {}
    for way in part.ways:
        for place, step in enumerate(way.steps):
            to = step.receiver if step.kind == "pool" else ""
            flows[step.pool, to] += way.amount
            depth[step.pool] = max(depth.get(step.pool, 0), len(way.steps) - place)
    flows[part.pool, ""] += part.circles
    words = {step.pool: step for way in part.ways for step in way.steps}
    names = {step.pool: step.pool_name for way in part.ways for step in way.steps} | {part.pool: part.name}
    depth[part.pool] = max([*depth.values(), 0]) + 1
    places: dict[str, int] = {"": top}
    for slug in sorted(depth, key=lambda one: (depth[one], one)):
        into = [
            (places[to], amount) for (pool, to), amount in flows.items() if pool == slug and amount and to in places
        ]
        detail = of_whole(part) if slug == part.pool else f"passes on {words[slug].words}"
        amount = part.cents if slug == part.pool else sum((amount for _, amount in into), Decimal(0))
        places[slug] = diagram.add(Node("Pool", names[slug], detail, amount), *into)
    return places[part.pool], part.amount


def add_rules(diagram: Diagram, figures: Explanation, top: int) -> list[Place]:
    """The rules and tags that brought own cost."""
    found = []
    for one in figures.by_rule[:MOST]:
        kind = "Tag" if one.rule.startswith("tag ") else "Rule" if one.rule else "No rule"
        name = one.rule.removeprefix("tag ") or "nothing decided"
        detail = f"{display.count(one.series)} cost series"
        found.append((diagram.add(Node(kind, name, detail, one.amount), (top, one.amount)), one.amount))
    if rest := figures.by_rule[MOST:]:
        amount = sum((one.amount for one in rest), Decimal(0))
        node = Node("Rules", f"{len(rest)} more rules and tags", "", amount)
        found.append((diagram.add(node, (top, amount)), amount))
    if not figures.by_rule and figures.direct:
        node = Node("Charge", "Own cost", "as the run stored it", figures.direct)
        found.append((diagram.add(node, (top, figures.direct)), figures.direct))
    return found


def add_decision(diagram: Diagram, one: Decision, above: list[Place]) -> list[Place]:
    """The one rule or tag that brought the one series of a pool."""
    kind = "Tag" if one.rule.startswith("tag ") else "Rule"
    node = Node(kind, one.rule.removeprefix("tag "), f"gives it to {one.goes_to}", one.amount)
    return [(diagram.add(node, *((place, one.amount) for place, _ in above)), one.amount)]


def add_series(diagram: Diagram, figures: Explanation, above: list[Place], suffix: str) -> list[Place]:
    """The series, if all of them come from the one row above or are told with their rule; else that there are some."""
    if not figures.origins or not above:
        return []
    as_billed = figures.what == "shared"
    if len(above) > 1 or figures.origins_count > len(figures.origins):
        detail = f"the largest is {figures.origins[0].service}"
        name = f"{display.count(figures.origins_count)} cost series and days"
        return [(diagram.add(Node("Cost series", name, detail, figures.origins_total), *above), figures.origins_total)]
    [(place, _)] = above
    found = []
    for item in figures.origins[:MOST]:
        url = line_url(figures.stamp, item, suffix, as_billed) if len(figures.origins) > 1 else ""
        node = Node("Cost series", item.service, where(item), item.amount, url)
        found.append((diagram.add(node, (place, item.amount)), item.amount))
    if rest := figures.origins[MOST:]:
        amount = sum((item.amount for item in rest), Decimal(0))
        found.append((diagram.add(Node("Cost series", f"{len(rest)} more", "", amount), (place, amount)), amount))
    return found


def where(item: LineItem) -> str:
    account = item.account_name or item.account
    return f"{account}, {display.days(item.first, item.last + dt.timedelta(days=1))}".removeprefix(", ")


def add_evidence(diagram: Diagram, figures: Explanation, above: list[Place]) -> None:
    """The provider's records and the pull that brought them, or the pulls behind the run."""
    if figures.story and figures.story.records:
        whole = sum((amount for _, amount in above), Decimal(0))
        above = [(diagram.add(record_node(figures.story), *above), whole)]
    if figures.pulls:
        diagram.add(pull_node(figures), *above)


def record_node(story: SeriesStory) -> Node:
    days = len(story.records)
    name = f"{days} day{'' if days == 1 else 's'} on the provider's bill"
    return Node("Record", name, f"{story.service}, as AWS Cost Explorer gave it")


def pull_node(figures: Explanation) -> Node:
    newest = figures.pulls[0]
    when = display.moment(newest.finished_at) if newest.finished_at else "not finished"
    more = f" and {len(figures.pulls) - 1} before" if len(figures.pulls) > 1 else ""
    return Node("Pull", f"{when}{more}", f"asked for by {newest.asked_by}" if newest.asked_by else "")


def carriage_chain(figures: Carriage) -> Diagram:
    """The other way round: the record on top, below it who carries it."""
    diagram = Diagram()
    story = figures.story
    top = diagram.add(Node("Cost series", story.service, story.account_name or story.account, figures.amount))
    for one in figures.carriers[:MOST]:
        diagram.add(Node(*carrier_words(one), one.amount), (top, one.amount))
    if rest := figures.carriers[MOST:]:
        amount = sum((one.amount for one in rest), Decimal(0))
        diagram.add(Node("Others", f"{len(rest)} more", "", amount), (top, amount))
    return diagram


def carrier_words(one: Carrier) -> tuple[str, str, str]:
    """Kind, name and detail of one who carries a part."""
    through = f" through {one.pool_name}" if one.pool else ""
    if not one.team:
        return "Nobody", "Unallocated", one.reason
    return "Team", one.team_name, f"{display.ratio(one.ratio)}{through}"
