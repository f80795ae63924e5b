"""Chinese words for codes. The only place where the words of the interface stand beside the templates."""

from __future__ import annotations

from macros.model.kinds import FORMATS

CADENCE = {
    "shift": "每班",
    "daily": "每天",
    "weekly": "每周",
    "monthly": "每月",
    "quarterly": "每季",
    "yearly": "每年",
    "per-event": "遇事",
}
PERIOD = {"monthly": "按月", "quarterly": "按季", "yearly": "按年"}
BOARD = {
    "daily": "每天",
    "weekly": "每周",
    "monthly": "每月",
    "quarterly": "每季",
    "yearly": "每年",
    "per-event": "遇事才做",
}
PART = {"lead": "主导", "do": "执行", "support": "协助"}
LEVEL = {"assist": "协助", "independent": "独立", "lead": "主导"}
GRADE = {"veto": "一票否决", "major": "主要", "minor": "次要"}
TASK_KIND = {"core": "核心", "supplemental": "补充"}
ANSWER = {"pass": "合格", "fail": "不合格", "na": "不适用"}
STYLE = {"read-do": "念一条做一条", "do-confirm": "做完再核", "inspection": "检查"}
DRAW = {"all": "全部", "days": "抽日子", "workdays": "抽工作日", "list": "按编号抽"}
DIRECTION = {"higher": "越高越好", "lower": "越低越好", "band": "居中为好"}
OVER = {"sum": "相加", "mean": "平均", "last": "取最后一个月", "worst": "取最差的一个月"}
FLOOR = {"higher": "底线", "lower": "底线", "band": "下限"}
AUTOMATE = {"none": "全靠人", "assist": "机器帮手", "full": "机器做完"}
#: What is said of the tasks that decide on probation.
PROBATION = "入职当天给本人看过；每一项怎么证明、谁签字，写在下面各阶段，结论在试用期满之前写下。"
STAGE = {"day_1": "第 1 天", "week_1": "第 1 周", "day_30": "第 30 天", "day_60": "第 60 天", "day_90": "第 90 天"}
RACI = {"R": "执行", "A": "负责", "C": "征询", "I": "知会"}
FILE = FORMATS
ALL = "全部 {count} 个"
ACT = {"do": "", "attend": "到场", "decide": "拍板"}
PER = {"once": "", "day": "抽到的每一天 ", "case": "抽到的每一件 "}
OFF_DAY = {"next": "遇休息日顺延", "before": "遇休息日提前", "stay": "遇休息日不动", "skip": "遇休息日不做"}
#: What is asked of what stands in a duty, and what the answer says; the texts of the data go where the numbers are.
QUESTION = {
    "sign": "做“{1}”时看到：{0}。错在哪里，先做什么？",
    "way": "“{2}”里有一步：{0}。应看到：{1}。没看到，怎么办？",
    "check": "这一条查出来是“否”，先做什么、多久之内：{0}",
    "written": "{0}",
}
QUESTION_ANSWER = {
    "sign": "错在：{0}。改法：{1}。",
    "way": "{0}。",
    "check": "{0}：{1}。怎么查：{2}。",
    "written": "{0}",
}
CHANGE = {"new": "新增", "changed": "更改", "removed": "取消"}
#: What the pages are about that are of no kind of thing.
PAGE_ABOUT = {
    "compare": "几个角色并排看：各做哪些职责、各占多少时间、差在哪里。",
    "raci": "每项任务谁执行、谁负责、征询谁、知会谁，一张表看全。",
    "team": "填上每个角色有几个人，看一周排不排得下、缺在哪里。",
    "calendar": "哪天上班、哪天放假，每月每季谁在什么时候把什么交给谁。",
    "practice": "一题六秒：先想怎么办，再看答案；不会的马上再问，会的过 2 天、7 天、21 天再问。还能抽一个案子来演。",
    "changes": "手册里新增、改动、搬走和取消了什么，最近的在前。",
    "fields": "数据文件里的每个字段：填什么、怎么写、举个例子。",
    "errors": "检查会指出的每种错误：为什么、错在哪里、怎么改。",
}

#: What a goal of a scorecard lacks (macros/rules/scoring.py); the pages' scripts have the same words.
LACK: dict[str, str | dict[str, str]] = {
    "actual": "缺实际", "floor": "缺底线", "target": "缺目标", "lower": "缺下限", "upper": "缺上限",
    "floor-target": {"higher": "底线要低于目标", "lower": "底线要高于目标"},
    "target-stretch": {"higher": "挑战要高于目标", "lower": "挑战要低于目标"},
    "lower-upper": {"band": "下限高于上限"},
}  # fmt: skip
#: What a broken guard costs; the pages' scripts have the same sentence.
ABSENT_RULE = (
    "这一期没有发生的目标（例如没有大促的一季）不计：把它的权重改成 0，这一行就不用填；"
    "这份权重加到同一张卡里权重最大的、有数的目标上，合计仍是 100。"
)
GUARD_RULE = "护栏破了，这个目标最多算 60%：达成率高于 60% 的，按 60% 算。"
#: Where the shares of a role come from.
SHARES = "占比按任务和清单的用时算出，合计 100%。"
SHARES_OF_DUTY = "占比是这项职责在那个角色排定的时间里占多少，按任务和清单的用时算出。"
#: A duration of nothing.
AT_ONCE = "当场"
_UNITS = {"D": "天", "W": "周", "M": "个月", "Y": "年"}
_TIME_UNITS = {"H": "小时", "M": "分钟", "S": "秒"}


def lack(name: str, direction: str) -> str:
    """What a goal of a scorecard lacks, in words."""
    words = LACK[name]
    return words if isinstance(words, str) else words[direction]


def duration(iso: str) -> str:
    """ISO 8601 duration in words: PT15M → 15 分钟, P5D → 5 天, P0D → 当场."""
    if iso in ("P0D", "PT0M", "PT0S"):
        return AT_ONCE
    date, _, time = iso.removeprefix("P").partition("T")
    words: list[str] = []
    for part, units in ((date, _UNITS), (time, _TIME_UNITS)):
        number = ""
        for letter in part:
            if letter in units:
                words.append(f"{number} {units[letter]}")
                number = ""
            else:
                number += letter
    return " ".join(words)


def within(iso: str) -> str:
    """A time limit in words: P1D → 1 天内, P0D → 当场."""
    words = duration(iso)
    return words if words == AT_ONCE else f"{words}内"


def minutes(count: float) -> str:
    """Minutes in words: 20 → 20 分钟, 90 → 1.5 小时, 480 → 8 小时."""
    return f"{count:.0f} 分钟" if count < 60 else f"{count / 60:.1f}".rstrip("0").rstrip(".") + " 小时"


def number(value: float) -> str:
    """A figure without needless zeros: 92.0 → 92."""
    return f"{value:.10g}"


def end_of(start: str, count: int) -> str:
    """When something ends that starts then: 周一 10:00 and 45 minutes → 周一 10:45."""
    end = int(start[-5:-3]) * 60 + int(start[-2:]) + count
    return f"{start[:-5]}{end // 60 % 24:02}:{end % 60:02}"


def span(start: str, count: int) -> str:
    """From when to when something lasts: 周一 10:00 and 45 minutes → 周一 10:00–10:45."""
    return f"{start}–{end_of(start, count)[-5:]}"


def when(cadence: str, due: str) -> str:
    """A rhythm in words: daily "09:30" → 每天 09:30, weekly 周四 16:00 → 每周四 16:00."""
    if cadence == "weekly":
        return f"每{due}"
    between = " " if due[:1].isdigit() else ""
    return f"{CADENCE[cadence]}{between}{due}"
