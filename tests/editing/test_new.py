"""New things on a copy of a playbook: written with marks, refused until they are filled in, then shipped."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from macros.editing.new import new
from macros.editing.project import MARK, TODO, ChangeSet, Project, RefusedError
from macros.editing.questions import QUESTIONS, answer
from macros.editing.skeleton import MissingDefaultError, Skeleton
from macros.editing.stock import Choice, Question, SoFar, Stock
from macros.model.duty import Duty
from macros.validation.check import Result
from macros.yamltext.edit import EditError, load_value
from tests.editing.conftest import fill, rewrite, texts

DAY = dt.date(2026, 12, 1)
Open = Callable[[], Project]

#: What a person at least has to say, for each kind.
LEAST = {
    "duty": {"id": "supplier-care", "name": "供应商管理", "group": "delivery", "role": "general-ops"},
    "task": {"duty": "content-operations", "id": "noon-call"},
    "check": {"duty": "content-operations", "id": "noon-called", "task": ""},
    "goal": {"duty": "content-operations", "id": "more-calls", "metric": "csat"},
    "risk": {"duty": "content-operations", "id": "no-call", "control": ""},
    "role": {
        "id": "supplier-ops",
        "name": "供应商运营",
        "duties": "content-operations,customer-service",
        "reports-to": "ops-lead",
    },
    "checklist": {
        "id": "partner-sweep",
        "name": "合作巡查",
        "duty": "content-operations",
        "who": "ops-lead",
        "of": "general-ops",
    },
    "scorecard": {"role": "control-ops", "id": "control-yearly"},
    "scenario": {
        "id": "late-goods",
        "name": "货晚到了两天",
        "duty": "content-operations",
        "task": "",
        "roles": "general-ops",
    },
    "template": {"id": "supplier-sheet", "name": "供应商评分表"},
    "metric": {
        "id": "supplier-delay",
        "name": "供应商延误率",
        "group": "money",
        "goal-group": "money",
        "pair": "csat",
    },
    "term": {"id": "supplier-tier", "name": "供应商分级"},
    "place": {"id": "sample-room", "name": "样品间", "keeper": "general-ops"},
    "setting": {
        "id": "sample-limit",
        "name": "一次借样的件数上限",
        "duty": "content-operations",
        "value": "5",
        "unit": "件",
    },
    "tool": {"id": "e-sign", "name": "电子签章"},
}


def least(stock: Stock, kind: str) -> dict[str, str]:
    first = stock.duties["content-operations"].tasks[0].id
    return {key: value or first for key, value in LEAST[kind].items()}


def make(book: Project, kind: str, given: dict[str, str] | None = None) -> ChangeSet:
    """What the command does without a terminal."""
    stock = Stock(book)
    change = new(book, stock, kind, answer(kind, stock, given or least(stock, kind), None), DAY)
    book.verify(change, may_have_marks=True)
    book.write(change)
    return change


def codes(result: Result) -> set[str]:
    return {problem.code for problem in result.errors}


def test_every_kind_is_tried() -> None:
    assert LEAST.keys() == QUESTIONS.keys()


@pytest.mark.parametrize("kind", LEAST)
def test_marks_are_refused_and_once_filled_in_it_ships(kind: str, root: Path, open_project: Open) -> None:
    before = texts(root)
    make(open_project(), kind)
    marked = open_project().check()
    assert codes(marked) == {TODO}
    assert marked.playbook is None
    assert fill(root) == len(marked.errors) > 0
    result = open_project().check()
    assert result.errors == []
    assert result.playbook is not None
    for path, content in before.items():  # what was there is still there, line by line
        now = (root / path).read_bytes()
        if now != content and kind != "duty":
            assert all(
                line in now.split(b"\n")
                for line in content.split(b"\n")
                if not line.startswith((b"roles:", b"    duties:", b"    metrics:", b"  - {id: money, "))
            )


@pytest.mark.parametrize("kind", ["place", "setting"])
def test_the_first_entry_begins_its_file(kind: str, root: Path, open_project: Open) -> None:
    path = f"data/{kind}s.yml"
    stock = Stock(open_project())
    answers = answer(kind, stock, least(stock, kind), None)
    book = open_project()
    book.texts.pop(path, None)
    text = new(book, stock, kind, answers, DAY).texts[path]
    assert text is not None
    head, key, first = text.splitlines()[:3]
    assert head == f"# yaml-language-server: $schema=../schemas/{kind}s.json"
    assert key == f"{kind}s:"
    assert first == f"  - id: {LEAST[kind]['id']}"


def test_a_duty_is_listed_owned_and_done_by_someone(root: Path, open_project: Open) -> None:
    change = make(
        open_project(),
        "duty",
        {**LEAST["duty"], "tasks": "pick=选供应商，sign=签合同；score=给供应商打分", "source": "s0a1-00"},
    )
    fill(root)
    book = open_project().check().playbook
    assert book is not None
    group = next(one for one in book.groups if one.id == "delivery")
    assert group.duties[-1] == "supplier-care"
    duty = book.duties["supplier-care"]
    assert [(task.id, task.name) for task in duty.tasks] == [
        ("pick", "选供应商"),
        ("sign", "签合同"),
        ("score", "给供应商打分"),
    ]
    assert (duty.owner, duty.reviewed_on) == ("general-ops", DAY)
    assert "supplier-care" in {entry.duty for entry in book.role_duties["general-ops"]}
    assert "supplier-care" not in {entry.duty for entry in book.role_duties["assistant-ops"]}, (
        "who is based on it drops it"
    )
    assert any("辅助运营不接手它" in note for note in change.notes)


def test_a_role_on_a_base_takes_its_duties_and_hours(root: Path, open_project: Open) -> None:
    stock = Stock(open_project())
    change = make(open_project(), "role", {**LEAST["role"], "base": "general-ops"})
    fill(root)
    book = open_project().check().playbook
    assert book is not None
    assert list(book.roles)[-1] == "supplier-ops"
    assert {entry.duty for entry in book.role_duties["supplier-ops"]} == set(stock.role_duties("general-ops"))
    assert book.roles["supplier-ops"].hours == stock.roles["general-ops"].hours
    assert book.team["supplier-ops"] == 1
    assert any("team" in note for note in change.notes)


def test_a_task_may_start_at_a_set_time_with_others(root: Path, open_project: Open) -> None:
    given = {"start": "周四 10:00", "attendees": "ops-lead、legal", "minutes": "45"}
    make(open_project(), "task", {**LEAST["task"], **given})
    fill(root)
    book = open_project().check().playbook
    assert book is not None
    rhythm = book.duties["content-operations"].tasks[-1].rhythm
    assert rhythm is not None
    assert (rhythm.start, rhythm.due, rhythm.minutes) == ("周四 10:00", None, 45)
    assert rhythm.attendees == ["ops-lead", "legal"]


def test_a_task_on_an_event_says_how_long_it_takes_and_how_often_it_comes(root: Path, open_project: Open) -> None:
    given = {"when": "event", "finish-within": "P3D", "minutes": "90", "per-month": "0.33"}
    make(open_project(), "task", {**LEAST["task"], **given})
    fill(root)
    book = open_project().check().playbook
    assert book is not None
    trigger = book.duties["content-operations"].tasks[-1].trigger
    assert trigger is not None
    assert (trigger.respond_within, trigger.finish_within, trigger.minutes) == ("PT30M", "P3D", 90)
    assert trigger.per_month == 0.33


def test_a_list_draws_what_its_checks_look_at(root: Path, open_project: Open) -> None:
    make(open_project(), "checklist", {**LEAST["checklist"], "duty": "customer-service"})
    fill(root)
    book = open_project().check().playbook
    assert book is not None
    sample = book.checklists["partner-sweep"].sample
    assert (sample.draw, sample.pick, sample.of) == ("list", 2, ["complaint-ticket"])


def test_a_form_can_be_given_to_a_task(root: Path, open_project: Open) -> None:
    stock = Stock(open_project())
    free = next(
        f"{id_}.{task.id}" for id_, duty in stock.duties.items() for task in duty.tasks if task.output.template is None
    )
    make(open_project(), "template", {**LEAST["template"], "columns": "日期、供应商、得分", "task": free})
    fill(root)
    book = open_project().check().playbook
    assert book is not None
    assert [column.name for column in book.templates["supplier-sheet"].columns] == ["日期", "供应商", "得分"]
    duty, _, task = free.partition(".")
    assert [one.output.template for one in book.duties[duty].tasks if one.id == task] == ["supplier-sheet"]


def test_everything_answered_leaves_no_mark(root: Path, open_project: Open) -> None:
    stock = Stock(open_project())
    change = make(
        open_project(),
        "check",
        {
            **least(stock, "check"), "ask": "昨天中午的电话都记下了吗？", "how": "数通话记录", "do": "当天补打",
            "grade": "minor", "weight": "2", "cadence": "daily", "within": "PT4H", "minutes": "5",
        },
    )  # fmt: skip
    assert all(MARK not in (text or "") for text in change.texts.values())
    assert open_project().check().errors == []


# -------------------------------------------------------------------------------------------- refused

BAD: list[tuple[str, dict[str, str], str]] = [
    ("duty", {"id": "Supplier Care"}, r"--id：id 用英文小写字母.*是不是 `supplier-care`"),
    ("duty", {"id": "data-monitoring"}, "`duties/data-monitoring` 已经有了"),
    ("duty", {"group": "deliver"}, r"没有 `deliver` 这一项。是不是 `delivery`"),
    ("duty", {"tasks": "a=甲"}, "一项职责有 3–6 项任务，找到 1 项"),
    ("duty", {"tasks": "a=甲,a=乙,b=丙"}, "同一个 id"),
    ("check", {"minutes": "两"}, "要一个 1 到 60 之间的整数"),
    ("task", {"when": "event", "per-month": "三"}, "要一个 0.01 到 10000 之间的数"),
    ("task", {"start": "10:00"}, "每周的时刻写成 周四 16:00"),
    ("task", {"start": "周四 10:00", "due": "周四 18:00"}, "--due 在这里用不上"),
    ("task", {"attendees": "ops-lead"}, "--attendees 在这里用不上"),
    ("duty", {"source": "s9a9-99"}, "没有 `s9a9-99` 这一项"),
    ("task", {"id": "no.call"}, "id 用英文小写字母"),
    ("task", {"when": "daily", "due": "9:30"}, r'每天的时刻写成 "09:30"'),
    ("task", {"when": "event", "respond-within": "半小时"}, "时长写成 PT15M"),
    ("task", {"when": "event", "due": "09:30"}, "--due 在这里用不上"),
    ("check", {"task": "nothing"}, "没有 `nothing` 这一项"),
    ("role", {"id": "legal"}, "已经是一个团队的 id"),
    ("role", {"duties": "content-operation"}, r"是不是 `content-operations`"),
    ("checklist", {"items": "data-monitoring.one-owner"}, "要 5–12 条，找到 1 条"),
    ("scorecard", {"id": "control-ops"}, "已经有了"),
    ("template", {"columns": "日期"}, "一张表至少两列"),
]


@pytest.mark.parametrize(("kind", "more", "said"), BAD, ids=[f"{kind}-{'-'.join(more)}" for kind, more, _ in BAD])
def test_a_wrong_answer_is_named(kind: str, more: dict[str, str], said: str, real: Project) -> None:
    stock = Stock(real)
    given = {**least(stock, kind), **more}
    if "items" in more:
        del given["duty"]
    with pytest.raises(EditError, match=said):
        answer(kind, stock, given, None)


@pytest.mark.parametrize("kind", LEAST)
def test_all_that_is_missing_is_named_at_once(kind: str, real: Project) -> None:
    with pytest.raises(EditError) as refusal:
        answer(kind, Stock(real), {}, None)
    needed = [one.key for one in QUESTIONS[kind] if one.required]
    assert needed
    assert all(f"--{key}" in str(refusal.value) for key in needed)
    assert f'make new ARGS="{kind} ' in str(refusal.value)


def test_a_full_duty_takes_no_more(root: Path, open_project: Open) -> None:
    make(open_project(), "task", {"duty": "data-monitoring", "id": "the-sixth"})
    fill(root)
    with pytest.raises(EditError, match="已经有 6 项任务，至多 6 项"):
        make(open_project(), "task", {"duty": "data-monitoring", "id": "one-more"})


def test_an_id_that_was_moved_away_is_not_given_again(root: Path, open_project: Open) -> None:
    rewrite(
        root, "data/moved.yml",
        lambda text: text.replace("moved: []", "moved:\n  - {from: duties/supplier-care, date: 2026-01-02, why: 取消了}"),
    )  # fmt: skip
    with pytest.raises(EditError, match="从前用过"):
        answer("duty", Stock(open_project()), LEAST["duty"], None)


def test_what_would_be_wrong_is_not_written(root: Path, open_project: Open) -> None:
    """A goal whose guard is the metric itself: the check in the copy refuses it, and nothing is left behind."""
    before = texts(root)
    with pytest.raises(RefusedError, match=r"没有改动任何文件[\s\S]*E-guard"):
        make(open_project(), "goal", {**LEAST["goal"], "guard": "csat"})
    assert texts(root) == before


# ------------------------------------------------------------------------------------------ questions


def test_a_person_is_asked_and_enter_takes_the_default(real: Project) -> None:
    asked: list[str] = []

    def ask(question: Question, choices: list[Choice], default: str, so_far: SoFar) -> str:
        asked.append(question.key)
        wanted = {"duty": "data-monitoring", "id": "noon-check"}
        assert question.key not in wanted or wanted[question.key] in dict(choices or [(wanted[question.key], "")])
        return wanted.get(question.key, default)

    answers = answer("task", Stock(real), {"name": "午间复核"}, ask)
    assert asked == ["duty", "id", "when", "due", "minutes", "role", "place", "source"], (
        "options are not asked for again"
    )
    assert answers["when"] == "weekly"
    assert answers["role"] == "control-ops", "who leads the duty"


@pytest.mark.parametrize("kind", QUESTIONS)
def test_options_have_their_own_names(kind: str) -> None:
    keys = [one.key for one in QUESTIONS[kind]]
    assert len(set(keys)) == len(keys)
    assert {"kind", "root", "date", "no-ask"}.isdisjoint(keys)


def test_a_field_without_a_default_is_never_made_up() -> None:
    with pytest.raises(MissingDefaultError, match=r"Border\.see"):
        Skeleton().fill(Duty, {})


def test_marks_of_a_list_differ(root: Path, open_project: Open) -> None:
    """Two items that say the same are an error of their own, beside the marks."""
    make(open_project(), "task")
    steps: list[Any] = load_value((root / "data/duties/content-operations.yml").read_text(encoding="utf-8"))["tasks"][
        -1
    ]["steps"]
    assert len({step["do"] for step in steps}) == 3
