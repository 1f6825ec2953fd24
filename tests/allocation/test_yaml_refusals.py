"""What the file may not say: each mistake is named with its place and the fix, all of them at once, never a crash."""

import pytest

from allocation.rulebook import RulebookError, rulebook_from_yaml

BASE = "teams: {dev: Alice, ops: Bob}\nprojects: {alpha: dev}\n"

# what is added to BASE -> how the problem begins, and a word of the advice
MISTAKES = {
    "colour: red": ("colour: unknown key", "known here"),
    "rule: []": ("rule: unknown key", "did you mean 'rules'?"),
    "pools: {p: {method: fixd, targets: {dev: 1}}}": ("pools.p.method: unknown 'fixd'", "did you mean 'fixed'?"),
    "pools: {p: {method: even, targets: [dve]}}": ("pools.p.targets: unknown team 'dve'", "did you mean 'dev'?"),
    "pools: {p: {method: even, targets: [alpha]}}": ("pools.p.targets: unknown team", "write project:alpha"),
    "pools: {p: {method: even, targets: [dev, dev]}}": ("pools.p.targets: dev stands twice", "once"),
    "pools: {p: {method: even, targets: []}}": ("pools.p.targets: names no receiver", "or all"),
    "pools: {p: {method: even, targets: {dev: 2}}}": ("pools.p.targets.dev: weights are for", "list of names"),
    "pools: {p: {method: fixed, targets: [dev, ops]}}": ("pools.p.targets: fixed needs a weight", "{dev: 1}"),
    "pools: {p: {method: fixed, targets: all}}": ("pools.p.targets: fixed needs a weight", "even"),
    "pools: {p: {method: fixed, targets: {dev: -1}}}": ("pools.p.targets.dev: -1 is negative", "write 0"),
    "pools: {p: {method: fixed, targets: {dev: half}}}": ("pools.p.targets.dev: 'half' is not a number", "0.5"),
    "pools: {p: {method: fixed, targets: {dev: .nan}}}": ("pools.p.targets.dev: '.nan' is not", "digits"),
    "pools: {p: {method: fixed, targets: {dev: ٣}}}": ("pools.p.targets.dev: '٣' is not a number", "digits"),
    "pools: {p: {method: fixed, targets: {dev: 0, ops: 0.0}}}": ("pools.p.targets: the weights sum to zero", "above"),
    "pools: {p: {method: fixed, targets: {dev: 0.00000000001}}}": ("pools.p.targets.dev: 0.00000000001 has", "10"),
    "pools: {p: {}}": ("pools.p: write method: and targets:", "shared"),
    "pools: {p: {method: driver, targets: all}}": ("pools.p: write driver:", "shared"),
    "pools: {p: {method: driver, driver: gb, targets: all}}": ("pools.p.driver: unknown driver", "add it under"),
    "pools: {p: {method: even, targets: all, basis: total}}": ("pools.p.basis: is for", "remove"),
    "pools: {p: {method: even, targets: all, fallback: team:x}}": ("pools.p.fallback: unknown team", "teams:"),
    "pools: {p: {method: even, targets: all, fallback: maybe}}": ("pools.p.fallback: unknown fallback", "even"),
    "pools: {p: [{method: even, targets: all}, {method: even, targets: [dev], from: 2026-01-01}]}": (
        "pools.p: two entries hold on 2026-01-01",
        "end the earlier",
    ),
    "pools: {a: {method: even, targets: [pool:b]}, b: {method: even, targets: [pool:a]}}": (
        "pools.a.targets: the pool can reach no team",
        "add a team",
    ),
    "settlement: {method: step-down, order: [a]}\npools: {a: {method: even, targets: [dev, pool:a]}}": (
        "pools.a.targets: the pool is its own receiver",
        "remove",
    ),
    "settlement: {method: direct}\npools: {a: {method: even, targets: [pool:b]}, b: {method: even, targets: all}}": (
        "pools.a.targets: with direct settlement",
        "add a team",
    ),
    "settlement: {order: [a]}": ("settlement: write method:", "reciprocal"),
    "rules: {a: 1}": ("rules: write a list", "- name:"),
    "rules: [{name: r, team: dev}]": ("rules.r: write when:", "when: {}"),
    "rules: [{name: r, when: {}}]": ("rules.r: write exactly one of", "pool:"),
    "rules: [{name: r, when: {}, team: dev, project: alpha}]": ("rules.r: write exactly one of", "pool:"),
    "rules: [{when: {}, team: dev}]": ("rules[0]: write name:", "explains"),
    "rules: [{name: r, when: {}, team: dev}, {name: r, when: {}, team: ops}]": (
        "rules.r: the name stands twice",
        "own",
    ),
    "rules: [{name: r, when: {servic: x}, team: dev}]": ("rules.r.when.servic: unknown dimension", "'service'?"),
    "rules: [{name: r, when: {tag.env: x}, team: dev}]": ("rules.r.when.tag.env: unknown dimension", "tags.env"),
    "rules: [{name: r, when: {service: {regex: '(a'}}, team: dev}]": ("rules.r.when.service.regex", "re2"),
    "rules: [{name: r, when: {service: {regex: '(?=a)b'}}, team: dev}]": ("rules.r.when.service.regex", "re2"),
    "rules: [{name: r, when: {service: ''}, team: dev}]": ("rules.r.when.service: empty", "write"),
    "rules: [{name: r, when: {service: []}, team: dev}]": ("rules.r.when.service: write at least one", "is absent"),
    "rules: [{name: r, when: {service: {absent: maybe}}, team: dev}]": ("rules.r.when.service.absent", "true"),
    "rules: [{name: r, when: {service: {like: x}}, team: dev}]": ("rules.r.when.service.like: unknown key", "prefix"),
    "rules: [{name: r, when: {}, team: dev, from: 16.07.2026}]": ("rules.r.from: '16.07.2026' is not a day", "YYYY"),
    "rules: [{name: r, when: {}, team: dev, from: 2026-02-30}]": ("rules.r.from: '2026-02-30' is not a day", "YYYY"),
    "rules: [{name: r, when: {}, team: dev, from: 2026-02-02, until: 2026-02-02}]": ("rules.r: ends on", "first day"),
    "drivers: {gb: {2026-13: {dev: 1}}}": ("drivers.gb.2026-13: unknown key", "YYYY-MM"),
    "drivers: {gb: {2026-10: {dev: -1}}}": ("drivers.gb.2026-10.dev: -1 is negative", "write 0"),
    "drivers: {gb: {2026-10: {dev: 1, team:dev: 2}}}": ("drivers.gb.2026-10.team:dev: stands twice", "once"),
    "splits: {nobody: [dev: 1]}": ("splits.nobody: unknown team", "carry"),
    "splits: {ops: {method: even, targets: [dev]}}": ("splits.ops: splits has only weights", "pools:"),
    "unallocated: {team: nobody}": ("unallocated.team: unknown team", "teams:"),
    "filters: {service: [EC2]}": ("filters.service: unknown key", "'services'?"),
    "tag: {project: 1}": ("tag: write a list", "[one, two]"),
    "default_owner: [a]": ("default_owner: write one text", "not a list"),
}


@pytest.mark.parametrize("addition", MISTAKES)
def test_each_mistake_is_named_with_its_place_and_the_fix(addition: str) -> None:
    begins, advice = MISTAKES[addition]
    problems = problems_of(BASE + addition)
    told = [problem for problem in problems if problem.startswith(begins)]
    assert told, problems
    assert advice in told[0]


def test_all_mistakes_of_a_file_are_told_together_and_each_once() -> None:
    text = BASE + "".join(
        f"{addition}\n"
        for addition in (
            "colour: red",
            "rules: [{name: r, when: {servic: x}, team: dve}]",
            "pools: {p: {method: fixed, targets: {dev: 0}}, q: {method: even, targets: [pool:q]}}",
            "unallocated: {team: nobody}",
        )
    )
    places = [problem.partition(": ")[0] for problem in problems_of(text)]
    assert places == [
        "colour",
        "pools.p.targets",
        "rules.r.when.servic",
        "rules.r.team",
        "unallocated.team",
        "pools.q.targets",
    ]


def test_a_tag_value_names_one_project_only() -> None:
    text = "teams: {dev: A}\nprojects: {a: {team: dev, tags: [x]}, b: {team: dev, tags: [x]}}"
    assert problems_of(text) == ("projects.a.tags: x also names b; a tag value names one project.",)


def test_a_project_has_one_team_a_day() -> None:
    text = "teams: {a: A, b: B}\nprojects: {p: {team: [{team: a, until: 2026-07-17}, {team: b, from: 2026-07-16}]}}"
    assert "projects.p.team: two entries hold on 2026-07-16" in problems_of(text)[0]


HOSTILE = {
    "nothing": ("", "begin with teams:"),
    "a list": ("- a", "begin with teams:"),
    "a text": ("hello", "begin with teams:"),
    "tabs": ("teams:\n\tdev: Alice", "indent with spaces"),
    "two documents": ("a: 1\n---\nb: 2", "line"),
    "an open bracket": ("teams: {dev: Alice", "line"),
    "a key twice": ("teams:\n  dev: Alice\n  dev: Bob", "line 3: the key 'dev' stands twice"),
    "a list as key": ("teams: {[a, b]: c}", "a key must be a text"),
    "an alias bomb": ("a: &a [x, x]\nb: &b [*a, *a]\nteams: [*b, *b]", "aliases"),
    "deep nesting": ("teams: " + "[" * 5000, "levels of nesting"),
    "deep block nesting": ("\n".join(" " * depth + "a:" for depth in range(400)), "levels of nesting"),
    "a file too large": ("#" * 2_000_000, "more than 1,000,000 characters"),
    "a null byte": ("teams: {dev: Alice\x00}", "cannot be printed"),
    "an escaped null byte": ('teams: {dev: "Al\\0ice"}', "cannot be stored"),
    "half a surrogate pair": ('teams: {dev: "\\uD800"}', "cannot be stored"),
    "a python object": ("teams: !!python/object/apply:os.system [id]", "teams: write a mapping"),
    "a merge key": ("teams: {<<: {a: b}}", "teams.<<"),
    "too long a name": (f"teams: {{{'x' * 81}: Alice}}", "at most 80 characters"),
    "too long an owner": (f"teams: {{dev: {'x' * 121}}}", "longer than 120"),
    "a team without letters": ("teams: {'---': Alice}", "letters or digits"),
    "two teams with one short name": ("teams: {'a b': A, 'a/b': B}", "would be 'a-b'"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_get_a_sentence_and_never_a_crash(name: str) -> None:
    text, sentence = HOSTILE[name]
    assert sentence in "\n".join(problems_of(text))


def problems_of(text: str) -> tuple[str, ...]:
    with pytest.raises(RulebookError) as refusal:
        rulebook_from_yaml(text)
    assert all(problem[-1] in ".?" for problem in refusal.value.problems)
    return refusal.value.problems
