"""A team's statement as tables. Totals are the statement's own numbers; only the check column is computed anew."""

from collections.abc import Sequence
from decimal import Decimal

from chargeback.billing.figures import Amounts, Row, Statement

from .cells import CENTS, EXACT, PERCENT, Formula, Value, currency_format
from .sheets import Column, Sheet, total_label
from .stamps import stamp_rows


def statement_sheets(statement: Statement) -> list[Sheet]:
    """Summary, projects, services, lines, days, shared costs, and the sums that prove they agree."""
    currency = statement.stamp.currency
    parts = [
        rows_sheet("By project", "Project", statement.by_project, statement.amounts, currency),
        rows_sheet("By service", "Service", statement.by_service, statement.amounts, currency),
        lines_sheet(statement),
        days_sheet(statement),
        shared_costs_sheet(statement),
    ]
    corrected = [corrections_sheet(statement)] if statement.corrections else []
    return [summary_sheet(statement), *parts, *corrected, reconciliation_sheet(statement, parts)]


def summary_sheet(statement: Statement) -> Sheet:
    team, amounts = statement.team, statement.amounts
    rows: list[tuple[str, Value]] = [
        ("Statement for", team.name),
        ("Team", team.slug),
        ("Owner", team.owner),
        ("Cost centre", team.cost_centre),
        ("GL account", team.gl_account),
        ("Total", amounts.total),
        ("Direct", amounts.direct),
        ("Shared", amounts.shared),
        ("Total of the month before", amounts.previous),
        ("Change", amounts.change),
        ("Adjustments of other months", statement.corrected),
        ("To pay", statement.to_pay),
        *issue_rows(statement),
    ]
    return summary_of(rows + stamp_rows(statement.stamp), statement.stamp.currency)


def issue_rows(statement: Statement) -> list[tuple[str, Value]]:
    """What makes it an issued statement; its checksum can be pasted into the portal."""
    if not (issue := statement.issue):
        return [("Statement", "draft, not issued yet")]
    return [
        ("Statement", issue.number),
        ("Version", issue.version),
        ("Replaces", issue.replaces),
        ("Issued at (UTC)", issue.issued_at),
        ("Issued by", issue.issued_by),
        ("Note", issue.note),
        ("Checksum of the statement", issue.checksum),
        ("Audit log at issue", issue.audit_head),
    ]


def corrections_sheet(statement: Statement) -> Sheet:
    """What is billed beside the month's own charges, each line with the month in which its cost arose."""
    currency, lines = statement.stamp.currency, statement.corrections
    return Sheet(
        "Adjustments",
        (
            Column("Month", 14),
            Column("Why", 40),
            Column("Project", 30),
            Column("Service", 45),
            Column("Through pool", 30),
            Column(f"Amount ({currency})", 16, CENTS),
        ),
        [(f"{one.month:%Y-%m}", one.what, one.project, one.service, one.pool, one.cents) for one in lines],
        (total_label(lines, "line"), None, None, None, None, statement.corrected),
    )


def summary_of(rows: Sequence[tuple[str, Value]], currency: str) -> Sheet:
    """A sheet of labels and values, amounts with their currency."""
    return Sheet("Summary", (Column("Item", 30), Column("Value", 68, currency_format(currency), is_left=True)), rows)


def rows_sheet(title: str, kind: str, rows: Sequence[Row], whole: Amounts, currency: str) -> Sheet:
    """Direct, shared and total cost of each project or service."""
    return Sheet(
        title,
        (
            Column(kind, 40),
            *amount_columns(currency),
            Column("% of total", 12, PERCENT),
            Column(f"Month before ({currency})", 18, CENTS),
            Column(f"Change ({currency})", 16, CENTS),
        ),
        [(row.name, *amount_values(row.amounts), fraction(row.percent_of_whole), *change_values(row)) for row in rows],
        (total_label(rows, "row"), *amount_values(whole), None, whole.previous, whole.change),
    )


def amount_columns(currency: str) -> tuple[Column, ...]:
    return tuple(Column(f"{title} ({currency})", 16, CENTS) for title in ("Direct", "Shared", "Total"))


def amount_values(amounts: Amounts) -> tuple[Decimal, ...]:
    return amounts.direct, amounts.shared, amounts.total


def change_values(row: Row) -> tuple[Decimal | None, Decimal | None]:
    return row.amounts.previous, row.amounts.change


def fraction(percent: Decimal | None) -> Decimal | None:
    """A percentage as spreadsheets hold it: 22.2 % is 0.222."""
    return None if percent is None else percent / 100


def lines_sheet(statement: Statement) -> Sheet:
    currency = statement.stamp.currency
    return Sheet(
        "Lines",
        (
            Column("Project", 30),
            Column("Service", 45),
            Column("Through pool", 30),
            Column(f"Exact amount ({currency})", 24, EXACT),
            Column(f"Amount ({currency})", 16, CENTS),
        ),
        [(line.project, line.service, line.pool, line.amount, line.cents) for line in statement.lines],
        (
            total_label(statement.lines, "line"),
            None,
            None,
            sum((line.amount for line in statement.lines), Decimal(0)),
            statement.amounts.total,
        ),
    )


def days_sheet(statement: Statement) -> Sheet:
    amounts = statement.amounts
    return Sheet(
        "By day",
        (Column("Day", 24), *amount_columns(statement.stamp.currency)),
        [(day.day, day.direct, day.shared, day.direct + day.shared) for day in statement.days],
        (total_label(statement.days, "day"), *amount_values(amounts)),
    )


def shared_costs_sheet(statement: Statement) -> Sheet:
    currency, costs = statement.stamp.currency, statement.shared_costs
    return Sheet(
        "Shared costs",
        (
            Column("Pool", 30),
            Column("How it is shared", 45),
            Column(f"Pool total ({currency})", 18, CENTS),
            Column("Own part", 12, PERCENT),
            Column(f"Amount ({currency})", 16, CENTS),
            Column("What is in it", 60),
        ),
        [(cost.name, cost.method, cost.pool_total, fraction(cost.percent), cost.amount, cost.note) for cost in costs],
        (total_label(costs, "pool"), None, None, None, statement.amounts.shared, None),
    )


def reconciliation_sheet(statement: Statement, parts: Sequence[Sheet]) -> Sheet:
    """Every table against the statement: its sum as we know it, and as the reader's own spreadsheet adds it up."""
    total, shared = statement.amounts.total, statement.amounts.shared
    projects, services, lines, days, pools = parts
    checks = [
        check("Projects", projects, 4, total),
        check("Services", services, 4, total),
        check("Lines", lines, 5, total),
        check("Days", days, 4, total),
        check("Shared costs", pools, 5, shared),
    ]
    return Sheet("Reconciliation", reconciliation_columns(statement.stamp.currency), checks)


def reconciliation_columns(currency: str) -> tuple[Column, ...]:
    titles = ("Statement", "Sum of the rows", "Difference", "Added up by this spreadsheet")
    return (Column("Check", 28), *(Column(f"{title} ({currency})", 20, CENTS) for title in titles))


def check(name: str, sheet: Sheet, column: int, expected: Decimal) -> tuple[Value, ...]:
    """One row: a column of `sheet` against `expected`, and a formula that repeats the sum in the reader's program."""
    found = sum((amount for row in sheet.rows if isinstance(amount := row[column - 1], Decimal)), Decimal("0.00"))
    formula = Formula(f"=ROUND(SUM({sheet.range_of(column)}),2)") if sheet.rows else None
    return name, expected, found, expected - found, formula
