"""Every id that the data gives or refers to is known, so that the check asks for it and a rename finds it."""

from pathlib import Path

import pytest
from pydantic.fields import FieldInfo

from macros import model
from macros.model.introspect import models
from macros.model.markers import Notation, Own, Ref, mark
from macros.model.references import Reference, references
from macros.validation.check import check
from macros.validation.file import File
from macros.validation.index import Index
from macros.validation.references import References, named
from tests.data.judging import real

FIELDS = [
    (thing, info.alias or name, info) for thing in dict.fromkeys(models()) for name, info in thing.model_fields.items()
]
REFERRING = [(thing, key, mark(info, Ref)) for thing, key, info in FIELDS if mark(info, Ref) is not None]


def takes_an_id(info: FieldInfo) -> bool:
    notation = mark(info, Notation)
    return (
        notation is not None
        and notation.code == "E-id"
        and notation is not mark(model.CalcInput.model_fields["k"], Notation)
    )


def test_every_field_that_takes_an_id_says_what_it_names() -> None:
    for thing, key, info in FIELDS:
        marked = mark(info, Own) is not None or mark(info, Ref) is not None
        assert marked or not takes_an_id(info), f"{thing.__name__}.{key} lacks Ref(…) or Own() beside its type"


def test_what_has_an_id_of_its_own_has_a_kind() -> None:
    for thing, key, info in FIELDS:
        if mark(info, Own) is not None:
            assert thing.kind, f"{thing.__name__}.{key}"
    kinds = [thing.kind for thing, _, info in FIELDS if mark(info, Own) is not None]
    assert len(kinds) == len(set(kinds))


@pytest.mark.parametrize(("thing", "key", "marker"), REFERRING, ids=lambda value: str(getattr(value, "__name__", "")))
def test_what_a_field_names_can_be_looked_up(thing: type[model.Model], key: str, marker: Ref) -> None:
    """There is a name for it in messages, and the index knows the ids; otherwise a reference would go unasked."""
    kinds = (*marker.kinds, *(marker.also[2] if marker.also else ()))
    assert marker.name or named(kinds)
    space = Reference((), marker.kinds, "x.y" if marker.kinds[0] in model.ITEMS else "x", thing, marker).space
    assert space == "item" or space in Index(list(real())).ids, f"{thing.__name__}.{key}"


def of_file(path: str) -> File:
    return next(file for file in real() if file.path == path)


def test_what_a_file_says_and_the_object_made_of_it_name_the_same() -> None:
    count = 0
    for file in real():
        plain = list(references(file.kind, file.id, file.document.data))
        assert plain == list(references(file.kind, file.id, file.content)), file.path
        count += len(plain)
    assert count > 1000


def test_every_reference_of_the_real_data_is_asked_for() -> None:
    """Each one broken by itself is named where it stands: none is passed over by the check."""
    files = list(real())
    for path in ("data/playbook.yml", "data/metrics.yml", "data/terms.yml", "data/tools.yml"):
        assert_asked(files, of_file(path))
    for kind in (model.Duty, model.Role, model.Checklist, model.Scorecard):
        assert_asked(files, next(file for file in files if file.kind is kind))


def assert_asked(files: list[File], file: File) -> None:
    index = Index(files)
    resolved = References(index)
    for reference in references(file.kind, file.id, file.content):
        if isinstance(reference.marker, Ref):
            broken = reference._replace(id=f"{reference.id}-nowhere")
            (said,) = resolved._resolve(file, broken, reference.marker)
            assert said.code == "E-reference"
            assert (said.line, said.column) == file.document.marks.find(reference.loc)
            assert f"{reference.written}-nowhere" in said.text or "没有叫" in said.text


def test_the_kinds_of_a_line_depend_on_the_style_of_its_list() -> None:
    data = {"style": "read-do", "items": ["a.b"]}
    (reference,) = references(model.Checklist, "x", data)
    assert reference.kinds == ("check", "task", "step")
    (reference,) = references(model.Checklist, "x", {**data, "style": "inspection"})
    assert reference.kinds == ("check",)


def test_ids_of_items_are_given_in_full() -> None:
    duty = {
        "tasks": [{"id": "check-in", "steps": [{"id": "look"}, {}], "raci": {"A": "ops"}}],
        "checks": [{"id": "late", "task": "check-in"}],
    }
    found = [(one.given, one.space, one.kinds, one.id, one.written) for one in references(model.Duty, "watch", duty)]
    assert found == [
        (True, "item", ("task",), "watch.check-in", "check-in"),
        (True, "step", ("step",), "watch.check-in.look", "look"),
        (False, "person", ("role", "team"), "ops", "ops"),
        (True, "item", ("check",), "watch.late", "late"),
        (False, "item", ("task",), "watch.check-in", "check-in"),
    ]
    role = {"duties": [{"tasks": [{"task": "check-in"}], "duty": "watch"}]}
    assert [one.id for one in references(model.Role, "ops", role)] == ["watch", "watch.check-in"]


@pytest.mark.parametrize("data", [None, [], "x", {"tasks": "x"}, {"tasks": [None, {"steps": [7]}]}])
def test_data_of_another_shape_is_passed_over(data: object) -> None:
    assert list(references(model.Duty, "x", data)) == []


def test_the_real_data_has_no_broken_reference(project: Path) -> None:
    assert [problem for problem in check(project).problems if problem.code == "E-reference"] == []
