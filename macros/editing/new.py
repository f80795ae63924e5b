"""A new duty, role, checklist, scorecard or template, or a new item inside a duty: the change that adds it.

What the answers say is filled in; ids and numbers get valid defaults; texts that are still to be written carry a
mark that `make check` refuses.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from macros import model
from macros.editing.project import MARK, ChangeSet, Project
from macros.editing.questions import Answers, Stock, pairs, split
from macros.editing.skeleton import Skeleton, document
from macros.model.role import duties_of
from macros.yamltext import edit
from macros.yamltext.edit import EditError, Noted

_PLAYBOOK = "data/playbook.yml"
_CHOOSE = "先占位，核对"
_ID = "起好就不再改，换成说得出内容的英文名"
_SECTION = "依据的来源小节，核对"


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made: from what there is, with these answers, on this day."""

    project: Project
    stock: Stock
    answers: Answers
    today: dt.date


def new(project: Project, stock: Stock, kind: str, answers: Answers, today: dt.date) -> ChangeSet:
    """The change that adds a thing of a kind. Raises EditError when there is no room for it."""
    return _MAKERS[kind](Order(project, stock, answers, today))


def _upkeep(order: Order) -> dict[str, Any]:
    return {"owner": order.answers["owner"], "reviewed_on": order.today.isoformat(), "review_in": "P6M"}


def _known(**texts: str | None) -> dict[str, str]:
    """Only what was answered: the rest gets a mark."""
    return {key: text for key, text in texts.items() if text}


# --------------------------------------------------------------------------------------------------- duty


def _duty(order: Order) -> ChangeSet:
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
            "not_this": [{"see": Noted(neighbour, _CHOOSE)}],
            "tasks": [
                _task(
                    Noted(task.strip(), "" if "tasks" in answers else _ID),
                    answers,
                    name=name.strip(),
                    role=role,
                    accountable=boss,
                    section=Noted([answers["source"]], _SECTION),
                )
                for task, _, name in tasks
            ],
            "checks": [
                {
                    "id": Noted(f"check-{number}", _ID if number == 1 else ""),
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
                    "id": Noted("goal-1", _ID),
                    "metric": Noted(metric, _CHOOSE),
                    "guard": Noted(stock.metrics[metric].pair[0], "防止刷数的另一个指标，核对"),
                    "data_owner": Noted(_not(role, stock), "出数的人，不是被考核的人，核对"),
                    "from": [answers["source"]],
                }
            ],
            "metrics": Noted([metric], _CHOOSE),
            "risks": [{"id": Noted("risk-1", _ID), "control": first}],
            "tools": [{"tool": Noted(stock.tools[0], _CHOOSE)}],
            "knowledge": [{"level": str(level)} for level in model.Level],
            "related": Noted([neighbour], _CHOOSE),
            **_upkeep(order),
        },
    )
    change = ChangeSet({f"data/duties/{id_}.yml": document("duty", text)})
    place = ("groups", stock.playbook.groups.index(group), "duties")
    change.texts[_PLAYBOOK] = edit.append(project.texts[_PLAYBOOK], place, edit.piece(id_))
    change.notes.append(f"排进了“{group.name}”一组的末尾（{_PLAYBOOK}）。")
    _adopt(project, stock, change, answers)
    return change


def _not(role: str, stock: Stock) -> str:
    """A team: whoever is scored does not count the figures."""
    return next(team.id for team in stock.playbook.teams if team.id != role)


def _task(
    id_: str | Noted, answers: Answers, *, name: str, role: str, accountable: str, section: Noted
) -> dict[str, Any]:
    when = answers.get("when", "weekly")
    given: dict[str, Any] = {
        "id": id_,
        **_known(name=name),
        "kind": "core",
        "importance": 3,
        "inputs": [{"from": Noted(accountable, "谁给，核对")}],
        "output": {"audience": [accountable]},
        "raci": {"R": [role], "A": accountable},
        "from": section,
    }
    if "template" in answers:
        given["output"]["template"] = answers["template"]
    if when == "event":
        given["trigger"] = {**_known(when=answers.get("trigger")), "respond_within": answers["respond-within"]}
    else:
        given["rhythm"] = {
            "cadence": when,
            "due": answers.get("due", "周五 17:00") if "due" in answers else Noted("周五 17:00", "节奏先占位，核对"),
            "minutes": int(answers.get("minutes", 30)),
        }
    return given


def _adopt(project: Project, stock: Stock, change: ChangeSet, answers: Answers) -> None:
    """Give a new duty to a role, with a share that one of its other duties gives up, so that all add up to 100.

    A role based on that one takes the duty over only if its own shares still add up; otherwise it drops it.
    """
    duty, role, share = answers["id"], answers["role"], int(answers["share"])
    path = f"data/roles/{role}.yml"
    text = project.texts[path]
    own = {entry.duty: (number, entry) for number, entry in enumerate(stock.roles[role].duties)}
    giver = answers.get("take-from") or max(own, key=lambda id_: own[id_][1].share)
    if giver not in own:
        raise EditError(f"{path} 的 duties 里没有 `{giver}`，让不出占比。--take-from 写其中一项：{'、'.join(own)}。")
    number, entry = own[giver]
    left = entry.share - share
    if left < 1:
        raise EditError(f"`{giver}` 只占 {entry.share}%，让不出 {share}%。--share 写小一些，或用 --take-from 换一项。")
    node = edit.parse(text).at(("duties", number, "share"))
    text = edit.apply(text, [edit.Edit(node.start, node.end, str(left))])
    mine = Skeleton().fill(model.RoleDuty, {"duty": duty, "part": "do", "share": share})
    change.texts[path] = edit.append(text, ("duties",), edit.piece(mine))
    change.notes.append(
        f"{stock.roles[role].name}：新职责占 {share}%，从 {giver} 让出（{entry.share}% → {left}%），侧重待填（{path}）。"
    )
    roles = dict(stock.roles)
    roles[role] = model.Role.model_validate(edit.load_value(change.texts[path] or ""))
    for other in _nearest_first(roles, role):
        if sum(one.share for one in duties_of(roles, other).values()) == 100:
            continue
        theirs = f"data/roles/{other}.yml"
        change.texts[theirs] = edit.append(project.texts[theirs], ("drop",), edit.piece(duty))
        roles[other] = model.Role.model_validate(edit.load_value(change.texts[theirs] or ""))
        change.notes.append(f"{roles[other].name}不接手它（{theirs} 的 drop）；要接手，改那里的占比。")


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


def _new_task(order: Order) -> ChangeSet:
    answers = order.answers
    given = _task(
        answers["id"],
        answers,
        name=answers.get("name", ""),
        role=answers["role"],
        accountable=answers["accountable"],
        section=Noted([answers["source"]], _SECTION),
    )
    return _into_duty(order, "tasks", 6, given)


def _new_check(order: Order) -> ChangeSet:
    answers = order.answers
    given = {
        "id": answers["id"],
        **_known(ask=answers.get("ask"), how=answers.get("how")),
        "grade": answers["grade"],
        "weight": int(answers["weight"]),
        "cadence": answers["cadence"],
        "task": answers["task"],
        "if_fail": {**_known(do=answers.get("do")), "within": answers["within"]},
        "from": Noted([answers["source"]], _SECTION),
    }
    return _into_duty(order, "checks", 10, given)


def _new_goal(order: Order) -> ChangeSet:
    answers = order.answers
    given = {
        "id": answers["id"],
        **_known(name=answers.get("name"), set_target=answers.get("set-target"), source=answers.get("figures")),
        "metric": answers["metric"],
        "guard": answers["guard"],
        "period": answers["period"],
        "data_owner": answers["data-owner"],
        "from": Noted([answers["source"]], _SECTION),
    }
    return _into_duty(order, "goals", 1000, given)


def _new_risk(order: Order) -> ChangeSet:
    answers = order.answers
    given = {"id": answers["id"], **_known(what=answers.get("what")), "control": answers["control"]}
    return _into_duty(order, "risks", 1000, given)


# --------------------------------------------------------------------------------------------------- role


def _role(order: Order) -> ChangeSet:
    project, stock, answers = order.project, order.stock, order.answers
    id_, boss = answers["id"], answers["reports-to"]
    base = answers.get("base")
    duties = split(answers["duties"])
    if base:
        taken = stock.shares(base)
        shares = [taken[duty].share for duty in duties]
        parts = [str(taken[duty].part) for duty in duties]
    else:
        shares = _evenly(len(duties))
        parts = ["lead", *["do"] * (len(duties) - 1)]
    first = duties[0]
    stage = [{"tasks": Noted([f"{first}.{stock.duties[first].tasks[0].id}"], _CHOOSE), "sign_off": boss}]
    plain = [{"tasks": [f"{first}.{stock.duties[first].tasks[0].id}"], "sign_off": boss}]
    like = base or next(iter(stock.roles))
    ahead = boss if boss in stock.roles else next(iter(stock.roles))
    given: dict[str, Any] = {
        "name": answers["name"],
        "reports_to": boss,
        "duties": [
            {"duty": duty, "part": part, "share": share}
            for duty, part, share in zip(duties, parts, shares, strict=True)
        ],
        "onboarding": {"day_1": stage, "week_1": plain, "day_30": plain, "day_60": plain, "day_90": plain},
        "confused_with": [{"role": Noted(like, _CHOOSE)}],
        "next": [{"role": Noted(ahead, _CHOOSE)}],
        **_upkeep(order),
    }
    if base:
        given["base"] = base
    change = ChangeSet({f"data/roles/{id_}.yml": document("role", Skeleton().fill(model.Role, given))})
    change.texts[_PLAYBOOK] = edit.append(project.texts[_PLAYBOOK], ("roles",), edit.piece(id_))
    change.notes.append(f"排在角色的末尾（{_PLAYBOOK}）。")
    if base:
        change.notes.append(
            f"没写的职责从{stock.roles[base].name}接手，占比照旧；要改就在 duties 里再写一条，合计保持 100。"
        )
    else:
        change.notes.append("占比先平均分，合计 100；照实际改。")
        change.notes.append("它做哪些任务写在职责文件里：把它的 id 加进那些任务的 raci.R。")
    return change


def _evenly(count: int) -> list[int]:
    """Whole shares that add up to 100, the first taking what is left over."""
    if count > 100:
        raise EditError("一个角色写不下 100 项以上的职责。")
    each = 100 // count
    return [100 - each * (count - 1), *[each] * (count - 1)]


# ----------------------------------------------------------------------- checklist, scorecard, template


def _checklist(order: Order) -> ChangeSet:
    stock, answers = order.stock, order.answers
    if "items" in answers:
        items = split(answers["items"])
    else:
        items = [f"{answers['duty']}.{one.id}" for one in stock.duties[answers["duty"]].checks][:12]
    given = {
        "name": answers["name"],
        "style": answers["style"],
        "who": split(answers["who"]),
        "of": split(answers["of"]),
        "period": answers["period"],
        "sample": {"draw": Noted("all", "怎么抽：all 全查，days 抽日子，workdays 抽工作日，list 按编号抽")},
        "minutes": int(answers["minutes"]),
        "items": items,
        "pass": {"min_score": 85},
        **_upkeep(order),
    }
    filled = Skeleton().fill(model.Checklist, given)
    return ChangeSet({f"data/checklists/{answers['id']}.yml": document("checklist", filled)})


def _scorecard(order: Order) -> ChangeSet:
    stock, answers = order.stock, order.answers
    role = answers["role"]
    goals = split(answers["goals"]) if "goals" in answers else _goals(stock, role)
    if not goals:
        raise EditError(
            f'{stock.roles[role].name}的职责里没有别人出数的绩效目标。先给一项职责加目标：make new ARGS="goal …"'
        )
    given = {
        "role": role,
        "period": answers["period"],
        "items": [{"goal": goal, "weight": weight} for goal, weight in zip(goals, _evenly(len(goals)), strict=True)],
        **_upkeep(order),
    }
    filled = Skeleton().fill(model.Scorecard, given)
    change = ChangeSet({f"data/scorecards/{answers['id']}.yml": document("scorecard", filled)})
    change.notes.append(f"先放了 {len(goals)} 个目标，权重平均分，合计 100；照实际改。")
    return change


def _goals(stock: Stock, role: str) -> list[str]:
    """A goal from each of a role's largest duties, whose figures someone else counts; at most five."""
    found: list[str] = []
    for duty in sorted(stock.shares(role).values(), key=lambda entry: -entry.share):
        goals = stock.duties[duty.duty].goals if duty.duty in stock.duties else []
        found += [f"{duty.duty}.{goal.id}" for goal in goals if goal.data_owner != role][:1]
    return found[:5]


def _template(order: Order) -> ChangeSet:
    project, stock, answers = order.project, order.stock, order.answers
    names = split(answers["columns"]) if "columns" in answers else [f"{MARK}列名 {number}" for number in (1, 2)]
    given = {
        "name": answers["name"],
        "columns": [{"name": name} for name in names],
        "sample": [[f"{MARK}：{name}" if "columns" in answers else MARK for name in names]],
    }
    filled = Skeleton().fill(model.Template, given)
    change = ChangeSet({f"data/templates/{answers['id']}.yml": document("template", filled)})
    if "task" in answers:
        duty, _, task = answers["task"].partition(".")
        path = f"data/duties/{duty}.yml"
        number = next(n for n, one in enumerate(stock.duties[duty].tasks) if one.id == task)
        where = ("tasks", number, "output")
        change.texts[path] = edit.add_key(project.texts[path], where, "template", answers["id"])
        change.notes.append(f"{answers['task']} 交的就是这张表（{path}）。")
    else:
        change.notes.append("还没有任务用它；在任务的 output 里写 template: " + answers["id"] + "。")
    return change


def _metric(order: Order) -> ChangeSet:
    stock, answers = order.stock, order.answers
    given = {
        "id": answers["id"],
        "name": {"zh": answers["name"]},
        "group": answers["group"],
        "formula": _known(zh=answers.get("formula")),
        "unit": {"zh": answers["unit"], "en": answers["unit"]} if answers["unit"] == "%" else {"zh": answers["unit"]},
        "direction": answers["direction"],
        "cadence": answers["cadence"],
        "pair": [answers["pair"]],
    }
    change = _entry(order, "metric", given)
    number, group = next(
        (n, one) for n, one in enumerate(stock.playbook.goal_groups) if one.id == answers["goal-group"]
    )
    place = ("goal_groups", number, "metrics")
    change.texts[_PLAYBOOK] = edit.append(order.project.texts[_PLAYBOOK], place, edit.piece(answers["id"]))
    change.notes.append(
        f"归进了绩效目标的“{group.name}”一类（{_PLAYBOOK}）。还没有职责用它；写进职责的 metrics 或绩效目标。"
    )
    return change


def _term(order: Order) -> ChangeSet:
    answers = order.answers
    see = {"see": [answers["duty"]]} if "duty" in answers else {}
    return _entry(order, "term", {"id": answers["id"], **_known(name=answers["name"], text=answers.get("text")), **see})


def _tool(order: Order) -> ChangeSet:
    answers = order.answers
    change = _entry(order, "tool", {"id": answers["id"], **_known(name=answers["name"], what=answers.get("what"))})
    change.notes.append("还没有职责用它；在职责的 tools 里写它的 id 和用处。")
    return change


def _entry(order: Order, kind: str, given: dict[str, Any]) -> ChangeSet:
    """A new entry at the end of a dictionary."""
    about = model.KINDS[kind]
    path = f"data/{about.folder}.yml"
    filled = Skeleton().fill(about.model, given)
    text = edit.append(order.project.texts[path], (about.folder,), edit.piece(filled))
    return ChangeSet({path: text}, notes=[f"写在 {path} 的末尾。"])


_MAKERS: dict[str, Callable[[Order], ChangeSet]] = {
    "duty": _duty,
    "task": _new_task,
    "check": _new_check,
    "goal": _new_goal,
    "risk": _new_risk,
    "role": _role,
    "checklist": _checklist,
    "scorecard": _scorecard,
    "template": _template,
    "metric": _metric,
    "term": _term,
    "tool": _tool,
}
