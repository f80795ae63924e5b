"""Rules between files, one pass after the other, over whatever could be read of the files by themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from macros import model
from macros.model.playbook import Playbook
from macros.problems.problem import Problem
from macros.validation import (
    calendar_rules,
    dictionary_rules,
    duty_rules,
    form_rules,
    house_rules,
    id_rules,
    role_rules,
    scenario_rules,
    supply_rules,
)
from macros.validation.file import File
from macros.validation.index import Index
from macros.validation.references import References

_PERIODS = list(model.CheckCadence)

#: The rules of each kind of file.
_RULES: dict[type[model.Model], Callable[[Index, File, Any], Iterator[Problem]]] = {
    model.PlaybookFile: dictionary_rules.of_playbook,
    model.CalendarFile: lambda _, file, calendar: calendar_rules.of_calendar(file, calendar),
    model.MetricFile: lambda _, file, metrics: dictionary_rules.of_metrics(file, metrics),
    model.TermFile: lambda _, file, terms: dictionary_rules.of_terms(file, terms),
    model.SettingFile: house_rules.of_settings,
    model.SourceFile: lambda _, file, sources: dictionary_rules.of_sources(file, sources),
    model.Duty: lambda _, file, duty: duty_rules.of_duty(file, duty),
    model.Role: role_rules.of_role,
    model.Template: lambda _, file, template: form_rules.of_template(file, template),
    model.Scorecard: form_rules.of_scorecard,
    model.Checklist: form_rules.of_checklist,
    model.Scenario: scenario_rules.of_scenario,
    model.SearchFile: dictionary_rules.of_search,
    model.MoveFile: id_rules.moved,
}


def problems(index: Index) -> Iterator[Problem]:
    """Every problem that it takes more than one value to see."""
    references = References(index)
    yield from references.problems()
    for file in index.files:
        if file.content is not None and file.kind in _RULES:
            yield from _RULES[file.kind](index, file, file.content)
        if file.content is not None:
            yield from id_rules.given_twice(index, file)
    yield from role_rules.answerable(index)
    yield from supply_rules.supplied(index)
    yield from supply_rules.circles(index)
    yield from form_rules.inspected(index)
    yield from house_rules.named(index)
    yield from house_rules.words(index)
    yield from id_rules.changed(index, references)


def playbook(index: Index) -> Playbook:
    """The Playbook; to be asked for only when there is no error."""
    top, metrics = index.top, index.metric_file
    assert top is not None
    assert metrics is not None
    assert index.calendar is not None
    order = {id_: number for number, id_ in enumerate(id_ for group in top.groups for id_ in group.duties)}
    ranks = {id_: number for number, id_ in enumerate(top.roles)}
    checklists: dict[str, model.Checklist] = index.contents("checklist")
    scorecards: dict[str, model.Scorecard] = index.contents("scorecard")
    scenarios: dict[str, model.Scenario] = index.contents("scenario")
    # In reading order; a kind that has no order of its own is in that of its ids.
    rank_of: dict[str, Callable[[str], Any]] = {
        "duty": order.__getitem__,
        "role": ranks.__getitem__,
        "checklist": lambda id_: (_PERIODS.index(checklists[id_].period), id_),
        "scenario": lambda id_: (order[scenarios[id_].tasks[0].partition(".")[0]], id_),
        "scorecard": lambda id_: (ranks[scorecards[id_].role], id_),
    }
    things: dict[str, dict[str, Any]] = {}
    for kind in filter(lambda kind: kind.has_own_files, model.KINDS.values()):
        contents = index.contents(kind.id)
        things[kind.folder] = {id_: contents[id_] for id_ in sorted(contents, key=rank_of.get(kind.id, str))}
    return Playbook(
        title=top.title,
        about=top.about,
        groups=tuple(top.groups),
        teams=index.teams,
        goal_groups=tuple(top.goal_groups),
        **things,
        role_duties={id_: index.role_duties[id_] for id_ in sorted(index.role_duties, key=ranks.__getitem__)},
        metric_groups=tuple(metrics.groups),
        metrics=index.metrics,
        terms=index.terms,
        tools=index.tools,
        sources=index.sources,
        places=index.keeping_places,
        settings=index.settings,
        moved=index.moved,
        written_at=index.places,
        calendar=index.calendar,
        team={entry.role: entry.people for entry in top.team},
        team_sizes=tuple(top.team_sizes),
        changes=tuple(top.changes),
        search=index.search,
    )
