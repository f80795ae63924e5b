"""The records of the store, read out of data that may be anything: what is wrong is said."""

from typing import Any

import pytest

from tests.node import run

SAY = """(records, [reader, value]) => {
    try {
        return records[reader](value);
    } catch (error) {
        return `${error.constructor.name}: ${error.message}`;
    }
}"""
GUARD = {"name": "投诉", "unit": "%", "direction": "lower", "floor": "1", "lower": "", "upper": "", "actual": "0.5"}
GOAL = {
    "ref": "a.b",
    "name": "更快",
    "metric": "时长",
    "unit": "分钟",
    "direction": "lower",
    "weight": "100",
    "target": "50",
    "floor": "",
    "lower": "",
    "upper": "",
    "actual": "40",
    "guard": GUARD,
}
CARD = {"period": "2026-Q4", "who": "张三", "goals": [GOAL]}
ITEM = {
    "ref": "a.b",
    "v": "1",
    "text": "问",
    "how": "看",
    "weight": 3,
    "grade": "veto",
    "na": True,
    "act": "改",
    "within": "P3D",
    "answer": None,
    "note": "",
    "at": "",
}
RUN = {
    "format": 1,
    "list": "weekly",
    "name": "周查",
    "style": "inspection",
    "min": 85,
    "of": "早班",
    "by": "主管",
    "period": {"kind": "weekly", "key": "2026-W47", "from": "2026-11-16", "to": "2026-11-22"},
    "started": "2026-11-22T02:00:00.000Z",
    "finished": "",
    "rule": "两天",
    "items": [ITEM],
    "old": [],
    "rev": 1,
    "draws": [{"at": "2026-11-22T02:00:00.000Z", "why": "", "of": 5, "picked": ["2026-11-09", 3]}],
    "undo": [{"ref": "a.b", "kind": "answer", "answer": "pass", "note": ""}],
}


def read(reader: str, value: object) -> Any:
    return run("store/records.js", SAY, [reader, value])


def test_a_record_is_read_as_it_is() -> None:
    assert read("cardOf", CARD | {"later": 1}) == CARD | {"later": 1}
    assert read("runOf", RUN) == RUN
    assert read("tickOf", {"at": 7}) == {"at": 7}


def test_a_card_of_targets_only_is_read() -> None:
    """Floor, stretch and how months become a quarter came later."""
    older = {name: value for name, value in GOAL.items() if name != "floor"}
    assert read("cardOf", CARD | {"goals": [older]}) == CARD | {"goals": [older]}
    newer = GOAL | {"floor": "60", "stretch": "40", "over": "平均"}
    assert read("cardOf", CARD | {"goals": [newer]}) == CARD | {"goals": [newer]}


def test_a_run_has_only_what_is_known() -> None:
    assert read("runOf", RUN | {"script": "x"}) == RUN


@pytest.mark.parametrize(
    ("reader", "value", "wrong"),
    [
        ("cardOf", 7, "不是一份记录"),
        ("cardOf", None, "不是一份记录"),
        ("cardOf", CARD | {"who": 3}, "who 不是 3000 个字以内的文字"),
        ("cardOf", CARD | {"period": "x"}, "period 写得不对"),
        ("cardOf", CARD | {"goals": {}}, "goals 不是 100 项以内的列表"),
        ("cardOf", CARD | {"goals": [GOAL] * 101}, "goals 不是 100 项以内的列表"),
        ("cardOf", CARD | {"goals": [GOAL, {}]}, "goals 第 2 项 name 不是 3000 个字以内的文字"),
        ("cardOf", CARD | {"goals": [GOAL | {"guard": None}]}, "goals 第 1 项 guard 不是一份记录"),
        ("cardOf", CARD | {"goals": [GOAL | {"direction": "up"}]}, "goals 第 1 项 direction 写得不对"),
        ("cardOf", CARD | {"goals": [GOAL | {"stretch": 3}]}, "goals 第 1 项 stretch 不是 3000 个字以内的文字"),
        ("runOf", [], "format 不是 1，可能由较新版本的手册写下"),
        ("runOf", RUN | {"format": 2}, "format 不是 1，可能由较新版本的手册写下"),
        ("runOf", RUN | {"min": "85"}, "min 不是数"),
        ("runOf", RUN | {"period": RUN["period"] | {"from": "16.11."}}, "period from 写得不对"),  # type: ignore[operator]
        ("runOf", RUN | {"items": [ITEM | {"answer": "yes"}]}, "items 第 1 项 answer 写得不对"),
        ("runOf", RUN | {"by": "名" * 61}, "by 不是 60 个字以内的文字"),
        ("tickOf", {"at": "7"}, "at 不是数"),
    ],
)
def test_what_is_wrong_is_said(reader: str, value: object, wrong: str) -> None:
    assert read(reader, value) == f"UnreadableError: {wrong}"
