"""Results as a table of text."""

from collections.abc import Sequence

from .race import Result

HEAD = ("way", "wall s", "CPU s", "x wall", "x CPU", "peak MB", "rows")


def table(results: Sequence[Result], ours: Result) -> list[str]:
    """One line for each way; x says how many times as long as ours it took."""
    return aligned([HEAD, *(line(result, ours) for result in results)])


def line(result: Result, ours: Result) -> tuple[str, ...]:
    return (
        result.name,
        f"{result.wall:.3f}",
        f"{result.cpu:.3f}",
        f"{result.wall_times(ours):.2f}",
        f"{result.cpu_times(ours):.2f}",
        f"{result.finish.peak / 1e6:,.0f}",
        f"{result.answer.rows:,}",
    )


def aligned(lines: Sequence[Sequence[str]]) -> list[str]:
    """The first column to the left, figures to the right."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return [
        "  ".join([first.ljust(widths[0]), *(text.rjust(width) for text, width in zip(rest, widths[1:], strict=True))])
        for first, *rest in lines
    ]
