"""What the close asks of disputes."""

from chargeback.closing.checks import Check, Closeable

from .models import Dispute


def disputes_are_decided(subject: Closeable) -> Check:
    """No dispute of the period waits for an answer or a decision."""
    waiting = Dispute.objects.filter(period=subject.period, state__in=[Dispute.State.OPEN, Dispute.State.ANSWERED])
    count = waiting.count()
    says = f"{count} wait for a decision." if count else "None waits for a decision."
    return Check("disputes", "Disputes decided", not count, says)
