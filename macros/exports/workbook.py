"""The whole playbook as one workbook, and the matrix of who answers for what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from macros import model
from macros.exports import csv_table, spreadsheet
from macros.exports.context import Context
from macros.views import labels, phrases
from macros.views.roles import RaciRow
from macros.views.tasks import RoleTask

Row = Sequence[csv_table.Cell]

TASK_HEAD = (
    "编号", "职责", "任务", "类别", "重要程度", "频率", "什么时候", "用时（分钟）", "一个月约几次", "执行", "负责", "征询",
    "知会", "谁到场", "需要什么", "等谁拍板", "交什么", "用哪张表", "交到哪里", "给谁看", "完成标准", "怎么核实", "什么时候上报", "可以自己定",
    "先问再做", "影响的指标", "例子（编造）", "地址",
)  # fmt: skip
TASK_WIDTHS = (
    26,
    12,
    22,
    7,
    6,
    7,
    26,
    7,
    7,
    14,
    12,
    14,
    14,
    14,
    34,
    30,
    22,
    16,
    18,
    16,
    44,
    34,
    34,
    24,
    24,
    24,
    44,
    34,
)

#: Wider sheets are printed on three pages side by side, in digits.
WIDEST = 300


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet of a workbook: its rows, the head first, the widths of its columns, and where its first cells lead to."""

    name: str
    rows: list[Row]
    widths: tuple[float, ...]
    links: list[str]


@dataclass(frozen=True, slots=True)
class Tables:
    """What a workbook is written from."""

    title: str
    about: str
    day: dt.date
    base: str
    sheets: list[Table]


def playbook_xlsx(context: Context) -> bytes:
    """All duties with their tasks, steps, checks and goals, and all roles, on filterable sheets."""
    sheets = (
        ("职责", duties(context), (24, 12, 14, 38, 24, 38, 14, 12, 12, 6, 6, 6, 34)),
        ("任务", tasks(context), TASK_WIDTHS),
        ("步骤", steps(context), (28, 12, 22, 6, 46, 40, 40, 9)),
        ("检查项", checks(context), (30, 12, 40, 40, 9, 6, 8, 16, 8, 22, 34, 34)),
        ("绩效目标", goals(context), (30, 12, 22, 16, 10, 16, 8, 14, 30, 44, 28, 30, 34, 14, 34)),
        ("角色的职责", role_duties(context), (24, 14, 14, 8, 8, 60)),
        ("角色的任务", role_tasks(context), (28, 14, 14, 24, 8, 8, 30, 8, 44)),
    )
    tables = [
        Table(name, rows, widths, _addresses(context, name) if context.base else []) for name, rows, widths in sheets
    ]
    about = context.text(context.book.about)
    return context.file(_playbook, Tables(context.book.title, about, context.newest, context.base, tables))


def _playbook(one: Tables) -> bytes:
    book = spreadsheet.Book(one.title, one.about, one.day)
    for table in one.sheets:
        sheet = book.sheet(table.name)
        spreadsheet.page(sheet, f"{one.title}　{table.name}　{one.day}", one.base)
        if sum(table.widths) > WIDEST:
            sheet.fit_to_pages(3, 0)
            sheet.repeat_columns(0, 2)
        book.table(sheet, table.rows, table.widths, table.links)
    return book.bytes()


def tasks_csv(context: Context) -> bytes:
    """All tasks of all duties as CSV."""
    return csv_table.table(tasks(context))


def _addresses(context: Context, name: str) -> list[str]:
    """Where the first cells of a sheet lead to."""
    book = context.book
    keys = {
        "职责": [f"duty:{id_}" for id_ in book.duties],
        "任务": [row.ref for row in context.views.raci],
        "步骤": [row.ref for row in context.views.raci for _ in row.task.steps],
        "检查项": [f"{id_}.{check.id}" for id_, duty in book.duties.items() for check in duty.checks],
        "绩效目标": [one.ref for one in context.views.goal_library],
        "角色的职责": [f"role:{id_}" for id_ in book.roles for _ in context.views.role_shares[id_]],
        "角色的任务": [one.ref for _, one in _role_tasks(context)],
    }
    return [context.address(key) for key in keys[name]]


def duties(context: Context) -> list[Row]:
    """One row for each duty."""
    head = (
        "编号", "组", "职责", "成果", "也叫", "不归这里管", "维护人", "上次核对", "下次核对",
        "任务数", "检查项数", "目标数", "地址",
    )  # fmt: skip
    groups = {group.id: group.name for group in context.book.groups}
    found: list[Row] = [head]
    for id_, duty in context.book.duties.items():
        borders = [f"{context.text(one.text)} → {context.book.duties[one.see].name}" for one in duty.not_this]
        found.append(
            (
                *(id_, groups[context.views.group_of[id_]], duty.name, context.text(duty.outcome)),
                *("、".join(duty.aka), "\n".join(borders), context.people([duty.owner])),
                *(str(duty.reviewed_on), str(context.views.review_due(duty))),
                *(len(duty.tasks), len(duty.checks), len(duty.goals), context.address(f"duty:{id_}")),
            )
        )
    return found


def tasks(context: Context) -> list[Row]:
    """One row for each task of each duty."""
    return [TASK_HEAD, *(_task(context, row) for row in context.views.raci)]


def _whole(figure: float) -> float:
    """A figure that is whole without its `.0`, so that the text of a cell is that of the CSV."""
    return int(figure) if figure == int(figure) else figure


def _task(context: Context, row: RaciRow) -> Row:
    task, text = row.task, context.text
    attendees: list[str] = []
    often: float | str = ""
    if task.rhythm:
        cadence: str = task.rhythm.cadence
        when, minutes, attendees = phrases.task_time(task), task.rhythm.minutes, task.rhythm.attendees
    else:
        assert task.trigger is not None
        cadence, minutes, often = "per-event", task.trigger.minutes, _whole(task.trigger.per_month)
        when = f"{text(task.trigger.when)}，{phrases.limits(task.trigger)}"
    raci, output, decide = task.raci, task.output, task.decide or model.Decide()
    escalate = ""
    if task.escalate:
        to = context.people([task.escalate.to])
        escalate = f"{text(task.escalate.when)}：{labels.within(task.escalate.within)}报给{to}"
    decisions = [
        f"{context.people([one.who])}，{phrases.decision_when(task, one)}定：{text(one.what)}" for one in task.decisions
    ]
    return (
        row.ref,
        context.book.duties[row.duty].name,
        text(task.name),
        labels.TASK_KIND[task.task_kind],
        task.importance,
        labels.CADENCE[cadence],
        when,
        minutes,
        often,
        context.people(raci.R),
        context.people([raci.A]),
        context.people(raci.C),
        context.people(raci.I),
        context.people(attendees),
        "\n".join(_input(context, one) for one in task.inputs),
        "\n".join(decisions),
        text(output.what),
        context.name(f"template:{output.template}") if output.template else "",
        text(context.views.spot(output)),
        context.people(output.audience),
        context.lines(task.done_when),
        text(task.evidence),
        escalate,
        context.lines(decide.may),
        context.lines(decide.ask_first),
        "、".join(context.name(f"metric:{metric}") for metric in task.metrics),
        text(task.example),
        context.address(row.ref),
    )


def _input(context: Context, one: model.TaskInput) -> str:
    """What a task needs, who gives it, and what makes it or when it comes."""
    key = phrases.maker(one)
    parts = [f"{context.people([one.from_])}给", *([context.name(key)] if key else []), phrases.given(one)]
    return f"{context.text(one.what)}（{'，'.join(part for part in parts if part)}）"


def steps(context: Context) -> list[Row]:
    """One row for each step of each task."""
    found: list[Row] = [("任务编号", "职责", "任务", "第几步", "做什么", "应看到", "没看到", "要等多久")]
    for row in context.views.raci:
        duty = context.book.duties[row.duty].name
        for number, step in enumerate(row.task.steps, 1):
            wait = labels.duration(step.wait) if step.wait else ""
            words = (context.text(step.do), context.text(step.expect), context.text(step.else_), wait)
            found.append((row.ref, duty, context.text(row.task.name), number, *words))
    return found


def checks(context: Context) -> list[Row]:
    """One row for each check of each duty."""
    head = (
        "编号", "职责", "问什么", "怎么查", "等级", "权重", "频率", "用时", "可不适用", "查的任务", "不合格时",
        "用在哪些清单",
    )  # fmt: skip
    found: list[Row] = [head]
    for id_, duty in context.book.duties.items():
        for check in duty.checks:
            ref = f"{id_}.{check.id}"
            act = f"{labels.within(check.if_fail.within)}：{context.text(check.if_fail.do)}"
            lists = "、".join(context.name(f"checklist:{one}") for one in context.views.lists_of.get(ref, ()))
            found.append(
                (
                    *(ref, duty.name, context.text(check.ask), context.text(check.how)),
                    *(labels.GRADE[check.grade], check.weight, labels.CADENCE[check.cadence]),
                    *(phrases.check_time(check), "是" if check.na else "否"),
                    *(context.name(f"{id_}.{check.task}"), act, lists),
                )
            )
    return found


def goals(context: Context) -> list[Row]:
    """One row for each goal of each duty."""
    head = (
        "编号", "职责", "绩效目标", "指标", "方向", "护栏指标", "周期", "按月的数",
        "底线怎么定", "目标怎么定", "挑战怎么定", "分开定", "数从哪里来", "谁出数", "计入哪些卡",
    )  # fmt: skip
    found: list[Row] = [head]
    for one in context.views.goal_library:
        goal, metrics = one.goal, context.book.metrics
        cards = [
            f"{context.name(f'scorecard:{id_}')} {weight}%" for id_, weight in context.views.cards_of.get(one.ref, ())
        ]
        found.append(
            (
                *(one.ref, context.book.duties[one.duty].name, context.text(goal.name)),
                *(metrics[goal.metric].name.zh, labels.DIRECTION[metrics[goal.metric].direction]),
                *(metrics[goal.guard].name.zh, labels.PERIOD[goal.period], labels.OVER[goal.over]),
                *(context.text(text or "") for text in (goal.floor, goal.set_target, goal.stretch, goal.split)),
                *(context.text(goal.source), context.people([goal.data_owner]), "、".join(cards)),
            )
        )
    return found


def role_duties(context: Context) -> list[Row]:
    """One row for each duty of each role."""
    found: list[Row] = [("角色编号", "角色", "职责", "担当", "占比（%）", "侧重")]
    for id_, role in context.book.roles.items():
        for share in context.views.role_shares[id_]:
            entry = share.entry
            found.append(
                (id_, role.name, share.duty.name, labels.PART[entry.part], share.share, context.text(entry.emphasis))
            )
    return found


def _role_tasks(context: Context) -> list[tuple[str, RoleTask]]:
    """Every task of every role, by how often it comes round."""
    return [(id_, task) for id_ in context.book.roles for board in context.views.board(id_).values() for task in board]


def role_tasks(context: Context) -> list[Row]:
    """One row for each task of each role, with the role's own rhythm and scope."""
    found: list[Row] = [("任务编号", "角色", "职责", "任务", "做什么", "频率", "什么时候", "用时（分钟）", "范围")]
    for role, one in _role_tasks(context):
        event = context.text(one.trigger.when) if one.trigger else ""
        when = f"{event}，{phrases.when(one)}" if event else phrases.when(one)
        scope = context.text(one.scope) if one.scope else ""
        found.append(
            (
                *(one.ref, context.book.roles[role].name, context.book.duties[one.duty].name),
                *(context.text(one.task.name), phrases.act(one) or "做", labels.CADENCE[one.cadence]),
                *(when, one.minutes, scope),
            )
        )
    return found


def raci(context: Context) -> list[Row]:
    """The matrix of tasks by roles and teams. A role that takes a task over from its base has its letter in brackets."""
    people = context.views.raci_people
    found: list[Row] = [("编号", "职责", "任务", *(context.views.person(id_).name for id_ in people))]
    for row in context.views.raci:
        letters = [row.letters.get(id_) or ("(R)" if id_ in row.taken_over else "") for id_ in people]
        found.append((row.ref, context.book.duties[row.duty].name, context.text(row.task.name), *letters))
    return found


def raci_csv(context: Context) -> bytes:
    """The matrix as CSV."""
    return csv_table.table(raci(context))


def raci_xlsx(context: Context) -> bytes:
    """The matrix as a workbook, filterable by every role and team."""
    links = [context.address(row.ref) for row in context.views.raci] if context.base else []
    table = Table("RACI", raci(context), (38, 12, 26), links)
    return context.file(_raci, Tables(context.book.title, "RACI", context.newest, context.base, [table]))


def _raci(one: Tables) -> bytes:
    (table,) = one.sheets
    rows = table.rows
    book = spreadsheet.Book(f"{one.title}：谁对什么负责", one.about, one.day)
    sheet = book.sheet(table.name)
    spreadsheet.page(sheet, f"{one.title}　{table.name}　{one.day}　{KEY}", one.base)
    columns = len(rows[0])
    book.table(sheet, [row[:3] for row in rows], table.widths, table.links)
    sheet.set_column(3, columns - 1, 5.5)
    for at, name in enumerate(rows[0][3:], 3):
        book.put(sheet, 0, at, name, **spreadsheet.HEAD_CELL, rotation=90, align="center")
    for number, row in enumerate(rows[1:], 1):
        for at, letters in enumerate(row[3:], 3):
            colour = next((COLOURS[letter] for letter in "ARCI" if letter in str(letters)), None)
            look = {**spreadsheet.BODY_CELL, "align": "center", **({"bg_color": colour} if colour else {})}
            if letters:
                book.put(sheet, number, at, letters, **look)
            else:
                sheet.write_blank(number, at, None, book.format(**look))
    sheet.set_row(0, 96)
    sheet.autofilter(0, 0, len(rows) - 1, columns - 1)
    sheet.freeze_panes(1, 3)
    key = book.sheet("图例")
    meanings = [(letter, words) for letter, words in labels.RACI.items()]
    meanings.append(("(R)", "从底子角色接手的执行：任务写的是底子角色"))
    book.table(key, [("字母", "意思"), *meanings], (10, 60))
    return book.bytes()


KEY = "　".join(f"{letter} {words}" for letter, words in labels.RACI.items())
#: One colour a letter; of several letters the weightier shows.
COLOURS = {"A": "#fde2c4", "R": "#d7e9fb", "C": "#eef3d8", "I": "#f1f3f5"}
