"""What nothing uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from macros import model
from macros.model.playbook import Playbook
from macros.problems import catalogue
from macros.problems.problem import Problem
from macros.validation.file import File

_USED = {"metric": "指标", "template": "模板", "tool": "工具", "term": "术语", "place": "地点", "setting": "设置"}


def unused_problems(playbook: Playbook, read: list[File]) -> Iterator[Problem]:
    """A warning for everything that nothing uses."""
    named = {id_ for file in read for id_, *_ in file.settings}
    settings = (("setting", id_) for id_ in playbook.settings if id_ not in named)
    for kind, id_ in (*unused(playbook), *_unused_terms(playbook, read), *settings):
        place = playbook.written_at[kind, id_]
        text = catalogue.text("W-unused", what=_USED[kind], id=id_)
        yield Problem(place.file, place.line, 1, "W-unused", text)


def _unused_terms(playbook: Playbook, read: list[File]) -> Iterator[tuple[str, str]]:
    """Terms that no text of any file speaks of; the file of the terms itself doesn't count."""
    texts = [file.document.text for file in read if file.kind is not model.TermFile]
    for term in playbook.terms.values():
        if not any(name in text for name in (term.name, *term.aka) for text in texts):
            yield "term", term.id


def unused(playbook: Playbook) -> Iterator[tuple[str, str]]:
    """(kind, id) of what nothing uses: metrics, templates, tools and places."""
    metrics = {m for d in playbook.duties.values() for m in d.metrics}
    metrics |= {m for d in playbook.duties.values() for t in d.tasks for m in t.metrics}
    metrics |= {m for d in playbook.duties.values() for g in d.goals for m in (g.metric, g.guard)}
    templates = {t.output.template for d in playbook.duties.values() for t in d.tasks}
    tools = Counter(t.tool for d in playbook.duties.values() for t in d.tools)
    yield from (("metric", id_) for id_ in playbook.metrics if id_ not in metrics)
    yield from (("template", id_) for id_ in playbook.templates if id_ not in templates)
    yield from (("tool", id_) for id_ in playbook.tools if id_ not in tools)
    places: set[str | None] = {t.output.place for d in playbook.duties.values() for t in d.tasks}
    places |= {entry.place for d in playbook.duties.values() for t in d.tasks for entry in t.inputs}
    yield from (("place", id_) for id_ in playbook.places if id_ not in places)
