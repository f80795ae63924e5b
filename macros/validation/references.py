"""Every reference of the data leads somewhere: those that stand by themselves, and `duty.item` in running text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from macros import model
from macros.model.markers import Ref
from macros.model.references import Reference
from macros.problems import catalogue
from macros.problems.problem import Problem
from macros.problems.suggest import did_you_mean
from macros.validation.file import File
from macros.validation.index import Index

#: What messages call a thing of each kind.
_NAMES = {
    **{kind.id: kind.name for kind in model.KINDS.values()},
    **{item.id: item.name for item in model.ITEMS.values()},
    model.Team.kind: model.Team.kind_name,
    model.Step.kind: model.Step.kind_name,
}


def named(kinds: Iterable[str]) -> str:
    """Some kinds as a message lists them: `检查项、任务或步骤`."""
    *others, last = (_NAMES[kind] for kind in kinds)
    return f"{'、'.join(others)}或{last}" if others else last


class References:
    """Resolves every reference, and remembers what was referred to.

    `used` are the ids that something refers to, `broken` how often each is named that nothing has; both by space.
    """

    def __init__(self, index: Index) -> None:
        self.index = index
        self.used: dict[str, set[str]] = {}
        self.broken: dict[str, Counter[str]] = {}
        self._hints: dict[tuple[str, str], str] = {}

    def problems(self) -> Iterator[Problem]:
        """Every reference that leads nowhere, or to a thing of another kind."""
        for file in self.index.files:
            if file.content is not None:
                for reference in file.references():
                    if isinstance(reference.marker, Ref):
                        yield from self._resolve(file, reference, reference.marker)
            yield from self._mentions(file)

    def _resolve(self, file: File, reference: Reference, marker: Ref) -> Iterator[Problem]:
        space = reference.space
        if space in {"item", "step"}:
            yield from self._item(file, reference)
            return
        # Elsewhere it is enough that playbook.yml lists an id; there it must be that of a file.
        ids = self.index.written if file.kind is model.PlaybookFile and space in self.index.written else self.index.ids
        if space not in ids:
            return
        if reference.id in ids[space]:
            self._note(space, reference.id)
        else:
            what = marker.name or named(reference.kinds)
            near = self._missing(space, reference.id, ids[space])
            yield file.problem(reference.loc, "E-reference", what=what, id=reference.id, near=near)

    def _item(self, file: File, reference: Reference) -> Iterator[Problem]:
        """Something inside a duty. Of a duty that could not be read nothing is known."""
        ref, kinds, written = reference.id, reference.kinds, reference.written
        duty, _, item = ref.partition(".")
        if duty not in self.index.items:
            if duty not in self.index.ids["duty"] and not reference.short:
                near = self._missing("duty", duty, self.index.ids["duty"])
                yield file.problem(reference.loc, "E-reference", what=named(["duty"]), id=duty, near=near)
            return
        items = self.index.items[duty]
        if "step" in kinds and ref in self.index.steps:
            self._note("item", ref.rpartition(".")[0])
        elif item not in items:
            known = [f"{duty}.{name}" for name, kind in items.items() if kind in kinds]
            if "step" in kinds:
                known += sorted(step for step in self.index.steps if step.startswith(f"{duty}."))
            near = self._missing("item", ref, known)
            if reference.short:
                near = near.replace(f"`{duty}.", "`")
            yield file.problem(
                reference.loc, "E-reference", what=self._wanted(file, reference, duty), id=written, near=near
            )
        elif items[item] not in kinds:
            what = self._wanted(file, reference, duty)
            yield file.problem(reference.loc, "E-reference", "kind", what=what, id=written, found=_NAMES[items[item]])
        else:
            self._note("item", ref)

    def _wanted(self, file: File, reference: Reference, duty: str) -> str:
        """What is wanted in a field; where the duty isn't written, with the duty."""
        what = named(reference.kinds)
        if not reference.short:
            return what
        return f"本职责{what}" if file.kind is model.Duty else f"“{self.index.duties[duty].name}”{what}"

    def _mentions(self, file: File) -> Iterator[Problem]:
        """A `duty.item` in running text leads somewhere, or it is no reference at all."""
        for duty, item, line, column in file.mentions:
            if duty not in self.index.items:
                continue
            ref = f"{duty}.{item}"
            if item in self.index.items[duty]:
                self._note("item", ref)
                continue
            near = self._missing("item", ref, [f"{duty}.{name}" for name in self.index.items[duty]])
            text = catalogue.text("E-reference", "text", id=ref, near=near)
            yield Problem(file.path, line, column, "E-reference", text)

    def _note(self, space: str, id_: str) -> None:
        self.used.setdefault(space, set()).add(id_)

    def _missing(self, space: str, id_: str, known: Iterable[str]) -> str:
        """Note a reference that leads nowhere; give back which id may be meant.

        That is asked once for each id: one changed id can break a thousand references.
        """
        self.broken.setdefault(space, Counter())[id_] += 1
        if (hint := self._hints.get((space, id_))) is None:
            hint = self._hints[space, id_] = did_you_mean(id_, sorted(known))
        return hint
