"""Charges as text, all at once: as COPY reads them, and as the checksum covers them. Half a million take a second."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence

from allocation.engine.allocation import Charges, Payer
from allocation.engine.money import UNIT

COLUMNS = ("run_id", "day", "team_id", "project_id", "service", "pool_id", "reason", "amount")
NULL = r"\N"
SEPARATOR = "\x1f"
ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})


def checksum(charges: Charges) -> str:
    """SHA-256 of the charges in the engine's order. It covers slugs and exact amounts only, so it travels."""
    days = [str(day) for day in range(31)]
    payers = [SEPARATOR.join([payer.team or "", payer.project or ""]) for payer in charges.payers]
    reasons = [payer.reason for payer in charges.payers]
    text = joined(
        charges, SEPARATOR, days, payers, charges.services, charges.pools, reasons, "", map(str, amounts(charges))
    )
    return hashlib.sha256(text.encode()).hexdigest()


def checksum_text(day: int, dimensions: Iterable[str | None], amount: int) -> str:
    """One charge as `checksum` covers it. `dimensions` are team, project, service, pool and reason."""
    return SEPARATOR.join([str(day), *(one or "" for one in dimensions), str(amount)]) + "\n"


def copy_text(
    charges: Charges,
    run_id: int,
    month: dt.date,
    teams: dict[str, int],
    projects: dict[str, int],
    pools: dict[str, int],
) -> str:
    """The charges as COPY's text form with the columns COLUMNS."""
    days = [f"{run_id}\t{month + dt.timedelta(days=day)}" for day in range(31)]
    payers = [payer_ids(payer, teams, projects) for payer in charges.payers]
    services = [service.translate(ESCAPES) for service in charges.services]
    pool_ids = [str(pools[slug]) for slug in charges.pools]
    reasons = [payer.reason for payer in charges.payers]
    return joined(charges, "\t", days, payers, services, pool_ids, reasons, NULL, map(written, amounts(charges)))


def payer_ids(payer: Payer, teams: dict[str, int], projects: dict[str, int]) -> str:
    team = str(teams[payer.team]) if payer.team else NULL
    project = str(projects[payer.project]) if payer.project else NULL
    return f"{team}\t{project}"


def amounts(charges: Charges) -> list[int]:
    units: list[int] = charges.amount.tolist()
    return units


def written(units: int) -> str:
    """An amount in 10^-10 as a decimal number."""
    whole, part = divmod(abs(units), UNIT)
    return f"{'-' if units < 0 else ''}{whole}.{part:010d}"


def joined(
    charges: Charges,
    separator: str,
    days: Sequence[str],
    payers: Sequence[str],
    services: Sequence[str],
    pools: Sequence[str],
    reasons: Sequence[str],
    no_pool: str,
    amount: Iterable[str],
) -> str:
    """One line per charge. The texts of days, payers ... are looked up by the charges' indexes."""
    through = [*pools, no_pool]  # the index of a direct charge is -1, the last
    payer = charges.payer.tolist()
    columns = (
        map(days.__getitem__, charges.day.tolist()),
        map(payers.__getitem__, payer),
        map(services.__getitem__, charges.service.tolist()),
        map(through.__getitem__, charges.pool.tolist()),
        map(reasons.__getitem__, payer),
        amount,
    )
    lines = map(separator.join, zip(*columns, strict=True))
    return "\n".join([*lines, ""])
