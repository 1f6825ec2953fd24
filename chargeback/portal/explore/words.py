"""What the dimensions, costs and comparisons of Explore are called, and what its figures mean."""

from chargeback.billing.explore_figures import Compare, Cost, ExploreAsked, Metric

from ..help import Help

TAG = "tags."
KINDS = {
    "team": "Team",
    "service": "Service",
    "project": "Project",
    "account": "Account",
    "region": "Region",
    "category": "Charge category",
    "pool": "Pool",
}
COSTS = {
    Cost.CHARGED: "As charged",
    Cost.DIRECT: "Own cost only",
    Cost.SHARED: "Shared cost only",
    Cost.BILL: "The bill, before sharing",
}
COMPARES = {Compare.PREVIOUS: "Period before", Compare.YEAR: "A year before", Compare.NOTHING: "Nothing"}
METRICS = {
    Metric.STATEMENTS: "As on statements",
    Metric.BILLED: "Billed cost",
    Metric.EFFECTIVE: "Effective cost",
}
BASES = {"billed": "billed cost", "effective": "effective cost (amortized)"}
HELP = Help(
    "Cost of any days, told apart by whatever you choose and narrowed to what you choose. It is read from the runs "
    "that the statements are made of, so whole months are exactly the statements of these months. All that you choose "
    "is in the address: send the link, and whoever opens it sees the same view of what they themselves may see.",
    (
        (
            "As charged",
            "What teams carry: own cost, and shares of pools. What is with nobody is a row too.",
        ),
        (
            "Billed or effective",
            "Billed cost is what the provider invoices; in effective cost, purchases in advance are spread over the "
            "days that use them. The statements of a month are in one of them, told below the table. The other one is "
            "the same month shared by the same rules, exactly as if it had been calculated in that basis.",
        ),
        (
            "Shared cost, through pools",
            "A share of a pool has no account, region, category or tag; it is one row, so that nothing is missing.",
        ),
        (
            "Cents",
            "The rows of a column always add up to it. By day each day is rounded by itself, so a row by day and by "
            "month can differ by some cents; the totals do not.",
        ),
        ("Month to date", "The provider still adds to it. It is compared with as many days of the other month."),
    ),
)


def kind_of(dimension: str) -> str:
    """For example "Service", or "Tag env"."""
    return f"Tag {dimension.removeprefix(TAG)}" if dimension.startswith(TAG) else KINDS.get(dimension, dimension)


def cost_in_words(asked: ExploreAsked) -> str:
    words = {Cost.CHARGED: "Cost", Cost.DIRECT: "Own cost", Cost.SHARED: "Shared cost", Cost.BILL: "The bill"}
    return f"{words[asked.cost]} by {kind_of(asked.group).lower()}, {'day by day' if asked.by_day else 'by month'}"
