"""What happens to data files in the hands of people and programs: kinds of damage, each done at a chosen line."""

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

#: The damaged text and the first and last line (from 1) of the place of damage.
Done = tuple[str, int, int]

_FIELD = re.compile(r"^(\s*(?:- )*)([A-Za-z_]+):( |$)")
_ITEM = re.compile(r"^\s*- ")
_FLOW = re.compile(r"\{.*\}|\[.*\]")


@dataclass(frozen=True)
class Damage:
    """A kind of damage: its name, what it is, in which lines it can be done, and the doing.

    `do` takes the lines and the number (from 0) of a line that `fits`. Without `fits` it is done to the whole file.
    """

    name: str
    what: str
    fits: Callable[[list[str], int], bool] | None
    do: Callable[[list[str], int], Done | bytes | None]

    def to(self, text: str, path: str) -> tuple[bytes, int, int] | None:
        """Damaged bytes and the place of damage; None when there is no fitting line. The same line every time."""
        lines = text.split("\n")[:-1]
        at = 0
        if self.fits is not None:
            fitting = [n for n in range(1, len(lines)) if not is_comment(lines[n]) and self.fits(lines, n)]
            if not fitting:
                return None
            at = fitting[zlib.crc32(f"{path} {self.name}".encode()) % len(fitting)]
        done = self.do(lines, at)
        if done is None:
            return None
        if isinstance(done, bytes):
            return done, 1, 1_000_000
        return done[0].encode(), done[1], done[2]


KINDS: list[Damage] = []


def damage(
    name: str, what: str, fits: Callable[[list[str], int], bool] | None = None
) -> Callable[[Callable[[list[str], int], Done | bytes | None]], None]:
    """Put a kind of damage into the table."""

    def add(do: Callable[[list[str], int], Done | bytes | None]) -> None:
        KINDS.append(Damage(name, what, fits, do))

    return add


def is_comment(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def width(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def text_of(lines: list[str]) -> str:
    return "\n".join(lines) + "\n"


def changed(lines: list[str], at: int, new: str) -> Done | None:
    """The text with one line changed; None when it is as it was."""
    if new == lines[at]:
        return None
    return text_of([*lines[:at], new, *lines[at + 1 :]]), at + 1, at + 1


def block_end(lines: list[str], at: int) -> int:
    """The first line behind a field or an item and everything in it."""
    own = width(lines[at])
    is_key = not _ITEM.match(lines[at])
    end = at + 1
    while end < len(lines):
        line = lines[end]
        deeper = width(line) > own or (is_key and width(line) == own and line.lstrip().startswith("- "))
        if line.strip() and not deeper:
            break
        end += 1
    return end


def anywhere(lines: list[str], at: int) -> bool:
    return 0 < at < len(lines)


def has_field(lines: list[str], at: int) -> bool:
    return bool(_FIELD.match(lines[at]))


def has_value(lines: list[str], at: int) -> bool:
    match = _FIELD.match(lines[at])
    return bool(match) and bool(lines[at][match.end() :].strip()) if match else False


def has_plain_text(lines: list[str], at: int) -> bool:
    """A field or an item with a plain Chinese sentence."""
    value = value_of(lines[at])
    return len(value) > 6 and value[0] not in "\"'[{" and bool(re.search("[\u4e00-\u9fff]{3}", value))


def value_of(line: str) -> str:
    match = _FIELD.match(line) or _ITEM.match(line)
    return line[match.end() :] if match else ""


def with_value(line: str, value: str) -> str:
    match = _FIELD.match(line) or _ITEM.match(line)
    assert match
    head = line[: match.end()]
    return (head if head.endswith(" ") else head + " ") + value


def is_item(lines: list[str], at: int) -> bool:
    return bool(_ITEM.match(lines[at]))


def has_number(lines: list[str], at: int) -> bool:
    return bool(re.search(r"(?<![\w.])[a-z_]+: \d+(?=[,}]|$)", lines[at]))


def has_flow(lines: list[str], at: int) -> bool:
    return bool(_FLOW.search(lines[at]))


def indented(lines: list[str], at: int) -> bool:
    return width(lines[at]) > 0


# -- drop


@damage("drop-line", "删掉一行", anywhere)
def _(lines: list[str], at: int) -> Done:
    return text_of(lines[:at] + lines[at + 1 :]), at, at + 1


@damage("drop-piece", "删掉一个字段或一条，连同里面的", lambda lines, at: block_end(lines, at) - at < len(lines) / 2)
def _(lines: list[str], at: int) -> Done:
    return text_of(lines[:at] + lines[block_end(lines, at) :]), at, at + 1


@damage("drop-key", "删掉字段名，留下内容", has_value)
def _(lines: list[str], at: int) -> Done | None:
    match = _FIELD.match(lines[at])
    assert match
    return changed(lines, at, match[1] + lines[at][match.end() :])


@damage("drop-value", "删掉内容，留下字段名", has_value)
def _(lines: list[str], at: int) -> Done | None:
    match = _FIELD.match(lines[at])
    assert match
    return changed(lines, at, lines[at][: match.end(2) + 1])


@damage("drop-colon", "漏了冒号", has_field)
def _(lines: list[str], at: int) -> Done | None:
    match = _FIELD.match(lines[at])
    assert match
    return changed(lines, at, lines[at][: match.end(2)] + lines[at][match.end(2) + 1 :])


@damage("drop-space", "冒号后面漏了空格", has_value)
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, re.sub(r"^(\s*(?:- )*[A-Za-z_]+:) ", r"\1", lines[at]))


@damage("drop-dash", "漏了列表的减号", is_item)
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, lines[at].replace("- ", "  ", 1))


@damage("drop-dash-space", "减号后面漏了空格", is_item)
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, lines[at].replace("- ", "-", 1))


@damage("drop-quote", "漏了后一个引号", lambda lines, at: '"' in lines[at])
def _(lines: list[str], at: int) -> Done | None:
    head, _, tail = lines[at].rpartition('"')
    return changed(lines, at, head + tail)


@damage("drop-bracket", "漏了后一个括号", has_flow)
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, re.sub(r"[\]}](?=[^\]}]*$)", "", lines[at]))


# -- double


@damage("double-line", "一行粘了两遍", anywhere)
def _(lines: list[str], at: int) -> Done:
    return text_of([*lines[: at + 1], lines[at], *lines[at + 1 :]]), at + 1, at + 2


@damage("double-piece", "一个字段或一条粘了两遍", lambda lines, at: block_end(lines, at) - at < len(lines) / 2)
def _(lines: list[str], at: int) -> Done:
    end = block_end(lines, at)
    return text_of(lines[:end] + lines[at:end] + lines[end:]), at + 1, 2 * end - at


@damage("double-file", "整个文件粘了两遍")
def _(lines: list[str], at: int) -> Done:
    return text_of(lines + lines), len(lines) + 1, 2 * len(lines)


# -- misspell


@damage("misspell-key", "字段名拼错", lambda lines, at: bool(re.match(r"^\s*(?:- )*[a-z_]{3,}:", lines[at])))
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, re.sub(r"^(\s*(?:- )*[a-z_]+)([a-z_])([a-z_]):", r"\1\3\2x:", lines[at]))


@damage(
    "capital-key",
    "字段名首字母被自动改成大写",
    lambda lines, at: bool(re.match(r"^\s*(?:- )*[a-z]", lines[at])) and has_field(lines, at),
)
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, re.sub(r"^(\s*(?:- )*)([a-z])", lambda m: m[1] + m[2].upper(), lines[at]))


@damage("flow-key", "花括号里的字段名拼错", lambda lines, at: bool(re.search(r"\{.*?, [a-z_]{2,}: ", lines[at])))
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, re.sub(r"(\{.*?, [a-z_]+): ", r"\1x: ", lines[at], count=1))


_REFERENCE = re.compile(
    r"(?<=: )[a-z0-9]+(?:[.-][a-z0-9]+)+(?=[,}\]]|$)|(?<=- )[a-z0-9-]+\.[a-z0-9-]+$|(?<=\[)[a-z]+-[a-z-]+"
)


@damage("misspell-id", "id 或引用拼错一个字母", lambda lines, at: bool(_REFERENCE.search(lines[at])))
def _(lines: list[str], at: int) -> Done | None:
    def swap(match: re.Match[str]) -> str:
        return match[0][:-1] + ("q" if match[0][-1] != "q" else "z")

    return changed(lines, at, _REFERENCE.sub(swap, lines[at], count=1))


@damage("capital-id", "id 写成大写带空格", lambda lines, at: bool(_REFERENCE.search(lines[at])))
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, _REFERENCE.sub(lambda match: match[0].replace("-", " ").title(), lines[at], count=1))


# -- indentation


@damage("indent-1", "多缩进一格", indented)
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, " " + lines[at])


@damage("indent-2", "多缩进两格", indented)
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, "  " + lines[at])


@damage("indent-top", "最外层的行多缩进一格", lambda lines, at: not indented(lines, at))
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, " " + lines[at])


@damage("outdent-1", "少缩进一格", indented)
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, lines[at][1:])


@damage("outdent-2", "少缩进两格", indented)
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, lines[at][2:])


@damage("tab", "用制表符缩进", indented)
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, "\t" * (width(lines[at]) // 2) + lines[at].lstrip(" "))


@damage("wide-space", "用全角空格缩进", indented)
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, "\u3000" * (width(lines[at]) // 2) + lines[at].lstrip(" "))


@damage("hard-space", "缩进里混进不换行空格（从网页粘来）", indented)
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, lines[at].replace("  ", " \u00a0", 1))


# -- signs


@damage("wide-colon", "字段名后面打成全角冒号", has_value)
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, re.sub(r"^(\s*(?:- )*[A-Za-z_]+): ", r"\1：", lines[at]))


@damage("wide-comma", "花括号、方括号里打成全角逗号", lambda lines, at: bool(re.search(r"[\[{][^\]}]*, ", lines[at])))
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, re.sub(r"([\[{][^\]}]*?), ", r"\1，", lines[at], count=1))


@damage("wide-dash", "列表的减号打成破折号", is_item)
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, lines[at].replace("- ", "— ", 1))


@damage("wide-bracket", "打成全角括号", has_flow)
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, lines[at].translate(str.maketrans("[]{}", "［］｛｝")))


@damage("wide-quote", "引号打成中文引号", lambda lines, at: lines[at].count('"') == 2)
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, lines[at].replace('"', "“", 1).replace('"', "”", 1))


@damage("wide-digit", "数字打成全角", has_number)
def _(lines: list[str], at: int) -> Done | None:
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    return changed(
        lines, at, re.sub(r"(?<=[a-z]: )\d+(?=[,}]|$)", lambda match: match[0].translate(wide), lines[at], count=1)
    )


@damage("colon-in-text", "正文里打进英文冒号加空格", has_plain_text)
def _(lines: list[str], at: int) -> Done | None:
    value = value_of(lines[at])
    return changed(lines, at, with_value(lines[at], f"{value[:3]}: {value[3:]}"))


@damage("hash", "正文里打进空格加 #", has_plain_text)
def _(lines: list[str], at: int) -> Done | None:
    value = value_of(lines[at])
    return changed(lines, at, with_value(lines[at], f"{value[:3]} #{value[3:]}"))


@damage("special", "正文以 @ 开头", has_plain_text)
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, with_value(lines[at], "@" + value_of(lines[at])))


@damage("star", "列表用 * 开头（像在聊天软件里）", is_item)
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, lines[at].replace("- ", "* ", 1))


@damage("number-list", "列表用 1. 开头", is_item)
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, lines[at].replace("- ", "1. ", 1))


# -- cut, break, join


@damage("cut-middle", "文件在半句断掉")
def _(lines: list[str], at: int) -> Done:
    text = text_of(lines)
    middle = len(text) // 2
    while text[middle - 1] == "\n":
        middle += 1
    part = text[:middle]
    return part, part.count("\n") + 1, part.count("\n") + 1


@damage("cut-line", "文件在一行末尾断掉", lambda lines, at: len(lines) / 4 < at < len(lines) - 1)
def _(lines: list[str], at: int) -> Done:
    return text_of(lines[: at + 1]), at + 1, at + 1


@damage("cut-start", "文件的前一半没了", anywhere)
def _(lines: list[str], at: int) -> Done:
    return text_of(lines[at:]), 1, 1


@damage("break-line", "句子中间按了回车", has_plain_text)
def _(lines: list[str], at: int) -> Done:
    half = len(lines[at]) - len(value_of(lines[at])) // 2
    return text_of([*lines[:at], lines[at][:half], lines[at][half:], *lines[at + 1 :]]), at + 1, at + 2


@damage("break-indented", "句子中间按了回车，编辑器自动缩进", has_plain_text)
def _(lines: list[str], at: int) -> Done:
    half = len(lines[at]) - len(value_of(lines[at])) // 2
    indent = " " * (width(lines[at]) + 2)
    return text_of([*lines[:at], lines[at][:half], indent + lines[at][half:], *lines[at + 1 :]]), at + 1, at + 2


@damage("join-lines", "两行接成了一行", lambda lines, at: at + 1 < len(lines))
def _(lines: list[str], at: int) -> Done:
    return text_of([*lines[:at], f"{lines[at]} {lines[at + 1].strip()}", *lines[at + 2 :]]), at + 1, at + 2


# -- reorder


@damage("swap-lines", "两行换了位置", lambda lines, at: at + 1 < len(lines))
def _(lines: list[str], at: int) -> Done | None:
    if lines[at] == lines[at + 1]:
        return None
    return text_of([*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]), at + 1, at + 2


@damage(
    "swap-pieces",
    "列表里两条换了位置",
    lambda lines, at: (
        is_item(lines, at)
        and block_end(lines, at) < len(lines)
        and width(lines[block_end(lines, at)]) == width(lines[at])
        and is_item(lines, block_end(lines, at))
    ),
)
def _(lines: list[str], at: int) -> Done:
    middle = block_end(lines, at)
    end = block_end(lines, middle)
    return text_of(lines[:at] + lines[middle:end] + lines[at:middle] + lines[end:]), at + 1, end


# -- retype


@damage("retype-list", "一句话写成了列表", has_plain_text)
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, with_value(lines[at], f"[{value_of(lines[at])}]"))


@damage("retype-fields", "一句话写成了一组字段", has_plain_text)
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, with_value(lines[at], f"{{text: {value_of(lines[at])}}}"))


@damage("retype-flag", "一句话写成了 true", has_plain_text)
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, with_value(lines[at], "true"))


@damage("retype-null", "内容写成了 null", has_value)
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, with_value(lines[at], "null"))


@damage("retype-word", "数写成了汉字", has_number)
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, re.sub(r"(?<=[a-z]: )\d+(?=[,}]|$)", "五个", lines[at], count=1))


@damage("retype-number", "数多打了三位", has_number)
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, re.sub(r"(?<=[a-z]: )\d+(?=[,}]|$)", r"\g<0>0000", lines[at], count=1))


@damage("retype-text", "列表写成了一句话", lambda lines, at: bool(re.search(r": \[.*\]", lines[at])))
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, re.sub(r": \[(.*?)\]", lambda m: ": " + m[1].replace(", ", "、"), lines[at], count=1))


@damage(
    "chinese-date", "日期写成 2026年11月22日", lambda lines, at: bool(re.search(r": \"?\d{4}-\d\d-\d\d\"?", lines[at]))
)
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, re.sub(r'"?(\d{4})-(\d\d)-(\d\d)"?', r"\1年\2月\3日", lines[at], count=1))


@damage("chinese-duration", "时长写成 15 分钟", lambda lines, at: bool(re.search(r": PT?\d+[A-Z]", lines[at])))
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, re.sub(r": PT?\d+[A-Z]", ": 15 分钟", lines[at], count=1))


# -- strange things in the file


@damage("unknown-key", "加了一个没有的字段", lambda lines, at: has_field(lines, at) and not is_item(lines, at))
def _(lines: list[str], at: int) -> Done:
    return text_of([*lines[:at], " " * width(lines[at]) + "remark: 随手记一笔", *lines[at:]]), at + 1, at + 1


@damage("strange-key", "加了别处的字段", lambda lines, at: has_field(lines, at) and not is_item(lines, at))
def _(lines: list[str], at: int) -> Done:
    return text_of([*lines[:at], " " * width(lines[at]) + "respond_within: PT10M", *lines[at:]]), at + 1, at + 1


@damage("anchor", "用了 YAML 锚点", has_plain_text)
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, with_value(lines[at], "&a " + value_of(lines[at])))


@damage("documents", "中间多了一行 ---", lambda lines, at: not indented(lines, at) and at > 1)
def _(lines: list[str], at: int) -> Done:
    return text_of([*lines[:at], "---", *lines[at:]]), at + 1, at + 1


@damage("conflict", "合并冲突的标记", anywhere)
def _(lines: list[str], at: int) -> Done:
    both = ["<<<<<<< HEAD", lines[at], "=======", lines[at] + "改", ">>>>>>> theirs"]
    return text_of([*lines[:at], *both, *lines[at + 1 :]]), at + 1, at + 5


@damage("zero-width", "字段名里混进零宽空格", has_field)
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, re.sub(r"([A-Za-z_]+):", "\\1\u200b:", lines[at], count=1))


@damage("control", "正文里混进控制字符", has_plain_text)
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, lines[at][:-2] + "\x07" + lines[at][-2:])


@damage("garbled", "正文里有乱码方块", has_plain_text)
def _(lines: list[str], at: int) -> Done | None:
    return changed(lines, at, lines[at][:-2] + "\ufffd" + lines[at][-1:])


@damage("gbk", "存成 GBK")
def _(lines: list[str], at: int) -> bytes | None:
    raw = text_of(lines).encode("gb18030")
    return raw if raw != text_of(lines).encode() else None


@damage("utf-16", "存成 UTF-16")
def _(lines: list[str], at: int) -> bytes:
    return text_of(lines).encode("utf-16")


@damage("empty", "文件空了")
def _(lines: list[str], at: int) -> bytes:
    return b""


@damage("comments", "内容全变成注释")
def _(lines: list[str], at: int) -> Done:
    return text_of([f"# {line}" for line in lines]), 1, 1


@damage("windows", "换成 Windows 换行并加 BOM")
def _(lines: list[str], at: int) -> bytes:
    return b"\xef\xbb\xbf" + text_of(lines).replace("\n", "\r\n").encode()


def written(text: str) -> Iterator[str]:
    """Every Chinese character that is written in a text outside its comment lines."""
    for line in text.splitlines():
        if not line.lstrip().startswith("#"):
            yield from re.findall("[\u4e00-\u9fff]", line)
