"""The one door: pages take what they show from here, so nobody sees what is not theirs.

A foreign team or an unseen month is 404, the same page as for one that does not exist. Company-wide pages refuse by
role (403) before anything is looked up, so the answer says nothing about what there is. Rights are read from the
database at each request, never from the session. One module per area of the portal; pages import the package.
"""

from .company import overview_for, require_company, unallocated_for
from .data import (
    backfill_for,
    budget_for,
    can_pull,
    can_work,
    data_health_for,
    job_for,
    job_to_change_for,
    jobs_for,
    pull_for,
    pull_price_for,
    pulls_for,
    source_for,
    source_named_for,
    source_to_pull_for,
    sources_for,
    whom_to_ask,
)
from .periods import newest_period_for, period_for, periods_for
from .tags import (
    can_map,
    coverage_for,
    listing_troubles_for,
    newest_coverage_for,
    newest_values_for,
    pulled_keys_for,
    required_tags_for,
    unknown_values_for,
    untagged_for,
    used_keys_for,
)
from .teams import can_export, exported_statement_for, statement_for, team_for, team_rows_for, teams_for

__all__ = [
    "backfill_for",
    "budget_for",
    "can_export",
    "can_map",
    "can_pull",
    "can_work",
    "coverage_for",
    "data_health_for",
    "exported_statement_for",
    "job_for",
    "job_to_change_for",
    "jobs_for",
    "listing_troubles_for",
    "newest_coverage_for",
    "newest_period_for",
    "newest_values_for",
    "overview_for",
    "period_for",
    "periods_for",
    "pull_for",
    "pull_price_for",
    "pulled_keys_for",
    "pulls_for",
    "require_company",
    "required_tags_for",
    "source_for",
    "source_named_for",
    "source_to_pull_for",
    "sources_for",
    "statement_for",
    "team_for",
    "team_rows_for",
    "teams_for",
    "unallocated_for",
    "unknown_values_for",
    "untagged_for",
    "used_keys_for",
    "whom_to_ask",
]
