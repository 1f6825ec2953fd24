"""Who pays for a target on a day: the team itself, the project's team of that day, or nobody for a reason."""

import datetime as dt

from .allocation import Payer, Reason
from .rulebook import Kind, Rulebook, Target


class Payers:
    """The teams and projects of a rulebook, ready to be asked who pays."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.teams = {team.slug: team for team in rulebook.teams}
        self.projects = {project.slug: project for project in rulebook.projects}

    def of(self, target: Target, day: dt.date) -> Payer:
        """Who pays for cost that goes to the team or project on that day."""
        if target.kind is Kind.TEAM:
            return self.team(target.slug, None, day)
        team = self.projects[target.slug].team_on(day)
        return self.team(team, target.slug, day) if team else Payer(None, target.slug, Reason.NO_TEAM)

    def team(self, slug: str, project: str | None, day: dt.date) -> Payer:
        if self.teams[slug].active.holds(day):
            return Payer(slug, project)
        return Payer(None, project, Reason.TEAM_INACTIVE)

    def active(self, day: dt.date) -> tuple[Target, ...]:
        """The teams that can be charged on that day, by slug."""
        return tuple(Target(Kind.TEAM, slug) for slug in sorted(self.teams) if self.teams[slug].active.holds(day))


def payer_order(payer: Payer) -> tuple[bool, str, str, str]:
    """Sorts payers by team and project, nobody last."""
    return (payer.team is None, payer.team or "", payer.project or "", payer.reason)
