"""First steps -> what their page shows. Pure but for addresses by name."""

from dataclasses import dataclass

from django.urls import reverse

from chargeback.billing.first_steps import AIM, FirstSteps

from .. import display
from ..help import Help

HELP = Help(
    "The way from an empty portal to the first statement. Each step knows whether it is done; the page leaves the "
    "navigation when all are.",
)


@dataclass(frozen=True, slots=True)
class Way:
    """Somewhere to go for a step."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step. `is_next` marks the first that is not done."""

    title: str
    words: str
    ways: tuple[Way, ...]
    is_done: bool
    is_next: bool = False


def start_page(steps: FirstSteps) -> dict[str, object]:
    found = all_steps(steps)
    following = next((place for place, step in enumerate(found) if not step.is_done), None)
    marked = [
        Step(step.title, step.words, step.ways, step.is_done, place == following) for place, step in enumerate(found)
    ]
    done = sum(step.is_done for step in found)
    return {"steps": marked, "done": done, "are_done": steps.are_done, "help": HELP}


def all_steps(steps: FirstSteps) -> list[Step]:
    return [source_step(steps), teams_step(steps), tag_step(steps), pull_step(steps), *last_steps(steps)]


def source_step(steps: FirstSteps) -> Step:
    words = (
        "Say which payer account to read. Credentials stay in the environment of the worker; none are stored here. "
        "To look around first, “make run” in a checkout brings a demo company with a year of bills."
    )
    ways = (Way("Add a source", reverse("admin:costs_source_add")),)
    return Step("Connect a source of costs", words, ways, steps.source)


def teams_step(steps: FirstSteps) -> Step:
    words = "Who pays: each team with its owner and cost centre. By hand, or all at once from a YAML file."
    ways = (Way("Add a team", reverse("admin:allocation_team_add")), Way("Upload a rulebook", reverse("draft-new")))
    return Step("Name the teams", words, ways, steps.teams)


def tag_step(steps: FirstSteps) -> Step:
    keys = ", ".join(steps.tag_keys)
    words = (
        f"The tag key is {keys} now. Change it if your cloud uses another, then add projects with their tag values. "
        "Without tags, remove the key and write rules."
        if keys
        else "No tag is used: write mapping rules that say which account or service goes to whom."
    )
    ways = (
        Way("Choose the tag key", reverse("admin:allocation_allocationoptions_changelist")),
        Way("Add a project", reverse("admin:allocation_project_add")),
        Way("Add a rule", reverse("admin:allocation_mappingrule_add")),
    )
    return Step("Say which tag names the project", words, ways, steps.tag)


def pull_step(steps: FirstSteps) -> Step:
    words = "Pull a month of costs. It is checked against the provider's own total, then calculated."
    return Step("Pull the first month", words, (Way("Go to Data", reverse("data")),), steps.pull)


def last_steps(steps: FirstSteps) -> list[Step]:
    """Work down what is with nobody, and read the first statement."""
    month, ways, statement = steps.month, list[Way](), list[Way]()
    words = "After the first pull: give what no rule covers to somebody."
    if month:
        part = display.percentage(steps.unallocated_percent)
        words = f"{part} of {display.month_name(month)} is with nobody; the aim is at most {AIM} %."
        ways = [Way("Open Unallocated", reverse("unallocated", args=[month]))]
    if month and steps.team:
        statement = [Way("Open a statement", reverse("statement", args=[month, steps.team]))]
    return [
        Step("Work down unallocated cost", words, tuple(ways), steps.unallocated),
        Step(
            "Read the first statement",
            "What one team owes, line by line. Then let its lead in: a user with a membership in the team.",
            (*statement, Way("Add a user", reverse("admin:auth_user_add"))),
            steps.statement,
        ),
    ]
