"""`pools:` of the file -> pools with their dated splits."""

from collections.abc import Iterator

from allocation.engine.rulebook import Basis, Kind, Method, Pool, Share, Split

from .entries import Entry, did_you_mean, span_of
from .names import LONGEST_NAME, Names
from .rules import LONGEST_NOTE
from .teams import optional_text

SPLIT_KEYS = ("method", "targets", "basis", "driver", "fallback", "from", "until")
FALLBACKS = ("unallocated", "even", "previous")


def pools_from(entries: dict[str, Entry], names: Names, drivers: dict[str, str]) -> tuple[Pool, ...]:
    return tuple(pool_from(key, entry, names, drivers) for key, entry in entries.items() if key in names.pools)


def pool_from(key: str, entry: Entry, names: Names, drivers: dict[str, str]) -> Pool:
    """A pool from its one split, from a list of dated splits, or with both under `splits`."""
    slug, name = names.pools[key], entry.key(key).text(LONGEST_NAME)
    if isinstance(entry.value, list):
        return Pool(slug, name, splits_from(entry, names, drivers))
    keys = entry.known("name", "note", "splits", *SPLIT_KEYS)
    own = {word: value for word, value in keys.items() if word in SPLIT_KEYS}
    splits: tuple[Split, ...] = ()
    if "splits" in keys:
        splits = splits_from(keys["splits"], names, drivers)
        for value in own.values():
            value.refuse("stands beside splits:; move it into a split of the list")
    elif split := split_from(entry, own, names, drivers):
        splits = (split,)
    name = optional_text(keys, "name", LONGEST_NAME) or name
    return Pool(slug, name, splits, optional_text(keys, "note", LONGEST_NOTE))


def splits_from(entry: Entry, names: Names, drivers: dict[str, str]) -> tuple[Split, ...]:
    splits = (split_from(item, item.known(*SPLIT_KEYS), names, drivers) for item in entry.items())
    return tuple(split for split in splits if split)


def split_from(entry: Entry, keys: dict[str, Entry], names: Names, drivers: dict[str, str]) -> Split | None:
    missing = [key for key in ("method", "targets") if key not in keys]
    if missing:
        entry.refuse(f"write {' and '.join(f'{key}:' for key in missing)} to say how the pool is shared")
        return None
    known = keys["method"].choice(Method)
    method, weighted = (Method(known), known == Method.FIXED) if known else (Method.EVEN, None)
    to_all = keys["targets"].value == "all"
    shares = () if to_all else shares_from(keys["targets"], names, weighted)
    if to_all and method is Method.FIXED:
        keys["targets"].refuse("fixed needs a weight for each target; write {dev: 60, ops: 40}, or method: even")
    return Split(
        method,
        shares,
        to_all,
        basis=basis_from(keys, method),
        driver=driver_from(entry, keys, method, drivers),
        fallback=fallback_from(keys["fallback"], names) if "fallback" in keys else "unallocated",
        span=span_of(entry, keys),
    )


def shares_from(entry: Entry, names: Names, weighted: bool | None) -> tuple[Share, ...]:
    """The receivers, from a mapping of weights, a list of names, or a list of both. With `weighted` None, any goes."""
    shares: dict[str, Share] = {}
    for name, weight in receivers(entry):
        if weight is None and weighted:
            entry.refuse(f"fixed needs a weight for {name}; write {{{name}: 1}}")
        elif weight is not None and weighted is False:
            weight.refuse("weights are for method: fixed; write a list of names")
        target = names.target(name, weight or entry)
        if str(target) in shares:
            (weight or entry).refuse(f"{name} stands twice; write it once")
        elif target:
            shares[str(target)] = Share(target, weight.number()) if weight and weighted else Share(target)
    if not shares and not entry.value:
        entry.refuse("names no receiver; write teams, project:SLUG or pool:SLUG, or all")
    elif shares and not any(share.weight for share in shares.values()):
        entry.refuse("the weights sum to zero; give at least one receiver a weight above zero")
    return tuple(shares.values())


def receivers(entry: Entry) -> Iterator[tuple[str, Entry | None]]:
    """Names of receivers, with the entry of the weight where one is written."""
    for item in [entry] if isinstance(entry.value, dict) else entry.items():
        if isinstance(item.value, dict):
            yield from item.entries().items()
        else:
            yield item.text(200), None


def basis_from(keys: dict[str, Entry], method: Method) -> Basis:
    if "basis" not in keys:
        return Basis.DIRECT
    if method is not Method.PROPORTIONAL:
        keys["basis"].refuse("is for method: proportional; remove it")
    return Basis(keys["basis"].choice(Basis) or Basis.DIRECT)


def driver_from(entry: Entry, keys: dict[str, Entry], method: Method, drivers: dict[str, str]) -> str | None:
    if method is not Method.DRIVER:
        if "driver" in keys:
            keys["driver"].refuse("is for method: driver; remove it")
        return None
    if "driver" not in keys:
        entry.refuse("write driver: and by which driver the pool is shared")
        return None
    name = keys["driver"].text(200)
    if name not in drivers:
        keys["driver"].refuse(f"unknown driver {name!r}{did_you_mean(name, drivers) or '; add it under drivers:'}")
    return drivers.get(name)


def fallback_from(entry: Entry, names: Names) -> str:
    text = entry.text(200)
    if text.startswith("team:"):
        return f"team:{names.slug(Kind.TEAM, text.removeprefix('team:'), entry)}"
    if text not in FALLBACKS:
        entry.refuse(f"unknown fallback {text!r}; write {', '.join(FALLBACKS)} or team:SLUG")
    return text
