"""What a pull changed of days that had been pulled before: per series and day, and added up. Set-based, in SQL.

set_aside    the stored records of a window are deleted and kept beside, for the rest of the transaction
restate      what differs between them and the records that took their place
"""

import datetime as dt

from django.db import connection

from chargeback.sources.window import Window

from .models import DailyControl, Pull, Source

SET_ASIDE = """
    CREATE TEMPORARY TABLE set_aside ON COMMIT DROP AS
    SELECT series_id, day, billed_cost, effective_cost FROM costs_costrecord LIMIT 0;
    WITH gone AS (
        DELETE FROM costs_costrecord USING costs_costseries
        WHERE costs_costseries.id = series_id AND source_id = %(source)s AND day >= %(start)s AND day < %(end)s
        RETURNING series_id, day, billed_cost, effective_cost)
    INSERT INTO set_aside SELECT * FROM gone
"""
CHANGED = """
    INSERT INTO costs_restatedcost
        (pull_id, series_id, day, billed_before, billed_after, effective_before, effective_after)
    SELECT %(pull)s, coalesce(old.series_id, new.series_id), coalesce(old.day, new.day),
        old.billed_cost, new.billed_cost, old.effective_cost, new.effective_cost
    FROM set_aside AS old
    FULL JOIN (
        SELECT series_id, day, billed_cost, effective_cost FROM costs_costrecord
        WHERE pull_id = %(pull)s AND day >= %(start)s AND day < %(end)s
    ) AS new ON old.series_id = new.series_id AND old.day = new.day
    WHERE (old.billed_cost, old.effective_cost) IS DISTINCT FROM (new.billed_cost, new.effective_cost)
        AND coalesce(old.day, new.day) = ANY(%(known)s)
"""
SUMMED = """
    INSERT INTO costs_restatement
        (pull_id, currency, days, series, records, billed_before, billed_after, effective_before, effective_after)
    SELECT pull_id, currency, count(DISTINCT day), count(DISTINCT series_id), count(*),
        sum(coalesce(billed_before, 0)), sum(coalesce(billed_after, 0)),
        sum(coalesce(effective_before, 0)), sum(coalesce(effective_after, 0))
    FROM costs_restatedcost JOIN costs_costseries ON costs_costseries.id = series_id
    WHERE pull_id = %(pull)s GROUP BY pull_id, currency
    ON CONFLICT (pull_id, currency) DO UPDATE SET
        (days, series, records, billed_before, billed_after, effective_before, effective_after) =
        (excluded.days, excluded.series, excluded.records, excluded.billed_before, excluded.billed_after,
         excluded.effective_before, excluded.effective_after)
"""


def set_aside(source: Source, window: Window) -> list[dt.date]:
    """The days of the window that had been pulled before. No record of the source is left in the window."""
    days = DailyControl.objects.filter(source=source, day__gte=window.start, day__lt=window.end)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS set_aside")
        cursor.execute(SET_ASIDE, {"source": source.pk, "start": window.start, "end": window.end})
    return list(days.values_list("day", flat=True))


def restate(pull: Pull, window: Window, known: list[dt.date]) -> None:
    """What the pull changed of the known days is written down, and added up per currency."""
    if known:
        with connection.cursor() as cursor:
            cursor.execute(CHANGED, {"pull": pull.pk, "start": window.start, "end": window.end, "known": known})
            cursor.execute(SUMMED, {"pull": pull.pk})
