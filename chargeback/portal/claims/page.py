"""Claims -> what their pages show. Pure: no request, no database."""

from collections.abc import Sequence

from django.http import QueryDict

from chargeback.claims.figures import ClaimFacts

from ..access.claims import MonthRow
from ..help import Help
from .forms import ClaimForm
from .tables import claims_table, meant_table

HELP = Help(
    "Cost that a team says is theirs: an account, a service or a tag value, from a day on. An admin makes a dated rule "
    "of it or declines; both sides see every step and get a mail of it. A claim takes nothing from another team: it is "
    "about cost that no rule and no tag gives to anybody, and whoever claims is not told whether there is any.",
    (
        ("Account", "The number of the account, for example 123456789012."),
        ("Service", "As it stands on your lines, for example AWS Lambda or EC2."),
        ("Tag value", "The value of the tag that names a project; write the key too where it is another tag."),
        ("Ours from", "Of closed months what changes becomes adjustments on the next statements."),
        ("Approved", "A rule is prepared. It counts once an admin has published it."),
    ),
)
LABELS = {
    "approve": "Approve: make the rule",
    "comment": "Add a comment",
    "decline": "Decline",
    "withdraw": "Withdraw",
}


def claims_page(claims: Sequence[ClaimFacts], form: ClaimForm | None, query: QueryDict) -> dict[str, object]:
    return {"help": HELP, "table": claims_table(claims, query), "form": form}


def claim_page(claim: ClaimFacts, actions: Sequence[str]) -> dict[str, object]:
    return {"help": HELP, "claim": claim, "actions": [(action, LABELS[action]) for action in actions]}


def admin_part(
    rows: Sequence[MonthRow], targets: Sequence[tuple[str, str]], claim: ClaimFacts, query: QueryDict
) -> dict[str, object]:
    """What admins see beside a claim: the cost that it means, and to whom it can go."""
    return {"meant": meant_table(rows, query), "targets": targets, "to": query.get("to", f"team:{claim.team}")}
