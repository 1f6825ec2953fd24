"""What is odd about pools in a month: nothing feeds them, readings are missing, percentages miss 100, self-loops."""

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction

from .findings import Finding
from .money import added
from .readings import Readings
from .rulebook import Kind, Method, Pool, Rulebook, Split, Target
from .spans import dates_in

WHOLES = {"percentages": 100, "parts of a whole": 1}  # what weights look like that add up to a fifth more or less


def pool_findings(rulebook: Rulebook, month: dt.date) -> Iterator[Finding]:
    fed = fed_pools(rulebook)
    readings = Readings(rulebook.readings)
    for pool in rulebook.pools:
        place = f"pools.{pool.slug}"
        if Target(Kind.POOL, pool.slug) not in fed:
            yield Finding(place, "no rule and no other pool sends anything here.")
        if not pool.splits:
            yield Finding(place, "no split: everything in the pool stays unallocated.")
        for split in pool.splits:
            yield from split_findings(pool, split)
            if split.method is Method.DRIVER and any(map(split.span.holds, dates_in(month))):
                yield from reading_findings(f"{place}.driver", split, readings, month.replace(day=1))


def fed_pools(rulebook: Rulebook) -> set[Target]:
    by_rules = {rule.target for rule in rulebook.rules}
    return by_rules | {
        share.target
        for pool in rulebook.pools
        for split in pool.splits
        for share in split.shares
        if share.target != Target(Kind.POOL, pool.slug)
    }


def split_findings(pool: Pool, split: Split) -> Iterator[Finding]:
    total = added(share.weight for share in split.shares)
    for what, whole in WHOLES.items():
        if split.method is Method.FIXED and len(split.shares) > 1 and 0 < abs(total - whole) <= Fraction(whole, 5):
            number = f"{float(total):.12g}"
            text = f"the weights add up to {number}; as {what} they should add up to {whole}."
            yield Finding(f"pools.{pool.slug}.targets", f"{text} The parts are weight / {number}.")
    if Target(Kind.POOL, pool.slug) in {share.target for share in split.shares}:
        yield Finding(
            f"pools.{pool.slug}.targets", "the pool charges itself; only reciprocal settlement uses that part."
        )


def reading_findings(place: str, split: Split, readings: Readings, month: dt.date) -> Iterator[Finding]:
    """Receivers without a reading for the month, and the fallback that this leads to."""
    driver = split.driver or ""
    if split.to_all_teams:
        if not readings.any_of(driver, month):
            yield Finding(place, f"{driver} has no reading for {month:%Y-%m}; fallback: {split.fallback}.")
        return
    missing = [str(share.target) for share in split.shares if readings.of(driver, share.target, month) is None]
    if missing:
        names = ", ".join(sorted(missing))
        yield Finding(place, f"{driver} has no reading for {month:%Y-%m} of {names}; fallback: {split.fallback}.")
