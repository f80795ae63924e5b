"""A new duty, or a new item inside one: the change that adds it."""

from __future__ import annotations

from typing import Any

from macros import model
from macros.editing.order import CHOOSE, NEW_ID, PLAYBOOK, SECTION, Order, known, upkeep
from macros.editing.project import ChangeSet, Project
from macros.editing.skeleton import Skeleton, document
from macros.editing.stock import Answers, Stock, pairs, split
from macros.model.role import duties_of
from macros.model.types import ALWAYS
from macros.yamltext import edit
from macros.yamltext.edit import EditError, Noted


def new_duty(order: Order) -> ChangeSet:
    """A duty with everything in it, which a role takes on."""
    project, stock, answers = order.project, order.stock, order.answers
    id_, role = answers["id"], answers["role"]
    group = next(one for one in stock.playbook.groups if one.id == answers["group"])
    neighbour = group.duties[0]
    metric = answers["metric"]
    boss = stock.roles[role].reports_to
    named = pairs(answers["tasks"]) if "tasks" in answers else ["task-1", "task-2", "task-3"]
    tasks = [one.partition("=") for one in named]
    first = tasks[0][0].strip()
    fill = Skeleton()
    text = fill.fill(
        model.Duty,
        {
            "name": answers["name"],
            "not_this": [{"see": Noted(neighbour, CHOOSE)}],
            "tasks": [
                _task(
                    Noted(task.strip(), "" if "tasks" in answers else NEW_ID),
                    answers,
                    name=name.strip(),
                    role=role,
                    accountable=boss,
                    giver=_not(role, stock),
                    section=Noted([answers["source"]], SECTION),
                    place=Noted(stock.places[0][0], CHOOSE),
                )
                for task, _, name in tasks
            ],
            "checks": [
                {
                    "id": Noted(f"check-{number}", NEW_ID if number == 1 else ""),
                    "grade": "major",
                    "weight": 3,
                    "task": Noted(
                        tasks[(number - 1) % len(tasks)][0].strip(), "查的是哪项任务，核对" if number == 1 else ""
                    ),
                    "if_fail": {"within": "P1D"},
                    "from": [answers["source"]],
                }
                for number in range(1, 6)
            ],
            "goals": [
                {
                    "id": Noted("goal-1", NEW_ID),
                    "metric": Noted(metric, CHOOSE),
                    "guard": Noted(stock.metrics[metric].pair[0], "防止刷数的另一个指标，核对"),
                    "data_owner": Noted(_not(role, stock), "出数的人，不是被考核的人，核对"),
                    "from": [answers["source"]],
                }
            ],
            "metrics": Noted([metric], CHOOSE),
            "risks": [{"id": Noted("risk-1", NEW_ID), "control": first}],
            "tools": [{"tool": Noted(stock.tools[0], CHOOSE)}],
            "knowledge": [{"level": str(level)} for level in model.Level],
            "related": Noted([neighbour], CHOOSE),
            **upkeep(order),
        },
    )
    change = ChangeSet({f"data/duties/{id_}.yml": document("duty", text)})
    place = ("groups", stock.playbook.groups.index(group), "duties")
    change.texts[PLAYBOOK] = edit.append(project.texts[PLAYBOOK], place, edit.piece(id_))
    change.notes.append(f"排进了“{group.name}”一组的末尾（{PLAYBOOK}）。")
    _adopt(project, stock, change, answers)
    return change


def _not(role: str, stock: Stock) -> str:
    """A team: whoever is scored does not count the figures."""
    return next(team.id for team in stock.playbook.teams if team.id != role)


def _task(
    id_: str | Noted,
    answers: Answers,
    *,
    name: str,
    role: str,
    accountable: str,
    giver: str,
    section: Noted,
    place: str | Noted,
) -> dict[str, Any]:
    """A task; what it needs comes from the team `giver` for now, which has it ready at any time."""
    when = answers.get("when", "weekly")
    given: dict[str, Any] = {
        "id": id_,
        **known(name=name),
        "kind": "core",
        "importance": 3,
        "inputs": [
            {"from": Noted(giver, "谁给，核对；运营角色给的写 task、template 或 checklist，不写 due"), "due": ALWAYS}
        ],
        "output": {"place": place, "audience": [accountable]},
        "raci": {"R": [role], "A": accountable},
        "from": section,
    }
    if "template" in answers:
        given["output"]["template"] = answers["template"]
    minutes = int(answers["minutes"]) if "minutes" in answers else Noted(30, "一个人做一遍要多少分钟，核对")
    if when == "event":
        often = float(answers["per-month"])
        given["trigger"] = {
            **known(when=answers.get("trigger")),
            "respond_within": answers["respond-within"],
            "finish_within": answers["finish-within"],
            "minutes": minutes,
            "per_month": int(often) if often.is_integer() else often,
        }
    else:
        given["rhythm"] = {"cadence": when, **_time(answers), "minutes": minutes}
        if "attendees" in answers:
            given["rhythm"]["attendees"] = split(answers["attendees"])
    return given


def _time(answers: Answers) -> dict[str, Any]:
    """When a task starts that is done together, or is due."""
    if "start" in answers:
        return {"start": answers["start"]}
    return {"due": answers["due"] if "due" in answers else Noted("周五 17:00", "节奏先占位，核对")}


def _adopt(project: Project, stock: Stock, change: ChangeSet, answers: Answers) -> None:
    """Give a new duty to a role. A role based on that one drops it: what is new takes nobody's time unasked."""
    duty, role = answers["id"], answers["role"]
    path = f"data/roles/{role}.yml"
    mine = Skeleton().fill(model.RoleDuty, {"duty": duty, "part": "do"})
    change.texts[path] = edit.append(project.texts[path], ("duties",), edit.piece(mine))
    change.notes.append(f"{stock.roles[role].name}接手它，侧重待填（{path}）。占多少时间由任务的用时算出。")
    roles = dict(stock.roles)
    roles[role] = model.Role.model_validate(edit.load_value(change.texts[path] or ""))
    for other in _nearest_first(roles, role):
        if duty not in duties_of(roles, other):
            continue
        theirs = f"data/roles/{other}.yml"
        change.texts[theirs] = edit.append(project.texts[theirs], ("drop",), edit.piece(duty))
        roles[other] = model.Role.model_validate(edit.load_value(change.texts[theirs] or ""))
        change.notes.append(f"{roles[other].name}不接手它（{theirs} 的 drop）；要接手，删掉那里的这个 id。")


def _nearest_first(roles: dict[str, model.Role], base: str) -> list[str]:
    """The roles that are based on one, directly or through others."""
    found: list[str] = []
    layer = [base]
    while layer:
        layer = [id_ for id_, role in roles.items() if role.base in layer and id_ not in found]
        found += layer
    return found


# ---------------------------------------------------------------------------------------- items of a duty


#: What the lists of a duty hold.
_ITEMS: dict[str, type[model.Model]] = {
    "tasks": model.Task,
    "checks": model.Check,
    "goals": model.Goal,
    "risks": model.Risk,
}


def _into_duty(order: Order, name: str, room: int, given: dict[str, Any]) -> ChangeSet:
    """Add an item to the list `name` of its duty, which has room for so many."""
    thing = _ITEMS[name]
    duty = order.answers["duty"]
    there = len(getattr(order.stock.duties[duty], name))
    if there >= room:
        raise EditError(
            f"`{duty}` 已经有 {there} 项{thing.kind_name}，至多 {room} 项。合并两项，或用 make move 把一项搬到别的职责。"
        )
    path = f"data/duties/{duty}.yml"
    filled = Skeleton().fill(thing, given)
    return ChangeSet({path: edit.append(order.project.texts[path], (name,), edit.piece(filled))})


def new_task(order: Order) -> ChangeSet:
    """A task of a duty. Raises EditError when there is no room for it."""
    answers = order.answers
    given = _task(
        answers["id"],
        answers,
        name=answers.get("name", ""),
        role=answers["role"],
        accountable=answers["accountable"],
        giver=_not(answers["role"], order.stock),
        section=Noted([answers["source"]], SECTION),
        place=answers["place"],
    )
    return _into_duty(order, "tasks", 6, given)


def new_check(order: Order) -> ChangeSet:
    """A check of a duty. Raises EditError when there is no room for it."""
    answers = order.answers
    given = {
        "id": answers["id"],
        **known(ask=answers.get("ask"), how=answers.get("how")),
        "grade": answers["grade"],
        "weight": int(answers["weight"]),
        "cadence": answers["cadence"],
        "minutes": int(answers["minutes"]),
        "task": answers["task"],
        "if_fail": {**known(do=answers.get("do")), "within": answers["within"]},
        "from": Noted([answers["source"]], SECTION),
    }
    return _into_duty(order, "checks", 10, given)


def new_goal(order: Order) -> ChangeSet:
    """A goal of a duty. Raises EditError when there is no room for it."""
    answers = order.answers
    given = {
        "id": answers["id"],
        **known(
            name=answers.get("name"),
            floor=answers.get("floor"),
            set_target=answers.get("set-target"),
            stretch=answers.get("stretch"),
            split=answers.get("split"),
            absent=answers.get("absent"),
            source=answers.get("figures"),
        ),
        "metric": answers["metric"],
        "guard": answers["guard"],
        "period": answers["period"],
        "over": answers["over"],
        "data_owner": answers["data-owner"],
        "from": Noted([answers["source"]], SECTION),
    }
    return _into_duty(order, "goals", 1000, given)


def new_risk(order: Order) -> ChangeSet:
    """A risk of a duty. Raises EditError when there is no room for it."""
    answers = order.answers
    given = {"id": answers["id"], **known(what=answers.get("what")), "control": answers["control"]}
    return _into_duty(order, "risks", 1000, given)
