"""Faults inside a page: one group, amount, day or flag of a good page is not as it should be."""

import datetime as dt
import zlib
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from .reply import Reply, json_reply

Json = dict[str, Any]
# Changes an answer in place and says whether there was something to change.
Edit = Callable[[Json], bool]
Change = Callable[[Reply], Reply | None]
DIGITS = "0.1234567890123456789012345"


def edited(edit: Edit) -> Change:
    """The reply with its JSON changed, or None where it holds nothing of the kind."""

    def change(reply: Reply) -> Reply | None:
        answer = reply.json()
        return json_reply(answer) if "ResultsByTime" in answer and edit(answer) else None

    return change


def _first_metrics(answer: Json) -> Json | None:
    """The metrics of the first group, or of the first total where there are no groups."""
    periods = answer["ResultsByTime"]
    groups = [group["Metrics"] for period in periods for group in period["Groups"][:1]]
    return next(iter([*groups, *(period["Total"] for period in periods if period["Total"])]), None)


def _amount(change: Callable[[str], object]) -> Edit:
    """Changes the first amount of the page in its first metric."""

    def edit(answer: Json) -> bool:
        if not (metrics := _first_metrics(answer)):
            return False
        first = next(iter(metrics.values()))
        first["Amount"] = change(first["Amount"])
        return True

    return edit


def _wrong(text: str) -> str:
    """Off by something that no other page is off by."""
    return str(Decimal(text) + 1 + Decimal(zlib.crc32(text.encode()) % 1000).scaleb(-2))


def _exponent(text: str) -> str:
    return f"{Decimal(text).scaleb(3):f}E-3"


def _in_metrics(change: Callable[[Json], object]) -> Edit:
    def edit(answer: Json) -> bool:
        if not (metrics := _first_metrics(answer)):
            return False
        change(metrics)
        return True

    return edit


def _in_groups(change: Callable[[list[Json]], object]) -> Edit:
    """Changes the groups of the first period that has some."""

    def edit(answer: Json) -> bool:
        groups = next((period["Groups"] for period in answer["ResultsByTime"] if period["Groups"]), None)
        if not groups:
            return False
        change(groups)
        return True

    return edit


def _in_keys(is_meant: Callable[[str], bool], other: str) -> Edit:
    """Replaces the first group key that is meant."""

    def edit(answer: Json) -> bool:
        every = [group["Keys"] for period in answer["ResultsByTime"] for group in period["Groups"]]
        for keys in every:
            for number, key in enumerate(keys):
                if is_meant(key):
                    keys[number] = other
                    return True
        return False

    return edit


def _every_unit(answer: Json) -> bool:
    for period in answer["ResultsByTime"]:
        for metrics in [period["Total"], *(group["Metrics"] for group in period["Groups"])]:
            for amount in metrics.values():
                amount["Unit"] = "EUR"
    return bool(answer["ResultsByTime"])


def _extra_day(answer: Json) -> bool:
    if not answer["ResultsByTime"]:
        return False
    last = answer["ResultsByTime"][-1]
    period = last["TimePeriod"]
    length = dt.date.fromisoformat(period["End"]) - dt.date.fromisoformat(period["Start"])
    end = dt.date.fromisoformat(period["End"]) + length
    answer["ResultsByTime"].append(last | {"TimePeriod": {"Start": period["End"], "End": end.isoformat()}})
    return True


def _missing_day(answer: Json) -> bool:
    return bool(answer["ResultsByTime"]) and bool(answer["ResultsByTime"].pop(0))


def _day_twice(answer: Json) -> bool:
    answer["ResultsByTime"] = answer["ResultsByTime"][:1] + answer["ResultsByTime"]
    return bool(answer["ResultsByTime"])


def _days_backwards(answer: Json) -> bool:
    answer["ResultsByTime"].reverse()
    return len(answer["ResultsByTime"]) > 1


def _bad_day(answer: Json) -> bool:
    for period in answer["ResultsByTime"][:1]:
        period["TimePeriod"]["Start"] = "yesterday"
    return bool(answer["ResultsByTime"])


def _estimated_again(answer: Json) -> bool:
    """AWS may call a month estimated again that it had called final."""
    final = [period for period in answer["ResultsByTime"] if not period["Estimated"]]
    for period in final:
        period["Estimated"] = True
    return bool(final)


def _no_flag(answer: Json) -> bool:
    flags = [period.pop("Estimated", None) for period in answer["ResultsByTime"]]
    return any(flag is not None for flag in flags)


def _missing_value(reply: Reply) -> Reply | None:
    """A list of values is shorter than it says."""
    answer = reply.json()
    values: list[Any] = next(
        (answer[name] for name in ("DimensionValues", "Tags", "CostCategoryValues") if answer.get(name)), []
    )
    return json_reply(answer) if values and values.pop() is not None else None


# A puller can take these as they are: they say the same in other words, or say something that may happen.
HARMLESS: Mapping[str, Change] = {
    "exponent": edited(_amount(_exponent)),
    "estimated-again": edited(_estimated_again),
}

BAD_PAGES: Mapping[str, Change] = {
    "number-amount": edited(_amount(float)),
    "nan": edited(_amount(lambda _: "NaN")),
    "infinity": edited(_amount(lambda _: "Infinity")),
    "comma-amount": edited(_amount(lambda _: "1,25")),
    "underscore-amount": edited(_amount(lambda _: "1_25")),
    "digits-25": edited(_amount(lambda _: DIGITS)),
    "huge-amount": edited(_amount(lambda _: "1e30")),
    "null-amount": edited(_amount(lambda _: None)),
    "wrong-amount": edited(_amount(_wrong)),
    "missing-metric": edited(_in_metrics(lambda metrics: metrics.pop(next(iter(metrics))))),
    "other-unit": edited(_in_metrics(lambda metrics: next(iter(metrics.values())).update(Unit="EUR"))),
    "other-currency": edited(_every_unit),
    "missing-group": edited(_in_groups(lambda groups: groups.pop())),
    "group-twice": edited(_in_groups(lambda groups: groups.append(groups[0]))),
    "no-keys": edited(_in_groups(lambda groups: groups[0].pop("Keys"))),
    "one-key-less": edited(_in_groups(lambda groups: groups[0]["Keys"].pop())),
    "other-tag-key": edited(_in_keys(lambda key: "$" in key, "another key$value")),
    "other-account": edited(_in_keys(lambda key: len(key) == 12 and key.isdigit(), "987654321098")),
    "nul-in-key": edited(_in_groups(lambda groups: groups[0]["Keys"].__setitem__(0, "a\0b"))),
    "extra-day": edited(_extra_day),
    "missing-day": edited(_missing_day),
    "day-twice": edited(_day_twice),
    "days-backwards": edited(_days_backwards),
    "bad-day": edited(_bad_day),
    "no-estimated-flag": edited(_no_flag),
    "missing-value": _missing_value,
}
