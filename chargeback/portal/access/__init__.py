"""The one door: pages take what they show from here, so nobody sees what is not theirs.

A foreign team or an unseen month is 404, the same page as for one that does not exist. Company-wide pages refuse by
role (403) before anything is looked up, so the answer says nothing about what there is. Rights are read from the
database at each request, never from the session. One module per area of the portal; pages import the package.
"""

from .company import (
    can_administer,
    overview_for,
    overview_with_attention_for,
    require_company,
    unallocated_for,
)
from .data import can_pull, data_health_for, job_for, source_to_pull_for, whom_to_ask
from .explain import carriage_for, explanation_for, unallocated_explanation_for
from .lines import all_lines_for, exported_lines_for, lines_for
from .periods import newest_period_for, period_for, periods_for
from .teams import can_export, exported_statement_for, statement_for, team_for, team_rows_for, teams_for

__all__ = [
    "all_lines_for",
    "can_administer",
    "can_export",
    "can_pull",
    "carriage_for",
    "data_health_for",
    "explanation_for",
    "exported_lines_for",
    "exported_statement_for",
    "job_for",
    "lines_for",
    "newest_period_for",
    "overview_for",
    "overview_with_attention_for",
    "period_for",
    "periods_for",
    "require_company",
    "source_to_pull_for",
    "statement_for",
    "team_for",
    "team_rows_for",
    "teams_for",
    "unallocated_explanation_for",
    "unallocated_for",
    "whom_to_ask",
]
