"""Lists of the administration: few queries however many rows, search and filters that find."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from allocation.engine.rulebook import Rulebook
from allocation.rulebook import rulebook_from_yaml, save_rulebook

pytestmark = pytest.mark.django_db
LISTS = ["team", "owner", "project", "mappingrule", "pool", "splitrule", "driver", "reading"]


@pytest.mark.parametrize("model", LISTS)
def test_a_list_takes_as_many_queries_for_forty_rows_as_for_four(client: Client, ada: User, model: str) -> None:
    client.force_login(ada)
    counts = []
    for rows in (4, 40):
        save_rulebook(rulebook_from_yaml(company_of(rows)))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/admin/allocation/{model}/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("team/?q=4711", "Platform"),
        ("team/?q=Okafor", "Payments"),
        ("project/?q=Gateway-legacy", "Gateway"),
        ("mappingrule/?q=AWS", "support fee"),
        ("pool/?q=covers+every", "AWS Support"),
    ],
)
def test_search_finds_rows_by_what_people_know_of_them(
    client: Client, ada: User, company: Rulebook, query: str, found: str
) -> None:
    client.force_login(ada)
    answer = client.get(f"/admin/allocation/{query}")
    assert [str(row) for row in answer.context["cl"].result_list] == [found]


def company_of(rows: int) -> str:
    """A rulebook with so many of everything."""
    numbers = range(rows)
    return "\n".join(
        [
            "teams: {" + ", ".join(f"t{n}: Owner {n}" for n in numbers) + "}",
            "projects: {" + ", ".join(f"p{n}: {{team: t{n}, tags: [a{n}, b{n}]}}" for n in numbers) + "}",
            "pools: {"
            + ", ".join(f"s{n}: {{method: fixed, targets: {{t{n}: 1, project:p{n}: 2}}}}" for n in numbers)
            + "}",
            "rules: ["
            + ", ".join(f"{{name: r{n}, when: {{service: x{n}, region: y}}, pool: s{n}}}" for n in numbers)
            + "]",
            "drivers: {" + ", ".join(f"d{n}: {{2026-10: {{t{n}: 1}}}}" for n in numbers) + "}",
        ]
    )
