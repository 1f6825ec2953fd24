"""Names of downloads are safe on every system and tell team, month and currency."""

import datetime as dt
import re

from hypothesis import given
from hypothesis import strategies as st

from chargeback.exports.names import file_name

OCTOBER = dt.date(2026, 10, 1)


def test_the_name_tells_team_month_and_currency() -> None:
    assert file_name("chargeback", "payments", OCTOBER, "USD", "xlsx") == "chargeback_payments_2026-10_USD.xlsx"


def test_a_path_cannot_be_smuggled_in() -> None:
    assert file_name("chargeback", "../../etc/passwd", OCTOBER, "USD", "csv") == "chargeback_etc-passwd_2026-10_USD.csv"


@given(st.text())
def test_any_slug_gives_a_plain_name(slug: str) -> None:
    name = file_name("chargeback", slug, OCTOBER, "EUR", "xlsx")
    assert re.fullmatch(r"chargeback_[A-Za-z0-9._-]{1,80}_2026-10_EUR\.xlsx", name)
