"""`teams:` and `projects:` of the file -> teams, projects and whose they are on which day."""

from allocation.engine.rulebook import Kind, Project, Team, Tenure

from .entries import Entry, span_of
from .names import LONGEST_NAME, Names

LONGEST_ACCOUNT, LONGEST_TAG = 40, 256


def teams_from(entries: dict[str, Entry], names: Names) -> tuple[Team, ...]:
    return tuple(team_from(key, entry, names.teams[key]) for key, entry in entries.items() if key in names.teams)


def team_from(key: str, entry: Entry, slug: str) -> Team:
    """A team from its owner's name alone, or from a mapping."""
    name = entry.key(key).text(LONGEST_NAME)
    if not isinstance(entry.value, dict):
        return Team(slug, name, owner=entry.text(LONGEST_NAME))
    keys = entry.known("name", "owner", "cost_centre", "gl_account", "from", "until")
    return Team(
        slug,
        name=optional_text(keys, "name", LONGEST_NAME) or name,
        owner=optional_text(keys, "owner", LONGEST_NAME),
        cost_centre=optional_text(keys, "cost_centre", LONGEST_ACCOUNT),
        gl_account=optional_text(keys, "gl_account", LONGEST_ACCOUNT),
        active=span_of(entry, keys),
    )


def projects_from(entries: dict[str, Entry], names: Names) -> tuple[Project, ...]:
    return tuple(
        project_from(key, entry, names.projects[key], names) for key, entry in entries.items() if key in names.projects
    )


def project_from(key: str, entry: Entry, slug: str, names: Names) -> Project:
    """A project from its team's name alone, or from a mapping. Without `tags` its key is its tag value."""
    name, tag = entry.key(key).text(LONGEST_NAME), entry.key(key).text(LONGEST_TAG)
    if not isinstance(entry.value, dict):
        return Project(slug, name, (tag,), tenures_from(entry, names))
    keys = entry.known("name", "team", "tags")
    tags = keys["tags"].texts(LONGEST_TAG) if "tags" in keys else (tag,)
    if "team" not in keys:
        entry.refuse("write team: and whose project it is, or team: [] when it is nobody's")
    tenures = tenures_from(keys["team"], names) if "team" in keys else ()
    return Project(slug, optional_text(keys, "name", LONGEST_NAME) or name, tags, tenures)


def tenures_from(entry: Entry, names: Names) -> tuple[Tenure, ...]:
    """One team for ever, or a list of teams with their days."""
    if entry.value is None:
        entry.refuse("write the team that the project belongs to, or [] when it is nobody's")
        return ()
    items = [entry] if isinstance(entry.value, dict) else entry.items()
    return tuple(tenure for tenure in (tenure_from(item, names) for item in items) if tenure.team)


def tenure_from(entry: Entry, names: Names) -> Tenure:
    if not isinstance(entry.value, dict):
        return Tenure(names.find(Kind.TEAM, entry))
    keys = entry.known("team", "from", "until")
    if "team" not in keys:
        entry.refuse("write team: and whose project it was in these days")
        return Tenure("")
    return Tenure(names.find(Kind.TEAM, keys["team"]), span_of(entry, keys))


def optional_text(keys: dict[str, Entry], key: str, longest: int) -> str:
    return keys[key].text(longest) if key in keys else ""
