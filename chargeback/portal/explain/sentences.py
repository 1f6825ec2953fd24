"""Explanations in sentences, as a colleague would say them. Pure."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from allocation.engine.weights import COST
from chargeback.billing.explanation_figures import Carriage, Decision, Explanation, PoolPart, SeriesStory, Step, Way
from chargeback.billing.shared_costs import NOT_BY_ITS_KEY

from .. import display
from ..hints import hint_for


def sentences(figures: Explanation) -> list[str]:
    """What the amount is and why, the most important first."""
    if figures.what == "shared" or not figures.direct:
        return shared_sentences(figures)
    if figures.what == "direct" or not figures.pools:
        return direct_sentences(figures)
    own, shared = display.money(figures.direct_cents), display.money(figures.cents - figures.direct_cents)
    pools = count_words(len(figures.pools), "shared pool")
    said = f"{amount_words(figures)} {what_of(figures)}: {own} is own cost, and {shared} is the part of {pools}."
    return [said, *rounding_sentences(figures)]


def rounding_sentences(figures: Explanation) -> list[str]:
    """Why own cost stands a cent away from what it adds up to below, where it does."""
    if display.money(figures.direct) == display.money(figures.direct_cents):
        return []
    exact = display.exact(figures.direct)
    return [f"Exactly, own cost is {exact}; its cents are rounded so that all cents of the statement add up."]


def amount_words(figures: Explanation | Carriage) -> str:
    """For example "USD 12.40"; every digit where cents would hide something."""
    amount = figures.cents if isinstance(figures, Explanation) else figures.amount
    written = display.money(amount) if amount else display.exact(figures.amount)
    return f"{figures.stamp.currency} {written}"


def what_of(figures: Explanation) -> str:
    month = display.month_name(figures.stamp.month)
    return f"of {month} is with {figures.team.name}" if figures.team else f"of {month} is with nobody"


def days_words(figures: Explanation | Carriage) -> str:
    """In which days, for example "on 5 Oct 2026" or "in October 2026"."""
    first, last = days_of(figures)
    if last is None:
        return f"in {display.month_name(figures.stamp.month)}"
    written = display.days(first, last + dt.timedelta(days=1))
    return f"on {written}" if first == last else f"in {written}"


def days_of(figures: Explanation | Carriage) -> tuple[dt.date, dt.date | None]:
    if isinstance(figures, Carriage):
        return figures.first, figures.last
    return figures.selection.first or figures.stamp.month, figures.selection.last


def direct_sentences(figures: Explanation) -> list[str]:
    if figures.story:
        cost = f"{amount_words(figures)} is what {series_words(figures.story)} cost {days_words(figures)}."
        return [cost, *(decision_sentence(one) for one in figures.story.decisions)]
    who = figures.team.name if figures.team else "nobody"
    series = count_words(figures.origins_count, "line")
    rules = count_words(len(figures.by_rule), "rule or tag", "rules and tags")
    by = f", brought here by {rules}" if figures.by_rule and figures.team else ""
    return [f"{amount_words(figures)} is cost {days_words(figures)} that is directly with {who}: {series}{by}."]


def series_words(story: SeriesStory) -> str:
    """For example "AWS Lambda in account production"."""
    account = story.account_name or story.account
    return f"{story.service or 'a service without a name'}{f' in account {account}' if account else ''}"


def decision_sentence(one: Decision) -> str:
    """Which rule or tag decided; for what is with nobody also what can be done."""
    if not one.goes_to or one.reason:
        hint = hint_for(one.reason)
        return f"It is with nobody: {one.reason}.{f' {hint.words}' if hint else ''}"
    if one.rule.startswith("tag "):
        key, _, value = one.rule.removeprefix("tag ").partition("=")
        return f"Its tag {key} is “{value}”, which names {one.goes_to}."
    named = one.rule if one.rule.startswith("a ") else f"the rule “{one.rule}”"
    return f"{named[:1].upper()}{named[1:]} gives it to {one.goes_to}."


def shared_sentences(figures: Explanation) -> list[str]:
    if len(figures.pools) != 1:
        who = f"{figures.team.name}'s part" if figures.team else "the part with nobody"
        pools = count_words(len(figures.pools), "shared pool")
        return [f"{amount_words(figures)} is {who} of {pools} {days_words(figures)}."]
    [part] = figures.pools
    why = changing_sentence(figures, part) if len(part.ratios) > 1 else pool_sentence(figures, part)
    return [why, part.note] if part.note else [why]


def pool_sentence(figures: Explanation, part: PoolPart) -> str:
    """For example "USD 12.40 is 8.3 % of AWS Support, because Platform's direct cost was 8.3 % of ..."."""
    [(_, _, ratio)] = part.ratios
    whole = f"{part.name} ({display.money(part.total)} {days_words(figures)})"
    start = f"{amount_words(figures)} is {display.ratio(ratio)} of {whole}"
    if len(part.ways) == 1 and len(part.ways[0].steps) == 1:
        return f"{start}, because {because(part.ways[0].steps[0], figures)}."
    ways = [way_words(way) for way in part.ways]
    if part.circles:
        ways.append("the rest in circles between pools and further ways")
    return f"{start}: {listed(ways)}."


def changing_sentence(figures: Explanation, part: PoolPart) -> str:
    spans = [
        f"{display.ratio(ratio)} {days}"
        for first, last, ratio in part.ratios
        for days in [display.days(first, last + dt.timedelta(days=1))]
    ]
    whole = f"{part.name} ({display.money(part.total)} {days_words(figures)})"
    return f"{amount_words(figures)} is a part of {whole} that changed: {listed(spans)}."


def way_words(way: Way) -> str:
    through = [step.receiver_name for step in way.steps[:-1]]
    return f"{display.ratio(way.ratio)} {f'through {listed(through)}' if through else 'directly'}"


def because(step: Step, figures: Explanation) -> str:
    """The reason of one edge, with the figures that the reader may know."""
    if step.kind == "":
        return step.note or "no split gave it to a team"
    note = f" ({step.note})" if step.note else ""
    if step.words == NOT_BY_ITS_KEY:
        return f"its key could not be used{note}"
    who = f"{figures.team.name}'s" if figures.team else "its"
    whose = f"the project {step.receiver_name}'s" if step.kind == "project" else who
    cost = "direct and shared cost" if "shared" in step.words else "direct cost"
    reasons = {
        "proportional": f"{whose} {cost} was {display.ratio(step.ratio)} of the {cost} of all who share it",
        "fixed": f"{weights_words(step)} was agreed",
        "driver": f"{whose} reading was {weights_words(step)}{note}",
        "even": "it is shared in even parts",
    }
    return reasons.get(step.method, step.words)


def weights_words(step: Step) -> str:
    """For example "120 of 155 GB" or "60 of 100"."""
    if step.weight is None:
        return display.ratio(step.ratio)
    written = money_of if step.unit == COST else weight
    unit = f" {step.unit}" if step.unit and step.unit != COST else ""
    return f"{written(step.weight)}{f' of {written(step.base)}' if step.base is not None else ''}{unit}"


def money_of(number: Fraction) -> str:
    return display.money(Decimal(number.numerator) / Decimal(number.denominator))


def weight(number: Fraction) -> str:
    """A weight as people write it: at most four decimals."""
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return display.decimal(exact, "#,##0.####")


def carriage_sentences(figures: Carriage) -> list[str]:
    teams = {one.team for one in figures.carriers if one.team}
    cost = f"{amount_words(figures)} is what {series_words(figures.story)} cost {days_words(figures)}."
    nobody = " and a part is with nobody" if teams and any(not one.team for one in figures.carriers) else ""
    by = f"{count_words(len(teams), 'team')} {'carries' if len(teams) == 1 else 'carry'} it{nobody}."
    return [cost, by if teams else "Nobody carries it.", *(decision_sentence(one) for one in figures.story.decisions)]


def count_words(number: int, one: str, many: str = "") -> str:
    return f"{display.count(number)} {one if number == 1 else many or one + 's'}"


def listed(words: Sequence[str]) -> str:
    """For example "a, b and c"."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)
