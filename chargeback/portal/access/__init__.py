"""The one door: pages take what they show from here, so nobody sees what is not theirs.

A foreign team or an unseen month is 404, the same page as for one that does not exist. Company-wide pages refuse by
role (403) before anything is looked up, so the answer says nothing about what there is. Rights are read from the
database at each request, never from the session. One module per area of the portal; pages import the package.
"""

from .company import overview_for, require_company, unallocated_for
from .data import can_pull, data_health_for, job_for, source_to_pull_for, whom_to_ask
from .periods import newest_period_for, period_for, periods_for
from .teams import can_export, exported_statement_for, statement_for, team_for, team_rows_for, teams_for

__all__ = [
    "can_export",
    "can_pull",
    "data_health_for",
    "exported_statement_for",
    "job_for",
    "newest_period_for",
    "overview_for",
    "period_for",
    "periods_for",
    "require_company",
    "source_to_pull_for",
    "statement_for",
    "team_for",
    "team_rows_for",
    "teams_for",
    "unallocated_for",
    "whom_to_ask",
]
