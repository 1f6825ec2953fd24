"""Disputes -> what their pages show. Pure: no request, no database."""

from collections.abc import Sequence

from django.http import QueryDict
from django.urls import reverse

from chargeback.disputes.figures import DisputeFacts

from ..help import Help
from .tables import disputes_table

HELP = Help(
    "Amounts of statements that a team holds to be wrong. Finance answers, accepts or declines; both sides see every "
    "step and get a mail of it. A month is not closed while a dispute of it is undecided.",
    (
        (
            "Accepted",
            "The amount is wrong. An admin corrects the rule or reading: an open month is calculated again, and a "
            "closed one leads to a pair of adjustments in the next open month, a credit here and a charge there.",
        ),
        ("Declined", "The amount stays; the reason is in the answer."),
    ),
)
LABELS = {
    "answer": "Answer",
    "accept": "Accept",
    "decline": "Decline",
    "reply": "Add a comment",
    "withdraw": "Withdraw",
}


def disputes_page(disputes: Sequence[DisputeFacts], query: QueryDict) -> dict[str, object]:
    return {"help": HELP, "table": disputes_table(disputes, query)}


def dispute_page(dispute: DisputeFacts, actions: Sequence[str]) -> dict[str, object]:
    why = reverse("explain", args=[dispute.month, dispute.team, dispute.what])
    return {
        "help": HELP,
        "dispute": dispute,
        "why": f"{why}?{dispute.query}" if dispute.query else why,
        "actions": [(action, LABELS[action]) for action in actions],
    }
