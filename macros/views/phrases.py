"""What the data says of times, in Chinese words: when something is due, how long it takes, who decides until when."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from macros import model
from macros.model.kinds import ITEMS
from macros.views import labels
from macros.views.tasks import RoleTask

_WEEK = list(model.Weekday)


def task_when(task: model.Task) -> str:
    """When a task comes round, and how long it takes: 每天 09:30 前交 · 20 分钟, 遇事 · 10 分钟内动手，2 小时内做完."""
    if task.rhythm:
        parts = [task_time(task), *([labels.minutes(task.rhythm.minutes)] if task.rhythm.due else [])]
        if task.rhythm.off_day:
            parts.append(labels.OFF_DAY[task.rhythm.off_day])
    else:
        assert task.trigger is not None
        parts = ["遇事", limits(task.trigger), f"用时 {labels.minutes(task.trigger.minutes)}"]
    return " · ".join([*parts, *(["每个人各做一次"] if task.done_by == model.DoneBy.each else [])])


def task_time(task: model.Task) -> str:
    """When a task comes round: 每天 09:30 前交, 每周一 10:00–10:45, 遇事."""
    rhythm = task.rhythm
    if rhythm is None:
        return "遇事"
    return _time(str(rhythm.cadence), rhythm.due, rhythm.start, rhythm.minutes)


def limits(trigger: model.Trigger) -> str:
    """How soon something is begun and done: 10 分钟内动手，4 小时内做完."""
    return f"{labels.within(trigger.respond_within)}动手，{labels.within(trigger.finish_within)}做完"


def how_often(per_month: float) -> str:
    """How often an event comes in a usual month: 一个月约 20 次, 约 3 个月一次."""
    if per_month >= 1:
        return f"一个月约 {labels.number(per_month)} 次"
    return f"约 {1 / per_month:.0f} 个月一次"


def frequency(task: model.Task) -> str:
    """How often a task comes, in one piece: 每天 09:30 前交, 一个月约 20 次."""
    return how_often(task.trigger.per_month) if task.trigger else task_time(task)


def when(one: RoleTask) -> str:
    """When a role has something to do: 每天 08:30 前交, 每周一 10:00–10:45, 每周五 12:00 前定, 10 分钟内动手，4 小时内做完."""
    if one.decision and not one.due:
        return f"{labels.within(one.decision.by)}定"
    if one.due or one.start:
        return _time(one.cadence, one.due, one.start, one.minutes, "定" if one.decision else "交")
    assert one.trigger is not None
    return limits(one.trigger)


def takes(one: RoleTask) -> str:
    """How long it takes a role, and how often an event comes: 20 分钟; "" where the time says it, from when to when."""
    if one.start:
        return ""
    often = [how_often(one.per_month)] if one.per_month is not None and one.kind == "do" else []
    return "，".join([labels.minutes(one.minutes), *often])


def act(one: RoleTask) -> str:
    """What a role does with a task that it doesn't do: 到场, 拍板; "" for one that it does."""
    return labels.ACT[one.kind]


def lead(one: RoleTask) -> str:
    """What stands before the scope of an entry: 到场, 拍板：."""
    return f"{act(one)}：" if act(one) and one.scope else act(one)


def decision_when(task: model.Task, decision: model.Decision) -> str:
    """Until when somebody decides: 每月第 6 个工作日 12:00 前, 触发后 15 分钟内."""
    if task.rhythm:
        return f"{labels.when(task.rhythm.cadence, decision.by)} 前"
    within = labels.within(decision.by)
    return within if within == labels.AT_ONCE else f"触发后 {within}"


def supply(due: str) -> str:
    """When a team gives something: 随时可取, 开口后 1 天内给, 每周一 12:00 前给."""
    if due == model.ALWAYS:
        return "随时可取"
    if re.match(model.DURATION_PATTERN, due):
        return f"开口后 {labels.within(due)}给"
    cadence = next(cadence for cadence, pattern in model.DUE_PATTERNS.items() if re.match(pattern, due))
    return f"{labels.when(cadence, due)} 前给"


def given(entry: model.TaskInput) -> str:
    """What is to be known of an input beside who gives it: when, and whether it is the last one's."""
    parts = [supply(entry.due)] if entry.due else []
    return "，".join([*parts, *(["用上一期的"] if entry.last else [])])


def maker(entry: model.TaskInput) -> str | None:
    """The key of what makes an input; None where a team gives it."""
    if entry.task:
        return entry.task
    if entry.template:
        return f"template:{entry.template}"
    return f"checklist:{entry.checklist}" if entry.checklist else None


def check_time(check: model.Check) -> str:
    """How long a check takes, and of what: 3 分钟, 抽到的每一天 2 分钟, 抽到的每一件 3 分钟."""
    return f"{labels.PER[check.per]}{labels.minutes(check.minutes)}"


def hours(of: model.Hours) -> str:
    """When a role works: 周一至周五 09:00–18:00，一周 40 小时."""
    days = sorted(_WEEK.index(day) for day in of.days)
    named = "、".join(_WEEK[day] for day in days)
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        named = f"{_WEEK[days[0]]}至{_WEEK[days[-1]]}"
    parts = [f"{named} {of.from_}–{of.to}", *(["法定节假日也有人上班"] if of.holidays else [])]
    return "，".join([*parts, f"每人一周 {labels.number(of.week)} 小时"])


def task_facts(task: model.Task) -> str:
    """A task in a sentence.

    每天 09:30 前交 · 20 分钟。交早检记录一行。
    """
    return f"{task_when(task)}。交{task.output.what}。"


def check_facts(check: model.Check) -> str:
    """A check in a sentence.

    主要 · 每周。怎么查：抽五张异常单，看责任人。
    """
    return f"{labels.GRADE[check.grade]} · {labels.CADENCE[check.cadence]}。怎么查：{check.how}。"


def goal_facts(goal: model.Goal, metric: str, guard: str) -> str:
    """A goal in a sentence.

    看首次发现用时，同时守住告警准确率 · 按季。目标怎么定：…
    """
    return f"看{metric}，同时守住{guard} · {labels.PERIOD[goal.period]}。目标怎么定：{goal.set_target}"


def risk_facts(control: str) -> str:
    """A risk in a sentence, by the task that keeps it in check.

    靠“每日早检”管住。
    """
    return f"靠“{control}”管住。"


def list_facts(one: model.Checklist, minutes: float, lines: Sequence[str]) -> str:
    """A checklist in a sentence.

    每周 · 检查 · 30 分钟 · 合格线 80 分。条目（8）：…
    """
    facts = (labels.CADENCE[one.period], labels.STYLE[one.style], labels.minutes(minutes))
    return f"{' · '.join(facts)} · 合格线 {one.pass_.min_score} 分。{listing('条目', lines)}"


def card_facts(card: model.Scorecard, role: str, goals: Sequence[str]) -> str:
    """A scorecard in a sentence.

    按季 · 考核通用运营 · 绩效目标（5）：…
    """
    return f"{labels.PERIOD[card.period]} · 考核{role} · {listing(ITEMS['goal'].name, goals)}"


def form_facts(users: Sequence[str], columns: Sequence[str]) -> str:
    """A template in a sentence.

    用在每日早检核心指标。列（6）：日期、指标、…
    """
    used = f"用在{_some(users)}。" if users else ""
    return used + listing("列", columns)


def listing(title: str, names: Sequence[str]) -> str:
    """How many things there are, and the first of them by name.

    指标（2）：首次发现用时、告警准确率。
    """
    return f"{title}（{len(names)}）：{_some(names)}。" if names else f"{title}（0）"


def _some(names: Sequence[str], room: int = 80) -> str:
    """As many names as there is room for; 等 says that there are more."""
    ends = itertools.accumulate(len(name) + 1 for name in names)
    count = max(1, sum(end <= room for end in ends))
    return "、".join(names[:count]) + ("等" if count < len(names) else "")


def _time(cadence: str, due: str | None, start: str | None, minutes: int, act: str = "交") -> str:
    """A rhythm in words: until when something is handed in, or from when to when it is done."""
    if start:
        return labels.when(cadence, labels.span(start, minutes))
    return f"{labels.when(cadence, due or '')} 前{act}"
