"""What a page or an item is about, in a sentence or two: for search engines, and for the card of a link in a chat.

The texts of the data in them have their marks still.
"""

from __future__ import annotations

from macros.model.kinds import BY_FOLDER, KINDS
from macros.views import labels, phrases
from macros.views.views import Views


def of_page(views: Views, page_kind: str, id_: str) -> str:
    """What a generated page is about; takes what `addresses.pages.Page` says of it. "" where there is nothing to say."""
    book = views.playbook
    match page_kind:
        case "duty":
            return book.duties[id_].outcome
        case "role":
            return book.roles[id_].mission
        case "checklist":
            lines = [item.asked for item in views.checklist_items(id_)]
            return phrases.list_facts(book.checklists[id_], views.list_minutes[id_], lines)
        case "scorecard":
            card = book.scorecards[id_]
            goals = [views.find_goal(item.goal)[1].name for item in card.items]
            return phrases.card_facts(card, book.roles[card.role].name, goals)
        case "scenario":
            return book.scenarios[id_].situation
        case "template":
            used = [views.targets[ref].name for ref in views.template_users.get(id_, ())]
            return phrases.form_facts(used, [column.name for column in book.templates[id_].columns])
    kind = KINDS.get(page_kind.removesuffix("-list")) or BY_FOLDER.get(page_kind)
    if kind is None:
        return labels.PAGE_ABOUT.get(page_kind, "")
    if kind.id == "section":
        return phrases.listing(kind.list_title, [source.title for source in book.sources.values()])
    return phrases.listing(kind.list_title, [one.name for one in views.targets.values() if one.kind == kind.id])


def of_item(views: Views, ref: str) -> str:
    """What an item of a duty is about: a task by when it comes round and what is handed in, a check by how it is done."""
    duty_id, _, item_id = ref.partition(".")
    duty = views.playbook.duties[duty_id]
    for task in duty.tasks:
        if task.id == item_id:
            return phrases.task_facts(task)
    for check in duty.checks:
        if check.id == item_id:
            return phrases.check_facts(check)
    for goal in duty.goals:
        if goal.id == item_id:
            measured = [views.targets[f"metric:{metric}"].name for metric in (goal.metric, goal.guard)]
            return phrases.goal_facts(goal, *measured)
    risk = next(one for one in duty.risks if one.id == item_id)
    return phrases.risk_facts(views.targets[f"{duty_id}.{risk.control}"].name)
