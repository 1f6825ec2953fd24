"""The tutorial's way: pages by boto3, a DataFrame of floats, `to_sql`."""

import os

import pandas as pd
from sqlalchemy import Engine, create_engine, text

from allocation.engine.money import UNIT

from ..months.databases import use_copy
from ..pages import METRICS
from ..way import Answer, Way
from .cloud import groups, point_to

BATCH = 10_000  # of 1,000 to 100,000 none is quicker
COLUMNS = ["day", "account", "service", "billed", "effective"]


def prepare(database: str, url: str) -> Way:
    used = use_copy(database)
    point_to(url)
    engine = engine_of(f"{database}_{os.getpid()}")
    return Way(lambda: run(engine), lambda _: answer(engine), used)


def engine_of(database: str) -> Engine:
    """SQLAlchemy's engine for the copy that Django was pointed to."""
    from django.db import connection

    found = connection.get_connection_params()
    names = {"host": found.get("host", ""), "user": found.get("user", ""), "password": found.get("password", "")}
    known = {name: value for name, value in names.items() if value}
    port = {"port": found["port"]} if found.get("port") else {}
    return create_engine("postgresql+psycopg://", connect_args={"dbname": database, **known, **port})


def run(engine: Engine) -> None:
    rows = [
        (day, *group["Keys"], *(float(group["Metrics"][metric]["Amount"]) for metric in METRICS))
        for day, group in groups()
    ]
    table = pd.DataFrame(rows, columns=COLUMNS)
    table["day"] = pd.to_datetime(table["day"]).dt.date
    table.to_sql("bench_pulled", engine, if_exists="replace", index=False, chunksize=BATCH)


def answer(engine: Engine) -> Answer:
    with engine.connect() as connection:
        count, total = connection.execute(text("SELECT count(*), sum(billed) FROM bench_pulled")).one()
    return Answer(round(total * UNIT), count, precision=UNIT // 100)
