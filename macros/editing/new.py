"""A new duty, role, checklist, scorecard or template, or a new item inside a duty: the change that adds it.

What the answers say is filled in; ids and numbers get valid defaults; texts that are still to be written carry a
mark that `make check` refuses.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, get_origin

from macros import model
from macros.editing.new_duty import new_check, new_duty, new_goal, new_risk, new_task
from macros.editing.order import CHOOSE, PLAYBOOK, Order, known, upkeep
from macros.editing.project import MARK, ChangeSet, Project
from macros.editing.skeleton import Skeleton, document
from macros.editing.stock import Answers, Stock, split
from macros.model.markers import bare
from macros.yamltext import edit
from macros.yamltext.edit import EditError, Noted


def new(project: Project, stock: Stock, kind: str, answers: Answers, today: dt.date) -> ChangeSet:
    """The change that adds a thing of a kind. Raises EditError when there is no room for it."""
    order = Order(project, stock, answers, today)
    return _MAKERS[kind](order) if kind in _MAKERS else _plain(order, kind)


# --------------------------------------------------------------------------------------------------- role


def _role(order: Order) -> ChangeSet:
    project, stock, answers = order.project, order.stock, order.answers
    id_, boss = answers["id"], answers["reports-to"]
    base = answers.get("base")
    duties = split(answers["duties"])
    if base:
        taken = stock.role_duties(base)
        parts = [str(taken[duty].part) for duty in duties]
    else:
        parts = ["lead", *["do"] * (len(duties) - 1)]
    first = duties[0]
    task = f"{first}.{stock.duties[first].tasks[0].id}"
    stage = [{"tasks": Noted([task], CHOOSE), "sign_off": boss}]
    plain = [{"tasks": [task], "sign_off": boss}]
    late = [
        {"tasks": [task], "sign_off": boss, "instead": Noted(f"{MARK}：没轮到时交什么", "每个月都有的任务，删掉这一行")}
    ]
    like = base or next(iter(stock.roles))
    ahead = boss if boss in stock.roles else next(iter(stock.roles))
    given: dict[str, Any] = {
        "name": answers["name"],
        "reports_to": boss,
        "hours": _hours(stock, base or boss),
        "free_time": Noted(f"{MARK}：排得进日程的事不到一半时，其余的时间做什么", "排满了就删掉这一行"),
        "duties": [{"duty": duty, "part": part} for duty, part in zip(duties, parts, strict=True)],
        "onboarding": {
            "day_1": stage,
            "week_1": plain,
            "day_30": late,
            "day_60": late,
            "day_90": late,
            "probation": Noted([task], "最多 15 项，每一项都在上面某个阶段里"),
        },
        "confused_with": [{"role": Noted(like, CHOOSE)}],
        "next": [{"role": Noted(ahead, CHOOSE)}],
        **upkeep(order),
    }
    if base:
        given["base"] = base
    change = ChangeSet({f"data/roles/{id_}.yml": document("role", Skeleton().fill(model.Role, given))})
    listed = edit.append(project.texts[PLAYBOOK], ("roles",), edit.piece(id_))
    change.texts[PLAYBOOK] = edit.append(listed, ("team",), edit.piece({"role": id_, "people": 1}))
    change.notes.append(f"排在角色的末尾（{PLAYBOOK}）。")
    if base:
        change.notes.append(
            f"没写的职责从{stock.roles[base].name}接手；不接的写进 drop，做法不同的在 duties 里再写一条。"
        )
    else:
        change.notes.append("它做哪些任务写在职责文件里：把它的 id 加进那些任务的 raci.R。")
    change.notes.append(f"团队里先算 1 个人（{PLAYBOOK} 的 team），照实际改。")
    return change


def _hours(stock: Stock, like: str) -> dict[str, Any]:
    """The hours of a new role: those of the role it is most like, to be looked at."""
    known_role = stock.roles.get(like) or next(iter(stock.roles.values()))
    hours = known_role.hours.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return {**hours, "days": Noted(hours["days"], "哪几天、几点到几点，照实际改")}


def _evenly(count: int) -> list[int]:
    """Whole weights that add up to 100, the first taking what is left over."""
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
        "sample": _sample(stock, items),
        "items": items,
        "pass": {"min_score": 85},
        **upkeep(order),
    }
    filled = Skeleton().fill(model.Checklist, given)
    return ChangeSet({f"data/checklists/{answers['id']}.yml": document("checklist", filled)})


def _sample(stock: Stock, items: list[str]) -> dict[str, Any]:
    """What a list of such items has to draw: cases where one looks at each case, days where one looks at each day."""
    checks = {f"{id_}.{check.id}": check for id_, duty in stock.duties.items() for check in duty.checks}
    asked = [checks[item] for item in items if item in checks]
    cases = list(dict.fromkeys(check.case for check in asked if check.case))
    draw = "list" if cases else "workdays" if any(check.per == "day" for check in asked) else "all"
    found: dict[str, Any] = {"draw": Noted(draw, "怎么抽：all 全查，days 抽日子，workdays 抽工作日，list 按编号抽")}
    if draw != "all":
        found["pick"] = Noted(2, "抽几个，核对")
    return {**found, **({"of": cases} if cases else {})}


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
        **upkeep(order),
    }
    filled = Skeleton().fill(model.Scorecard, given)
    change = ChangeSet({f"data/scorecards/{answers['id']}.yml": document("scorecard", filled)})
    change.notes.append(f"先放了 {len(goals)} 个目标，权重平均分，合计 100；照实际改。")
    return change


def _goals(stock: Stock, role: str) -> list[str]:
    """A goal from each duty of a role, those it leads first, whose figures someone else counts; at most five."""
    found: list[str] = []
    parts = list(model.Part)
    for duty in sorted(stock.role_duties(role).values(), key=lambda entry: parts.index(entry.part)):
        goals = stock.duties[duty.duty].goals if duty.duty in stock.duties else []
        found += [f"{duty.duty}.{goal.id}" for goal in goals if goal.data_owner != role][:1]
    return found[:5]


def _scenario(order: Order) -> ChangeSet:
    answers = order.answers
    task = f"{answers['duty']}.{answers['task']}"
    minutes = (0, 10, 20)
    given = {
        "name": answers["name"],
        "roles": split(answers["roles"]),
        "tasks": [task],
        "start": Noted("10:00", "案子里几点开始，核对"),
        "minutes": Noted(30, "演多少分钟，核对"),
        "events": [{"minute": minute} for minute in minutes],
        "expected": [{"ref": task, "by": minute + 5} for minute in minutes],
        **upkeep(order),
    }
    filled = Skeleton().fill(model.Scenario, given)
    return ChangeSet({f"data/scenarios/{answers['id']}.yml": document("scenario", filled)})


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
        "formula": known(zh=answers.get("formula")),
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
    change.texts[PLAYBOOK] = edit.append(order.project.texts[PLAYBOOK], place, edit.piece(answers["id"]))
    change.notes.append(
        f"归进了绩效目标的“{group.name}”一类（{PLAYBOOK}）。还没有职责用它；写进职责的 metrics 或绩效目标。"
    )
    return change


def _term(order: Order) -> ChangeSet:
    answers = order.answers
    see = {"see": [answers["duty"]]} if "duty" in answers else {}
    return _entry(order, "term", {"id": answers["id"], **known(name=answers["name"], text=answers.get("text")), **see})


def _tool(order: Order) -> ChangeSet:
    answers = order.answers
    change = _entry(order, "tool", {"id": answers["id"], **known(name=answers["name"], what=answers.get("what"))})
    change.notes.append("还没有职责用它；在职责的 tools 里写它的 id 和用处。")
    return change


def _entry(order: Order, kind: str, given: dict[str, Any]) -> ChangeSet:
    """A new entry at the end of a dictionary; the first one of a file that may be missing begins it."""
    about = model.KINDS[kind]
    path = f"data/{about.folder}.yml"
    filled = Skeleton().fill(about.model, given)
    begun = f"# yaml-language-server: $schema=../schemas/{about.folder}.json\n{about.folder}: []\n"
    text = edit.append(order.project.texts.get(path, begun), (about.folder,), edit.piece(filled))
    return ChangeSet({path: text}, notes=[f"写在 {path} 的末尾。"])


def _plain(order: Order, kind: str) -> ChangeSet:
    """A new thing whose questions are called as its fields are: each answer stands in its field."""
    about = model.KINDS[kind]
    given: dict[str, Any] = {}
    for name, info in about.model.model_fields.items():
        key = info.alias or name
        if key in order.answers:
            type_, _ = bare(info.annotation)
            given[key] = _value(type_, order.answers[key])
    if about.is_reviewed:
        given |= upkeep(order)
    if not about.has_own_files:
        return _entry(order, kind, given)
    path = f"data/{about.folder}/{order.answers['id']}.yml"
    return ChangeSet({path: document(kind, Skeleton().fill(about.model, given))})


def _value(type_: Any, answer: str) -> Any:
    if get_origin(type_) is list:
        return split(answer)
    return int(answer) if type_ is int else answer


#: What makes the kinds that take more than filling their fields in.
_MAKERS: dict[str, Callable[[Order], ChangeSet]] = {
    "duty": new_duty,
    "task": new_task,
    "check": new_check,
    "goal": new_goal,
    "risk": new_risk,
    "role": _role,
    "checklist": _checklist,
    "scorecard": _scorecard,
    "scenario": _scenario,
    "template": _template,
    "metric": _metric,
    "term": _term,
    "tool": _tool,
}
