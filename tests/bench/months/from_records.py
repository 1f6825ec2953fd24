"""The portal where the month's records have no packs: who touched one by hand, or pulled before there were packs."""

from chargeback.costs.models import RecordPack

from ..way import Way
from . import ours


def prepare(database: str) -> Way:
    way = ours.prepare(database)
    RecordPack.objects.all().delete()
    return way
