"""What each page has for the search: its places, and the words in each.

Which of them is found, and by which words, see `search`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from macros import model
from macros.model.kinds import KINDS
from macros.views.roles import STAGES
from macros.views.targets import item_name
from macros.views.text import unmarked
from macros.views.views import Views

#: What readers type who look for a section that every role has, by its anchor: what they ask is the same of each role.
ASKED_OF_A_ROLE = {
    "section-duties": ("平时要管哪些事", "工作内容", "这个岗做什么"),
    "section-board": ("每天做什么", "一天的安排"),
    "section-decide": ("能不能自己定", "要不要请示", "有多大权力"),
    "section-onboarding": ("刚上任", "刚接手", "头三个月", "前三个月", "刚当上"),
    "section-confused": ("有什么区别", "和谁不一样", "差别"),
    "section-next": ("想转去做", "转岗要会什么", "要什么条件", "怎么升上去"),
}
#: The same of every scorecard.
ASKED_OF_A_SCORECARD = ("怎么打分", "怎么考核", "年底看什么", "奖金怎么算")
#: What is in the query of somebody who asks for one of these pages. Unless something is, or a name on the page was typed,
#: they count little: what is kept where, and what a company sets, is said in the tasks too.
ASKED_OF_A_PAGE = {
    "places": (
        "在哪",
        "放哪",
        "放到哪",
        "放在哪",
        "存哪",
        "存到哪",
        "交到哪",
        "交哪",
        "去哪",
        "到哪里",
        "哪里找",
        "哪个系统",
        "哪个群",
    ),
    "settings": (
        "标准是",
        "标准多少",
        "多少算",
        "算多少",
        "几天算",
        "定多少",
        "设多少",
        "上限",
        "下限",
        "最多",
        "最少",
        "至少",
    ),
}
#: What is in the query of somebody who may ask for one of these pages: it counts as any other then.
MAYBE_ASKED_OF_A_PAGE = {
    "places": ("哪里", "哪儿", "哪个", "什么地方", "哪张表"),
    "settings": ("几", "多少", "多久", "多长", "多大", "多高", "多早", "提前"),
}
#: What readers type who look for a page that is no thing, or for a whole list, by the kind of page.
TYPED_FOR_A_PAGE = {
    "duty-list": ("有哪些职责", "运营都做什么", "所有工作", "all duties"),
    "role-list": ("有哪些岗位", "所有岗位", "我是哪个岗", "岗位一览", "all roles"),
    "compare": ("岗位有什么不同", "几个岗位的区别", "岗位对比", "这个岗和那个岗差在哪", "compare roles"),
    "checklist-list": ("有哪些清单", "所有检查表", "all checklists"),
    "scorecard-list": ("所有考核表", "各岗怎么考核", "kpi 表"),
    "template-list": ("有哪些模板", "所有表格", "空表在哪下载", "表格下载", "download templates"),
    "metrics": ("有哪些指标", "指标大全", "公式大全", "list of metrics"),
    "terms": ("名词解释", "行话", "黑话", "看不懂的词", "缩写是什么", "glossary"),
    "tools": ("用什么软件", "有哪些工具", "软件清单"),
    "places": ("东西都放在哪", "各系统在哪", "网址在哪"),
    "settings": ("公司定的数", "数在哪里改", "各种上限", "额度有多少", "thresholds"),
    "sources": ("参考资料", "依据哪来的", "出处", "references"),
    "raci": (
        "谁负责谁批",
        "这件事归谁",
        "谁说了算",
        "谁来拍板",
        "谁做谁审",
        "该问谁",
        "责任矩阵",
        "responsibility matrix",
    ),
    "team": (
        "几个人怎么分工",
        "小团队怎么分",
        "一个人兼几个岗",
        "人手够不够",
        "要招几个人",
        "团队多大合适",
        "team size",
    ),
    "calendar": (
        "哪天放假",
        "放几天假",
        "哪天上班",
        "今天上不上班",
        "周末要不要上班",
        "是不是工作日",
        "第几个工作日是几号",
        "春节 清明 五一 端午 中秋 国庆 元旦",
        "月底谁交什么",
        "holidays",
        "working days",
    ),
    "changes": (
        "最近改了什么",
        "最近有什么更新",
        "手册更新了哪些",
        "上次更新是什么时候",
        "多久更新一次",
        "哪里变了",
        "新加了什么",
        "更新记录",
        "changelog",
        "what is new",
    ),
    "fields": ("字段怎么填", "字段是什么意思", "yaml 怎么写", "fields"),
    "errors": ("检查不通过", "错误代码", "报错怎么改", "error codes"),
}


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """A place that the search can lead to.

    `anchor` is its anchor, "" for the page itself. `tags` are the other names that readers know it by: aliases and
    abbreviations; its id is known from where it stands. `text` has one line for each sentence or field. `queries` are what readers type, by search.yml and
    by the kind of place; they are found and not shown. Who types what leads to one of the tasks `of`, `duty.task`, is also
    led here.
    """

    anchor: str
    title: str
    tags: tuple[str, ...] = ()
    text: str = ""
    queries: tuple[str, ...] = ()
    of: tuple[str, ...] = ()


def _duty(views: Views, id_: str) -> list[SearchEntry]:
    duty = views.playbook.duties[id_]
    found = [SearchEntry("", duty.name, tuple(duty.aka), duty.outcome)]
    found += [SearchEntry(task.id, task.name, (), _task(views, task)) for task in duty.tasks]
    for check in duty.checks:
        text = _lines(views, check.how, check.if_fail.do)
        found.append(SearchEntry(check.id, unmarked(check.ask, views), (), text))
    for goal in duty.goals:
        measured = [views.targets[f"metric:{metric}"].name for metric in (goal.metric, goal.guard)]
        found.append(SearchEntry(goal.id, goal.name, (), _lines(views, "、".join(measured), goal.set_target)))
    found += [SearchEntry(risk.id, unmarked(risk.what, views)) for risk in duty.risks]
    found.append(
        SearchEntry("section-knowledge", "能做到什么", (), _lines(views, *(one.text for one in duty.knowledge)))
    )
    return found


def _task(views: Views, task: model.Task) -> str:
    # What a step should lead to says again what it does: a twentieth of the file that finds nothing more.
    steps = [text for step in task.steps for text in (step.do, step.else_)]
    mistakes = [text for mistake in task.mistakes for text in (mistake.what, mistake.sign, mistake.fix)]
    return _lines(
        views,
        task.trigger.when if task.trigger else "",
        f"{task.output.what}，{views.spot(task.output)}",
        *steps,
        *task.done_when,
        task.escalate.when if task.escalate else "",
        *(task.decide.may + task.decide.ask_first if task.decide else ()),
        *mistakes,
    )


def _role(views: Views, id_: str) -> list[SearchEntry]:
    role = views.playbook.roles[id_]
    shares = views.role_shares[id_]
    scopes = (task.scope or "" for share in shares for task in share.tasks)
    stages = (one for stage in STAGES for one in getattr(role.onboarding, stage))
    found = [
        SearchEntry("", role.name, tuple(role.aka), unmarked(role.mission, views)),
        SearchEntry("section-duties", "时间花在哪里", (), _lines(views, *(share.entry.emphasis for share in shares))),
        SearchEntry("section-board", "什么时候做什么", (), _lines(views, *scopes)),
        SearchEntry("section-year", "一年怎么分布", ("典型的一天", "典型的一周", "最满的几周")),
        SearchEntry("section-decide", "可以定什么", (), _lines(views, *role.decide.may, *role.decide.ask_first)),
        SearchEntry(
            "section-onboarding",
            "头 90 天",
            ("转正", "试用期"),
            _lines(views, *(f"{one.outcome}：{one.proof} {one.instead or ''}".rstrip() for one in stages)),
        ),
        SearchEntry("section-confused", "常被混同", (), _lines(views, *(one.difference for one in role.confused_with))),
        SearchEntry("section-next", "下一步", (), _lines(views, *(one.needs for one in role.next))),
    ]
    return [replace(one, queries=ASKED_OF_A_ROLE.get(one.anchor, ())) for one in found]


def _checklist(views: Views, id_: str) -> list[SearchEntry]:
    checklist = views.playbook.checklists[id_]
    found = [SearchEntry("", checklist.name, ("检查清单",), unmarked(checklist.sample.rule, views))]
    # Checks are found under their duty; a step that is read out stands nowhere else with an anchor of its own.
    found += [SearchEntry(item.ref, unmarked(item.step.do, views)) for item in views.checklist_items(id_) if item.step]
    return found


def _scorecard(views: Views, id_: str) -> list[SearchEntry]:
    card = views.playbook.scorecards[id_]
    role = views.playbook.roles[card.role]
    goals = [views.find_goal(item.goal)[1].name for item in card.items]
    left_out = [f"{one.what}：{one.why}" for one in card.not_counted]
    return [
        SearchEntry(
            "", f"{role.name}计分卡", ("绩效目标", *role.aka), _lines(views, "、".join(goals)), ASKED_OF_A_SCORECARD
        ),
        SearchEntry("section-not-counted", "不计分", (), _lines(views, *left_out)),
    ]


def _scenario(views: Views, id_: str) -> list[SearchEntry]:
    scenario = views.playbook.scenarios[id_]
    # What only the host sees is not found: a player who looks something up would read it.
    arrived = [event.what for event in scenario.events]
    return [SearchEntry("", scenario.name, ("推演", "演练", "案例"), _lines(views, scenario.situation, *arrived))]


def _template(views: Views, id_: str) -> list[SearchEntry]:
    template = views.playbook.templates[id_]
    refs = views.template_users.get(id_, ())
    users = [item_name(views.find_task(ref)[1]) for ref in refs]
    columns = [column.name for column in template.columns]
    return [SearchEntry("", template.name, ("模板",), _lines(views, "、".join(users), "、".join(columns)), of=refs)]


def _metrics(views: Views, _: str) -> list[SearchEntry]:
    found = [SearchEntry("", "指标", ("指标词典",))]
    for id_, metric in views.playbook.metrics.items():
        tags = (*([metric.abbr] if metric.abbr else []), *metric.aka, metric.name.en)
        found.append(SearchEntry(id_, metric.name.zh, tags, _lines(views, metric.formula.zh, metric.trap.zh)))
    return found


def _terms(views: Views, _: str) -> list[SearchEntry]:
    found = [SearchEntry("", "术语", ("词典",))]
    for id_, term in views.playbook.terms.items():
        tags = (*term.aka, *([term.en] if term.en else []))
        found.append(SearchEntry(id_, term.name, tags, _lines(views, term.text, term.not_ or "")))
    return found


def _tools(views: Views, _: str) -> list[SearchEntry]:
    found = [SearchEntry("", "工具")]
    for id_, tool in views.playbook.tools.items():
        tags = (*tool.aka, *tool.products)
        found.append(SearchEntry(id_, tool.name, tags, _lines(views, tool.what, tool.first, tool.care)))
    return found


def _sources(_views: Views, _: str) -> list[SearchEntry]:
    return [SearchEntry("", KINDS["section"].list_title)]  # what other people's articles say is no answer to a search


def _places(views: Views, _: str) -> list[SearchEntry]:
    found = [SearchEntry("", "地点", ("东西放在哪里", "交到哪里"))]
    for id_, place in views.playbook.places.items():
        spots = views.handed_in(id_)
        kept = [name for one in spots for name in (one.where, item_name(views.find_task(one.ref)[1]))]
        forms = [views.targets[f"template:{one.template}"].name for one in spots if one.template]
        text = _lines(views, place.what, "、".join(dict.fromkeys((*kept, *forms))))
        found.append(SearchEntry(id_, place.name, tuple(place.aka), text))
    return found


def _settings(views: Views, _: str) -> list[SearchEntry]:
    found = [SearchEntry("", "设置", ("公司自己定的数", "阈值", "标准"))]
    for id_, setting in views.playbook.settings.items():
        found.append(SearchEntry(id_, setting.name, (), f"{views.setting(id_)}\n{_lines(views, setting.how)}"))
    return found


def _calendar(views: Views, _: str) -> list[SearchEntry]:
    holidays = dict.fromkeys(one.name for year in views.playbook.calendar.years for one in year.holidays)
    return [
        SearchEntry("", "工作日历", ("放假", "调休", "节假日", "第几个工作日"), "、".join(holidays)),
        SearchEntry("chain-monthly", "每月谁把什么交给谁", ("月度接力",)),
        SearchEntry("chain-quarterly", "每季谁把什么交给谁", ("季度接力",)),
    ]


def _team(views: Views, _: str) -> list[SearchEntry]:
    sizes = "、".join(size.name for size in views.playbook.team_sizes)
    return [SearchEntry("", "要几个人", ("人手", "编制", "排不下", "团队规模"), sizes)]


def _practice(_views: Views, _: str) -> list[SearchEntry]:
    return [SearchEntry("", "练习", ("今天的题", "习题", "做题", "测验", "自测", "考考自己", "复习", "抽题", "quiz"))]


MAKERS: dict[str, Callable[[Views, str], list[SearchEntry]]] = {
    "duty": _duty,
    "role": _role,
    "checklist": _checklist,
    "scorecard": _scorecard,
    "scenario": _scenario,
    "template": _template,
    "metrics": _metrics,
    "terms": _terms,
    "tools": _tools,
    "places": _places,
    "settings": _settings,
    "sources": _sources,
}
#: The same for pages that are no thing.
PAGES = {"calendar": _calendar, "practice": _practice, "team": _team}


def _lines(views: Views, *texts: str) -> str:
    """The texts as lines, without the empty ones and without what a reader doesn't see."""
    return "\n".join(unmarked(text, views) for text in texts if text)
