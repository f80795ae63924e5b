"""What of a playbook the timetable depends on, to tell whether it has to be worked out again."""

from __future__ import annotations

from macros.model.playbook import Playbook
from macros.timetable.conflicts import Conflict, Conflicts
from macros.views.views import Views

#: Compared by identity first: what stands in files that didn't change costs nothing.
Facts = tuple[object, ...]


def facts(views: Views) -> Facts:
    """Everything in a playbook that the timetable and its conflicts are worked out from."""
    book: Playbook = views.playbook
    duties = [
        (
            id_,
            [(task.id, task.rhythm, task.trigger, task.done_by, task.inputs, task.decisions, task.raci) for task in duty.tasks],
            [(check.id, check.minutes, check.per) for check in duty.checks],
        )
        for id_, duty in book.duties.items()
    ]  # fmt: skip
    roles = [
        (
            id_,
            role.name,
            role.base,
            role.hours,
            role.free_time is None,
            [(entry.duty, entry.part, entry.tasks) for entry in book.role_duties[id_]],
        )
        for id_, role in book.roles.items()
    ]
    lists = [(id_, one.period, one.who, one.items, one.sample.pick) for id_, one in book.checklists.items()]
    return book.calendar, book.team, views.newest_review, duties, roles, lists


class Known:
    """The conflicts that were found before, kept as long as nothing changes that they are worked out from."""

    def __init__(self) -> None:
        self._facts: Facts = ()
        self._found: tuple[Conflicts, list[Conflict]] | None = None

    def of(self, views: Views) -> tuple[Conflicts, list[Conflict]]:
        """The timetable of a playbook and its conflicts, worked out anew only when they have to be."""
        now = facts(views)
        if self._found is None or now != self._facts:
            timetable = Conflicts(views)
            self._facts, self._found = now, (timetable, list(timetable.conflicts()))
        return self._found

    def workable(self, views: Views) -> tuple[Conflicts, list[Conflict]]:
        """The same where it is known that there are no conflicts."""
        self._facts, self._found = facts(views), (Conflicts(views), [])
        return self._found

    @property
    def timetable(self) -> Conflicts | None:
        """The timetable that was worked out last."""
        return self._found[0] if self._found else None

    def forget(self) -> None:
        """Let go of it all."""
        self._facts, self._found = (), None
