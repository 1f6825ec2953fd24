"""The heads of the audit log that are printed on exported journals: whoever keeps one can tell when the log was cut."""

from collections.abc import Iterable

from chargeback.audit.chain import Head, head_printed

from .models import JournalExport


def printed_heads() -> Iterable[Head]:
    """Each once; what was issued before the log had a block names none."""
    texts = JournalExport.objects.exclude(audit_head="").values_list("audit_head", flat=True).order_by().distinct()
    return (head for text in texts if (head := head_printed(text)))
