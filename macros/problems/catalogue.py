"""Every problem that `make check` can name: its code, its words, why it is one, and an example of it.

The only home of these words. Messages are made here (`text`), and the page /editing/errors/ shows the same
table. A code is stable: scripts and people look it up, so it is never given to something else.

E-… must not ship; W-… is style and only worth a look.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Says(NamedTuple):
    """The three parts of a message: what must be, what was found, how to mend it.

    Each is a format string; what stands in braces is told by whoever found the problem.
    """

    must: str
    found: str
    mend: str


@dataclass(frozen=True, slots=True)
class Example:
    """A piece of a data file, right and wrong.

    `file` is the file it stands in, "" when the example is no text but something done to a file; then `right`
    and `wrong` say what that is.
    """

    file: str
    right: str
    wrong: str


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of problem: its group on the page, its name, why it is refused, its messages and an example.

    `says` is keyed by occasion; "" is the usual one.
    """

    id: str
    group: str
    title: str
    why: str
    says: Mapping[str, Says]
    example: Example

    @property
    def is_error(self) -> bool:
        """Whether it must not ship."""
        return self.id.startswith("E-")


#: Groups of codes in the order of the page.
GROUPS = {
    "file": "文件",
    "yaml": "YAML 的符号和缩进",
    "shape": "字段和写法",
    "link": "文件之间",
    "year": "排期与工时",
    "words": "用词",
}

CODES: dict[str, Code] = {}

_MONITORING = "data/duties/data-monitoring.yml"
_ANALYSIS = "data/duties/data-analysis.yml"
_LEAD = "data/roles/ops-lead.yml"
_CONTROL = "data/roles/control-ops.yml"
_LOG = "data/templates/morning-check-log.yml"
_WEEKLY = "data/checklists/monitoring-weekly.yml"
_MORNING = "data/checklists/morning-readdo.yml"
_SCENARIO = "data/scenarios/board-stopped.yml"
_SCORES = "data/scorecards/control-ops.yml"
_TOP = "data/playbook.yml"
_METRICS = "data/metrics.yml"
_CALENDAR = "data/calendar.yml"
_NEXT_YEAR = """\
  - year: 2027
    decreed: false
    source: 全国年节及纪念日放假办法里的法定节日，遇周末补休；调休还没有公布
    date: 2024-11-10
    holidays:
      - {name: 元旦, from: 2027-01-01, to: 2027-01-03}
      - {name: 春节, from: 2027-02-05, to: 2027-02-10}
      - {name: 清明节, from: 2027-04-03, to: 2027-04-05}
      - {name: 劳动节, from: 2027-05-01, to: 2027-05-04}
      - {name: 端午节, from: 2027-06-09, to: 2027-06-09}
      - {name: 中秋节, from: 2027-09-15, to: 2027-09-15}
      - {name: 国庆节, from: 2027-10-01, to: 2027-10-05}"""


def _add(
    code: str,
    group: str,
    title: str,
    why: str,
    example: tuple[str, str, str],
    *says: tuple[str, str, str] | tuple[str, str, str, str],
) -> None:
    """Put a code into the table; a message is (must, found, mend) or (occasion, must, found, mend)."""
    messages = {said[0] if len(said) == 4 else "": Says(*said[-3:]) for said in says}
    CODES[code] = Code(code, group, title, why, messages, Example(*example))


def text(code: str, occasion: str = "", **values: object) -> str:
    """The whole message of a problem: what must be, what was found, how to mend it.

    Raises KeyError for a code or an occasion that isn't in the table, or a value that its words ask for.
    """
    must, found, mend = (part.format_map(values) for part in CODES[code].says[occasion])
    return f"{must}，{found}。{mend}"


#: Longer lines of an example are cut on the page.
_WIDEST = 90


def shown(piece: str) -> str:
    """A piece of a data file as the page shows it: from the left margin, without overlong lines."""
    lines = textwrap.dedent(piece).rstrip("\n").split("\n")
    return "\n".join(line if len(line) <= _WIDEST else line[: _WIDEST - 1] + "…" for line in lines)


def by_group() -> list[tuple[str, list[Code]]]:
    """Every code, under the Chinese name of its group, errors before warnings."""
    return [
        (name, sorted((code for code in CODES.values() if code.group == group), key=lambda code: not code.is_error))
        for group, name in GROUPS.items()
    ]


def address(code: str) -> str:
    """Where the page explains a code."""
    return f"/editing/errors/#{code.lower()}"


# -------------------------------------------------------------------------------------------------- file

_add(
    "E-file", "file", "文件不在该在的地方",
    "手册只读 data/ 里认得的文件和文件夹；多一个、少一个，或名字不是 `id.yml`，里面的内容就没有人看得到。",
    ("", "`data/duties/data-analysis.yml` 是一个文件", "`data/duties/data-analysis.yml` 是一个文件夹"),
    ("这里要一个文件", "找到的是文件夹或别的东西", "改名，或移到 data/ 外面。"),
    ("unreadable", "要能读这个文件", "系统不让读（{reason}）", "检查权限，或重新放一份。"),
    ("missing", "这里要有这个文件", "没有找到", "从版本库里取回来。"),
    ("unknown", "data/ 里只放认得的文件", "不认得“{name}”", "{near}移走它，或改成认得的名字。"),
    ("no-folder", "这里要有一个文件夹", "没有找到", "从版本库里取回来；一个文件都没有也要留着文件夹。"),
    ("no-data", "这里要有 data/ 文件夹", "没有找到", "在项目的最上层运行。"),
    ("suffix", "数据文件的名字是 `id.yml`", "找到“{name}”", "改名，或移到 data/ 外面。"),
    ("copy", "一份内容只留一个文件", "这个像是同步或复制时留下的 `{original}` 的副本", "把两份对照一遍，要的内容并进 `{original}`，再删掉这个副本。"),
)  # fmt: skip
_add(
    "E-file-name", "file", "文件名不能当 id",
    "文件名就是 id，也是网址的一部分，所以只用英文小写字母、数字和减号。起好就不再改。",
    ("", "`data/duties/data-analysis.yml`", "`data/duties/Data Analysis.yml`"),
    ("文件名就是 id：英文小写字母和数字，词与词之间用减号", "找到“{name}”", "{near}改文件名，用到它的地方一起改。"),
    ("taken", "id 不能和手册自己的页面同名", "`{folder}/{name}` 已经是一页", "换一个 id：改文件名，用到它的地方一起改。"),
    ("windows", "id 不能用 Windows 留给设备的名字，Windows 上建不出这样的文件夹", "找到“{name}”", "换一个 id，例如 `{name}-list`：改文件名，用到它的地方一起改。"),
    ("long", "id 最多 {limit} 个字符，再长，解压到 Windows 上就打不开了", "“{name}”有 {count} 个", "改短文件名，用到它的地方一起改。"),
)  # fmt: skip
_add(
    "E-link", "file", "链接指向不存在的地方",
    "这个“文件”是一个快捷方式（符号链接），它指的东西已经不在了。",
    ("", "真正的文件", "指向 `../gone.yml` 的链接，而 `gone.yml` 不在"),
    ("这里要一个文件", "找到的链接指向不存在的地方", "删掉它，或放上真正的文件。"),
)  # fmt: skip
_add(
    "E-size", "file", "文件太大",
    "一个数据文件几十 KB 就很长了。上百万字节的，多半是把别的文件放错了地方。",
    ("", "几十 KB 的 YAML", "5 MB 的导出文件，改名成了 `.yml`"),
    ("数据文件不能超过 {limit:,} 字节", "这个有 {size:,} 字节", "看看是不是把别的文件放错了地方。"),
)  # fmt: skip
_add(
    "E-encoding", "file", "不是 UTF-8",
    "旧版记事本和一些表格软件会存成 GBK 或 UTF-16，别人打开就是乱码。",
    ("", "存成 UTF-8", "存成 GBK（有的软件叫 ANSI）"),
    ("文件要存成 UTF-8", "找到的{guess}", "在编辑器里选“另存为 → 编码 UTF-8”，内容不用重打。"),
    ("misread", "文件要用 UTF-8 编码打开再存", "从这里起是用错的编码打开后又保存的乱码", "从版本库取回上一个好的版本，用 UTF-8 打开，重做这次的改动。"),
)  # fmt: skip
_add(
    "E-empty", "file", "文件是空的",
    "空文件没有页面可做；只有注释也算空。",
    ("", "至少有必填的字段", "一个字都没有，或只有 `#` 开头的行"),
    ("文件要有内容", "这里是空的", "从现成的同类文件抄一份再改，或删掉这个文件。"),
)  # fmt: skip
_add(
    "E-cut", "file", "文件没写完",
    "下载中断、复制漏了一截、磁盘满了，都会让文件断在半句。最后一行以换行结束，才知道它是完整的。",
    (_MONITORING, "changes:\n  - {date: 2026-11-20, what: 早检提前到 09:30, kind: changed}\n",
     "changes:\n  - {date: 2026-11-20, what: 早检提前到 09:30, kind: cha"),
    ("括号和引号要成对", "文件在这里断了，有一个没合上{since}", "补上后面的内容；改乱了就从版本库取回来。"),
    ("newline", "文件要以换行结束", "最后一行断在“{tail}”", "看看是不是少了一截；没少就在末尾按一下回车。"),
)  # fmt: skip
_add(
    "W-cut", "file", "最后一行没有换行",
    "网页上的编辑器和一些程序存文件时不写最后的换行。内容是完整的，只是与别人的改动合在一起时，最后一行容易出错。",
    ("", "最后一行后面按过回车", "最后一行后面没有换行"),
    ("文件要以换行结束", "最后一行停在“{tail}”", "没有少内容的话，在末尾按一下回车。"),
)  # fmt: skip
_add(
    "E-conflict", "file", "合并冲突没有解决",
    "两个人改了同一处，版本工具把两份都写了进来，中间用 `<<<<<<<`、`=======`、`>>>>>>>` 隔开，等人选一份。",
    (_MONITORING, "name: 数据监控\n", "<<<<<<< HEAD\nname: 数据监控\n=======\nname: 数据看护\n>>>>>>> 我的改动\n"),
    ("合并冲突要先解决", "找到冲突标记 `{mark}`", "两份里留一份，删掉三行标记。"),
)  # fmt: skip

# -------------------------------------------------------------------------------------------------- yaml

_add(
    "E-tab", "yaml", "用制表符缩进",
    "YAML 的缩进只认空格。从表格或网页里粘过来的文字常带制表符，肉眼看不出。",
    (_MONITORING, "  - id: logged-in-time\n    ask: 抽到的", "  - id: logged-in-time\n\task: 抽到的"),
    ("缩进要用空格", "找到的是制表符（Tab）", "把它换成空格，与同级的行对齐。"),
)  # fmt: skip
_add(
    "E-wide-space", "yaml", "用了别的空格",
    "中文输入法打出的全角空格、网页里粘来的不换行空格，看着像空格，YAML 当它是文字。句子里的不要紧，缩进、符号旁边和行末的不行。",
    (_MONITORING, "  - id: logged-in-time\n    ask: 抽到的", "  - id: logged-in-time\n　　ask: 抽到的"),
    ("缩进要用半角空格", "找到的是{name}", "删掉它，按空格键重新对齐。"),
    ("sign", "YAML 的符号旁边和行末只用半角空格", "找到的是{name}", "删掉它，需要空格的地方按空格键重打。"),
)  # fmt: skip
_add(
    "E-wide-colon", "yaml", "字段名后面是全角冒号",
    "字段名后面的冒号是给机器看的，要用英文冒号加一个空格。正文里的冒号照样用全角。",
    (_MONITORING, "name: 数据监控", "name：数据监控"),
    ("字段名后面要用英文冒号加空格", "找到的是全角冒号“：”", "改成 `{key}: `。"),
)  # fmt: skip
_add(
    "E-colon-space", "yaml", "英文冒号后面没有空格",
    "少了空格，YAML 会把字段名和内容当成连着的一个词。",
    (_MONITORING, "outcome: 异常在", "outcome:异常在"),
    ("英文冒号后面要有一个空格", "找到的是 `{key}:` 紧跟着内容", "改成 `{key}: `。"),
)  # fmt: skip
_add(
    "E-wide-comma", "yaml", "用全角逗号隔开",
    "花括号、方括号里的逗号是给机器看的，要用英文逗号加空格。正文里的逗号照样用全角。",
    (_MONITORING, "{text: 查明原因、做归因, see: data-analysis}", "{text: 查明原因、做归因，see: data-analysis}"),
    ("花括号里两个字段之间要用英文逗号", "找到的是全角逗号“，”", "改成 `, {key}: `。"),
    ("list", "方括号里两个词之间要用英文逗号", "找到“{found}”", "改成 `{fixed}`；这本来就是一个词的，给它加一对英文引号。"),
)  # fmt: skip
_add(
    "E-wide-bracket", "yaml", "用全角括号当 YAML 括号",
    "`[ ]` 围住一个列表，`{ }` 围住一组字段，都要用英文的。",
    (_MONITORING, "aka: [盯盘, 看板巡检]", "aka: ［盯盘, 看板巡检］"),
    ("列表和一组字段要用英文括号 `[ ]`、`{{ }}` 围住", "找到的是“{found}”", "切到英文输入法重打两头的括号。"),
)  # fmt: skip
_add(
    "E-wide-dash", "yaml", "列表不以英文减号开头",
    "列表的每一条以英文减号加一个空格开头。输入法常把它换成破折号，或少打空格。",
    (_MONITORING, "  - 09:30 前写入", "  － 09:30 前写入"),
    ("列表的每一条以英文减号加空格开头", "找到的是“{found}”", "改成 `- `。"),
    ("none", "列表的每一条以英文减号加空格开头", "这一条没有", "在 `{key}` 前面加 `- `，与别的条对齐。"),
)  # fmt: skip
_add(
    "E-curly-quote", "yaml", "用中文引号当 YAML 引号",
    "需要引号的地方（时刻、带冒号的句子）要用英文引号 `\"`。正文里的引号照样用中文引号。",
    (_MONITORING, 'due: "09:30"', "due: “09:30”"),
    ("YAML 的引号要用英文引号 `\"`", "找到的是中文引号“{found}”", "两头换成英文引号；引号本是正文的，整句外面再加一对英文引号。"),
)  # fmt: skip
_add(
    "E-quote", "yaml", "引号没有合上",
    "英文引号要在同一行里成对；少一个，后面的行都会被吞进来。",
    (_MONITORING, 'due: "09:30"', 'due: "09:30'),
    ("英文引号要在同一行里成对", "这一处没有合上", "在句末补一个，或删掉开头的这个；正文里的引号用中文引号“ ”。"),
    ("after", "英文引号要围住整句", "合上的引号后面还有字", "把后一个引号移到句末；正文里的引号用中文引号“ ”。"),
)  # fmt: skip
_add(
    "E-special", "yaml", "正文以特殊符号开头",
    "`%`、`@`、`&`、`*`、`!`、`|`、`>`、反引号在 YAML 里另有含义，不能当正文的第一个字。",
    (_MONITORING, "why: 看板与阈值标红", "why: @看板与阈值标红"),
    ("正文不能以 `{found}` 开头，它在 YAML 里另有含义", "这里以它开头", "给整句加一对英文引号 `\"…\"`。"),
)  # fmt: skip
_add(
    "E-colon-in-text", "yaml", "正文里有英文冒号加空格",
    "英文冒号加空格在 YAML 里是“字段名到此为止”的意思。",
    (_MONITORING, "outcome: 异常在影响扩大之前", "outcome: 目标: 异常在影响扩大之前"),
    ("正文里不能有英文冒号加空格，YAML 会把它当成字段", "这里有一个", "改用全角“：”，或给整句加一对英文引号。"),
)  # fmt: skip
_add(
    "E-hash", "yaml", "正文里的 # 后面会丢掉",
    "空格加 `#` 在 YAML 里是注释的开头，从那里到行末都不会出现在页面上。",
    (_MONITORING, "    how: 数一遍。", "    how: 数一遍 #3 号看板除外。"),
    ("正文里空格加 `#` 之后的字都会丢掉", "找到“{found}”", "是正文就给整句加一对英文引号；是注释就另起一行。"),
)  # fmt: skip
_add(
    "E-fold", "yaml", "一句话断成了两行",
    "没有字段名、也没有 `- ` 开头的行，会被悄悄接到上一行后面，两条变成一条。",
    (_MONITORING, "      - 每个异常有一名责任人。", "        每个异常有一名责任人。"),
    ("joined", "列表的每一条写在自己的一行里", "“{found}”像是两条接在了一起", "在 `- ` 前面换行，与别的条对齐。"),
    ("lines", "一句话写在一行里", "从这一行到第 {last} 行都会被接到第 {first} 行后面", "每一条前面加 `- ` 并对齐；是新的字段就加字段名，是同一句就接成一行。"),
    ("一句话写在一行里", "这一行会被接到上一行后面", "是新的一条就在前面加 `- `，是新的字段就加字段名，是同一句就接成一行。"),
)  # fmt: skip
_add(
    "E-empty-value", "yaml", "冒号后面是空的",
    "空着的字段分不清是没有、忘了写，还是写好又被删掉。",
    (_MONITORING, "owner: control-ops", "owner:"),
    ("`{key}` 后面要有内容", "这里是空的", "写上内容；没有就删掉整行。"),
    ("item", "列表的每一条要有内容", "这一条是空的", "写上内容，或删掉这一行。"),
)  # fmt: skip
_add(
    "E-indent", "yaml", "缩进没有对齐",
    "缩进说明谁属于谁：同一级的行从同一列开始，下一级再缩进两格。",
    (_MONITORING, "    how: 看记录的修改历史。", "     how: 看记录的修改历史。"),
    ("缩进要与同级的行对齐", "这一行缩进 {indent} 格，最近的同级行缩进 {nearest} 格", "改成 {nearest} 个空格。"),
    ("top", "文件的第一个字段要顶格写", "它前面有 {indent} 个空格", "删掉空格；上面少了内容的，从版本库取回来。"),
    ("context", "同级的行要从同一列开始", "这一行的缩进与上下文对不上{since}", "对照上面一条的缩进改。"),
)  # fmt: skip
_add(
    "E-colon", "yaml", "这一行不成字段",
    "每一行不是“字段名 + 英文冒号 + 空格 + 内容”，就是 `- ` 开头的一条。",
    (_MONITORING, "owner: control-ops", "owner control-ops"),
    ("每一行要是“字段名 + 英文冒号 + 空格 + 内容”", "这一行或上一行不是{since}", "补上冒号，或删掉多出来的一截。"),
)  # fmt: skip
_add(
    "E-flow", "yaml", "括号没有配对",
    "花括号、方括号里用英文逗号隔开，并且成对。",
    (_MONITORING, "aka: [盯盘, 看板巡检]", "aka: [盯盘, 看板巡检"),
    ("花括号、方括号里要用英文逗号隔开，并且成对", "这里对不上{since}", "数一数两头的括号；正文里有括号或逗号的，给那一句加英文引号。"),
)  # fmt: skip
_add(
    "E-key", "yaml", "字段名不是一个词",
    "冒号左边只能是一个字段名。以花括号、方括号开头的正文会被看成结构。",
    (_MONITORING, "why: 看板与阈值标红", "[why]: 看板与阈值标红"),
    ("冒号左边只能是一个字段名", "找到的是一整段结构", "改成字段名；花括号、方括号开头的正文要加英文引号。"),
)  # fmt: skip
_add(
    "E-duplicate-key", "yaml", "同一个字段写了两次",
    "同一处写两次，YAML 只留后一次，前一次就悄悄丢了。",
    (_MONITORING, "owner: control-ops\n", "owner: control-ops\nowner: ops-lead\n"),
    ("同一处的字段只能写一次", "`{key}` 在第 {line} 行第 {column} 列已经写过", "删掉一个，或把两处合并。"),
    ("restart", "同一处的字段只能写一次", "从这里起，第 {line} 行开始的字段又写了一遍", "是列表里新的一条就在 `{key}` 前面加 `- `；是重复的就删掉一遍。"),
)  # fmt: skip
_add(
    "E-documents", "yaml", "一个文件里有两份内容",
    "单独一行 `---` 会把文件分成两份，后一份没有人读。",
    (_MONITORING, "tools:\n  - {tool: bi", "---\ntools:\n  - {tool: bi"),
    ("一个文件只能写一份内容", "找到了第二份（`---`）", "删掉 `---` 这一行，或分成两个文件。"),
)  # fmt: skip
_add(
    "E-anchor", "yaml", "用了 YAML 的锚点",
    "`&名字` 和 `*名字` 在 YAML 里是复制粘贴。手册里每句话只写一次，用不到它；它还能把几行字变成几个亿。",
    (_MONITORING, "aka: [盯盘, 看板巡检]", "aka: &names [盯盘, 看板巡检]"),
    ("这里不用 YAML 的锚点和引用", "找到 `&{name}` 或 `*{name}`", "把内容直接写出来；是正文就给整句加英文引号。"),
)  # fmt: skip
_add(
    "E-depth", "yaml", "套得太深",
    "数据最多套十来层，更深的多半是括号打多了。",
    (_MONITORING, "aka: [盯盘, 看板巡检]", f"aka: {'[' * 50}盯盘{']' * 50}"),
    ("数据里没有这么深的结构", "括号或缩进套了四十层以上", "检查多余的 `[`、`{{` 或 `-`。"),
)  # fmt: skip
_add(
    "E-control", "yaml", "有看不见的字符",
    "控制字符、零宽空格和乱码方块看不见，却会让字段名认不出、让正文搜不到。",
    (_MONITORING, "name: 每日早检核心指标", "name: 每日\u200b早检核心指标"),
    ("文件里只能有看得见的字", "这里有一个看不见的控制字符（{name}）", "删掉它前后两个字，重新打一遍。"),
    ("escaped", "{said}里只能有看得见的字", "里面有一个控制字符（{name}）", "表格和文档存不了它；重新打一遍这一行。"),
    ("garbled", "文件里只能有认得出的字", "这里有一个乱码“�”，原来的字已经丢了", "照原文重打；不记得了就从版本库取回来。"),
)  # fmt: skip
_add(
    "E-yaml", "yaml", "读不下去",
    "YAML 的规则有几百页，这里是少见的一条。",
    (_MONITORING, "why: 看板与阈值标红", r'why: "看板\q与阈值标红"'),
    ("这里要是 YAML", "读到这里读不下去了（{said}）{since}", "检查这一行的冒号、缩进、引号、括号。"),
)  # fmt: skip

# ------------------------------------------------------------------------------------------------- shape

_add(
    "E-missing", "shape", "少了必填的字段",
    "少了它，页面上就会空一块，或者做事的人不知道怎么办。每个字段写什么，见字段页。",
    (_MONITORING, "    evidence: 三个时刻与系统日志相差不到 5 分钟。\n", ""),
    ("{owner}要有 {said}", "这里没有", "在这里补上。{eg}"),
)  # fmt: skip
_add(
    "E-unknown-key", "shape", "不认得的字段",
    "拼错的字段如果放过去，那一段内容就悄悄不见了。所以凡不认得的都算错。",
    (_MONITORING, "    escalate: {when: 任一指标", "    escalation: {when: 任一指标"),
    ("只能写{owner}有的字段", "没有叫 `{key}` 的", "{hint}可以写的有：{known}。"),
)  # fmt: skip
_add(
    "E-type", "shape", "写成了别的东西",
    "该写一句话的写成了列表，该写数的写成了字，程序就不知道怎么用它。",
    (_MONITORING, "    importance: 5", "    importance: 五"),
    ("text", "{said}要写一段文字", "找到的是{value}", "{eg}{hint}"),
    ("whole", "{said}要写一个整数，不加引号、用半角数字", "找到的是{value}", "{hint}{eg}"),
    ("number", "{said}要写一个数，用半角数字", "找到的是{value}", "{hint}{eg}"),
    ("flag", "{said}只能写 true 或 false", "找到的是{value}", "{hint}"),
    ("list", "{said}要写一个列表", "找到的是{value}", "{hint}"),
    ("fields", "{said}要写一组字段（{known}）", "找到的是{value}", "{hint}"),
)  # fmt: skip
_add(
    "E-id", "shape", "id 的写法不对",
    "id 是网址的一部分，起好就不再改，所以只用英文小写字母、数字和减号。",
    (_MONITORING, "  - id: stale-data", "  - id: Stale Data"),
    ("{said}要写一个 id：英文小写字母和数字，词与词之间用减号", "找到的是{value}", "{hint}{eg}"),
    ("item", "{said}要写 `职责id.条目id`", "找到的是{value}", "{hint}{eg}"),
    ("section", "{said}要写来源小节的 id", "找到的是{value}", "{hint}小节的 id 在 data/sources.yml 里。"),
    ("of-answer", "小节 id 要以 `{answer}-` 开头", "找到的是 `{id}`", "照它所在的回答改。"),
    ("other", "{said}写法有规定", "找到的是{value}", "{hint}{eg}"),
    ("windows", "id 不能用 Windows 留给设备的名字，Windows 上建不出这样的文件夹", "找到“{name}”", "换一个，例如 `{name}-list`。"),
    ("long", "id 最多 {limit} 个字符，再长，解压到 Windows 上就打不开了", "找到 {count} 个", "改短。"),
)  # fmt: skip
_add(
    "E-choice", "shape", "不在可选的词里",
    "这些字段只能从几个词里选一个，页面按它分组、上色、排序。",
    (_MONITORING, "    grade: veto", "    grade: fatal"),
    ("{said}只能是 {known} 之一", "找到的是{value}", "{near}换成其中一个。"),
    ("cell", "“{column}”只能填 {known}", "样例里填了“{value}”", "{near}换成其中一个，或在 values 里加上它。"),
)  # fmt: skip
_add(
    "E-count", "shape", "条数不对",
    "太少说不清，太多没人看。每个列表的条数写在字段页上。",
    (_MONITORING, "aka: [盯盘, 看板巡检]", "aka: []"),
    ("few", "{said}至少要 {limit} 条", "找到 {count} 条", "补上，或想想是不是并到别处去。"),
    ("many", "{said}至多 {limit} 条", "找到 {count} 条", "合并或拆开。"),
)  # fmt: skip
_add(
    "E-length", "shape", "太长",
    "这一句要在目录和卡片上一眼看完。",
    (_MONITORING, "outcome: 异常在影响扩大之前被人发现、有人认领。",
     "outcome: 异常在影响扩大之前就被值班的人发现，并且有一个人站出来认领，写明原因、影响和下次更新的时刻。"),
    ("{said}至多 {limit} 个字", "找到 {count} 个", "删掉说了等于没说的词。"),
)  # fmt: skip
_add(
    "E-empty-text", "shape", "一个字都没有",
    "引号里空着，页面上就是一块空白。",
    (_MONITORING, "why: 看板与阈值标红", 'why: ""'),
    ("{said}不能是空的", "引号里什么都没有", "{eg}写上内容，或删掉这一行。"),
)  # fmt: skip
_add(
    "E-range", "shape", "数太大或太小",
    "超出范围的数多半是少打或多打了一位。",
    (_MONITORING, "    importance: 4", "    importance: 44"),
    ("low", "{said}不能小于 {limit}", "找到的是{value}", "{eg}看看是不是少打了一位。"),
    ("above", "{said}要大于 {limit}", "找到的是{value}", "{eg}看看是不是少打了一位。"),
    ("high", "{said}不能大于 {limit}", "找到的是{value}", "{eg}看看是不是多打了一位。"),
)  # fmt: skip
_add(
    "E-duration", "shape", "时长的写法不对",
    "时长要能拿来算：`PT15M` 是 15 分钟，`PT2H` 是 2 小时，`P5D` 是 5 天，`P6M` 是 6 个月，`P0D` 是当场。",
    (_MONITORING, "to: ops-lead, within: PT15M", "to: ops-lead, within: 15 分钟"),
    ("{said}要写 ISO 8601 时长", "找到的是{value}", "{hint}"),
)  # fmt: skip
_add(
    "E-date", "shape", "日期的写法不对",
    "日期要能拿来排序：写成 `2026-11-22`，并且真有这一天。",
    (_MONITORING, "reviewed_on: 2026-11-22", "reviewed_on: 2026年11月22日"),
    ("{said}要写成 YYYY-MM-DD 并且真有这一天", "找到的是{value}", "{hint}"),
)  # fmt: skip
_add(
    "E-due", "shape", "截止时刻与频率对不上",
    "每天的只写时刻，每周的写周几，每月的写几日或第几个工作日，每季的先写哪个月。",
    (_MONITORING, 'rhythm: {cadence: daily, due: "09:30", minutes: 20}', "rhythm: {cadence: daily, due: 周四 09:30, minutes: 20}"),
    ("cadence 是 {cadence} 时，`due`（截止时刻）写成 {eg}", "找到的是“{due}”", "{near}改其中一个。"),
    ("two", "这项任务本来没有节奏，改成定期做要写 cadence 和 due", "只写了一样", "两样和 minutes 都写上。"),
    ("kind", "这项任务写的是 `{base}`，角色的不同之处也写 `{base}`", "写成了 `{found}`", "改成 `{base}: …`。"),
    ("neither", "`rhythm` 里要写 `due`（几点前交）或 `start`（几点开始）", "一个都没有", "交东西的写 due，一起开会的写 start。"),
    ("both", "`due`（几点前交）和 `start`（几点开始）只写一个", "写了两个", "交东西的留 due，一起开会的留 start。"),
    ("attendees", "有 `start`（几点开始）才有 `attendees`（谁到场）", "这里只有 due", "改成 start，或删掉 attendees。"),
    ("supply", "{said}写成 `随时`、一段时长（P1D）或一个时刻（第 4 个工作日 12:00）", "找到的是{value}", "{hint}"),
    ("clock", "{said}写成 24 小时制的时刻", "找到的是{value}", "{hint}{eg}"),
    ("never", "`{due}` 这一天要每年都有", "{month} 月没有 {day} 日", "改成有的日子；月底写“最后一个工作日”。"),
    ("minutes", "这项任务本来没有节奏，改成定期做要写 minutes", "这里没有", "写上做一遍要几分钟。"),
)  # fmt: skip
_add(
    "E-rhythm", "shape", "节奏和触发要恰好写一个",
    "一项任务不是定期做，就是遇事做；都是的话，拆成两项。",
    (_MONITORING, "    trigger: {when: 告警触发，或早检标为异常, respond_within: PT10M, finish_within: P2D, minutes: 30, per_month: 12}\n", ""),
    ("任务要在 `rhythm`（定期做）和 `trigger`（遇事做）里恰好写一个", "一个都没有", "在这里补上一个。"),
    ("both", "任务要在 `rhythm`（定期做）和 `trigger`（遇事做）里恰好写一个", "写了两个", "删掉一个，或拆成两项任务。"),
)  # fmt: skip
_add(
    "E-override", "shape", "任务差异里什么都没写",
    "角色与职责页不同时才写任务差异；没有不同就不写。",
    (_CONTROL, '      - {task: morning-check, due: "08:30"}', "      - {task: morning-check}"),
    ("任务差异至少写 cadence、due、start、minutes、per_month、scope、skip 中的一样", "一样都没有", "写上不同之处，或删掉这一条。"),
)  # fmt: skip
_add(
    "E-sample", "shape", "怎么抽与抽几个对不上",
    "全查就没有抽几个；要抽就得说抽几个，页面才能替人抽。",
    (_WEEKLY, "draw: workdays, pick: 2}", "draw: workdays}"),
    ("`draw` 不是 all 时要写抽几个（`pick`）", "这里没有", "例如 `draw: workdays, pick: 2`。"),
    ("all", "`draw` 是 all 时全都要查，不写 `pick`", "这里写了", "删掉 `pick`，或换一种抽法。"),
    ("case", "`per` 是 case 时要写一件是什么（`case`：模板的 id）", "这里没有", "写上是哪张表里的一行，或把 per 改成 once。"),
    ("no-case", "`per` 不是 case 时不写 `case`", "这里写了", "删掉 `case`，或把 per 改成 case。"),
)  # fmt: skip
_add(
    "E-value", "shape", "不合要求",
    "这个值不合这个字段的规定。",
    (_METRICS, "- {k: cases, zh: 异常个数, en: Cases, eg: 4}", "- {k: cases, zh: 异常个数, en: Cases, eg: 4" + "0" * 400 + "}"),
    ("{said}要合规定", "找到的是{value}（{kind}）", "{eg}对照字段页改。"),
)  # fmt: skip
_add(
    "E-todo", "shape", "还没有填",
    "新建出来的骨架里，每个要人写的地方都标着“待填”。填完才能发布。",
    (_MONITORING, "why: 看板与阈值标红", "why: 待填"),
    ("骨架里的标记要换成内容", "这里还是“待填”", "写上内容；用不到的可选字段删掉整行。"),
)  # fmt: skip

# -------------------------------------------------------------------------------------------------- link

_add(
    "E-reference", "link", "指向不存在的东西",
    "id 写错一个字母，链接就断了。",
    (_MONITORING, "see: data-analysis}", "see: data-analisys}"),
    ("这里要写一个{what}的 id", "没有叫 `{id}` 的", "{near}先建好它，或改成有的。"),
    ("kind", "这里要写{what}的 id", "`{id}` 是一个{found}", "换成{what}。"),
    ("word", "words 里写手册用的词", "`{word}` 在 data/ 别处一次也没出现", "换成手册里的写法，或删掉它。"),
    ("text", "正文里写成 `职责id.条目id` 的都要找得到", "没有 `{id}`", "{near}不是引用的话，给它加反引号或改个写法。"),
)  # fmt: skip
_add(
    "E-id-changed", "link", "id 被改过",
    "id 永不更改：别处、别人的收藏、贴出去的链接都靠它。要改名请用 make move，它会把引用一起改掉并记进搬迁表。",
    (_MONITORING, "  - id: one-owner", "  - id: one-onwer"),
    ("id 起好就不再改", "有 {count} 处写的是 `{old}`，这里却是 `{new}`", "改回 `{old}`；真要改名用 `make move`。"),
)  # fmt: skip
_add(
    "E-duplicate-id", "link", "id 用了两次",
    "两个东西同一个 id，链接就不知道去哪一个。",
    (_MONITORING, "  - id: one-owner", "  - id: logged-in-time"),
    ("一个 id 只能用一次", "`{id}` 在第 {line} 行已经是另一个{what}的 id", "换一个。"),
    ("group", "一项职责只属于一个组", "`{id}` 已经在“{group}”里", "删掉一处。"),
    ("goal-group", "一个指标只属于一类目标", "`{id}` 已经在“{group}”里", "删掉一处。"),
    ("listed", "同一个 id 在这里只写一次", "`{id}` 写了两次", "删掉一处，或合并成一条。"),
    ("scored", "一张计分卡里一个指标只算一次", "`{id}` 与 `{other}` 都看 `{metric}`", "删掉一个，或换一个看别的指标的目标。"),
    ("role", "团队和角色的 id 不能相同", "`{id}` 已经是一个角色的 id", "团队换一个 id。"),
)  # fmt: skip
_add(
    "E-same-item", "link", "列表里有两条一样的",
    "多半是复制之后忘了改。",
    (_MONITORING, "  - {tool: bi, why: 看板与阈值标红}\n", "  - {tool: bi, why: 看板与阈值标红}\n  - {tool: bi, why: 看板与阈值标红}\n"),
    ("列表里每条只写一次", "这一条与第 {line} 行的完全一样", "删掉一条，或写它自己的内容。"),
)  # fmt: skip
_add(
    "E-duplicate-name", "link", "名字用了两次",
    "两个术语同一个写法，正文里就不知道链到哪一个；两列同名，填表的人就不知道填哪一列。",
    (_LOG, "{name: 责任人, note: 异常必填}", "{name: 结论, note: 异常必填}"),
    ("column", "每列的列名不能相同", "“{name}”写了两次", "换一个。"),
    ("term", "每个写法只属于一个术语", "“{name}”已经是术语 `{id}` 的写法", "删掉一处。"),
)  # fmt: skip
_add(
    "E-not-listed", "link", "没有排进手册",
    "导航和首页按 data/playbook.yml 里的顺序排；没写进去的就不会出现。",
    (_TOP, "duties: [data-monitoring, data-analysis]", "duties: [data-monitoring]"),
    ("duty", "每项职责都要属于一个组", "`{id}` 还没有", "写进 data/playbook.yml 里某一组的 duties。"),
    ("role", "每个角色都要排进顺序", "`{id}` 还没有", "写进 data/playbook.yml 的 roles。"),
    ("metric", "每个指标都要属于一类目标", "`{id}` 还没有", "写进某一类的 metrics。"),
)  # fmt: skip
_add(
    "E-self", "link", "指向了自己",
    "边界、相邻、同看、易混都是说另一个东西。",
    (_MONITORING, "related: [data-analysis]", "related: [data-monitoring]"),
    ("{what}要是另一个", "这里写了它自己", "换一个，或删掉。"),
)  # fmt: skip
_add(
    "E-cycle", "link", "底子绕成了圈",
    "一个角色在另一个的底子上改，绕成圈就没有底了。",
    (_LEAD, "mission: 定下看哪些数", "base: control-ops\nmission: 定下看哪些数"),
    ("底子不能绕成圈", "{ring}", "删掉其中一个 base。"),
)  # fmt: skip
_add(
    "E-drop", "link", "不接手的写错了",
    "drop 里只写底子角色有、而这个角色不接的职责。",
    (_CONTROL, "drop: [data-analysis]", "drop: [data-analysis, data-monitoring]"),
    ("drop 里只写底子角色有的职责", "底子里没有 `{id}`", "{near}删掉这一条。"),
    ("both", "一项职责不能又接又不接", "`{id}` 又在 duties 里，又在 drop 里", "留一处。"),
)  # fmt: skip
_add(
    "E-first-days", "link", "头 90 天不是什么时候入职都做得到",
    "一个人在季度的第几周入职都有；试用期的结论要凭做过的任务，不凭印象。",
    (_LEAD, "probation: [data-monitoring.metric-setup]", "probation: [data-monitoring.alert-response]"),
    ("第 30 天起，做过的任务里有不是每个月都有的，要写没轮到时交什么（`instead`）", "{tasks} 是这样的任务，没写",
     "写上，例如 `instead: 没轮到的，拿上一季的材料重做一份，由主管当面问`。"),
    ("proof", "转正要看的任务都在头 90 天里做过", "`{task}` 不在任何一个阶段的 tasks 里", "把它加进一个阶段，或从 probation 里删掉。"),
)  # fmt: skip
_add(
    "E-hours", "shape", "工时的头尾颠倒",
    "一天从早到晚；过了零点的班写到 23:59 为止。",
    (_LEAD, 'to: "18:00"', 'to: "08:00"'),
    ("`to`（几点结束）要晚于 `from`（几点开始）", "现在不晚", "改其中一个。"),
)  # fmt: skip
_add(
    "E-calendar", "link", "工作日历对不上",
    "每一天上不上班只有一个答案，排期、日历和打印的周表都照它。",
    (_CALENDAR, "make_up: [2026-01-04,", "make_up: [2026-01-07,"),
    ("backwards", "假期的最后一天不早于第一天", "现在早了", "改其中一个日期。"),
    ("year", "年份要一年接一年，每年一段", "{year} 年{what}", "按年份排好，一年写一次。"),
    ("outside", "写在 {year} 年里的日子要在 {year} 年", "找到的是 {day}", "挪到它那一年，或改日期。"),
    ("overlap", "每一天只写在一段假期里", "{day} 已经在“{name}”里", "改其中一段的日期。"),
    ("", "调休上班的日子是周六或周日", "{day} 是{weekday}，本来就上班", "改成要补班的那个周末，或删掉。"),
    ("both", "一天不能又放假又上班", "{day} 在“{name}”里放假", "改其中一处。"),
    ("company", "公司自己的日子写与大家不同的", "{day} 本来就{what}", "删掉这一行，或改日期。"),
)  # fmt: skip
_add(
    "E-maker", "link", "输入没有来处",
    "写不出是哪项任务做的、什么时候给，到了那天手上就没有这样东西。",
    (_ANALYSIS, ", task: data-monitoring.morning-check}", "}"),
    ("运营角色给的输入要写是哪项任务（task）、哪张表（template）或哪张清单（checklist）做出来的", "`{role}` 给的这一样没写",
     "补上其中一个；谁都不做的，先给它一项任务，或删掉这个输入。"),
    ("two", "运营角色给的输入在 task、template、checklist 里恰好写一个，不写 due", "`{role}` 给的这一样多写了", "留一个。"),
    ("team", "运营以外的团队给的输入写什么时候给（`due`），不写 task、template、checklist", "`{team}` 给的这一样不是这样",
     "例如 `due: 第 3 个工作日 18:00`、`due: 随时`、`due: P1D`。"),
    ("theirs", "输入写给的人就是做的人", "`{made}` 是 {doers} 做的，不是 `{role}`", "改 from，或换一个来处。"),
)  # fmt: skip
_add(
    "E-decision", "link", "拍板的人或时刻对不上",
    "要别人定的事有自己的人和时刻，也排在那个人的日程里。",
    (_MONITORING, "by: P1D", "by: 周五 12:00"),
    ("定期任务的 `by`（什么时候之前）与任务同一频率（{cadence}），写成 {eg}", "找到的是“{by}”", "改成同一频率的时刻。"),
    ("event", "遇事才做的任务，`by` 写从触发算起的时长", "找到的是“{by}”", "例如 `P1D`、`PT2H`。"),
    ("self", "拍板的人不是执行的人自己", "`{who}` 就在 R 里", "换一个人，或删掉这一条。"),
)  # fmt: skip
_add(
    "E-circle", "link", "输入绕成了一圈",
    "每一样都等着下一样，谁也没法先动手。",
    (_MONITORING, "task: data-analysis.drop-diagnosis, last: true", "task: data-analysis.drop-diagnosis"),
    ("输入不能绕成一圈", "现在是 {ring}", "其中一样用的是上一期的，就给它写 `last: true`；否则去掉一样。"),
)  # fmt: skip
_add(
    "E-team", "year", "团队里没写这个角色有几个人",
    "一年排不排得开，要看每个角色有几个人。",
    (_TOP, "  - {role: ops-lead, people: 1}\n", ""),
    ("`team` 里每个角色写一次人数", "`{id}` 没写", "在 team 里加一行，例如 `- {{role: {id}, people: 1}}`。"),
    ("twice", "`team` 里每个角色写一次人数", "`{id}` 写了两次", "删掉一行。"),
)  # fmt: skip
_add(
    "E-late-input", "year", "输入来得比要用的时候晚",
    "到该动手的时候材料还没有，这项任务就做不完。",
    (_MONITORING, 'due: "08:00"', 'due: "09:29"'),
    ("“{what}”要在动手之前到手", "{begin}就得动手，它{ready}才有：{source}，一共 {count} 次",
     "把它提前，或把这项任务推后；用的是上一期的，写 `last: true`。"),
)  # fmt: skip
_add(
    "E-late-decision", "year", "要别人定的事定得太晚",
    "完成标准里有这个人的答复，答复却排在截止之后，就永远不能按时做完。",
    (_ANALYSIS, "by: 周一 10:20", "by: 周一 18:00"),
    ("“{what}”要在任务截止之前定下来", "任务{end}截止，它{ready}才定，一共 {count} 次", "把 by 提前，或把截止推后。"),
)  # fmt: skip
_add(
    "E-late-part", "year", "自己那一份交得比整份还晚",
    "全组只交一份的，各人的部分要在它截止之前到。",
    (_CONTROL, 'due: "08:30"', 'due: "09:40"'),
    ("{role}的那一份要在整份截止之前交", "整份{end}截止，{role}{ready}才交，一共 {count} 次",
     "在 data/roles/{role_id}.yml 里提前，或把任务的截止推后；各做各的，给任务写 `done_by: each`。"),
)  # fmt: skip
_add(
    "E-clash", "year", "一个人同时在两处",
    "会议、演练、面谈都有定好的时刻，一个人只能坐在一处。",
    (_ANALYSIS, "start: 周一 10:00", "start: 周一 15:00"),
    ("{role}（{people} 人）一个时刻只能在一处", "{when}这里和 {other} 撞在一起，一共 {count} 次", "挪开其中一个，或不让这个角色到场。"),
)  # fmt: skip
_add(
    "E-outside", "year", "排在工时以外",
    "没有人上班的时候，东西交不出来，会也开不成。",
    (_ANALYSIS, "start: 周一 10:00", "start: 周一 07:00"),
    ("{role}的事要排在工时里（{hours}）", "{when}的这一项要用 {minutes}，排不进去，一共 {count} 次", "改时刻，或改这个角色的 hours。"),
)  # fmt: skip
_add(
    "E-too-much", "year", "工时不够",
    "做不完的活不会因为写在手册里就做完。",
    (_LEAD, "week: 40", "week: 1"),
    ("{role}每一项都要在截止前做完", "{when}前要做完的 {count_of} 件共 {needed}，那段时间只够做 {had}，{ref} 还差 {missing}；一年 {count} 次。最长的是 {longest}",
     "错开截止、少做一步、交给别人，或减少次数；不要把用时写短。"),
    ("week", "{role}一周排的事不能超过工时", "{when}那一周排了 {planned}，只有 {available}；一年 {count} 周。最长的是 {longest}",
     "错开截止、少做一步、交给别人，或减少次数；不要把用时写短。"),
    ("month", "{role}一个月排的事不超过工时的 {full}%，其余留给没排进来的事", "{when}排了 {planned}，是工时的 {rate}%；超过的有 {count} 个月。最长的是 {longest}",
     "错开截止、少做一步、交给别人，或减少次数；不要把用时写短。"),
)  # fmt: skip
_add(
    "E-free-time", "year", "没写其余的时间做什么",
    "排得进日程的事不到工时的一半，读的人要知道剩下的时间做什么。",
    (_LEAD, "week: 40}\nfree_time: ", "week: 40}\n# free_time: "),
    ("排得进日程的事不到工时一半的角色要写 `free_time`", "现在是 {rate}%", "写一句其余时间做什么。"),
)  # fmt: skip
_add(
    "E-finish", "year", "时限装不下里面的步骤",
    "写了 2 天做完、里面却要等 3 天，谁也做不到。",
    (_MONITORING, "finish_within: P2D", "finish_within: PT20M"),
    ("`finish_within`（多久之内做完）要装得下用时和每一步的等待", "里面要 {needed}，只给了 {given}", "放宽时限，或减少等待。"),
    ("respond", "`finish_within`（多久之内做完）不短于 `respond_within`（多久之内动手）", "动手 {respond}，做完 {given}", "改其中一个。"),
)  # fmt: skip
_add(
    "E-list-rhythm", "year", "没有一张清单查得这么勤",
    "检查项写着每周查，却只在每月的清单里，一个月就漏三次。",
    (_MONITORING, "cadence: quarterly\n    minutes: 1", "cadence: daily\n    minutes: 1"),
    ("检查项至少要在一张不比它少的清单里", "`{id}` 是{cadence}的，它所在的清单是 {lists}", "改它的 cadence，或放进查得更勤的清单。"),
)  # fmt: skip
_add(
    "E-list-minutes", "year", "清单太长或太短",
    "用时由各条的 minutes 和抽几个算出；太长的没人查得完，太短的不必单列一张。",
    (_WEEKLY, "pick: 2", "pick: 50"),
    ("一张清单要用 {least}–{most} 分钟", "各条加起来是 {minutes}", "少抽几个、把条目分到别的清单，或改各条的 minutes。"),
)  # fmt: skip
_add(
    "E-list-sample", "year", "清单抽的不是这一条要看的",
    "抽的是流程，问的却是工单，检查的人就只好自己挑。",
    (_MORNING, "  - data-monitoring.logged-in-time", "  - data-monitoring.answered"),
    ("逐件查的检查项要在抽这种东西的清单里", "`{id}` 看的是 {case} 的一行，清单的 `sample.of` 里没有它", "在 sample.of 里加上它，或换一张清单。"),
    ("days", "逐日查的检查项要在抽日子的清单里", "`{id}` 逐日查，清单抽的不是日子", "把 draw 改成 days 或 workdays，或把检查项的 per 改成 once。"),
)  # fmt: skip
_add(
    "E-setting", "link", "设置用错了",
    "公司自己定的数只写在 settings.yml 里，正文用 `$id` 指它；改一处，处处都改。",
    (_MONITORING, "$mute-limit", "$mute-limits"),
    ("`$` 后面写设置的 id", "没有叫 `{id}` 的设置", "{near}在 data/settings.yml 里加上它，或改成有的 id。"),
    ("twice", "`${id}` 会显示成“{shown}”，后面不再写单位", "后面又写了“{unit}”", "删掉后面的单位。"),
    ("units", "比大小的两个设置单位要相同", "这里是 {unit}，`{other}` 是 {its}", "改其中一个的单位。"),
    ("order", "这个设置要大于“{other}”（{its}）", "现在是 {value}", "改其中一个数，或删掉 more_than。"),
)  # fmt: skip
_add(
    "E-word", "words", "一样东西两个叫法",
    "同一样东西全书只用一个词，读的人才不会以为是两样。不用的词写在术语和地点的 instead_of 里。",
    (_MONITORING, "越过阈值的标红", "越过警戒线的标红"),
    ("这里用“{right}”", "写成了“{word}”", "改成“{right}”。"),
)  # fmt: skip
_add(
    "W-calendar", "year", "工作日历快用完了",
    "日历没写到的日子排不出来：看板、周表和日历文件到那里就断了。",
    (_CALENDAR, _NEXT_YEAR, "  # 2027 年还没有写"),
    ("工作日历要写到排期的最后一天", "排期从 {first} 排到 {last}，日历只写到 {end}", "运行 `make calendar YEAR={year}` 写上 {year} 年。"),
)  # fmt: skip
_add(
    "E-weights", "link", "权重加起来不是 100",
    "一张计分卡满分 100。",
    (_SCORES, "weight: 100}", "weight: 90}"),
    ("一张计分卡的权重合计要是 100", "现在是 {total}，{more} {gap}", "改其中几项的 weight。"),
)  # fmt: skip
_add(
    "E-not-their-duty", "link", "不是他的职责",
    "让谁做、按什么考核，都要以他的角色页里有这项职责为前提。",
    (_ANALYSIS, "    raci: {R: [ops-lead], A: ops-lead, C: [control-ops]}", "    raci: {R: [control-ops], A: ops-lead}"),
    ("执行的角色要有这项职责", "`{role}` 的角色页里没有 `{duty}`", "换一个执行者，或在 data/roles/{role}.yml 里加上它。"),
    ("score", "只考核角色自己的职责", "`{role}` 没有 `{duty}`", "换一个目标。"),
)  # fmt: skip
_add(
    "E-scenario", "link", "推演对不上",
    "主持人照着分钟念，复盘照着任务的步骤走：顺序乱了、任务对不上，就演不下去。",
    (_SCENARIO, "    by: 12\n", "    by: 2\n"),
    ("按分钟从早到晚排", "第 {minute} 分钟排在第 {before} 分钟后面", "调一下顺序，或改分钟。"),
    ("first", "第一件事在第 0 分钟", "写的是 {minute}", "改成 0，或在前面补一件。"),
    ("late", "都在演完之前", "第 {minute} 分钟在第 {last} 分钟收场之后", "提前它，或改 minutes。"),
    ("task", "应当做到的，照 tasks 里写的任务", "`{ref}` 不在里面", "在 tasks 里加上那项任务，或换一条。"),
    ("role", "来练的角色在这些任务里要有一份", "没有一项任务的分工、拍板或上报写着 `{role}`", "换一个角色，或换一项任务。"),
)  # fmt: skip
_add(
    "E-guard", "link", "护栏就是指标自己",
    "护栏用来看住刷数：指标刷上去了，护栏会掉下来。",
    (_MONITORING, "    guard: alert-precision", "    guard: mttd"),
    ("护栏指标要与指标不同，否则拦不住刷数", "两个都是 `{id}`", "换一个会被它拖坏的指标。"),
)  # fmt: skip
_add(
    "E-own-figures", "link", "自己给自己出数",
    "出数的人不能是被考核的人。",
    (_MONITORING, "    data_owner: data-team", "    data_owner: control-ops"),
    ("出数的人不能是被考核的人", "`{goal}` 由 `{owner}` 出数", "换一个目标，或换人出数。"),
)  # fmt: skip
_add(
    "E-level", "link", "能力缺一个等级",
    "协助、独立、主导三级都写，人才知道下一步学什么。",
    (_MONITORING, "{level: lead, text:", "{level: independent, text:"),
    ("能力要三个等级都有", "缺 `{level}`", "补一条。"),
)  # fmt: skip
_add(
    "E-cells", "link", "样例的格数不对",
    "样例每行的格数与列数相同，没有的写“—”。",
    (_LOG, "[2026-11-18, 异常, 小周]", "[2026-11-18, 异常]"),
    ("样例每行要有 {columns} 格，与列数相同", "这一行有 {cells} 格", "补上或删掉；一格里有英文逗号的，给那一格加英文引号。"),
)  # fmt: skip
_add(
    "E-calc", "link", "算式与算例对不上",
    "页面会照着算式算给人看，算例要经得起验算。",
    (_METRICS, "      eg: 15\n", "      eg: 16\n"),
    ("算例要经得起验算", "用示例值算出来是 {value:g}，写的是 {eg:g}", "改其中一个。"),
    ("expression", "算式只用 + - * / ( ) 和输入的代号", "{reason}", "改算式，或补上输入。"),
)  # fmt: skip
_add(
    "E-moved", "link", "还在用，不能算搬走",
    "搬迁表只写已经不在的旧 id。",
    ("data/moved.yml", "from: data-monitoring.night-watch", "from: data-monitoring.one-owner"),
    ("搬走的 id 不能还在用", "`{id}` 还在", "删掉这一条，或删掉那个条目。"),
)  # fmt: skip
_add(
    "E-moved-chain", "link", "搬迁套着搬迁",
    "点旧链接的人只跳一次，所以每条都直接写最后的新 id。",
    ("data/moved.yml", "from: data-monitoring.night-watch, date", "from: data-monitoring.night-watch, to: duties/watching, date"),
    ("搬迁不能一环套一环", "`{id}` 自己也搬走了", "直接写最后的新 id。"),
)  # fmt: skip
_add(
    "E-address", "link", "发布过的地址不见了",
    "地址已经写进合同、培训记录和别人的收藏。make release-links 把发布过的地址都记在 ledger/addresses.txt，少一个就在这里说出来。",
    ("", "改了 id，并在 `data/moved.yml` 里写上旧 id 搬到哪里（make move 会替你写）", "只改了 id"),
    ("发布过的地址要一直打得开", "{address} 不见了",
     "改名或搬走了，就在 data/moved.yml 的 moved 下面加一条 `- {{from: {id}, to: {to}, date: 今天的日期, why: 给点开旧链接的人的一句话}}`；取消了，就不写 to。"),
    ("file", "发布过的文件要一直下得到", "{address} 不见了",
     "它的名字写在程序里（macros/addresses/files.py），不在 data/ 里。请管程序的人让它照旧生成。"),
    ("conflict", "账本一行一个以 / 开头的地址", "找到的是“{found}”", "是合并时留下的冲突记号就删掉它，两边的地址都留着。"),
)  # fmt: skip
_add(
    "W-unused", "link", "没有人用",
    "指标、模板、工具、术语写了却没有一处用到，多半是别处删了而这里忘了。",
    ("data/tools.yml", "    care: 关联一对多时行数翻倍。\n",
     "    care: 关联一对多时行数翻倍。\n  - id: crm\n    name: 客户系统\n    what: 查客户。\n    first: 会按手机号查。\n    care: 别导出名单。\n"),
    ("写了的{what}要有地方用到", "没有一处用到 `{id}`", "在该用的地方写上它，或删掉它。"),
)  # fmt: skip

# ------------------------------------------------------------------------------------------------- words

_add(
    "E-empty-word", "words", "套话",
    "换到别的手册里也成立的话，读完不知道做什么。",
    (_ANALYSIS, "outcome: 每个问题有一个能照着做的结论。", "outcome: 数据分析对业务至关重要。"),
    ("写读者能照着做的事", "找到套话“{word}”", "删掉它，写清谁、在哪里、做什么。"),
)  # fmt: skip
_add(
    "E-vague-word", "words", "没法打勾的词",
    "“及时”“合理”各人有各人的尺子。问题、完成标准和产出要能当场答是或否。",
    (_ANALYSIS, "ask: 上月每条建议都有去向吗？", "ask: 上月的建议及时跟进了吗？"),
    ("问题、完成标准和产出要能打勾", "“{word}”说不清到哪里算数", "换成数字、时刻、地点或角色。"),
)  # fmt: skip
_add(
    "E-done-when", "words", "完成标准没有着落",
    "完成标准要有数字、时刻、地点或角色，别人才能替你判断做没做完。",
    (_ANALYSIS, "      - 5 日前发到运营群。", "      - 把结论发出去。"),
    ("每条完成标准要有数字、时刻、地点或角色", "这一条都没有", "补上其中一样。"),
)  # fmt: skip
_add(
    "E-said-twice", "words", "一句话写了两次",
    "同一句话写两处，改了一处忘了另一处，就对不上了。",
    (_MONITORING, "evidence: 任选一个指标，按口径重算昨天的值。", "evidence: 换一个人按明细重算，数相同。"),
    ("一句话只写一次", "“{text}”在 {place} 已经写过", "留一处，另一处写它自己的情形，或改成链接。"),
)  # fmt: skip
_add(
    "E-nearly-same", "words", "两句话几乎一样",
    "换个职责名还成立的话，对两边的人都没有用。",
    (_MONITORING, "evidence: 任选一个指标，按口径重算昨天的值。", "evidence: 换一个人照明细重算，数相同。"),
    ("每项职责写自己的情形", "与 {place} 的“{text}”几乎一样（相似度 {score:.0f}）", "改写；换个职责名还成立的话，就删掉。"),
)  # fmt: skip
_add(
    "W-typography", "words", "中英文排版",
    "中文与英文、数字之间空一格，中文句子里用全角标点，读起来不费劲，各处也一致。",
    (_MONITORING, "expect: 回放误报不超过 3 次。", "expect: 回放误报不超过3次。"),
    ("中文与英文、数字之间空一格，中文里用全角标点", "找到“{found}”", "改成“{fixed}”。"),
)  # fmt: skip
