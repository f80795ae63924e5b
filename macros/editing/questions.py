"""What `make new` has to know: for each kind of thing the questions, their choices and their defaults.

A question is put to a person at a terminal, or answered by an option of the same name; the same rules judge both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from macros.editing import judging
from macros.editing.stock import Answers, Choice, Question, SoFar, Stock, split
from macros.problems.suggest import did_you_mean
from macros.views import labels
from macros.yamltext.edit import EditError

#: Puts a question with its choices and its default to a person; gives back the answer.
Ask = Callable[[Question, list[Choice], str, SoFar], str]


def answer(kind: str, stock: Stock, given: Mapping[str, str], ask: Ask | None) -> Answers:
    """All answers for a new thing of a kind.

    Takes what options gave, and what puts a question to a person (None: nobody is there). Raises EditError for an
    answer that can't be, and, naming every option at once, for required ones that are missing.
    """
    answers: Answers = {}
    missing: list[Question] = []
    for question in QUESTIONS[kind]:
        if question.applies is not None and not question.applies(answers):
            if question.key in given:
                raise EditError(f"--{question.key} 在这里用不上：{question.text}。去掉它。")
            continue
        if missing:  # what comes later may build on what is missing; it is only counted
            if question.required and question.key not in given:
                missing.append(question)
            continue
        so_far = SoFar(stock, answers)
        default = question.default if isinstance(question.default, str) else question.default(so_far)
        choices = question.choices(so_far) if question.choices is not None else []
        if question.choices is not None and not choices:
            if question.key in given or question.required:
                raise EditError(f"--{question.key}：{question.text}，可是一个可选的都没有。")
            continue
        if question.key in given:
            value = given[question.key].strip()
        elif ask is not None and question.asked:
            value = ask(question, choices, default, so_far).strip()
        else:
            value = default
        if not value:
            if question.required:
                missing.append(question)
            continue
        if (wrong := wrong_with(question, so_far, value, choices)) is not None:
            raise EditError(f"--{question.key}：{wrong}")
        answers[question.key] = value
    if missing:
        options = " ".join(f"--{one.key} {one.example or '…'}" for one in missing)
        raise EditError(
            f'还缺：{"；".join(f"--{one.key}（{one.text}）" for one in missing)}。例如 make new ARGS="{kind} {options}"'
        )
    return answers


def wrong_with(question: Question, so_far: SoFar, value: str, choices: list[Choice]) -> str | None:
    """What is wrong with an answer, in an editor's words; None when nothing is."""
    if choices:
        known = [one for one, _ in choices]
        for part in split(value) if question.many else [value]:
            if part not in known:
                listed = "、".join(known) if len(known) <= 12 else f"{'、'.join(known[:8])} 等 {len(known)} 个"
                return f"没有 `{part}` 这一项。{did_you_mean(part, known)}可选的有：{listed}。"
    return question.judge(so_far, value) if question.judge is not None else None


# ------------------------------------------------------------------------------------------------ choices


def _labelled(words: Mapping[str, str]) -> Callable[[SoFar], list[Choice]]:
    return lambda _: list(words.items())


def _duties(so_far: SoFar) -> list[Choice]:
    return [(id_, one.name) for id_, one in so_far.stock.duties.items()]


def _roles(so_far: SoFar) -> list[Choice]:
    return [(id_, one.name) for id_, one in so_far.stock.roles.items()]


def _people(so_far: SoFar) -> list[Choice]:
    return so_far.stock.people()


def _metrics(so_far: SoFar) -> list[Choice]:
    return [(id_, one.name.zh) for id_, one in so_far.stock.metrics.items()]


def _places(so_far: SoFar) -> list[Choice]:
    return so_far.stock.places


def _sections(so_far: SoFar) -> list[Choice]:
    return list(so_far.stock.sections.items())


def _tasks(so_far: SoFar) -> list[Choice]:
    return so_far.stock.task_names(so_far.answers["duty"])


def _doers(so_far: SoFar) -> list[Choice]:
    having = [(id_, so_far.stock.roles[id_].name) for id_ in so_far.stock.who_has(so_far.answers["duty"])]
    return having + [(team.id, team.name) for team in so_far.stock.playbook.teams]


def _role_duties(so_far: SoFar) -> list[Choice]:
    if base := so_far.answers.get("base"):
        return [
            (id_, so_far.stock.duties[id_].name) for id_ in so_far.stock.role_duties(base) if id_ in so_far.stock.duties
        ]
    return _duties(so_far)


def _open_tasks(so_far: SoFar) -> list[Choice]:
    return [
        (f"{id_}.{task.id}", task.name)
        for id_, duty in so_far.stock.duties.items()
        for task in duty.tasks
        if task.output.template is None
    ]


def _first_section(so_far: SoFar) -> str:
    duty = so_far.stock.duties.get(so_far.answers.get("duty", ""))
    return duty.tasks[0].from_[0] if duty else next(iter(so_far.stock.sections))


def _answered(key: str) -> Callable[[SoFar], str]:
    return lambda so_far: so_far.answers.get(key, "")


_SOURCE = Question(
    "source", "依据哪个来源小节（见 /sources/）", default=_first_section, choices=_sections, example="s4a1-01"
)
_CADENCES = {key: labels.CADENCE[key] for key in ("daily", "weekly", "monthly", "quarterly", "yearly")}
_CHECK_CADENCES = {**_CADENCES, "per-event": labels.CADENCE["per-event"]}
_DUES = {
    "daily": "17:30",
    "weekly": "周五 17:00",
    "monthly": "最后一个工作日 17:00",
    "quarterly": "末月 25 日 17:00",
    "yearly": "12 月 20 日 17:00",
}


def _in_duty(what: str, example: str) -> tuple[Question, ...]:
    return (
        Question("duty", "写进哪项职责", required=True, choices=_duties, example="data-monitoring"),
        Question("id", f"{what}的 id（英文，起好就不再改）", required=True, judge=judging.new_item, example=example),
    )


def _rhythmic(answers: Answers) -> bool:
    return answers.get("when") in _CADENCES


def _is_due(answers: Answers) -> bool:
    return _rhythmic(answers) and "start" not in answers


def _is_event(answers: Answers) -> bool:
    return answers.get("when") == "event"


QUESTIONS: dict[str, tuple[Question, ...]] = {
    "duty": (
        Question("id", "职责的 id（英文，起好就不再改）", required=True, judge=judging.new_file("duty", "duties"), example="supplier-care"),
        Question("name", "职责的中文名", required=True, example="供应商管理"),
        Question(
            "group", "放进哪一组", required=True, example="resources",
            choices=lambda so_far: [(one.id, one.name) for one in so_far.stock.playbook.groups],
        ),
        Question("role", "哪个角色来做", required=True, choices=_roles, example="general-ops"),
        Question("owner", "谁维护这一页", asked=False, default=_answered("role"), choices=_people),
        Question(
            "tasks", "三到六项任务，写成 id=名称，逗号隔开（回车：先占位）", judge=judging.task_pairs,
            example="pick-supplier=选供应商,sign-contract=签合同,score-supplier=给供应商打分",
        ),
        Question("metric", "主要看哪个指标", asked=False, choices=_metrics, default=lambda so_far: next(iter(so_far.stock.metrics))),
        _SOURCE,
    ),
    "task": (
        *_in_duty("任务", "noon-check"),
        Question("name", "任务的名称，动词开头（回车：先占位）", example="午间复核指标"),
        Question(
            "when", "多久做一次", default="weekly", example="daily",
            choices=_labelled({**_CADENCES, "event": "遇事才做"}),
        ),
        Question("start", "开始时刻：一起在定好的时刻做的写这个，不写 due", asked=False, applies=_rhythmic, judge=judging.due, example="周一 10:00"),
        Question("attendees", "除了执行的人谁到场，逗号隔开", asked=False, many=True, choices=_people, applies=lambda answers: "start" in answers),
        Question("due", "截止时刻", applies=_is_due, judge=judging.due, default=lambda so_far: _DUES[so_far.answers["when"]]),
        Question("minutes", "一个人做一遍要多少分钟", default="30", judge=judging.whole(1, 4800)),
        Question("trigger", "什么情况下开始（回车：先占位）", applies=_is_event),
        Question("respond-within", "多久之内动手", asked=False, applies=_is_event, default="PT30M", judge=judging.duration),
        Question("finish-within", "从触发算起，多久之内做完", applies=_is_event, default="P2D", judge=judging.duration),
        Question("per-month", "平常的一个月大约几次，全组合计", applies=_is_event, default="1", judge=judging.number(0.01, 10000)),
        Question(
            "role", "谁来做", choices=_doers,
            default=lambda so_far: next(iter(so_far.stock.who_has(so_far.answers["duty"])), so_far.stock.playbook.teams[0].id),
        ),
        Question(
            "accountable", "谁对结果负责", asked=False, choices=_people,
            default=lambda so_far: so_far.stock.duties[so_far.answers["duty"]].tasks[0].raci.A,
        ),
        Question(
            "place", "交到哪个地点（places.yml 里的）", choices=_places,
            default=lambda so_far: so_far.stock.places[0][0],
        ),
        Question(
            "template", "交哪张表（回车：没有表）", asked=False,
            choices=lambda so_far: [(id_, one.name) for id_, one in so_far.stock.templates.items()],
        ),
        _SOURCE,
    ),
    "check": (
        *_in_duty("检查项", "all-handed-in"),
        Question("task", "查的是哪项任务", required=True, choices=_tasks, example="morning-check"),
        Question("ask", "问什么，答“是”为好（回车：先占位）", example="抽中的两天都有记录吗？"),
        Question("how", "怎么查（回车：先占位）", example="看写入时刻"),
        Question("do", "不合格时做什么（回车：先占位）", example="当天补记"),
        Question("cadence", "多久查一次", default="weekly", choices=_labelled(_CHECK_CADENCES)),
        Question("minutes", "查一遍要多少分钟", default="3", judge=judging.whole(1, 60)),
        Question("grade", "等级", default="major", choices=_labelled(labels.GRADE)),
        Question("weight", "权重 1–5", asked=False, default="3", judge=judging.whole(1, 5)),
        Question("within", "不合格时多久之内", asked=False, default="P1D", judge=judging.duration),
        _SOURCE,
    ),
    "goal": (
        *_in_duty("绩效目标", "faster-reply"),
        Question("name", "想要的变化（回车：先占位）", example="答复得更快"),
        Question("metric", "看哪个指标", required=True, choices=_metrics, example="frt"),
        Question(
            "guard", "用哪个指标防止刷数", choices=_metrics,
            default=lambda so_far: so_far.stock.metrics[so_far.answers["metric"]].pair[0],
        ),
        Question("period", "周期", default="monthly", choices=_labelled(labels.PERIOD)),
        Question("over", "几个月的数怎么成为一季的数", default="mean", choices=_labelled(labels.OVER)),
        Question("floor", "底线怎么定，做到底线算 60%，不到算 0（回车：先占位）", example="上一季的实际值"),
        Question("set-target", "目标怎么定，做到目标算 100%（回车：先占位）"),
        Question("stretch", "挑战怎么定，做到挑战算 120%（回车：没有）"),
        Question("split", "按哪些渠道、等级、层分开定，怎么合成一个数（回车：不分）"),
        Question("absent", "什么样的一期没有这个数、不计（回车：每一期都有）"),
        Question("figures", "数从哪里来（回车：先占位）"),
        Question(
            "data-owner", "谁出数（不是被考核的人）", asked=False, choices=_people,
            default=lambda so_far: so_far.stock.duties[so_far.answers["duty"]].goals[0].data_owner,
        ),
        _SOURCE,
    ),
    "risk": (
        *_in_duty("风险", "late-notice"),
        Question("what", "会出什么事（回车：先占位）", example="看板停更而没人知道"),
        Question("control", "靠哪项任务管住", required=True, choices=_tasks, example="morning-check"),
    ),
    "role": (
        Question("id", "角色的 id（英文，起好就不再改）", required=True, judge=judging.new_file("role", "roles"), example="supplier-ops"),
        Question("name", "角色的中文名", required=True, example="供应商运营"),
        Question("base", "在哪个角色的基础上改（回车：没有）", choices=_roles),
        Question("duties", "写自己侧重的职责，逗号隔开", required=True, many=True, choices=_role_duties, example="partnerships,budget-cost"),
        Question("reports-to", "向谁汇报", required=True, choices=_people, example="ops-lead"),
        Question("owner", "谁维护这一页", asked=False, default=_answered("reports-to"), choices=_people),
    ),
    "checklist": (
        Question("id", "清单的 id（英文，起好就不再改）", required=True, judge=judging.new_file("checklist", "checklists"), example="supplier-monthly"),
        Question("name", "清单的中文名", required=True, example="供应商月检"),
        Question("items", "5–12 条，写成 职责.检查项，逗号隔开", asked=False, judge=judging.references((5, 12))),
        Question(
            "duty", "查哪项职责（先取它的全部检查项，至多 12 条）", required=True, choices=_duties, example="partnerships",
            applies=lambda answers: "items" not in answers,
        ),
        Question("who", "谁来查", required=True, many=True, choices=_people, example="ops-lead"),
        Question("of", "查谁", required=True, many=True, choices=_people, example="general-ops"),
        Question("period", "多久一次", default="monthly", choices=_labelled(_CHECK_CADENCES)),
        Question("style", "用法", asked=False, default="inspection", choices=_labelled(labels.STYLE)),
        Question("owner", "谁维护这一页", asked=False, default=lambda so_far: split(so_far.answers["who"])[0], choices=_people),
    ),
    "scorecard": (
        Question("role", "哪个角色的计分卡", required=True, choices=_roles, example="general-ops"),
        Question(
            "id", "计分卡的 id（英文，起好就不再改）", required=True, judge=judging.new_file("scorecard", "scorecards"),
            default=lambda so_far: so_far.answers.get("role", "") if so_far.answers.get("role") not in so_far.stock.scorecards else "",
            example="general-ops-yearly",
        ),
        Question("period", "周期", default="quarterly", choices=_labelled(labels.PERIOD)),
        Question("goals", "计哪些绩效目标，写成 职责.目标，逗号隔开（不写：从它主导的职责起，一项职责取一个）", asked=False, judge=judging.references((1, 20))),
        Question("owner", "谁维护这一页", asked=False, default=lambda so_far: so_far.stock.roles[so_far.answers["role"]].owner, choices=_people),
    ),
    "scenario": (
        Question("id", "推演的 id（英文，起好就不再改）", required=True, judge=judging.new_file("scenario", "scenarios"), example="nine-no-orders"),
        Question("name", "一句话说出了什么事", required=True, example="早上九点，小程序没有订单"),
        Question("duty", "照哪项职责的任务编", required=True, choices=_duties, example="data-monitoring"),
        Question("task", "照其中哪项任务", required=True, choices=_tasks, example="anomaly-response"),
        Question("roles", "谁来练，逗号隔开", required=True, many=True, choices=_roles, example="control-ops"),
        Question("owner", "谁维护这一页", asked=False, default=lambda so_far: split(so_far.answers["roles"])[0], choices=_people),
    ),
    "template": (
        Question("id", "模板的 id（英文，起好就不再改）", required=True, judge=judging.new_file("template", "templates"), example="supplier-sheet"),
        Question("name", "表的中文名", required=True, example="供应商评分表"),
        Question("columns", "列名，逗号隔开（回车：先占位两列）", judge=judging.columns, example="日期,供应商,得分"),
        Question("task", "哪项任务交这张表（回车：以后再写）", choices=_open_tasks),
    ),
    "metric": (
        Question("id", "指标的 id（英文，起好就不再改）", required=True, judge=judging.new_entry("metric"), example="supplier-delay-rate"),
        Question("name", "指标的中文名", required=True, example="供应商延误率"),
        Question("group", "词典里的哪一类", required=True, example="supply", choices=lambda so_far: so_far.stock.metric_groups),
        Question(
            "goal-group", "绩效目标的哪一类", required=True, example="cost",
            choices=lambda so_far: [(one.id, one.name) for one in so_far.stock.playbook.goal_groups],
        ),
        Question("formula", "口径：分子、分母、时间窗、去重（回车：先占位）", example="当月晚到的批次 ÷ 当月到货批次 × 100%"),
        Question("unit", "单位", default="%", example="%"),
        Question("direction", "怎样算好", default="higher", choices=_labelled(labels.DIRECTION)),
        Question("cadence", "多久看一次", asked=False, default="monthly", choices=_labelled(labels.CADENCE)),
        Question("pair", "和哪个指标一起看", required=True, choices=_metrics, example="fill-rate"),
    ),
    "term": (
        Question("id", "术语的 id（英文，起好就不再改）", required=True, judge=judging.new_entry("term"), example="supplier-tier"),
        Question("name", "正文里用的写法", required=True, example="供应商分级"),
        Question("text", "在这里指什么，一两句（回车：先占位）"),
        Question("duty", "和哪项职责有关（回车：不写）", choices=_duties),
    ),
    "place": (
        Question("id", "地点的 id（英文，起好就不再改）", required=True, judge=judging.new_entry("place"), example="sample-room"),
        Question("name", "大家怎么叫它", required=True, example="样品间"),
        Question("what", "放什么、不放什么，一句话（回车：先占位）"),
        Question("keeper", "谁照看", required=True, example="assistant-ops", choices=_people),
    ),
    "setting": (
        Question("id", "设置的 id（英文，起好就不再改），正文里写成 $id", required=True, judge=judging.new_entry("setting"), example="sample-limit"),
        Question("name", "这个数是什么", required=True, example="一次借样的件数上限"),
        Question("duty", "归哪项职责", required=True, example="daily-operations", choices=_duties),
        Question("value", "数值，只写数", required=True, example="5"),
        Question("unit", "单位", required=True, example="件"),
        Question("how", "怎么定：看哪个数、由谁拍板（回车：先占位）"),
    ),
    "tool": (
        Question("id", "工具的 id（英文，起好就不再改）", required=True, judge=judging.new_entry("tool"), example="e-sign"),
        Question("name", "工具类别的中文名", required=True, example="电子签章"),
        Question("what", "用来做什么，一句话（回车：先占位）"),
    ),
}  # fmt: skip
