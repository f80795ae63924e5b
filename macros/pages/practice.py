"""What the pages say of questions: their words, the roles that they are for, and by which name an answer is kept."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from macros.views import labels
from macros.views.moves import Moves
from macros.views.questions import Asked, askers, questions
from macros.views.views import Views


@dataclass(frozen=True, slots=True)
class Card:
    """A question as a page shows it.

    `hash` is of the words: an answer is kept for these alone. `was` are the names that the item had before, each as
    `duty.item`: an answer that was given under one of them counts.
    """

    ref: str
    ask: str
    answer: str
    hash: str
    was: tuple[str, ...]
    roles: tuple[str, ...]


def cards(views: Views, moves: Moves, duty_id: str, words: Callable[[str], str]) -> dict[str, tuple[Card, ...]]:
    """The questions of a duty by the item that they are about, in the order in which they are asked.

    `words` turns a text of the data into plain characters.
    """
    found: dict[str, list[Card]] = defaultdict(list)
    for one in questions(duty_id, views.playbook.duties[duty_id]):
        found[one.ref].append(_card(views, moves, one, words))
    return {ref: tuple(those) for ref, those in found.items()}


def every_card(views: Views, moves: Moves, words: Callable[[str], str]) -> dict[str, tuple[Card, ...]]:
    """The questions of all duties by duty, in the order of the duties."""
    return {
        id_: tuple(card for those in cards(views, moves, id_, words).values() for card in those)
        for id_ in views.playbook.duties
    }


def _card(views: Views, moves: Moves, one: Asked, words: Callable[[str], str]) -> Card:
    ask, answer = (
        form.format(*(_within_a_sentence(words(text), one.kind) for text in texts))
        for form, texts in ((labels.QUESTION[one.kind], one.ask), (labels.QUESTION_ANSWER[one.kind], one.answer))
    )
    return Card(
        ref=one.ref,
        ask=ask,
        answer=answer,
        hash=hashlib.sha256(f"{ask}\0{answer}".encode()).hexdigest()[:8],
        was=former_names(moves, one.ref),
        roles=askers(views, one),
    )


def version_of(views: Views, id_: str) -> str:
    """A hash of all that a case to be played says: what was ticked holds for it alone."""
    scenario = views.playbook.scenarios[id_]
    tasks = [views.find_task(ref)[1].model_dump_json() for ref in scenario.tasks]
    return hashlib.sha256("\0".join((scenario.model_dump_json(), *tasks)).encode()).hexdigest()[:8]


def _within_a_sentence(text: str, kind: str) -> str:
    """A text without the full stop that the sentence around it has."""
    return text if kind == "written" else text.removesuffix("。")


def former_names(moves: Moves, ref: str) -> tuple[str, ...]:
    """What an item was called before: by entries of its own, and by those of its duty, in the order of names."""
    target = moves.views.targets[ref]
    own = {move.from_ for move in moves.arrivals.get((target.page, target.anchor), ())}
    duties = (move.from_.partition("/")[2] for move in moves.arrivals.get((target.page, ""), ()))
    return tuple(sorted(own | {f"{duty}.{target.id}" for duty in duties}))
