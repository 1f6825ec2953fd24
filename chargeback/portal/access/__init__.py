"""The one door: pages take what they show from here, so nobody sees what is not theirs.

A foreign team or an unseen month is 404, the same page as for one that does not exist. Company-wide pages refuse by
role (403) before anything is looked up, so the answer says nothing about what there is. Rights are read from the
database at each request, never from the session. One module per area of the portal; pages import the package.
"""

from .company import overview_for, require_company
from .data import can_pull, data_health_for, job_for, source_to_pull_for, whom_to_ask
from .drafts import (
    approve_for,
    can_approve,
    draft_for,
    draft_text_for,
    drafts_for,
    edit_draft_for,
    end_draft_for,
    needs_second_person,
    new_draft_for,
    preview_for,
    take_over_for,
)
from .periods import newest_period_for, period_for, periods_for
from .pools import compare_for, pool_for, pools_for
from .rules import (
    can_change_rules,
    change_for,
    changes_for,
    history_for,
    require_rule_changer,
    rule_list_for,
    rulebook_yaml_for,
)
from .start import first_steps_for, has_first_steps
from .teams import can_export, exported_statement_for, statement_for, team_for, team_rows_for, teams_for
from .unallocated import assign_for, guesses_for, targets_for, unallocated_for

__all__ = [
    "approve_for",
    "assign_for",
    "can_approve",
    "can_change_rules",
    "can_export",
    "can_pull",
    "change_for",
    "changes_for",
    "compare_for",
    "data_health_for",
    "draft_for",
    "draft_text_for",
    "drafts_for",
    "edit_draft_for",
    "end_draft_for",
    "exported_statement_for",
    "first_steps_for",
    "guesses_for",
    "has_first_steps",
    "history_for",
    "job_for",
    "needs_second_person",
    "new_draft_for",
    "newest_period_for",
    "overview_for",
    "period_for",
    "periods_for",
    "pool_for",
    "pools_for",
    "preview_for",
    "require_company",
    "require_rule_changer",
    "rule_list_for",
    "rulebook_yaml_for",
    "source_to_pull_for",
    "statement_for",
    "take_over_for",
    "targets_for",
    "team_for",
    "team_rows_for",
    "teams_for",
    "unallocated_for",
    "whom_to_ask",
]
