"""A large playbook for the bench: the real one, and as many more duties as are asked for.

Each further duty is a real one whose Chinese characters were exchanged by a permutation of its own, and its figures
for others. So it has the lengths, the punctuation and the references of real text, no sentence of it stands twice, and
none is nearly the same as another, as the rules want it. The year of a role has no room for more duties, so the tasks
of further duties are done by a team, which has what they need ready at any time, and nobody else sits in them or decides.
"""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import yaml

from macros.model.types import ALWAYS
from macros.validation.wording import EMPTY, TODO, VAGUE
from tests.copies import copy_project

_HAN = re.compile(r"[\u4e00-\u9fff]")
_BEHIND_SETTING = re.compile(r"(\$[a-z0-9-]+ )[\u4e00-\u9fff]")
#: Characters that rules look for: figures, places, and the words that are refused.
_FIXED = set("零〇一两二三四五六七八九十百千半双每各全无没有待填") | set(
    "系统后台群表文档知识库工单看板目录日历清单纪要页邮件台账文件夹记录卡图报告计划档案志公置顶主管责任人负财务法管理层"
)
#: A reference in running text; two texts that share a long one would be nearly the same.
_REFERENCE = re.compile(r"[a-z0-9-]+\.[a-z0-9-]+|`[^`]*`")
_FIGURE = re.compile(r"[0-9]+")
#: Fields whose text is a form, not prose.
_FORMS = {"due", "start", "by"}


class _Dumper(yaml.SafeDumper):
    """Writes the same list twice rather than once with an anchor."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 (the same for any data)
        return True


def generate(root: Path, duties: int = 1000) -> None:
    """Write a project with that many duties into the folder `root`, which may be there and empty."""
    folder = copy_project(root) / "data/duties"
    real = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.yml"))}
    refused = set("".join((*VAGUE, *EMPTY, TODO[0])))
    wrong = re.compile("|".join(map(re.escape, _not_to_be_used(folder.parent))) or r"(?!)")
    alphabet = sorted({sign for text in _texts(list(real.values())) for sign in _HAN.findall(text)} - refused)
    names = list(real)
    added: list[str] = []
    for number in range(len(real), duties):
        name = names[number % len(names)]
        id_ = f"{name}-{number}"
        shuffled = alphabet[:]
        random.Random(number).shuffle(shuffled)
        table = str.maketrans(dict.fromkeys(refused, "甲") | dict(zip(alphabet, shuffled, strict=True)))
        duty = _exchanged(real[name], table, random.Random(number), wrong)
        duty["reviewed_on"] = str(duty["reviewed_on"])
        for task in duty["tasks"]:
            task["raci"]["R"] = ["data-team"]
            task["inputs"] = [{"what": one["what"], "from": "data-team", "due": ALWAYS} for one in task["inputs"]]
            task.pop("decisions", None)
            task.get("rhythm", {}).pop("attendees", None)
        text = yaml.dump(duty, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000)
        head = "# yaml-language-server: $schema=../../schemas/duty.json\n"
        (folder / f"{id_}.yml").write_text(head + text, encoding="utf-8")
        added.append(id_)
    top = root / "data/playbook.yml"
    listed = "".join(f", {id_}" for id_ in added)
    text = top.read_text(encoding="utf-8")
    top.write_text(
        re.sub(r"(duties: \[strategy-planning[^\]]*)\]", rf"\g<1>{listed}]", text, count=1), encoding="utf-8"
    )


def _not_to_be_used(folder: Path) -> list[str]:
    """The words for which the terms and places have another one."""
    found = [yaml.safe_load((folder / f"{name}.yml").read_text(encoding="utf-8"))[name] for name in ("terms", "places")]
    return [word for entries in found for one in entries for word in one.get("instead_of", [])]


def _texts(data: Any) -> list[str]:
    if isinstance(data, str):
        return [data]
    if isinstance(data, dict):
        data = data.values()
    elif not isinstance(data, list):
        return []
    return [text for value in data for text in _texts(value)]


def _exchanged(data: Any, table: dict[int, str], figures: random.Random, wrong: re.Pattern[str], key: str = "") -> Any:
    """The same data with every Chinese character in its prose exchanged, and every figure for one out of `figures`."""
    if isinstance(data, str):
        if not _HAN.search(data) or key in _FORMS:
            return data
        if key == "done_when":  # keeps what makes it one: a figure, a place
            table = {sign: other for sign, other in table.items() if chr(sign) not in _FIXED}
        text = wrong.sub("甲", _REFERENCE.sub("", data).translate(table))
        text = _BEHIND_SETTING.sub(r"\1甲", text)  # what stands there by chance may be its unit
        return _FIGURE.sub(lambda _: str(figures.randrange(1, 10 ** figures.randint(1, 5))), text)
    if isinstance(data, dict):
        return {name: _exchanged(value, table, figures, wrong, name) for name, value in data.items()}
    if isinstance(data, list):
        found = [_exchanged(value, table, figures, wrong, key) for value in data]
        if key == "sample" or not all(isinstance(one, str) for one in found):
            return found
        # Two that differed in nothing but a figure may be the same now.
        return [f"{one}甲" if one in found[:number] else one for number, one in enumerate(found)]
    return data
