"""What is suspicious in a line of YAML as Chinese editors type it, and how the line was most likely meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from macros.problems import catalogue

#: How many invisible characters of one text are named.
_MAX_INVISIBLE = 20


class Hint(NamedTuple):
    """Something suspicious in a line: column from 1, code, message, and the line as it was most likely meant."""

    column: int
    code: str
    text: str
    mended: str | None = None


#: line and column (both from 1), code, message
Found = tuple[int, int, str, str]


#: The names of our fields: small letters, or a letter of RACI.
_KEY = r"(?:[a-z][a-z0-9_]*|[RACI])"
_ANY_KEY = r"[A-Za-z][A-Za-z0-9_-]*"
_DASHES = r"\s*(?:- +)*"
_VALUE = rf"^({_DASHES}{_ANY_KEY}: +|\s*(?:- +)+)"

_CONFLICT = re.compile(r"^(<{7}|={7}|>{7}|\|{7})(?: |$)")
_WIDE_SPACE = re.compile(r"^[ ]*([\u00a0\u2000-\u200a\u202f\u205f\u3000])")
_BLANK = "[\u00a0\u2000-\u200a\u202f\u205f\u3000]"
_BLANKS = rf" *{_BLANK}(?: |{_BLANK})*"
#: Blanks of another kind beside a sign of YAML, behind what stays as it is; the half-width form of them follows below.
_BESIDE_SIGNS = (
    (re.compile(rf"^( *(?:- +)*-)({_BLANKS})(?=\S)"), " "),
    (re.compile(rf"^( *(?:- +)*(?:\{{ *)?{_ANY_KEY})({_BLANKS})(?=:(?:\s|$))"), ""),
    (re.compile(rf"^( *(?:- +)*(?:\{{ *)?{_ANY_KEY}:)({_BLANKS})(?=\S)"), " "),
    (re.compile(rf"(\S)({_BLANKS})(?=#(?: |$))"), "  "),
    (re.compile(rf"([!-~])({_BLANKS})$"), ""),
)
#: What stands in quotes; signs in there are none of YAML's.
_QUOTES = re.compile(r"""(?<![^\s\[{,])(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')""")
#: The same between the brackets of a list or a mapping that stands in one line.
_FLOW = re.compile(rf"^ *(?:- +)*(?:{_ANY_KEY}: +)?[\[{{]")
_IN_FLOW = (
    (re.compile(rf"([\[{{,])({_BLANKS})(?=\S)"), " "),
    (re.compile(rf"([{{,] *{_KEY}:)({_BLANKS})(?=\S)"), " "),
    (re.compile(rf"([{{,] *{_KEY})({_BLANKS})(?=:)"), ""),
    (re.compile(rf"(\S)({_BLANKS})(?=[,\]}}])"), ""),
)
_TAB = re.compile(r"^[ -]*\t")
INDENT = re.compile(r"^[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_WIDE_DASH = re.compile(r"^(\s*)([－—–−•·●]|\*(?= )|[0-9]{1,2}[.、．)）](?= |(?=[^0-9\s])))\s*(?=\S)")
_BARE_DASH = re.compile(r"^(\s*)-(?=[^\s\-])")
_WIDE_COLON = re.compile(rf"^({_DASHES}(?:\{{ *)?)({_ANY_KEY}) *：\s*")
_WIDE_COLON_IN_FLOW = re.compile(rf"([{{,]\s*)({_KEY}) *：\s*")
_WIDE_COMMA_IN_FLOW = re.compile(rf"\s*，\s*({_KEY}) *[:：]\s*")
_NO_SPACE = re.compile(rf"^({_DASHES})({_KEY}):(?=[^\s/:])")
_WIDE_BRACKET = re.compile(rf"{_VALUE}([［｛])")
_SPECIAL = re.compile(rf"{_VALUE}([%@`&*])")
_SPECIAL_BLOCK = re.compile(rf"{_VALUE}([!|>])(?=[^\s\d+-])")
_COLON_IN_TEXT = re.compile(rf"^({_DASHES}{_ANY_KEY}: +)([^\s\"'\[{{|>#&*%@`!][^#]*?): ")
CURLY = re.compile(rf"{_VALUE}([“”‘’])")
_QUOTED = re.compile(rf"{_VALUE}([\"'])")
FIELD = re.compile(rf"^({_DASHES}){_ANY_KEY}:(\s|$)")
_BRACKETS = str.maketrans("［］｛｝，", "[]{},")

_INVISIBLES = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufff9-\uffff"
    "\ud800-\udfff"
)
_INVISIBLE = re.compile(f"[{_INVISIBLES}]")
_TWIN = re.compile("[\u2e80-\u2fd5\uf900-\ufaff]")
#: What most texts have none of, looked for at once.
_UNUSUAL = re.compile(f"[{_INVISIBLES}{_BLANK[1:-1]}{_TWIN.pattern[1:-1]}]")
_NAMES = {
    "\u200b": "零宽空格", "\ufeff": "字节序标记", "\u00ad": "软连字符", "\u2028": "行分隔符", "\u2029": "段分隔符",
    "\u3000": "全角空格", "\u00a0": "不换行空格", "\u202f": "窄的不换行空格", "\u2007": "数字宽的空格",
}  # fmt: skip


def name_of(character: str) -> str:
    """What an invisible character is called."""
    return _NAMES.get(character) or f"U+{ord(character):04X}"


def cleaned(text: str) -> tuple[str, list[Found]]:
    """The text with one kind of line end and of each sign, and what had to be mended for that.

    Invisible characters are gone, blanks beside YAML's signs half-width ones, signs that only look like ordinary ones
    those. The last is no mistake: nobody can see it.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not _UNUSUAL.search(text):
        return text, []
    text, hidden = _without_invisible(text)
    text, blanks = _without_wide_blanks(plain(text))
    return text, hidden + blanks


def _without_invisible(text: str) -> tuple[str, list[Found]]:
    """The text without invisible characters, and where those stood."""
    found: list[Found] = []
    for match in _INVISIBLE.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        column = match.start() - text.rfind("\n", 0, match.start())
        occasion = "garbled" if match[0] == "\ufffd" else ""
        found.append((line, column, "E-control", catalogue.text("E-control", occasion, name=name_of(match[0]))))
        if len(found) == _MAX_INVISIBLE:
            break
    return (_INVISIBLE.sub("", text), found) if found else (text, found)


def _without_wide_blanks(text: str) -> tuple[str, list[Found]]:
    """The text with half-width blanks beside YAML's signs, and where others stood. Those in sentences stay."""
    lines = text.split("\n")
    found: list[Found] = []
    for number, line in enumerate(lines):
        if not line.isascii() and re.search(_BLANK, line) and not line.lstrip().startswith("#"):
            lines[number], hints = _narrowed(line)
            found += [(number + 1, hint.column, hint.code, hint.text) for hint in hints[:1]]
    return "\n".join(lines), found


def _narrowed(line: str) -> tuple[str, list[Hint]]:
    """A line with half-width blanks beside YAML's signs, and a hint for each that was another."""
    hints: list[Hint] = []
    bare = _QUOTES.sub(lambda match: "x" * len(match[0]), line)
    patterns = [*_BESIDE_SIGNS, *(_IN_FLOW if _FLOW.match(line) else ())]
    again = True
    while again:
        again = False
        for pattern, blank in patterns:
            if match := pattern.search(bare):
                column = match.start(2) + len(match[2]) - len(match[2].lstrip(" ")) + 1
                hints.append(_hint(column, "E-wide-space", None, "sign", name=name_of(line[column - 1])))
                line, bare = (text[: match.start(2)] + blank + text[match.end(2) :] for text in (line, bare))
                again = True
    return line, hints


def pasted(text: str) -> tuple[str, list[str]]:
    """A text that was typed or pasted, on one line and as it will be read, and what was mended for that.

    Characters that nobody sees are gone; blanks of other kinds, tabs and line ends are ordinary blanks.
    """
    mended: list[str] = []
    if lines := len(re.findall(r"\S\s*\n\s*(?=\S)", text)):
        mended.append(f"{lines} 处换行改成了空格")
    text = text.replace("\r", "\n")
    if tabs := text.count("\t"):
        mended.append(f"{tabs} 个制表符改成了空格")
    folded = text.replace("\n", " ").replace("\t", " ")
    for kinds, put, said in ((_INVISIBLE, "", "删掉了"), (re.compile(_BLANK), " ", "改成了普通空格")):
        found: dict[str, int] = {}
        for match in kinds.finditer(folded):
            found[match[0]] = found.get(match[0], 0) + 1
        mended += [f"{count} 个{name_of(one)}{said}" for one, count in found.items()]
        folded = kinds.sub(put, folded)
    return " ".join(plain(folded).split()), mended


def _look_alikes() -> dict[int, str]:
    """Radicals and compatibility signs, and the ordinary signs that look the same: one sign for one."""
    twins = dict(zip(map(ord, RADICALS[::2]), RADICALS[1::2], strict=True))
    for code in (*range(0x2E80, 0x2FD6), *range(0xF900, 0xFB00)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and plain != chr(code):
            twins[code] = plain
    return twins


#: Radicals that Unicode doesn't call the same as the sign, but that fonts and PDF files use for it; each before its sign.
RADICALS = (
    "⺁厂⺈刀⺊卜⺌小⺍小⺒巳⺓幺⺜日⺝月⺠民⺩王⺬示⺮竹⺶羊⺻聿⺼月⺽臼⻁虎⻃覀⻄西⻅见⻆角⻉贝⻊足⻋车⻑長⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马"
    "⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀"
)
_TWINS = _look_alikes()


def plain(text: str) -> str:
    """The text with each sign that only looks like an ordinary one exchanged for that; every place stays where it is."""
    return text.translate(_TWINS) if _TWIN.search(text) else text


def quoted(value: str) -> str:
    """A value in straight double quotes."""
    body = value.rstrip()
    escaped = body.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _hint(column: int, code: str, mended: str | None, occasion: str = "", **values: object) -> Hint:
    return Hint(column, code, catalogue.text(code, occasion, **values), mended)


def _suspicions(line: str) -> Iterator[Hint]:
    """What can't have been meant as it stands, with the line mended of that."""
    if match := _CONFLICT.match(line):
        yield _hint(1, "E-conflict", "", mark=match[1])
        return
    yield from _at_the_margin(line)
    yield from _around_keys(line)
    yield from _around_values(line)


def _at_the_margin(line: str) -> Iterator[Hint]:
    """Blanks that are none, and dashes that are none."""
    if match := _TAB.match(line):
        yield _hint(match.end(), "E-tab", None)
    if match := _WIDE_SPACE.match(line):
        yield _hint(match.end(), "E-wide-space", None, name=name_of(match[1]))
    if match := _WIDE_DASH.match(line):
        yield _hint(match.end(1) + 1, "E-wide-dash", f"{match[1]}- {line[match.end() :]}", found=match[2])
    elif match := _BARE_DASH.match(line):
        found = line[match.end(1) : match.end(1) + 2]
        yield _hint(match.end(1) + 1, "E-wide-dash", f"{match[1]}- {line[match.end() :]}", found=found)


def _around_keys(line: str) -> Iterator[Hint]:
    """Colons and commas that are none."""
    if match := _WIDE_COLON.match(line):
        mended = f"{match[1]}{match[2]}: {line[match.end() :]}"
        yield _hint(match.end(2) + 1, "E-wide-colon", mended, key=match[2])
    elif match := _NO_SPACE.match(line):
        yield _hint(match.end(), "E-colon-space", f"{match[0]} {line[match.end() :]}", key=match[2])
    if "{" in line:
        if match := _WIDE_COLON_IN_FLOW.search(line):
            mended = f"{line[: match.end(2)]}: {line[match.end() :]}"
            yield _hint(match.end(2) + 1, "E-wide-colon", mended, key=match[2])
        if match := _WIDE_COMMA_IN_FLOW.search(line):
            mended = f"{line[: match.start()]}, {match[1]}: {line[match.end() :]}"
            yield _hint(match.start() + 1, "E-wide-comma", mended, key=match[1])


def _around_values(line: str) -> Iterator[Hint]:
    """Brackets that are none, and values that need quotes or have half of them."""
    if match := _WIDE_BRACKET.match(line):
        mended = match[1] + line[match.end(1) :].translate(_BRACKETS)
        yield _hint(match.end(1) + 1, "E-wide-bracket", mended, found=match[2])
    if match := _SPECIAL.match(line) or _SPECIAL_BLOCK.match(line):
        mended = match[1] + quoted(line[match.end(1) :])
        yield _hint(match.end(1) + 1, "E-special", mended, found=match[2])
    if match := _COLON_IN_TEXT.match(line):
        mended = match[1] + quoted(line[match.end(1) :])
        yield _hint(match.end(2) + 1, "E-colon-in-text", mended)
    if match := _QUOTED.match(line):
        quote, rest = match[2], line[match.end() :]
        closed = re.match(r'(?:[^"\\]|\\.)*"' if quote == '"' else r"(?:[^']|'')*'", rest)
        if closed is None:
            yield _hint(match.end(), "E-quote", line.rstrip() + quote)
        elif re.match(r"\s*[^\s#:]", rest[closed.end() :]):
            yield _hint(match.end() + closed.end(), "E-quote", match[1] + quoted(line[match.end(1) :]), "after")


def hints_in(line: str) -> list[Hint]:
    """What is suspicious in a line, mended one after the other; the last one has the line as it was meant."""
    found: list[Hint] = []
    for _ in range(4):
        hint = next(_suspicions(line), None)
        if hint is None:
            break
        found.append(hint)
        if hint.mended is None or hint.mended == line:
            break
        line = hint.mended
    return found
