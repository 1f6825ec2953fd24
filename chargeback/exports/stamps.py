"""Which numbers a file holds: the rows about period, run and origin that every export carries."""

from chargeback.billing.figures import Stamp

from .cells import Value

ESTIMATED = "yes: the provider may still change these days"


def stamp_rows(stamp: Stamp) -> list[tuple[str, Value]]:
    """Label and value of each fact that lets a reader find these very numbers again."""
    return [
        ("Period", f"{stamp.month:%Y-%m}"),
        ("Currency", stamp.currency),
        ("Basis", stamp.basis),
        ("State", stamp.state),
        ("Estimated", ESTIMATED if stamp.is_estimated else "no"),
        ("Data until (UTC)", stamp.data_until),
        ("Calculated at (UTC)", stamp.calculated_at),
        ("Run", stamp.run_id),
        ("Checksum of the run", stamp.checksum),
        ("Fingerprint of the rulebook", stamp.rulebook_fingerprint),
    ]


def short_stamp(stamp: Stamp) -> str:
    """Period, state and run in a few words, for the foot of a page."""
    return f"{stamp.month:%Y-%m} {stamp.state}{', estimated' if stamp.is_estimated else ''}, run {stamp.run_id}"
