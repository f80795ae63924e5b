"""Rules of the dictionaries: the order of everything, metrics, terms, sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

from macros import model
from macros.problems import suggest
from macros.problems.problem import Loc, Problem
from macros.rules.formula import CalcError, evaluate
from macros.validation.file import File
from macros.validation.index import Index


def of_playbook(index: Index, file: File, top: model.PlaybookFile) -> Iterator[Problem]:
    """Every duty, role and metric is listed, in one group alone, no team is called like a role, each role has people."""
    duties = [(group.name, group.duties) for group in top.groups]
    metrics = [(group.name, group.metrics) for group in top.goal_groups]
    yield from _in_two_groups(file, ("groups", "duties"), duties, "group")
    yield from _in_two_groups(file, ("goal_groups", "metrics"), metrics, "goal-group")
    for key, kind, known, listed in (
        ("groups", "duty", index.written["duty"], {id_ for _, ids in duties for id_ in ids}),
        ("roles", "role", index.written["role"], set(top.roles)),
        ("goal_groups", "metric", index.metrics.keys(), {id_ for _, ids in metrics for id_ in ids}),
    ):
        for id_ in _unlisted(known, listed):
            yield file.problem((key,), "E-not-listed", kind, key=True, id=id_)
    for number, team in enumerate(top.teams):
        if team.id in index.ids["role"]:
            yield file.problem(("teams", number, "id"), "E-duplicate-id", "role", id=team.id)
    staffed = [entry.role for entry in top.team]
    for number, role in enumerate(staffed):
        if role in staffed[:number]:
            yield file.problem(("team", number), "E-team", "twice", id=role)
    for role in top.roles:
        if role not in staffed:
            yield file.problem(("team",), "E-team", key=True, id=role)


def _in_two_groups(
    file: File, keys: tuple[str, str], groups: Iterable[tuple[str, list[str]]], occasion: str
) -> Iterator[Problem]:
    """Ids that a second group lists. `keys` lead to the groups and, in a group, to its list."""
    first: dict[str, str] = {}
    for number, (name, ids) in enumerate(groups):
        for place, id_ in enumerate(ids):
            if id_ in first and id_ not in ids[:place]:
                loc: Loc = (keys[0], number, keys[1], place)
                yield file.problem(loc, "E-duplicate-id", occasion, id=id_, group=first[id_])
            first[id_] = name


def _unlisted(known: Set[str], listed: Set[str]) -> list[str]:
    """Of the ids that playbook.yml leaves out, those that it doesn't just misspell."""
    missing = known - listed
    misspelt = {name for id_ in listed - known for name in suggest.closest(id_, missing, 1)}
    return sorted(missing - misspelt)


def of_metrics(file: File, content: model.MetricFile) -> Iterator[Problem]:
    """A metric is read beside another one, and its example comes out."""
    for number, metric in enumerate(content.metrics):
        here: Loc = ("metrics", number)
        for place, pair in enumerate(metric.pair):
            if pair == metric.id:
                yield file.problem((*here, "pair", place), "E-self", what="同看指标")
        if metric.calc is not None:
            yield from _of_calc(file, (*here, "calc"), metric.calc)


def _of_calc(file: File, loc: Loc, formula: model.Calc) -> Iterator[Problem]:
    try:
        value = evaluate(formula.expr, {given.k: given.eg for given in formula.inputs})
    except CalcError as error:
        yield file.problem((*loc, "expr"), "E-calc", "expression", reason=error)
        return
    if abs(value - formula.eg) > 1e-6 * max(1.0, abs(formula.eg)):
        yield file.problem((*loc, "eg"), "E-calc", value=value, eg=formula.eg)


def of_terms(file: File, content: model.TermFile) -> Iterator[Problem]:
    """No two terms are written alike."""
    names: dict[str, str] = {}
    for number, term in enumerate(content.terms):
        for name in (term.name, *term.aka):
            if (owner := names.setdefault(name, term.id)) != term.id:
                yield file.problem(("terms", number, "name"), "E-duplicate-name", "term", name=name, id=owner)


def of_search(index: Index, file: File, content: model.SearchFile) -> Iterator[Problem]:
    """Nothing has its queries in two places, and what the words of readers mean stands somewhere in the playbook."""
    for name in type(content).model_fields:
        seen: set[str] = set()
        for number, entry in enumerate(getattr(content, name)):
            id_ = getattr(entry, "id", None)
            if id_ in seen:
                yield file.problem((name, number, "id"), "E-duplicate-id", "listed", id=id_)
            if id_:
                seen.add(id_)
    texts = [other.document.text.lower() for other in index.files if other is not file and other.content is not None]
    for number, synonym in enumerate(content.synonyms):
        for at, word in enumerate(synonym.words):
            if not any(word.lower() in text for text in texts):
                yield file.problem(("synonyms", number, "words", at), "E-reference", "word", word=word)


def of_sources(file: File, content: model.SourceFile) -> Iterator[Problem]:
    """The id of a section begins with that of its answer."""
    for s, source in enumerate(content.sources):
        for a, answer in enumerate(source.answers):
            for n, section in enumerate(answer.sections):
                if not section.id.startswith(f"{answer.id}-"):
                    loc: Loc = ("sources", s, "answers", a, "sections", n, "id")
                    yield file.problem(loc, "E-id", "of-answer", answer=answer.id, id=section.id)
