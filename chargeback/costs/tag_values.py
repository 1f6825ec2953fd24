"""Which values of tags were ever billed, since when, and since when the portal knows of them."""

import datetime as dt

from django.db import connection

from .models import Source

# Each series' first day is one step into the index of records; adding the records up would read a million of them.
NOTICE = """
    INSERT INTO costs_tagvalue (key, value, first_day, noticed_at)
    SELECT tag.key, tag.value, min(first.day), %(now)s
    FROM costs_costseries series
    CROSS JOIN LATERAL jsonb_each_text(series.tags) tag
    CROSS JOIN LATERAL (SELECT day FROM costs_costrecord WHERE series_id = series.id ORDER BY day LIMIT 1) first
    WHERE series.source_id = %(source)s
    GROUP BY tag.key, tag.value
    ON CONFLICT (md5(key), md5(value)) DO UPDATE SET first_day = excluded.first_day
    WHERE excluded.first_day < costs_tagvalue.first_day
"""


def notice_values(source: Source, now: dt.datetime) -> None:
    """Every tag value with a stored record of the source is known. To be called when a pull has stored records.

    A value that is there already keeps the moment it was noticed; its first day only moves back.
    """
    with connection.cursor() as cursor:
        cursor.execute(NOTICE, {"source": source.pk, "now": now})
