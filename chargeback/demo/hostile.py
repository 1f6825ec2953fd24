"""Tag values that strangers may write, to see that no page, workbook or log is harmed by them."""

from collections.abc import Iterator

from .company import COMPUTE, DEV, Account, Pot

# AWS takes letters, digits, spaces and + - = . _ : / @ in tag values; other services' resources bring the rest.
VALUES = (
    "<script>window.xq7z=1</script>",
    "<img src=x onerror=window.xq7z=1>",
    "\"><svg onload='window.xq7z=1'>",
    "{{ 7*7 }}{% debug %}",
    "=cmd|'/C calc'!A0",
    '=HYPERLINK("http://evil.example","Click")',
    "+1+1",
    "-2+3",
    "@SUM(A1:A9)",
    "＝1+1",
    "a\tb\r\nc",
    "' OR 1=1; --",
    "../../etc/passwd",
    "\u202egnp.exe",
    "\u200b",
    "é vs e\u0301",
    "проект",
    "プロジェクト",
    "😀 🚚 👩‍👩‍👧",
    "$(reboot)`reboot`",
    "a$b:c/d",
    "null",
    "0",
    " checkout",
    "x" * 256,
)
MALLORY = Account("660000000066", "=1+1 <b>Mallory</b> \u202eevil")
DOLLARS = 90  # a month for each value


def hostile_pots() -> Iterator[Pot]:
    """A little of compute for each value, half of it in an account whose name is no better."""
    for number, value in enumerate(VALUES):
        yield Pot(MALLORY if number % 2 else DEV, COMPUTE, DOLLARS, value)
