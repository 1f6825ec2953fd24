"""What is said when a file cannot be allocated."""


class FocusError(Exception):
    """A file that cannot be allocated: one sentence that names the file or row and says what to write instead."""


def in_row(number: int, sentence: str) -> FocusError:
    """The refusal of a row. Rows count as in a spreadsheet: the header is row 1."""
    return FocusError(f"Row {number}: {sentence}")
