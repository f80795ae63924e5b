"""Rules about ids: none is given twice, and one that moved stays known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from macros import model
from macros.model.markers import Own
from macros.problems import suggest
from macros.problems.problem import Loc, Problem
from macros.problems.suggest import did_you_mean
from macros.validation.file import File
from macros.validation.index import Index, home_of
from macros.validation.references import References


def given_twice(index: Index, file: File) -> Iterator[Problem]:
    """Ids that a file gives twice: within one list, and for all items of a duty together."""
    first: dict[tuple[Loc, str], Loc] = {}
    for reference in index.given[file.path]:
        marker = reference.marker
        assert isinstance(marker, Own)
        around = () if reference.owner.kind in model.ITEMS else reference.loc[:-2]
        before = first.setdefault((around, reference.written), reference.loc)
        if before != reference.loc:
            line = file.document.marks.find(before)[0]
            what = marker.name or reference.owner.kind_name
            yield file.problem(reference.loc, "E-duplicate-id", id=reference.written, line=line, what=what)


def moved(index: Index, file: File, content: model.MoveFile) -> Iterator[Problem]:
    """What moved is no more where it was, and is where it went."""
    old = [move.from_ for move in content.moved]
    addresses = index.addresses()
    for number, move in enumerate(content.moved):
        loc: Loc = ("moved", number)
        if move.from_ in old[:number]:
            yield file.problem((*loc, "from"), "E-duplicate-id", "listed", id=move.from_)
        if move.from_ in addresses:
            yield file.problem((*loc, "from"), "E-moved", id=move.from_)
        if move.to is None:
            continue
        if move.to in old:
            yield file.problem((*loc, "to"), "E-moved-chain", id=move.to)
        elif move.to not in addresses:
            near = did_you_mean(move.to, sorted(addresses))
            yield file.problem((*loc, "to"), "E-reference", what="页面或条目", id=move.to, near=near)


def changed(index: Index, references: References) -> Iterator[Problem]:
    """An id that nothing refers to, beside references to one that is nearly the same: it was changed here.

    The references are reported where they stand; this names the one line that broke them all. Takes the references
    after they were resolved.
    """
    words = Counter(word for _, id_ in index.homes for word in set(re.split(r"[.-]", id_)))

    def typos(id_: str, own: int) -> bool:
        """Whether a word of an id stands in no other id; `own` is how often it stands in this one's place."""
        return any(words[word] <= own for word in re.split(r"[.-]", id_))

    for space, missing in references.broken.items():
        home = home_of(space)
        used = references.used.get(space, set()) | references.used.get(home, set())
        known = [id_ for kind, id_ in index.homes if kind == home]
        for old, count in missing.items():
            rivals = [id_ for id_ in known if id_.partition(".")[0] == old.partition(".")[0]] if "." in old else known
            near = suggest.closest(old, rivals, 1)
            if not near or near[0] in used:
                continue
            # One reference alone may be the one that is misspelt: the side with a word of its own is.
            if count == 1 and (typos(old, 0) or not typos(near[0], 1)):
                continue
            file, loc = index.homes[home, near[0]]
            before, new = (id_.rpartition(".")[2] for id_ in (old, near[0]))
            yield file.problem((*loc, "id") if loc else (), "E-id-changed", count=count, old=before, new=new)
