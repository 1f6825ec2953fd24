"""Disputes -> what their pages show. Pure: no request, no database."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from chargeback.billing.explanation_figures import Explanation
from chargeback.closing.transferring import Proposal, Wish
from chargeback.disputes.figures import DisputeFacts, proposed_halves

from .. import display
from ..explain.chain import chain
from ..explain.sentences import sentences
from ..help import Help
from .tables import disputes_table, halves_table

HELP = Help(
    "Amounts of statements that a team holds to be wrong. Finance answers, accepts or declines; both sides see every "
    "step and get a mail of it. A month is not closed while a dispute of it is undecided.",
    (
        (
            "Accepted",
            "The amount is wrong. Of an open month the rule or reading is corrected, and its next run is right. Of a "
            "closed month the amount is credited on the next statement and charged to who should have paid it.",
        ),
        ("Credit and recharge", "Two adjustments of the closed month that are together exactly 0: a transfer."),
        ("Taken back", "The opposite transfer was posted, for example because a corrected rule says the same by now."),
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
BY_THE_RULES = "Accept, the rule is corrected"  # of a closed month: its comparison makes the adjustments
CAPTION = "Credit and recharge"


@dataclass(frozen=True, slots=True)
class Asked:
    """What finance has written of a transfer so far, and what it would post or why it cannot be had."""

    to: str = ""
    amount: str = ""
    proposal: Proposal | None = None
    refusal: str = ""


def disputes_page(disputes: Sequence[DisputeFacts], query: QueryDict) -> dict[str, object]:
    return {"help": HELP, "table": disputes_table(disputes, query)}


def dispute_page(
    dispute: DisputeFacts, actions: Sequence[str], figures: Explanation | None, query: QueryDict
) -> dict[str, object]:
    why = reverse("explain", args=[dispute.month, dispute.team, dispute.what])
    moved = dispute.moved
    return {
        "help": HELP,
        "dispute": dispute,
        "why": f"{why}?{dispute.query}" if dispute.query else why,
        "sentences": sentences(figures) if figures else [],
        "diagram": chain(figures, "") if figures else None,
        "actions": [(action, label(action, dispute)) for action in actions],
        "offers_transfer": "accept" in actions and dispute.is_month_closed,
        "moved": moved,
        "halves": halves_table(moved.halves, CAPTION, dispute.currency, query) if moved else None,
        "follows_rule": dispute.state == "accepted" and not moved,
    }


def label(action: str, dispute: DisputeFacts) -> str:
    return BY_THE_RULES if action == "accept" and dispute.is_month_closed else LABELS[action]


def transfer_part(
    asked: Asked, receivers: Sequence[tuple[str, str]], currency: str, query: QueryDict
) -> dict[str, object]:
    """The form that says who is charged instead, and what it would post."""
    proposal = asked.proposal
    halves = proposed_halves(proposal) if proposal else ()
    return {
        "receivers": receivers,
        "asked": asked,
        "proposal": proposal,
        "proposed": halves_table(halves, CAPTION, currency, query) if proposal else None,
        "posted_in": display.month_name(proposal.posted_in) if proposal else "",
    }


def asked_words(wish: Wish, proposal: Proposal) -> Asked:
    return Asked(wish.receiver, str(wish.amount), proposal)
