"""Whether a checksum, pasted from a file or a paper, is that of a statement: genuine, and still the newest version."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from chargeback.audit.chain import Head, head_printed

from .frozen import checksum_of
from .models import Statement

if TYPE_CHECKING:
    from django.contrib.auth.models import User

SHORTEST = 12  # what pages print of a checksum
CUT_OFF = "the audit log was cut off or written anew since it was printed. Tell an admin."


@dataclass(frozen=True, slots=True)
class Verdict:
    """`number` is empty when no statement has the checksum."""

    checksum: str
    number: str = ""
    team: str = ""
    slug: str = ""
    month: dt.date | None = None
    currency: str = ""
    version: int = 0
    total: Decimal = Decimal(0)
    replaced_by: str = ""
    is_untouched: bool = True
    is_in_log: bool | None = None
    """Whether the audit log holds the block that is printed on it; None where none is."""

    @property
    def is_genuine(self) -> bool:
        return bool(self.number) and self.is_untouched and self.is_in_log is not False

    @property
    def sentence(self) -> str:
        if not self.number:
            return "No statement that you can see has this checksum: it was not issued by this portal, or was changed."
        if not self.is_untouched:
            return f"Statement {self.number} has this checksum, but what is stored of it was changed. Tell an admin."
        if self.is_in_log is False:
            return f"Statement {self.number} has this checksum, but {CUT_OFF}"
        what = f"Genuine: statement {self.number} of {self.team}, {self.month:%Y-%m}, version {self.version}, "
        what += f"{self.total} {self.currency}."
        what += f" It was replaced by {self.replaced_by}." if self.replaced_by else " It is current."
        return what + (" The audit log holds the block that is printed on it." if self.is_in_log else "")


@dataclass(frozen=True, slots=True)
class HeadVerdict:
    """What is known of a head of the audit log, as it is printed on a statement."""

    head: Head
    is_genuine: bool

    @property
    def sentence(self) -> str:
        if self.is_genuine:
            return f"The audit log holds block {self.head.number} with this hash: it was not cut or rewritten up to it."
        return f"The audit log has no block {self.head.number} with this hash: {CUT_OFF}"


def verdict(text: str, user: "User | None" = None) -> Verdict | HeadVerdict:
    """What is known of the checksum, or of its first twelve characters or more; of the statements `user` may see.

    The text may also be a head of the audit log, as NUMBER:HASH.
    """
    if head := head_printed(text):
        return HeadVerdict(head, head.is_there)
    checksum = "".join(text.split()).lower()
    statements = Statement.objects.visible_to(user) if user else Statement.objects.all()
    is_sum = SHORTEST <= len(checksum) <= 64 and all(letter in "0123456789abcdef" for letter in checksum)
    found = (
        list(statements.filter(checksum__startswith=checksum).select_related("period", "team")[:2]) if is_sum else []
    )
    return told(found[0], checksum) if len(found) == 1 else Verdict(checksum[:64])


def told(row: Statement, checksum: str) -> Verdict:
    newer, head = row.replaced_by.order_by("version").last(), head_printed(row.audit_head)
    return Verdict(
        checksum=row.checksum,
        number=row.full_number,
        team=row.team_name,
        slug=row.team.slug if row.team else "",
        month=row.period.month,
        currency=row.period.currency,
        version=row.version,
        total=row.total,
        replaced_by=newer.full_number if newer else "",
        is_untouched=checksum_of(row.body) == row.checksum,
        is_in_log=head.is_there if head else None,
    )
