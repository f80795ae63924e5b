"""The forms of the preview: what they answer, that nothing is harmed, and that every change can be taken back."""

import html
import http.client
import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest

from macros.editing.project import MARK
from macros.editing.questions import QUESTIONS
from macros.editor.gate import PREFIX
from macros.yamltext.edit import load_value
from tests.editor.conftest import Desk

DUTY = "data/duties/data-monitoring.yml"
TERMS = "data/terms.yml"


def git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True)
    return done.stdout.decode().strip()


@pytest.fixture(scope="module")
def book(desk: Desk) -> Desk:
    """The preview's playbook under version control."""
    (desk.root / ".gitignore").write_text(".cache/\n__pycache__/\n", encoding="utf-8")
    for command in (
        ["init", "-q", "-b", "main"],
        ["config", "user.name", "editor"],
        ["config", "user.email", "editor@example.com"],
        ["add", "."],
        ["commit", "-qm", "as it was"],
    ):
        git(desk.root, *command)
    return desk


@pytest.fixture(autouse=True)
def _as_it_was(book: Desk) -> Iterator[None]:
    """Every test leaves the playbook as it found it, by taking back what it did."""
    yield
    while book.server.desk.journal.steps:
        status, body = book.ask("undo", number=str(book.server.desk.journal.steps[0].number))
        assert status == 200, body
    assert git(book.root, "status", "--porcelain") == ""


def get(desk: Desk, name: str, host: str = "", **query: str) -> tuple[int, dict[str, str], str]:
    """A page of the gate's: status, headers, text."""
    connection = http.client.HTTPConnection(desk.home, timeout=60)
    connection.request("GET", f"{PREFIX}{name}?{urlencode(query)}", headers={"Host": host} if host else {})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, dict(answer.getheaders()), text


def stamp(desk: Desk, file: str = DUTY) -> str:
    _, _, page = get(desk, "lists", file=file)
    found = re.search(r'data-stamp="(\w+)"', page)
    assert found is not None
    return found[1]


def data(desk: Desk, file: str = DUTY) -> Any:
    return load_value((desk.root / file).read_text(encoding="utf-8"))


# -- pages


@pytest.mark.parametrize("name", ["changes", "new", "move", "lists", "add", "delete", "change"])
def test_no_other_name_gets_a_page_or_the_token(book: Desk, name: str) -> None:
    status, _, text = get(book, name, host="evil.example", file=DUTY, path='["tasks",0]')
    assert status == 403
    assert DUTY not in text.partition("<article")[2]
    status, head, text = get(
        book, name, file=DUTY, path='["tasks",0]' if name in {"delete", "change"} else '["tasks",0,"steps"]'
    )
    assert status == 200, text[-2000:]
    assert head["X-Frame-Options"] == "DENY"
    assert "Access-Control-Allow-Origin" not in head


def test_the_lists_of_every_file_are_shown(book: Desk) -> None:
    files = sorted(path.relative_to(book.root).as_posix() for path in (book.root / "data").rglob("*.yml"))
    assert len(files) > 20
    for file in files:
        status, _, text = get(book, "lists", file=file)
        assert status == 200, file
        assert "data-shift" in text, file


def test_a_page_leads_to_the_file_that_it_is_built_from(book: Desk) -> None:
    assert DUTY in get(book, "lists", page="/duties/data-monitoring/")[2]
    assert "data/checklists/daily-start.yml" in get(book, "lists", page="/checklists/daily-start/")[2]
    assert get(book, "lists", page="/nowhere/")[0] == 404


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"file": "data/../mkdocs.yml", "path": '["nav",0]'}, 410),
        ({"file": "mkdocs.yml", "path": '["nav",0]'}, 410),
        ({"file": "/etc/passwd", "path": "[0]"}, 410),
        ({"file": DUTY, "path": '["tasks",99]'}, 410),
        ({"file": DUTY, "path": '["name"]'}, 400),
        ({"file": DUTY, "path": "x"}, 400),
        ({"file": DUTY, "path": "[" * 100_000}, 400),
        ({"file": DUTY}, 400),
    ],
)
def test_what_is_not_there_is_said(book: Desk, query: dict[str, str], status: int) -> None:
    query["path"] = query.get("path", "[]")[:20_000]
    assert get(book, "delete", **query)[0] == status


def test_a_link_out_of_the_folder_is_not_followed(book: Desk, tmp_path: Path) -> None:
    away = tmp_path / "away.yml"
    away.write_text("name: x\n", encoding="utf-8")
    link = book.root / "data/templates/linked.yml"
    link.symlink_to(away)
    try:
        assert get(book, "lists", file="data/templates/linked.yml")[0] == 410
        request = {"file": "data/templates/linked.yml", "path": ["columns", 0], "by": 1, "stamp": "x"}
        assert book.ask("shift", **request)[0] == 410
    finally:
        link.unlink()
    assert away.read_text(encoding="utf-8") == "name: x\n"


def test_the_way_back_leads_nowhere_else(book: Desk) -> None:
    for address in ("//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"):
        page = get(book, "changes", back=address)[2]
        assert "evil" not in page
        assert "javascript:alert" not in page
    assert 'href="/duties/data-monitoring/#x"' in get(book, "changes", back="/duties/data-monitoring/#x")[2]


def test_what_the_data_says_is_text_on_these_pages(book: Desk) -> None:
    status, body = book.ask("save", file=DUTY, path=["aka", 0], old=data(book)["aka"][0], new="<script>盯</script>")
    assert status == 200, body
    for name in ("lists", "changes"):
        page = get(book, name, file=DUTY)[2]
        assert "<script>盯" not in page
        assert "&lt;script&gt;盯" in page


# -- lists


def test_an_item_moves_and_is_taken_back(book: Desk) -> None:
    before = data(book)["tasks"][1]["steps"]
    status, body = book.ask("around", file=DUTY, path=["tasks", "morning-check", "steps", 0, "do"])
    assert status == 200
    first = body["items"][0]
    assert [one["title"] for one in body["items"]] == ["步骤 第 1 条，共 3 条", "任务 第 2 条，共 5 条"]
    status, body = book.ask("shift", file=DUTY, path=first["path"], by=1, stamp=first["stamp"])
    assert status == 200, body
    assert data(book)["tasks"][1]["steps"] == [before[1], before[0], before[2]]
    status, body = book.ask("shift", file=DUTY, path=first["path"], by=1, stamp=first["stamp"])
    assert (status, "在别处改过" in body["message"]) == (409, True)


def test_a_new_item_is_asked_for_and_put_in(book: Desk) -> None:
    request: dict[str, Any] = {"file": DUTY, "path": '["tasks",1,"mistakes"]', "number": "1", "stamp": stamp(book)}
    page = get(book, "add", file=DUTY, path='["tasks",1,"mistakes"]', number="1")[2]
    assert all(word in page for word in ("错在哪里", "怎么看出来", "怎么改"))
    status, body = book.ask("add", **request, values={"what": " ", "sign": "09:30 的表缺一行"})
    assert status == 422
    assert body["fields"].keys() == {"what", "fix"}
    values = {"what": "漏看夜里的数", "sign": "09:30 的表缺一行", "fix": "补看再交"}
    status, body = book.ask("add", **request, values=values)
    assert status == 200, body
    assert data(book)["tasks"][1]["mistakes"][1] == values


def test_a_reference_is_chosen_by_its_name(book: Desk) -> None:
    page = get(book, "add", file="data/checklists/daily-start.yml", path='["items"]', number="0")[2]
    check = data(book)["checks"][0]
    assert re.search(rf'<option value="data-monitoring\.{check["id"]}">\s*{re.escape(check["ask"])}', page)
    asked = {"file": DUTY, "path": '["metrics"]', "number": "0", "stamp": stamp(book)}
    status, body = book.ask("add", **asked, values={"value": "nothing-like-it"})
    assert (status, body["fields"]) == (422, {"value": "请从列出的里面选一个。"})


def test_a_text_of_a_list_is_put_in(book: Desk) -> None:
    asked = {"file": DUTY, "path": '["tasks",1,"done_when"]', "number": "2", "stamp": stamp(book)}
    status, body = book.ask("add", **asked, values={"value": "10:00 前三行小结发到群里: #早检"})
    assert status == 200, body
    assert data(book)["tasks"][1]["done_when"][2] == "10:00 前三行小结发到群里: #早检"


def test_a_list_begins_with_what_it_is_in(book: Desk) -> None:
    assert "decide" not in data(book)["tasks"][1]
    path = ["tasks", 1, "decide", "may"]
    assert "可以自己定" in get(book, "lists", file=DUTY)[2]
    assert get(book, "add", file=DUTY, path=json.dumps(path))[0] == 200
    asked = {"file": DUTY, "path": path, "number": "0", "stamp": stamp(book)}
    status, body = book.ask("add", **asked, values={"value": "把某个指标先标成未就绪"})
    assert status == 200, body
    assert data(book)["tasks"][1]["decide"] == {"may": ["把某个指标先标成未就绪"]}
    assert get(book, "add", file=DUTY, path='["tasks",1,"nothing","may"]')[0] == 400


def test_what_would_be_wrong_is_refused_and_no_file_is_touched(book: Desk) -> None:
    asked = {"file": DUTY, "path": '["tasks",1,"inputs"]', "number": "0", "stamp": stamp(book)}
    status, body = book.ask("add", **asked, values={"what": "看板", "from": "ops-lead"})
    assert status == 422
    assert body["problems"]


def test_what_hangs_on_an_item_is_shown_and_goes_with_it(book: Desk) -> None:
    """A check that a checklist names and that was published."""
    number = next(number for number, one in enumerate(data(book)["checks"]) if one["id"] == "one-owner")
    path = json.dumps(["checks", number])
    checklist = "data/checklists/monitoring-weekly.yml"
    assert "data-monitoring.one-owner" in data(book, checklist)["items"]
    page = get(book, "delete", file=DUTY, path=path)[2]
    assert checklist in page
    assert "旧链接照样打得开" in page
    request = {"file": DUTY, "path": path, "stamp": stamp(book), "to": ""}
    status, body = book.ask("delete", **request, why=" ")
    assert (status, list(body["fields"])) == (422, ["why"])
    status, body = book.ask("delete", **request, why="合并到别的检查项")
    assert status == 200, body
    assert "data-monitoring.one-owner" not in data(book, checklist)["items"]
    record = data(book, "data/moved.yml")["moved"][-1]
    assert (record["from"], record["why"], "to" in record) == ("data-monitoring.one-owner", "合并到别的检查项", False)


def test_an_item_that_others_need_can_t_go(book: Desk) -> None:
    page = get(book, "delete", file=DUTY, path='["tasks",1]')[2]
    assert "还不能删" in page
    assert "<form" not in page.partition("<article")[2].partition("</article")[0]
    status, _ = book.ask("delete", file=DUTY, path=["tasks", 1], stamp=stamp(book), why="x", to="")
    assert status == 422


# -- what is chosen


def task(desk: Desk, number: int = 1) -> Any:
    return data(desk)["tasks"][number]


def change(desk: Desk, path: list[str | int], **values: str) -> tuple[int, Any]:
    """What is answered when a form is sent with some values changed and all others as it shows them."""
    page = get(desk, "change", file=DUTY, path=json.dumps(path))[2].partition('data-ask="change"')[2]
    shown = dict(re.findall(r'<input [^>]*name="([\w.]+)" value="([^"]*)"', page))
    for name, text in re.findall(r'<textarea [^>]*name="([\w.]+)"[^>]*>([^<]*)</textarea>', page):
        shown[name] = html.unescape(text)
    for name, body in re.findall(r'<select id="[^"]*" name="([\w.]+)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', body)
        shown[name] = chosen[1] if chosen else ""
    for sent in ("file", "path", "stamp"):
        shown.pop(sent)
    for name, box in re.findall(r'<input [^>]*type="checkbox" name="([\w.]+)" value="true"( checked)?', page):
        shown[name] = "true" if box else ""
    return desk.ask("change", file=DUTY, path=path, stamp=stamp(desk), values={**shown, **values})


def test_what_is_not_changed_keeps_its_bytes(book: Desk) -> None:
    before = (book.root / DUTY).read_bytes()
    for number in range(len(data(book)["tasks"])):
        status, body = change(book, ["tasks", number])
        assert status == 200, body
    assert (book.root / DUTY).read_bytes() == before
    assert book.server.desk.journal.steps == []


def test_a_person_is_chosen_and_only_that_is_different(book: Desk) -> None:
    before = (book.root / DUTY).read_text(encoding="utf-8").splitlines()
    status, body = change(book, ["tasks", 1], **{"output.place": "ticket-system", "importance": "4"})
    assert status == 200, body
    assert (task(book)["output"]["place"], task(book)["importance"]) == ("ticket-system", 4)
    after = (book.root / DUTY).read_text(encoding="utf-8").splitlines()
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 2


def test_what_may_be_left_out_goes_and_comes(book: Desk) -> None:
    assert "escalate" not in task(book, 2)
    given = {"escalate.when": "15 分钟没人认领", "escalate.to": "ops-lead", "escalate.within": "PT15M"}
    status, body = change(book, ["tasks", 2], **given)
    assert status == 200, body
    assert task(book, 2)["escalate"] == {"when": "15 分钟没人认领", "to": "ops-lead", "within": "PT15M"}
    keys = list(task(book, 2))
    assert keys.index("raci") < keys.index("escalate") < keys.index("mistakes")
    status, body = change(book, ["tasks", 2], **dict.fromkeys(given, ""))
    assert status == 200, body
    assert "escalate" not in task(book, 2)
    status, body = change(book, ["tasks", 1], **{"automate.machine": ""})
    assert status == 200, body
    assert "machine" not in task(book)["automate"]


def test_a_value_that_can_t_be_is_said_at_its_field(book: Desk) -> None:
    status, body = change(book, ["tasks", 1], importance="9")
    assert (status, body["fields"]) == (422, {"importance": "不能大于 5。"})
    status, body = change(book, ["tasks", 1], **{"raci.A": "nobody"})
    assert (status, list(body["fields"])) == (422, ["raci.A"])


def test_every_item_and_every_list_has_its_forms(book: Desk, pytestconfig: pytest.Config) -> None:
    """Of each list of each kind of file, the first item: every third of these forms; with --all-damages, all."""
    every = 1 if pytestconfig.getoption("--all-damages") else 3
    known: set[tuple[str, str]] = set()
    for path in sorted((book.root / "data").rglob("*.yml")):
        file = path.relative_to(book.root).as_posix()
        page = get(book, "lists", file=file)[2]
        for name, query in re.findall(rf'href="{PREFIX}(add|change|delete)\?([^"]*)"', page):
            asked = {key: values[0] for key, values in parse_qs(html.unescape(query)).items()}
            kind = (file.rpartition("/")[0] or file, name + re.sub(r"\d+", "n", asked.get("path", "")))
            if kind in known:
                continue
            known.add(kind)
            if len(known) % every == 0:
                status, _, text = get(book, name, **asked)
                assert status == 200, (name, asked, text[-500:])
    assert len(known) > 100


# -- something new


@pytest.mark.parametrize("kind", list(QUESTIONS))
def test_every_kind_of_thing_has_its_form(book: Desk, kind: str) -> None:
    status, _, page = get(book, "new", kind=kind)
    assert status == 200
    first = QUESTIONS[kind][0]
    assert f'data-field="{first.key}"' in page
    status, body = book.ask("new", kind=kind, values={})
    assert status == 422
    assert first.key in body["fields"]


def test_questions_follow_from_answers(book: Desk) -> None:
    _, before = book.ask("questions", kind="check", values={})
    assert 'data-field="task"' not in before["html"]
    _, after = book.ask("questions", kind="check", values={"duty": "data-monitoring", "ask": "都写了吗？"})
    assert "每日早检核心指标" in after["html"]
    assert 'value="都写了吗？"' in after["html"]


def test_a_new_term_is_written_when_its_blanks_are_filled_in(book: Desk) -> None:
    given = {"id": "supplier-tier", "name": "供应商分级", "text": "", "duty": ""}
    status, body = book.ask("new", kind="term", values={**given, "id": "Supplier Tier"})
    assert (status, list(body["fields"])) == (422, ["id"])
    status, body = book.ask("new", kind="term", values=given)
    assert status == 200
    (gap,) = re.findall(r'<textarea[^>]* name="([^"]+)"', body["html"])
    key = gap.replace("&#34;", '"')
    status, body = book.ask("new", kind="term", values={**given, key: ""})
    assert (status, list(body["fields"])) == (422, [key])
    status, body = book.ask("new", kind="term", values={**given, key: "按交货准不准分的 3 级。"})
    assert status == 200, body
    assert body["go"] == "/terms/#supplier-tier"
    entry = data(book, TERMS)["terms"][-1]
    assert (entry["name"], entry["text"]) == ("供应商分级", "按交货准不准分的 3 级。")
    assert MARK not in (book.root / TERMS).read_text(encoding="utf-8")


def test_what_is_wrong_in_a_blank_is_said_there(book: Desk) -> None:
    given = {
        "duty": "data-monitoring", "id": "all-read", "task": "morning-check", "ask": "都看了吗？",
        "how": "看已读", "do": "当天补看", "cadence": "weekly", "minutes": "3", "grade": "major",
    }  # fmt: skip
    status, body = book.ask("new", kind="check", values={**given, "minutes": "600"})
    assert (status, list(body["fields"])) == (422, ["minutes"])
    status, body = book.ask("new", kind="check", values=given)
    assert status == 200, body
    assert data(book)["checks"][-1]["id"] == "all-read"


# -- another id


def test_a_move_is_tried_first_and_then_done(book: Desk) -> None:
    request = {"id": "duties/data-monitoring", "to": "metric-guard", "why": "和指标词典统一", "task": ""}
    status, body = book.ask("move", **request, act="try")
    assert status == 200, body
    assert "会这样改" in body["html"]
    assert (book.root / DUTY).exists()
    status, body = book.ask("move", **request, act="really")
    assert status == 200, body
    assert (book.root / "data/duties/metric-guard.yml").exists()
    assert not (book.root / DUTY).exists()


@pytest.mark.parametrize(
    ("changes", "fields", "words"),
    [
        ({"id": ""}, ["id"], "没填好"),
        ({"id": "duties/nothing"}, [], "没有叫"),
        ({"to": "Data Watch"}, [], "英文小写"),
        ({"why": ""}, [], "原因"),
    ],
)
def test_a_move_that_can_t_be_says_why(book: Desk, changes: dict[str, str], fields: list[str], words: str) -> None:
    request = {"id": "duties/data-monitoring", "to": "metric-guard", "why": "换名", "task": "", **changes}
    status, body = book.ask("move", **request, act="really")
    assert status == 422
    assert list(body.get("fields", {})) == fields
    assert words in body["message"]


# -- what was changed


def test_a_save_is_told_committed_and_no_longer_there_to_see(book: Desk) -> None:
    old = data(book)["outcome"]
    status, body = book.ask("save", file=DUTY, path=["outcome"], old=old, new="异常在变大之前有人认领。")
    assert status == 200, body
    page = get(book, "changes")[2]
    assert all(text in page for text in ("职责“数据监控”", "成果", old, "异常在变大之前有人认领。", "撤销这一次"))
    status, body = book.ask("pages")
    assert status == 200, body
    assert "/duties/data-monitoring/" in body["html"]
    assert book.ask("commit", sentence=" ")[1]["fields"].keys() == {"sentence"}
    first = git(book.root, "rev-parse", "HEAD")
    status, body = book.ask("commit", sentence="成果写得短一点")
    assert status == 200, body
    assert git(book.root, "show", "--format=%s", "--name-only", "HEAD").split() == ["成果写得短一点", DUTY]
    assert "没有改动" in get(book, "changes")[2]
    git(book.root, "reset", "-q", first)


def test_wrong_data_is_not_committed(book: Desk) -> None:
    file = book.root / DUTY
    before = file.read_bytes()
    file.write_bytes(before.replace(b"importance: 5", b"importance: 50", 1))
    try:
        status, body = book.ask("commit", sentence="改一句")
        assert status == 422
        assert body["problems"]
        assert "要先改好的错误" in get(book, "changes")[2]
    finally:
        file.write_bytes(before)
        stat = file.stat()
        os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1_000_000))


def test_without_a_remote_nothing_is_pushed(book: Desk) -> None:
    for name in ("push", "take-in"):
        status, body = book.ask(name)
        assert (status, "没有地方可以推送" in body["message"]) == (422, True)
