"""What the search finds: the places of every page that it can lead to, and the words that it knows.

Taken from the data, not from the pages, so that each text is found once, in the place where it belongs: the text of
a task under the task, not under the checklist, the role and the template that repeat it. Left out on purpose: who
does what, sources, worked examples and filled-in samples. See docs/assets/js/search/ for the other half.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from macros import model
from macros.model.kinds import BY_FOLDER, KINDS, Kind
from macros.model.playbook import Playbook
from macros.views.roles import STAGES
from macros.views.targets import item_name
from macros.views.text import unmarked
from macros.views.views import Views
from macros.yamltext.signs import RADICALS

#: The 3755 signs that GB 2312 lists first, by their sound: those that an input method offers first.
COMMON_SIGNS = bytes(
    code
    for row in range(0xB0, 0xD8)
    for cell in range(0xA1, 0xFF)
    if (row, cell) < (0xD7, 0xFA)
    for code in (row, cell)
).decode("gb2312")

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

#: Cuts a Chinese text into words.
Cut = Callable[[str], Iterable[str]]

#: How much a page counts that is of no kind of thing, or lists things that have pages of their own.
BOOST_OF_LISTS = 5

_HAN = re.compile(r"[\u3400-\u9fff]+")
_HAN_SIGN = re.compile(r"[\u3400-\u9fff]")
_END = re.compile(r"</(?:p|li|pre)>")
_TAG = re.compile(r"<[^>]*>")
_BLANKS = re.compile(r"\s*\n\s*")
#: A name that can be a word: not a phrase such as 合作与联盟 or 取数的, not a sentence.
_WORD = re.compile(r"[\u3400-\u9fff]{2,6}")
_JOINTS = frozenset("与和及的")


def cut(text: str) -> Iterable[str]:
    """Chinese words by jieba's dictionary, without guessing at words that are not in it."""
    import jieba

    load_dictionary()
    words: Iterable[str] = jieba.cut(text, HMM=False)
    return words


def load_dictionary() -> None:
    """Let jieba read its own dictionary, unless it has.

    Not by `initialize`, which takes whatever lies in a folder that all users of the machine share for the dictionary,
    leaves a copy there, and speaks of it in English. Whoever else asks jieba comes after this: Material's search does.
    """
    import jieba

    if not jieba.dt.initialized:
        jieba.dt.FREQ, jieba.dt.total = jieba.dt.gen_pfdict(jieba.dt.get_dict_file())
        jieba.dt.initialized = True


def forget_dictionary() -> None:
    """Let go of jieba's dictionary, 50 MiB, which is read again when it is asked again."""
    import jieba

    jieba.dt.FREQ, jieba.dt.initialized = {}, False


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """A place that the search can lead to.

    `anchor` is its anchor, "" for the page itself. `tags` are the other names that readers know it by: aliases and
    abbreviations; its id is known from where it stands. `text` has one line for each sentence or field. `queries` are what readers type, by search.yml and
    by the kind of place; they are found and not shown.
    """

    anchor: str
    title: str
    tags: tuple[str, ...] = ()
    text: str = ""
    queries: tuple[str, ...] = ()


def entries(views: Views, kind: str, id_: str, title: str) -> list[SearchEntry]:
    """The places of a generated page: the page itself first, then what has an anchor on it.

    Takes what `pages.Page` says of it. A page of a kind that is not known here is found by its title.
    """
    make = MAKERS.get(kind) or PAGES.get(kind)
    found = make(views, id_) if make else [SearchEntry("", title)]
    page = KINDS.get(kind) or BY_FOLDER.get(kind)
    if page is None:
        return found
    typed = (views.queries.get(_key(page, id_, one.anchor), ()) for one in found)
    return [replace(one, queries=(*one.queries, *more)) for one, more in zip(found, typed, strict=True)]


def _key(kind: Kind, id_: str, anchor: str) -> str:
    """The key of what stands at a place of a page."""
    if not kind.has_own_files:
        return f"{kind.id}:{anchor}"
    return f"{id_}.{anchor}" if anchor else f"{kind.id}:{id_}"


def boost(page_kind: str) -> int:
    """How much a page of this kind counts, from 1 to 10: that of a thing, or a dictionary, as its kind says."""
    kind = KINDS.get(page_kind) or BY_FOLDER.get(page_kind)
    return kind.weight if kind else BOOST_OF_LISTS


def names(views: Views) -> list[str]:
    """Every name and alias in the data that may be a word of its own: those that `words` teaches."""
    book = views.playbook
    found = [one.name for one in book.checklists.values()]
    found += [one.name for one in book.templates.values()]
    found += [one.name for one in book.teams.values()]
    for duty in book.duties.values():
        found += [duty.name, *duty.aka]
    for role in book.roles.values():
        found += [role.name, *role.aka]
    for term in book.terms.values():
        found += [term.name, *term.aka]
    for tool in book.tools.values():
        found += [tool.name, *tool.aka]
    for place in book.places.values():
        found += [place.name, *place.aka]
    for metric in book.metrics.values():
        found += [metric.name.zh, *metric.aka]
    return found


def is_chinese(word: str) -> bool:
    """Whether a word is of Chinese signs alone."""
    return _HAN.fullmatch(word) is not None


def taught(known: Iterable[str], cut: Cut) -> set[str]:
    """The names that `cut` does not know as words: it tears off a single sign, as in 客/单价 and 盯/盘.

    A name that falls into whole words, such as 数据/监控, is left to them.
    """
    found: set[str] = set()
    for name in known:
        if _WORD.fullmatch(name) and not set(name) & _JOINTS and any(len(piece) == 1 for piece in cut(name)):
            found.add(name)
    return found


class Words:
    """The Chinese words that texts are made of, of two signs or more.

    With `remember`, texts met the last time are not cut again.
    """

    def __init__(self, cut: Cut, *, remember: bool = True) -> None:
        self.cut = cut
        self.remember = remember
        self._met: dict[str, frozenset[str]] = {}

    def of(self, texts: Iterable[str]) -> set[str]:
        """All the words of all the texts."""
        if not self.remember:
            return {word for text in texts for word in self._words(text)}
        met = self._met
        self._met = {text: met[text] if text in met else self._words(text) for text in texts}
        return set[str]().union(*self._met.values())

    def _words(self, text: str) -> frozenset[str]:
        return frozenset(piece for run in _HAN.findall(text) for piece in self.cut(run) if len(piece) > 1)


def place(address: str, entry: SearchEntry, weight: int) -> dict[str, Any]:
    """An entry of the page at `address` as the browser reads it, without what is empty."""
    if entry.anchor:
        head: dict[str, Any] = {"location": f"{address}#{entry.anchor}", "title": entry.title}
    else:
        head = {"location": address, "title": entry.title, "boost": weight}
    rest = {"tags": list(entry.tags), "text": entry.text, "queries": "\n".join(entry.queries)}
    return head | {key: value for key, value in rest.items() if value}


def place_of_html(found: dict[str, Any]) -> dict[str, Any]:
    """What Material's search plugin found on a hand-written page, as the browser reads it."""
    cleaned = {key: html.unescape(_TAG.sub("", _END.sub("\n", found[key]))) for key in ("title", "text")}
    title, text = (_BLANKS.sub("\n", one.replace("\u200b", "")).strip() for one in cleaned.values())
    weight = {} if "#" in found["location"] else {"boost": found.get("boost", BOOST_OF_LISTS)}
    return {"location": found["location"], "title": title} | weight | ({"text": text} if text else {})


def script(places: list[dict[str, Any]], words: set[str], synonyms: Synonyms, sounds: str) -> str:
    """The file that docs/assets/js/search/worker.js loads.

    It has the places, each page before what is on it, the Chinese words, the synonyms, how signs are read, and radicals
    with the signs that they look like.
    """
    data = {"docs": places, "words": " ".join(sorted(words)), "synonyms": synonyms, "sounds": sounds, "twins": RADICALS}
    return f"self.playbookEntries={json.dumps(data, ensure_ascii=False, separators=(',', ':'))};\n"


def texts(places: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Everything that can be found, to be cut into words."""
    for one in places:
        yield one["title"]
        yield from one.get("tags", ())
        yield from one.get("text", "").split("\n")
        yield from one.get("queries", "").split("\n")


#: Words of the playbook, by the word of readers that means them.
Synonyms = dict[str, list[str]]


def synonyms(playbook: Playbook) -> Synonyms:
    """What the words of readers mean, as they are compared: in lower case."""
    found: Synonyms = {}
    for group in playbook.search.synonyms:
        for query in group.queries:
            meant = found.setdefault(query.lower(), [])
            meant += [word.lower() for word in group.words if word.lower() not in meant]
    return found


def sounds(names: Collection[str]) -> str:
    """How the common signs and those of names are read, without tones: `ke客课科 hu户湖`.

    A sign that has a second reading, or that some name reads in another way, stands under each, the usual one first.
    """
    from pypinyin import Style, lazy_pinyin, pinyin

    found: dict[str, str] = {}
    others: dict[str, str] = {}
    usual = {sign: lazy_pinyin(sign)[0] for sign in {*COMMON_SIGNS, *_HAN_SIGN.findall("".join(names))}}
    for sign in sorted(usual):
        found[usual[sign]] = found.get(usual[sign], "") + sign
        for sound in pinyin(sign, style=Style.NORMAL, heteronym=True)[0][:2]:
            if sound != usual[sign]:
                others[sound] = others.get(sound, "") + sign
    for run in sorted({run for name in names for run in _HAN.findall(name)}):
        for sign, sound in zip(run, lazy_pinyin(run), strict=True):
            if sound != usual[sign] and sign not in others.get(sound, ""):
                others[sound] = others.get(sound, "") + sign
    return " ".join(f"{sound}{part[sound]}" for part in (found, others) for sound in sorted(part))


# --------------------------------------------------------------------------------------- what each page has


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
    steps = [text for step in task.steps for text in (step.do, step.expect, step.else_)]
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
            "section-onboarding", "头 90 天", (), _lines(views, *(f"{one.outcome}：{one.proof}" for one in stages))
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


def _template(views: Views, id_: str) -> list[SearchEntry]:
    template = views.playbook.templates[id_]
    users = [item_name(views.find_task(ref)[1]) for ref in views.template_users.get(id_, ())]
    columns = [column.name for column in template.columns]
    return [SearchEntry("", template.name, ("模板",), _lines(views, "、".join(users), "、".join(columns)))]


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
        found.append(SearchEntry(id_, place.name, tuple(place.aka), _lines(views, place.what)))
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


MAKERS: dict[str, Callable[[Views, str], list[SearchEntry]]] = {
    "duty": _duty,
    "role": _role,
    "checklist": _checklist,
    "scorecard": _scorecard,
    "template": _template,
    "metrics": _metrics,
    "terms": _terms,
    "tools": _tools,
    "places": _places,
    "settings": _settings,
    "sources": _sources,
}
#: The same for pages that are no thing.
PAGES = {"calendar": _calendar, "team": _team}


# ------------------------------------------------------------------------------------------------- texts


def _lines(views: Views, *texts: str) -> str:
    """The texts as lines, without the empty ones and without what a reader doesn't see."""
    return "\n".join(unmarked(text, views) for text in texts if text)
