"""Which rows of unallocated cost a claim means: those that its rule would take. Pure."""

from collections.abc import Iterable, Mapping

from allocation.engine.services import billed_names
from allocation.rulebook.claim import Claimed
from chargeback.billing.unallocated import UnallocatedRow


def matches(claimed: Claimed, row: UnallocatedRow) -> bool:
    """Cost without any of the rulebook's tags, or with the claimed value, of the claimed account and service."""
    return (
        row.is_assignable
        and not row.project
        and claimed.account in ("", row.account)
        and (not claimed.service or row.service in billed_names([claimed.service]))
        and (claimed.tag_key if claimed.tag_value else "", claimed.tag_value) == (row.tag_key, row.tag_value)
    )


def claims_by_row(claims: Mapping[int, Claimed], rows: Iterable[UnallocatedRow]) -> dict[str, list[int]]:
    """The claims that mean each row, by its key; only rows that somebody claims."""
    found = {row.key: [pk for pk, claimed in claims.items() if matches(claimed, row)] for row in rows}
    return {key: pks for key, pks in found.items() if pks}
