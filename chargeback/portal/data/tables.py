"""The tables of pulls, what they changed, months of a source and jobs."""

import datetime as dt
from collections.abc import Sequence

import django_tables2 as tables
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html

from chargeback.costs.backfill import Backfill
from chargeback.costs.pull_changes import PullChanges, SeriesChange
from chargeback.costs.pull_history import PullFacts
from chargeback.costs.states import MonthState, State
from chargeback.jobs.history import JobFacts
from chargeback.sources.batch import dollars

from .. import display
from ..tables import ONE_LINE, DayColumn, MoneyColumn, NumberColumn, Table

WIDE = {"td": {"class": "wide"}}


def pill(state: str, words: str) -> str:
    return format_html('<span class="pill {}">{}</span>', state.replace(" ", "-"), words[:1].upper() + words[1:])


class PullTable(Table):
    started_at = tables.Column("Started", attrs=ONE_LINE, linkify=lambda record: reverse("pull", args=[record.pk]))
    source = tables.Column()
    start = tables.Column("Days", attrs=ONE_LINE)
    state = tables.Column("State")
    records = NumberColumn("Records")
    billed = MoneyColumn("Billed")
    currency = tables.Column("Currency")
    requests = NumberColumn("Requests")
    dollars = MoneyColumn("Price USD")
    error = tables.Column("What happened", attrs=WIDE, orderable=False)

    default_order = "-started_at"

    def render_started_at(self, record: PullFacts) -> str:
        return display.moment(record.started_at)

    def render_start(self, record: PullFacts) -> str:
        return display.days(record.start, record.end)

    def render_state(self, record: PullFacts) -> str:
        return pill(record.state, record.state_words)

    def render_records(self, value: int) -> str:
        return display.count(value)


def pull_table(pulls: Sequence[PullFacts], query: QueryDict, caption: str, empty: str) -> PullTable:
    """Columns that would say the same in every row are left out."""
    hidden = [] if any(pull.error for pull in pulls) else ["error"]
    if len({pull.slug for pull in pulls}) == 1:
        hidden.append("source")
    currencies, heads = {pull.currency for pull in pulls if pull.currency}, {}
    if len(currencies) == 1:
        hidden.append("currency")
        heads["billed"] = f"Billed {currencies.pop()}"
    return PullTable(pulls, caption, query, heads=heads, empty_text=empty, name="pulls", exclude=hidden)


class AnsweredTable(Table):
    number = NumberColumn("No.", orderable=False)
    asked = tables.Column("Asked", orderable=False, attrs=WIDE)
    request_id = tables.Column("Request ID at AWS", orderable=False, attrs={"td": {"class": "code"}})


def answered_table(answered: Sequence[tuple[str, str]], query: QueryDict) -> AnsweredTable:
    """The requests of a pull in the order of asking, by the ids under which AWS Support and CloudTrail know them."""
    rows = [
        {"number": display.count(number), "asked": asked, "request_id": request_id}
        for number, (request_id, asked) in enumerate(answered, 1)
    ]
    return AnsweredTable(rows, "Requests that AWS answered", query, name="answered")


class MonthsTable(Table):
    month = tables.Column("Month", attrs=ONE_LINE)
    state = tables.Column("State")
    billed = MoneyColumn("Provider's total", accessor="heard__billed")
    difference = MoneyColumn("Difference")
    currency = tables.Column("Currency", accessor="heard__currency")
    newest = DayColumn("Data to", accessor="stored__newest")
    missing_days = NumberColumn("Days missing")
    stable_for = NumberColumn("Unchanged for", accessor="heard__stable_for")
    checked_at = tables.Column("Heard", accessor="heard__checked_at", attrs=ONE_LINE)

    default_order = "-month"

    def render_month(self, value: dt.date) -> str:
        return display.short_month(value)

    def render_state(self, value: State) -> str:
        return pill(value, value)

    def render_stable_for(self, value: int) -> str:
        return f"{value} pull{'' if value == 1 else 's'}" if value else display.NOTHING

    def render_checked_at(self, value: dt.datetime) -> str:
        return display.moment(value)


def months_table(months: Sequence[MonthState], query: QueryDict) -> MonthsTable:
    """Columns that say nothing are left out."""
    hidden = [] if any(month.missing_days for month in months) else ["missing_days"]
    if not any(month.difference for month in months):
        hidden.append("difference")
    currencies = {month.heard.currency for month in months}
    if len(currencies) == 1:
        hidden.append("currency")
    heads = {"billed": f"Provider's total {currencies.pop()}"} if len(currencies) == 1 else {}
    nothing = "No month was looked at yet."
    return MonthsTable(months, "Months", query, heads=heads, exclude=hidden, empty_text=nothing, name="months")


class BackfillTable(Table):
    month = tables.Column("Month", attrs=ONE_LINE, orderable=False)
    need = tables.Column("What happens", orderable=False)
    requests = NumberColumn("Requests", orderable=False)
    dollars = MoneyColumn("Price USD", accessor="requests", orderable=False)

    def render_month(self, value: dt.date | str) -> str:
        return display.month_name(value) if isinstance(value, dt.date) else value

    def render_need(self, value: str) -> str:
        return value[:1].upper() + value[1:]

    def render_dollars(self, value: int) -> str:
        return display.money(dollars(value))


def backfill_table(backfill: Backfill, query: QueryDict) -> BackfillTable:
    total = {"month": "Total", "requests": backfill.requests}
    return BackfillTable(backfill.months, "Months before this one", query, closing=[total], name="backfill")


class DayChangesTable(Table):
    day = DayColumn("Day")
    before = MoneyColumn("Before", accessor="moved__before")
    after = MoneyColumn("After", accessor="moved__after")
    change = MoneyColumn("Change", accessor="moved__change")
    records = NumberColumn("Records", accessor="moved__records")


class SeriesChangesTable(Table):
    service = tables.Column("Service")
    account = tables.Column("Account")
    tags = tables.Column("Tags")
    record_type = tables.Column("Kind")
    before = MoneyColumn("Before", accessor="moved__before")
    after = MoneyColumn("After", accessor="moved__after")
    change = MoneyColumn("Change", accessor="moved__change")
    records = NumberColumn("Days", accessor="moved__records")

    def render_account(self, record: SeriesChange) -> str:
        return f"{record.account_name} ({record.account})" if record.account_name else record.account


def heads(currency: str) -> dict[str, str]:
    return {name: f"{name.capitalize()} {currency}" for name in ("before", "after", "change")}


def day_changes_table(found: PullChanges, query: QueryDict) -> DayChangesTable:
    total = {"day": "Total", "moved": found.moved}
    name = f"days-{found.currency.lower()}"
    return DayChangesTable(
        found.days, "What changed, by day", query, closing=[total], heads=heads(found.currency), name=name
    )


def series_changes_table(found: PullChanges, query: QueryDict) -> SeriesChangesTable:
    closing = [SeriesChange("", "", "Total", "", "", found.moved)]
    if left := found.series_count - len(found.series):
        closing.insert(0, SeriesChange("", "", f"{display.count(left)} more series", "", "", found.rest))
    name = f"series-{found.currency.lower()}"
    caption = "What changed, by series, largest first"
    return SeriesChangesTable(found.series, caption, query, closing=closing, heads=heads(found.currency), name=name)


class JobsTable(Table):
    created_at = tables.Column("Asked for", attrs=ONE_LINE)
    kind = tables.Column("Job")
    state = tables.Column("State")
    took = NumberColumn("Took")
    by = tables.Column("By", default="the portal")
    message = tables.Column("What happened", attrs=WIDE, empty_values=(), orderable=False)

    default_order = "-created_at"

    def render_created_at(self, record: JobFacts) -> str:
        return display.moment(record.created_at)

    def render_took(self, value: dt.timedelta) -> str:
        return display.duration(value)

    def render_kind(self, record: JobFacts) -> str:
        words = (record.kind.capitalize(), record.arguments.get("source", ""), display.window(record.arguments))
        return format_html('<a href="{}">{}</a>', reverse("job", args=[record.pk]), " ".join(filter(None, words)))

    def render_state(self, record: JobFacts) -> str:
        return pill(record.state, record.state_words)

    def render_message(self, record: JobFacts) -> str:
        return record.error or record.message


def jobs_table(jobs: Sequence[JobFacts], query: QueryDict) -> JobsTable:
    return JobsTable(jobs, "Jobs, newest first", query, name="jobs", empty_text="No job matches.")
