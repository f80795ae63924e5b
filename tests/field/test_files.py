"""Data files as sync tools, editors, other programs and other systems leave them."""

import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from macros.addresses.leftovers import copy_of, is_stray
from macros.yamltext import reader
from tests.field.playbooks import (
    ANALYSIS,
    MONITORING,
    ROLE,
    Answer,
    build,
    built,
    check,
    copy,
    files,
    read,
    run,
    swap,
    write,
)

#: What sync tools, editors and systems leave beside a file.
STRAYS = [
    "Thumbs.db",
    "desktop.ini",
    ".DS_Store",
    "._data-analysis.yml",
    "data-analysis.yml~",
    "#data-analysis.yml#",
    ".data-analysis.yml.swp",
    "4913",
    "~$data-analysis.yml",
    "data-analysis.yml.bak",
    "data-analysis.yml.orig",
    "data-analysis.yml.tmp",
]


def refused(answer: Answer) -> None:
    assert answer.status == 1, answer.text
    assert not answer.has_traceback, answer.text


# ------------------------------------------------------------------------------------- encodings


def test_a_file_saved_in_the_wrong_encoding_is_told_at_its_first_line(root: Path) -> None:
    whole = read(root, ROLE).encode("utf-8")
    write(root, ROLE, whole.decode("gbk", errors="replace"))  # opened as GBK, saved as UTF-8
    single = swap(root, ANALYSIS, "name: 数据分析", "name: 鏁版嵁鐩戞帶")
    twice = swap(root, MONITORING, "outcome: ", "outcome: 锟斤拷锟斤拷")
    western = "按渠道".encode().decode("latin-1")
    dictionary = swap(root, "data/terms.yml", "text: ", f"text: {western}")
    answer = check(root)
    refused(answer)
    first_han = next(number for number, line in enumerate(whole.split(b"\n"), 1) if not line.isascii())
    for file, line in ((ROLE, first_han), (ANALYSIS, single), (MONITORING, twice), ("data/terms.yml", dictionary)):
        told = [problem for problem in answer.of(file) if "编码" in problem and "UTF-8" in problem]
        assert len(told) == 1, f"{file}: {answer.of(file)[:3]}"
        assert told[0].startswith(f"{file}:{line}:"), told
    assert len(answer.of(ROLE)) == 1, "what else is wrong with such a file is a consequence"


def test_a_page_saved_in_the_wrong_encoding_is_told_at_its_first_line(root: Path) -> None:
    text = "# 编辑\n\n打开数据文件。\n"
    write(root, "docs/editing.md", text.encode("utf-8").decode("gbk", errors="replace"))
    answer = build(root)
    refused(answer)
    assert re.search(r"docs/editing\.md:1\b.*(编码|UTF-8)", answer.text), answer.text


def test_rare_and_foreign_letters_are_no_wrong_encoding(root: Path) -> None:
    swap(
        root,
        ANALYSIS,
        "example: 周三转化跌两成",
        "example: 王锟和鏖战的鐵路數據組，Ångström café São Ü：周三转化跌两成",
    )
    answer = check(root)
    assert answer.status == 0, answer.text


# ------------------------------------------------------------------------------------- line ends, cut files


def test_a_file_without_its_last_line_end_is_no_error(root: Path) -> None:
    for file in sorted((root / "data").rglob("*.yml")):
        file.write_bytes(file.read_bytes().rstrip(b"\n"))
    answer = check(root)
    assert answer.errors == [], answer.text
    assert answer.status == 0
    assert build(root).status == 0


@pytest.mark.parametrize(
    ("file", "last"),
    [
        (ANALYSIS, "review_in: P6"),
        (MONITORING, "owner: control-o"),
        (ANALYSIS, "text: 能独"),
        (ANALYSIS, "goals:\n  - id: quicker-ans"),
        ("data/terms.yml", "name: 根因\n    te"),
        ("data/templates/morning-check-log.yml", "[2026-11-18, 异常"),
        (ROLE, "duties:"),
    ],
    ids=["value", "reference", "flow", "item", "key", "row", "no-value"],
)
def test_a_file_that_really_was_cut_is_still_refused(root: Path, file: str, last: str) -> None:
    text = read(root, file)
    write(root, file, text[: text.index(last) + len(last)])
    answer = check(root)
    refused(answer)
    assert answer.of(file) != []


def test_a_file_cut_within_a_sign_is_still_refused(root: Path) -> None:
    raw = (root / ROLE).read_bytes()
    at = next(place for place in range(len(raw) - 1, 0, -1) if raw[place] >= 0xE0)
    (root / ROLE).write_bytes(raw[: at + 2])
    answer = check(root)
    refused(answer)
    assert answer.of(ROLE) != []


# ------------------------------------------------------------------------------------- what others leave


@pytest.fixture
def littered(root: Path) -> Path:
    """A playbook in whose folders sync tools and editors have left things."""
    for folder in ("data", "data/duties", "data/roles", "docs", "docs/editing", "docs/assets/js", "docs/assets/css"):
        for name in STRAYS:
            (root / folder / name).write_bytes(b"\x00left by another program\xff")
        (root / folder / ".#data-analysis.yml").symlink_to("editor@host.4242:1700000000")
    return root


def test_what_sync_tools_and_editors_leave_is_passed_over_by_the_check(littered: Path) -> None:
    answer = check(littered)
    assert answer.status == 0, answer.text
    assert answer.problems == []


def test_what_sync_tools_and_editors_leave_is_never_published(littered: Path) -> None:
    answer = build(littered)
    assert answer.status == 0, answer.text
    assert not answer.has_traceback, answer.text
    names = {*STRAYS, ".#data-analysis.yml"}
    assert [path for path in files(littered / "site") if Path(path).name in names] == []
    assert run(littered, "zip", "--site", "site").status == 0


def test_a_file_of_an_unknown_kind_is_still_refused(root: Path) -> None:
    write(root, "data/duties/notes.txt", "x\n")
    write(root, "data/duties/data-watch.yaml", "name: x\n")
    answer = check(root)
    refused(answer)
    assert answer.of("data/duties/notes.txt") != []
    assert answer.of("data/duties/data-watch.yaml") != []


COPIES = [
    "data-analysis (1).yml",
    "data-analysis(1).yml",
    "data-analysis - 副本.yml",
    "data-analysis - 副本 (2).yml",
    "data-analysis 副本.yml",
    "data-analysis - Copy.yml",
    "data-analysis copy.yml",
    "data-analysis 2.yml",
    "data-analysis (冲突副本 2026-11-22 101010).yml",
    "data-analysis (王主管's conflicted copy 2026-11-22).yml",
    "data-analysis.sync-conflict-20261122-101010-ABCDEFG.yml",
    "data-analysis_conflict-20261122-101010.yml",
    "data-analysis-DESKTOP-4K2J1.yml",
]


def test_a_copy_that_a_sync_tool_left_is_one_error(root: Path) -> None:
    text = read(root, ANALYSIS)
    for name in COPIES:
        write(root, f"data/duties/{name}", text)
    write(root, "data/metrics (1).yml", read(root, "data/metrics.yml"))
    write(root, "data/roles/control-ops - 副本.yml", read(root, ROLE))
    answer = check(root)
    refused(answer)
    originals = {
        **{f"data/duties/{name}": "data-analysis.yml" for name in COPIES},
        "data/metrics (1).yml": "metrics.yml",
        "data/roles/control-ops - 副本.yml": "control-ops.yml",
    }
    for copied, original in originals.items():
        told = answer.of(copied)
        assert len(told) == 1, f"{copied}: {told[:3]}"
        assert original in told[0].partition(": ")[2], told
        assert "副本" in told[0].partition(": ")[2], told
    assert len(answer.problems) == len(originals), [p for p in answer.problems if p.split(":")[0] not in originals][:3]


def test_a_copy_of_a_page_is_not_published(root: Path) -> None:
    write(root, "docs/editing (1).md", "# 编辑\n")
    write(root, "docs/editing - 副本.md", "# 编辑\n")
    answer = build(root)
    assert not answer.has_traceback, answer.text
    assert answer.status == 1
    for name in ("docs/editing (1).md", "docs/editing - 副本.md"):
        assert re.search(re.escape(name) + ".*副本", answer.text), answer.text


def test_a_name_that_is_no_copy_of_anything_is_judged_as_a_name(root: Path) -> None:
    write(root, "data/duties/my duty (1).yml", read(root, ANALYSIS))
    write(root, "data/duties/data-analysis-2.yml", "name: 数据分析二\n")
    answer = check(root)
    refused(answer)
    assert any("E-file-name" in problem for problem in answer.of("data/duties/my duty (1).yml"))
    assert any("E-file" not in problem for problem in answer.of("data/duties/data-analysis-2.yml"))


@pytest.mark.parametrize("name", ["plancopy.yml", "plan-conflict-care.yml", "plan-2.yml", "plan-copy.yml", "plans.yml"])
def test_an_id_that_begins_like_another_is_no_copy(name: str) -> None:
    assert copy_of(name, {"plan.yml", name}) is None
    assert not is_stray(name)


# ------------------------------------------------------------------------------------- names for Windows

FOLDERS = ("duties", "roles", "checklists", "scorecards", "templates")
KEPT = ["con", "aux", "nul", "prn", "com1", "lpt9"]


def test_names_that_windows_keeps_are_refused_by_the_check(root: Path) -> None:
    named = [f"data/{folder}/{name}.yml" for folder in FOLDERS for name in KEPT]
    for file in named:
        write(root, file, "name: 甲\n")
    swap(root, "data/terms.yml", "id: root-cause", "id: con")
    swap(root, "data/metrics.yml", "id: cycle-time", "id: aux")
    swap(root, ANALYSIS, "- id: question-list", "- id: nul")
    answer = check(root)
    refused(answer)
    for file in (*named, "data/terms.yml", "data/metrics.yml", ANALYSIS):
        assert any("Windows" in problem for problem in answer.of(file)), f"{file}: {answer.of(file)}"


MOVES = [
    "duties/data-analysis",
    "roles/control-ops",
    "checklists/monitoring-weekly",
    "scorecards/control-ops",
    "templates/metric-register",
    "terms/root-cause",
    "metrics/cycle-time",
    "tools/sql",
    "data-analysis.drop-diagnosis",
]


def test_names_that_windows_keeps_are_refused_by_move(root: Path) -> None:
    before = files(root / "data")
    for moved, name in zip(MOVES, [*KEPT, *KEPT], strict=False):
        to = f"data-analysis.{name}" if "." in moved else name
        answer = run(root, "move", "--id", moved, "--to", to, "--why", "名字统一了一次")
        assert answer.status != 0, f"{moved} → {to}: {answer.text}"
        assert "Windows" in answer.text, f"{moved} → {to}: {answer.text}"
    assert files(root / "data") == before


def test_names_that_windows_keeps_are_refused_by_new(root: Path) -> None:
    before = files(root / "data")
    for kind, name in zip(("duty", "role", "checklist", "template"), KEPT, strict=False):
        answer = run(root, "new", "--no-ask", kind, "--id", name, "--name", "新的一项")
        assert answer.status != 0, answer.text
        assert "Windows" in answer.text, f"{kind} {name}: {answer.text}"
    assert files(root / "data") == before


def test_a_name_that_only_begins_like_one_of_windows_is_taken(root: Path) -> None:
    answer = run(root, "move", "--id", "templates/metric-register", "--to", "console", "--why", "名字统一了一次")
    assert answer.status == 0, answer.text
    assert check(root).errors == []


def test_ids_too_long_for_windows_are_refused_and_the_longest_fit(root: Path) -> None:
    long = "a" * 179
    write(root, f"data/templates/{long}.yml", read(root, "data/templates/metric-register.yml"))
    swap(root, "data/terms.yml", "id: root-cause", f"id: {long}")
    answer = check(root)
    refused(answer)
    told = answer.of(f"data/templates/{long}.yml")
    assert told, answer.text
    assert answer.of("data/terms.yml") != []
    limit = int(re.search(r"最多[^0-9]{0,6}(\d+)", told[0])[1])  # type: ignore[index]
    (root / f"data/templates/{long}.yml").unlink()
    swap(root, "data/terms.yml", long, "root-cause")

    duty, task = "b" * limit, "c" * limit
    for old, new in (("duties/data-monitoring", duty), (f"{duty}.morning-check", f"{duty}.{task}")):
        moved = run(root, "move", "--id", old, "--to", new, "--why", "名字统一了一次", "--unpublished")
        assert moved.status == 0, moved.text
    site = built(root)
    assert run(root, "zip", "--site", "site").status == 0
    longest = max(len(path) for path in files(site))
    assert longest + len(r"C:\Users\wangxiaoming\Documents\工作文件\运营部\手册\playbook-2026-11-22") < 260, longest


# ------------------------------------------------------------------------------------- signs that look alike


def test_a_full_width_value_is_answered_with_the_form_to_type(root: Path) -> None:
    lines = {
        swap(root, ANALYSIS, "within: P5D", "within: Ｐ５Ｄ"): "P5D",
        swap(root, ANALYSIS, "reviewed_on: 2026-11-22", "reviewed_on: ２０２６－１１－２２"): "2026-11-22",
        swap(root, ANALYSIS, "review_in: P6M", "review_in: Ｐ６Ｍ"): "P6M",
        swap(root, ANALYSIS, "weight: 5", "weight: ５"): "5",
        swap(root, ANALYSIS, "owner: ops-lead", "owner: ｏｐｓ－ｌｅａｄ"): "ops-lead",
        swap(root, ANALYSIS, "cadence: weekly", "cadence: ｗｅｅｋｌｙ"): "weekly",
    }
    answer = check(root)
    refused(answer)
    for line, typed in lines.items():
        told = [problem for problem in answer.of(ANALYSIS) if problem.startswith(f"{ANALYSIS}:{line}:")]
        assert len(told) == 1, f"{typed}: {told}"
        assert typed in told[0], told


BLANKS = {"no-break": "\u00a0", "full-width": "\u3000", "narrow no-break": "\u202f", "figure": "\u2007"}


@pytest.mark.parametrize("blank", BLANKS.values(), ids=BLANKS)
def test_another_blank_beside_a_sign_of_yaml_is_named_at_its_place(root: Path, blank: str) -> None:
    lines = {
        "after the colon": swap(root, ANALYSIS, "name: 数据分析", f"name:{blank}数据分析"),
        "before the colon": swap(root, ANALYSIS, "importance: 5", f"importance{blank}: 5"),
        "after the dash": swap(root, ANALYSIS, "- 结论一页纸", f"-{blank}结论一页纸"),
        "in braces": swap(root, ANALYSIS, "{do: 补写, within", f"{{do:{blank}补写, within"),
        "before a comment": swap(root, ANALYSIS, "review_in: P6M", f"review_in: P6M{blank}# 半年"),
        "at the end of a key": swap(root, ANALYSIS, "goals:\n", f"goals:{blank}\n"),
        "behind a value": swap(root, ANALYSIS, "owner: ops-lead", f"owner: ops-lead{blank}"),
    }
    answer = check(root)
    refused(answer)
    for what, line in lines.items():
        told = [problem for problem in answer.of(ANALYSIS) if problem.startswith(f"{ANALYSIS}:{line}:")]
        assert len(told) == 1, f"{what}: {told}"
        assert "空格" in told[0], f"{what}: {told}"
    assert len(answer.of(ANALYSIS)) == len(lines), answer.text


def test_blanks_within_a_sentence_are_left_alone(root: Path) -> None:
    swap(root, ANALYSIS, "ask: 问题清单按金额排了吗？", "ask: 问题清单\u3000按金额排了吗？")
    swap(root, ANALYSIS, "{do: 重排, within", '{do: "重排,\u3000再发: \u3000#甲", within')
    assert check(root).errors == []


def look_alike(text: str) -> str:
    """The text with each sign that has one exchanged for a sign that looks the same (radicals, compatibility)."""
    twins: dict[str, str] = {}
    for code in (*range(0x2E80, 0x2FD6), *range(0xF900, 0xFB00)):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and plain != chr(code):
            twins.setdefault(plain, chr(code))
    return "".join(twins.get(sign, sign) for sign in text)


def test_signs_that_look_alike_are_the_same_everywhere(root: Path, new_root: Callable[[str], Path]) -> None:
    plain = new_root("plain")
    terms = look_alike(read(root, "data/terms.yml"))
    duty = look_alike(read(root, ANALYSIS))
    assert duty != read(root, ANALYSIS)
    write(root, "data/terms.yml", terms)
    write(root, ANALYSIS, duty)
    write(root, "docs/editing.md", look_alike("# 用户怎样编辑\n\n金额与人。\n"))
    write(plain, "docs/editing.md", "# 用户怎样编辑\n\n金额与人。\n")
    answer = check(root)
    assert answer.errors == [], answer.text
    strange, ordinary = files(built(root)), files(built(plain))
    kinds = (".html", ".json", ".md", ".ics", ".csv", ".atom")
    differing = [name for name in ordinary if name.endswith(kinds) and strange.get(name) != ordinary[name]]
    assert differing == []


def test_a_sentence_in_signs_that_look_alike_is_a_duplicate_all_the_same(root: Path) -> None:
    sentence = "十月的 6 条，做了 4 条，有效 3 条，金额大的三条由主管亲自去问人。"
    swap(root, ANALYSIS, "十月的 6 条，做了 4 条，有效 3 条。", sentence)
    swap(root, MONITORING, "example: ", f"example: {sentence}")
    plain = [re.sub(r":\d+:", ":", problem) for problem in check(root).problems]
    assert plain, "the same sentence in two duties is told"
    swap(root, MONITORING, sentence, look_alike(sentence))
    assert [re.sub(r":\d+:", ":", problem) for problem in check(root).problems] == plain


def test_an_ordinary_and_a_rare_sign_stay_two(root: Path) -> None:
    """Signs that only resemble each other are not the same: 己 and 已, 土 and 士."""
    swap(root, ANALYSIS, "name: 数据分析", "name: 自己和士兵")
    site = built(root)
    page = (site / "duties/data-analysis/index.html").read_text(encoding="utf-8")
    assert "自己和士兵" in page
    assert "自已" not in page


# ------------------------------------------------------------------------------------- formatters, merges


def test_lines_that_a_formatter_folded_say_the_same(root: Path, tmp_path: Path) -> None:
    long = (
        "example: 周三转化跌两成，拆到 Android 新客，是 checkout 页的一个按钮被 cookie 提示挡住，"
        "当天 18:00 由 tech 组修好，次日 09:30 复查 conversion 回到原位，写进 wiki 的案例页。"
    )
    swap(root, ANALYSIS, "example: 周三转化跌两成，拆到安卓新客，是一个按钮被挡住。", long)
    plain = copy(root, tmp_path / "plain")
    data: Any = yaml.load(read(root, ANALYSIS), Loader=yaml.BaseLoader)
    folded = yaml.dump(data, allow_unicode=True, sort_keys=False, width=60)
    assert re.search(r"example: .*\n {4}\S", folded), folded
    write(root, ANALYSIS, re.sub(r"'([^'\n]*)'", r"\1", folded))
    answer = check(root)
    assert answer.errors == [], answer.text
    api = "api/v1/duties.json"
    assert json.loads((built(root) / api).read_text(encoding="utf-8")) == json.loads(
        (built(plain) / api).read_text(encoding="utf-8")
    )


@pytest.mark.parametrize("width", [60, 80, 100, 120])
@pytest.mark.parametrize("quoted", [False, True], ids=["plain", "quoted"])
@pytest.mark.parametrize("indent", [2, 4])
def test_lines_are_read_as_they_were_before_a_formatter_folded_them(width: int, quoted: bool, indent: int) -> None:
    text = "看 dashboard 的 " * 3 + ("18:00: 由" if quoted else "18:00 由") + " tech 组修好 login 页，再由" * 12
    wanted = {"tasks": [{"id": "a", "example": text, "done_when": [text, "短"]}]}
    written = yaml.dump(wanted, allow_unicode=True, width=width, sort_keys=False, indent=indent)
    assert written.count("\n") > 8, "nothing was folded"
    document = reader.read_raw(written.encode(), "x.yml")
    assert document.problems == []
    assert document.data == wanted


@pytest.mark.parametrize(
    "below", ["    接着写的一句", "        漏了短横的一条", "      漏了短横的 一条 也 短"], ids=["left", "deep", "item"]
)
def test_a_line_that_was_meant_for_itself_is_still_refused(root: Path, below: str) -> None:
    line = swap(root, ANALYSIS, "      - 结论一页纸，带 3 个假设的去留。\n", f"      - 结论一页纸。\n{below}\n")
    answer = check(root)
    refused(answer)
    assert any(problem.startswith(f"{ANALYSIS}:{line + 1}:") for problem in answer.of(ANALYSIS)), answer.text


CONFLICT = "<<<<<<< HEAD\n{one}\n=======\n{two}\n>>>>>>> branch\n"


@pytest.mark.parametrize(
    ("file", "one", "two"),
    [
        ("docs/editing.md", "一种写法。", "另一种写法。"),
        ("docs/index.md", "一种写法。", "另一种写法。"),
        ("overrides/main.html", "<p>一</p>", "<p>二</p>"),
        ("mkdocs.yml", "site_author: 甲", "site_author: 乙"),
        ("docs/assets/css/playbook.css", "p { color: red }", "p { color: blue }"),
        ("data/playbook.yml", "# 甲", "# 乙"),
    ],
    ids=["page", "home", "override", "settings", "style", "data"],
)
def test_marks_of_a_merge_conflict_are_told_wherever_a_build_reads(root: Path, file: str, one: str, two: str) -> None:
    text = read(root, file)
    if not text.endswith("\n"):
        text += "\n"
    write(root, file, text + CONFLICT.format(one=one, two=two))
    line = text.count("\n") + 1
    answer = build(root)
    refused(answer)
    assert re.search(rf"{re.escape(file)}:{line}\b.*(冲突|合并)", answer.text), answer.text
    assert not (root / "site").exists()


def test_a_title_underlined_with_equals_signs_is_no_conflict(root: Path) -> None:
    write(root, "docs/editing.md", "编辑\n=======\n\n正文。\n")
    answer = build(root)
    assert answer.status == 0, answer.text


# ------------------------------------------------------------------------------------- schemas


def test_the_editors_completion_fills_in_the_fields(project: Path) -> None:
    missing: list[str] = []
    looked_at: set[str] = set()
    for file in sorted((project / "schemas").glob("*.json")):
        schema = json.loads(file.read_text(encoding="utf-8"))
        for where, owner in objects(schema):
            for name, value in owner.get("properties", {}).items():
                target = resolved(value, schema)
                if is_list := "items" in target:
                    target = resolved(target["items"], schema)
                if not target.get("required") or "properties" not in target:
                    continue
                looked_at.add(name)
                bodies = [snippet["body"] for snippet in value.get("defaultSnippets", [])]
                fields = [body[0] if is_list else body for body in bodies]
                if not any(set(target["required"]) <= set(body) for body in fields):
                    missing.append(f"{file.name} {where}.{name}")
    assert missing == []
    assert {"rhythm", "output", "raci", "tasks", "metrics"} <= looked_at


def objects(schema: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [("", schema), *schema.get("definitions", {}).items()]


def resolved(value: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """What a property's schema says, through references and through the choice of leaving it out."""
    for choice in (*value.get("allOf", []), *value.get("anyOf", [])):
        if choice.get("type") != "null":
            return resolved(choice, schema)
    if "$ref" in value:
        found: dict[str, Any] = schema["definitions"][value["$ref"].rpartition("/")[2]]
        return found
    return value
