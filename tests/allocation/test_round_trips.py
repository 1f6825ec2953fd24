"""A rulebook survives YAML and the database without loss."""

from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis.extra.django import TestCase

from allocation.engine.rulebook import Rulebook
from allocation.models import Team
from allocation.rulebook import load_rulebook, rulebook_from_yaml, rulebook_to_yaml, save_rulebook

from .rulebooks import rulebooks

QUERIES_TO_LOAD = 14
FULL = """
tag: [project, app]
any_case: [app]
teams:
  dev: {name: Development, owner: Alice, cost_centre: "0471", gl_account: "6805"}
  ops: {owner: Bob, from: 2026-01-01, until: 2027-01-01}
projects:
  alpha: {team: dev, tags: [alpha, Alpha-legacy]}
  beta: {team: [{team: dev, until: 2026-07-16}, {team: ops, from: 2026-07-16}]}
  idle: {team: [], tags: []}
rules:
  - {name: support, when: {service: "AWS Support*"}, pool: support, note: Ordered by finance.}
  - {name: both, when: [{service: {contains: a}}, {service: {not: {suffix: b}}}], project: alpha}
  - {name: north, when: {cost_category.Division: North, product.model: "Claude*"}, team: dev}
  - {name: untagged, when: {tags.env: {absent: true}, tags.app: {absent: false}}, team: dev, from: 2026-01-01}
  - {name: rest, when: {}, team: ops}
pools:
  support: {method: proportional, targets: [dev, ops], basis: total}
  rds: {method: fixed, targets: {dev: 0.1, project:alpha: 30, pool:network: 10}}
  network:
    note: Between accounts
    splits:
      - {method: driver, driver: gb_out, targets: [dev, pool:rds], fallback: previous, until: 2026-07-01}
      - {method: even, targets: all, fallback: team:ops, from: 2026-07-01}
  later: {splits: []}
drivers:
  gb_out: {name: Gigabytes out, unit: GB, 2026-10: {dev: 120.5, pool:rds: 5}}
settlement: {method: reciprocal, order: [network, rds]}
unallocated: {team: ops}
"""


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(rulebooks())
def test_yaml_gives_the_rulebook_back(rulebook: Rulebook) -> None:
    assert rulebook_from_yaml(rulebook_to_yaml(rulebook)) == rulebook


class DatabaseRoundTrip(TestCase):
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(rulebooks(), rulebooks())
    def test_the_database_gives_the_rulebook_back_whatever_stood_there(self, old: Rulebook, new: Rulebook) -> None:
        save_rulebook(old)
        save_rulebook(new)
        assert load_rulebook() == new
        assert load_rulebook().fingerprint() == new.fingerprint()


@pytest.mark.django_db
def test_every_key_of_the_format_survives_database_and_yaml() -> None:
    rulebook = rulebook_from_yaml(FULL)
    save_rulebook(rulebook)
    assert rulebook_from_yaml(rulebook_to_yaml(load_rulebook())) == rulebook


@pytest.mark.django_db
def test_saving_the_same_rulebook_again_changes_nothing() -> None:
    save_rulebook(rulebook_from_yaml(FULL))
    assert save_rulebook(rulebook_from_yaml(FULL)).lines() == []


@pytest.mark.django_db
def test_loading_takes_the_same_few_queries_however_long_the_rulebook_is(django_assert_num_queries: Any) -> None:
    save_rulebook(rulebook_from_yaml(FULL))
    with django_assert_num_queries(QUERIES_TO_LOAD):
        load_rulebook()
    more = "\n".join(f"  p{number}: {{team: dev, tags: [p{number}, q{number}]}}" for number in range(50))
    save_rulebook(rulebook_from_yaml(FULL.replace("projects:\n", f"projects:\n{more}\n")))
    with django_assert_num_queries(QUERIES_TO_LOAD):
        assert len(load_rulebook().projects) == 53


@pytest.mark.django_db
def test_a_team_that_the_file_no_longer_names_is_retired_and_comes_back_with_it() -> None:
    both = rulebook_from_yaml("teams: {dev: Alice, ops: Bob}")
    one = rulebook_from_yaml("teams: {dev: Alice}")
    save_rulebook(both)
    changes = save_rulebook(one)
    assert changes.lines() == ["team ops: retired (old statements keep its name; it takes part in nothing)"]
    assert Team.objects.get(slug="ops").is_retired
    assert load_rulebook() == one
    assert save_rulebook(both).lines() == ["team ops: added"]
    assert not Team.objects.get(slug="ops").is_retired


@pytest.mark.django_db(transaction=True)
def test_a_save_that_fails_leaves_everything_as_it_was() -> None:
    before = rulebook_from_yaml(FULL)
    save_rulebook(before)
    overlapping = rulebook_from_yaml("teams: {dev: Alice}\nprojects: {alpha: dev}").projects[0]
    broken = Rulebook(teams=before.teams, projects=(type(overlapping)("alpha", "alpha", (), overlapping.tenures * 2),))
    with pytest.raises(Exception, match="tenure_one_team_a_day"):
        save_rulebook(broken)
    connection.close()
    assert load_rulebook() == before
