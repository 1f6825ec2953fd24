"""Databases for a benchmark: one is filled, and every way works on a copy of its own."""

import os
from collections.abc import Callable

from django.core.management import call_command
from django.db import connection

from chargeback.billing.runs import run_period

from ..company import MONTH
from ..server import used_by_server
from .filling import CURRENCY, NOW, fill


def make(name: str, records: int, series: int) -> None:
    """After this the database holds the large company's month. Run it in a process of its own."""
    make_empty(name)
    fill(records, series)
    connection.close()


def calculate(name: str) -> None:
    """After this the database's month has its run."""
    connection.settings_dict["NAME"] = name
    run_period(MONTH, CURRENCY, NOW)
    connection.close()


def make_empty(name: str) -> None:
    """After this the database has the portal's tables."""
    use_new(name, "template1")
    call_command("migrate", verbosity=0)
    connection.close()


def use_copy(name: str) -> Callable[[], tuple[float, int]]:
    """From now on this process works on a copy of the database. Returns what its server has used so far."""
    use_new(f"{name}_{os.getpid()}", name)
    connection.ensure_connection()
    return used_by_server(connection.connection.info.backend_pid)


def use_new(name: str, template: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    connection.close()
    connection.settings_dict["NAME"] = name
