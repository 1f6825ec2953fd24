"""What the pages of tags say of themselves: one paragraph each, and every figure defined."""

from chargeback.billing.coverage import MEANINGS
from chargeback.billing.tag_values import GUESSED

from ..help import Help

KEYS = Help(
    "Tags reach a bill only when their keys are switched on as cost allocation tags in the payer account. A key "
    "that is not active fails nowhere: all its cost just looks untagged. So the portal asks AWS for its list and "
    "compares it with the keys that are used here.",
    (
        (
            "Used by",
            "What would go wrong without the key: a source is pulled by it, it names the project, mapping rules read "
            "it, or a team's cost must carry it.",
        ),
        ("Active", "AWS puts the key's values into the bill, from the day in the column Since on."),
        ("Not active", "AWS knows the key and leaves it out of the bill."),
        ("Not listed", "AWS has never seen a resource with this key; case counts."),
        ("Not pulled", "The rulebook uses the key, but no source is pulled by it."),
        ("Never asked", "The list was not read yet. It is read once a week, and every day while a key is missing."),
        ("Last used", "The last month in which a resource carried the key, as AWS says."),
    ),
)
VALUES = Help(
    "Every value of a tag that was ever billed. Values of the project tag that no project knows leave their cost "
    "with nobody; many of them are a known value, written wrongly.",
    (
        ("With nobody so far", "What the calculations of all stored months left with nobody because of this value."),
        ("Cost so far", "What all stored months cost with this value, wherever it went."),
        ("First billed", "The first day with cost of this value, of the days that were ever stored."),
        ("First seen here", "The day (UTC) on which a pull brought the value for the first time."),
        (
            "Probably",
            "A value of a project with the same letters and digits, or all but one or two of them. Alike is the part "
            "of letters and digits that agrees. Values that differ in a number or in a whole word are not guessed. "
            f"Guesses are made for the {GUESSED} most expensive values.",
        ),
    ),
)
COVERAGE = Help(
    "How the month's cost found its team. Each way stands apart, so that a rule that takes whatever is left cannot "
    "look like tagging. Percentages are of the charges: credits would hide what is missing.",
    (
        *((how[:1].upper() + how[1:], meaning) for how, meaning in MEANINGS.items()),
        ("Covered", "By tag, by rule and shared by rule, in percent of all charges; never rounded up."),
        ("Without an owner", "Charges of teams that have no owner of their own: somebody pays, nobody answers."),
        (
            "Untagged usage",
            "Usage without the project tag, wherever it went. Tax, fees, credits and support cannot carry tags and "
            "are left out.",
        ),
        (
            "Last owner",
            "The team that last carried cost of the same account and service: the newest day decides, then the "
            "larger amount. It is whom to ask first.",
        ),
        (
            "Required tags",
            "Keys that the direct usage of a team must carry; admins set them. Usage of a source that is not pulled "
            "by the key is unknown, not missing.",
        ),
    ),
)
