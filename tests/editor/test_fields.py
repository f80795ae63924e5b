"""What is offered is true, and a save changes just that: over HTTP, on the tests' own playbook."""

import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from macros.model.origin import Origin
from macros.pages.marking import MARK
from tests.editor import edits
from tests.editor.conftest import Desk

DUTY = "data/duties/data-monitoring.yml"
OUTCOME = {"file": DUTY, "path": ["outcome"]}


@pytest.fixture
def kept(desk: Desk) -> Iterator[dict[str, bytes]]:
    """The files as they are; they are so again after the test."""
    before = edits.data_of(desk.root)
    yield before
    for name in edits.data_of(desk.root).keys() - before.keys():
        (desk.root / name).unlink()
    for name, content in before.items():
        file = desk.root / name
        if not file.is_file() or file.read_bytes() != content:
            file.chmod(0o644) if file.is_file() else None
            file.write_bytes(content)
    desk.server.wake()


def value(desk: Desk, file: str, *path: str | int) -> dict[str, Any]:
    status, answer = desk.ask("field", file=file, path=list(path))
    assert status == 200, answer
    (field,) = answer["fields"]
    return dict(field)


@pytest.mark.timeout(900)  # each of some hundred saves with a check of everything
def test_one_value_of_every_field_is_changed_and_nothing_else(
    desk: Desk, kept: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config
) -> None:
    """Of every third field; with --all-damages, of all."""
    every = 1 if pytestconfig.getoption("--all-damages") else 3
    preview = desk.server.preview
    monkeypatch.setattr(desk.server, "_files", lambda: desk.server._seen)
    monkeypatch.setattr(desk.server.desk, "rebuild", lambda: None)  # nobody looks at the pages meanwhile
    done = list(edits.change_each(preview, desk.ask, every))
    refused = {edits.field_of(one.origin) for one in done if one.status != 200}
    assert len(done) > 100 / every
    assert {one.kind for one in done} >= {"text", "number", "date", "duration", "when", "supply", "time"}
    # These hang together with others, and the check says so.
    assert refused <= {
        ("data/calendar.yml", "years", "year"),
        ("data/metrics.yml", "metrics", "calc", "eg"),
        ("data/metrics.yml", "metrics", "calc", "inputs", "eg"),
        ("scenarios", "events", "minute"),
        ("scorecards", "items", "weight"),
        ("templates", "columns", "values"),
    }
    assert all(one.answer["problems"] for one in done if one.status != 200)


def test_every_text_that_the_pages_print_is_offered(desk: Desk) -> None:
    """Of every field of text of the fixture; what no page prints is named."""
    preview = desk.server.preview
    spots = {spot.origin for page in edits.offered(preview).values() for spot in page}
    lacking = Counter(edits.field_of(origin) for origin in edits.texts_of(preview.session.cache) if origin not in spots)
    unprinted = {name for name in lacking if name[-1] == "en"} | {
        ("data/metrics.yml", "metrics", "calc", "expr"),
        ("data/moved.yml", "moved", "from"),
        ("data/moved.yml", "moved", "to"),
        ("data/playbook.yml", "about"),
        ("data/playbook.yml", "title"),
        ("data/playbook.yml", "team_sizes", "name"),
        ("data/playbook.yml", "teams", "what"),
        ("data/terms.yml", "terms", "instead_of"),
        ("data/tools.yml", "tools", "aka"),
        ("duties", "questions", "answer"),
        ("duties", "questions", "ask"),
    }
    assert lacking.keys() <= unprinted


def test_what_is_offered_is_what_is_shown(desk: Desk) -> None:
    """What stands between the two ends of a value in the file is what its element shows, marks of the text aside."""
    page = desk.page("/duties/data-monitoring/")
    found = re.findall(r'<span data-edit="([^"]*)">([^<]*)</span>', page)
    assert len(found) > 50
    for where, shown in found:
        file, *path = edits.unescaped(where)
        text = edits.node_at((desk.root / file).read_text(encoding="utf-8"), tuple(path)).value
        if not re.search(r"[$`*]|[a-z]\.[a-z]", text):
            assert edits.unescaped_text(shown) == " ".join(text.split())


def test_no_mark_is_left_anywhere(desk: Desk) -> None:
    preview = desk.server.preview
    preview.refresh_all()
    preview.catch_up()
    names = [path for path in preview.site_dir.rglob("*") if path.suffix in {".html", ".md", ".js", ".json", ".csv"}]
    assert len(names) > 100
    for path in names:
        text = path.read_text(encoding="utf-8")
        assert not MARK.search(text), path
        assert "data-edit=" not in text, path
    for name in edits.offered(preview):
        assert not MARK.search(desk.page(f"/{name}")), name


def test_a_field_says_what_it_is_for_and_where_else_it_shows(desk: Desk) -> None:
    field = value(desk, DUTY, "name")
    assert field["kind"] == "text"
    assert field["title"]
    assert field["description"]
    assert field["example"]
    assert field["most"] == 2000
    pages = desk.ask("occurrences", file=field["file"], path=field["path"])[1]["pages"]
    assert {page["url"] for page in pages} >= {"/duties/data-monitoring/", "/duties/"}
    assert len(pages) > 5


def test_to_count_pages_is_given_up_when_they_change(
    desk: Desk, kept: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or a save, and the page after it, would wait for what nobody reads any more."""
    preview, looked = desk.server.preview, []
    plain = preview.marker

    def marker(path: str) -> object:
        looked.append(path)
        if len(looked) == 3:
            (desk.root / DUTY).write_bytes(kept[DUTY].replace(b"outcome: ", "outcome: 又，".encode(), 1))
            preview.build()
        return plain(path)

    monkeypatch.setattr(preview, "marker", marker)
    assert desk.ask("occurrences", file=DUTY, path=["outcome"])[0] == 410
    assert len(looked) == 3


def test_a_derived_text_leads_to_the_values_that_it_comes_from(desk: Desk) -> None:
    page = desk.page("/duties/data-monitoring/")
    derived = re.findall(r'<span data-edit="([^"]*)" data-derived>([^<]*)</span>', page)
    (rhythm,) = {where for where, shown in derived if "每天 09:30 前交" in edits.unescaped_text(shown)} or {""}
    file, *path = edits.unescaped(rhythm)
    fields = desk.ask("field", file=file, path=path)[1]["fields"]
    assert {"due", "minutes"} <= {field["path"][-1] for field in fields}


# ---------------------------------------------------------------------------------------------- bad input


def save(desk: Desk, new: str, old: str | None = None, where: dict[str, Any] = OUTCOME) -> tuple[int, dict[str, Any]]:
    was = value(desk, where["file"], *where["path"])["value"] if old is None else old
    return desk.ask("save", **where, old=was, new=new)


@pytest.mark.parametrize(
    "text",
    [
        "冒号: 后面有空格",
        "井号 # 后面",
        "\"双\" 和 '单' 与 “弯” 引号",
        "- 像一条列表",
        "[方] {花} & * ! | > % @",
        "{{ jinja }} {% raw %}",
        "<script>alert(1)</script>",
        "表情 👨‍👩‍👧 与 🙂",
        "反斜杠 \\n 与 \\",
        "true",
        "2026",
        "~",
    ],
)
def test_any_text_is_saved_as_it_is_and_shown_as_text(desk: Desk, kept: dict[str, bytes], text: str) -> None:
    status, answer = save(desk, text)
    assert status == 200, answer
    assert answer["value"] == text
    assert value(desk, DUTY, "outcome")["value"] == text
    edits.only_scalar(kept[DUTY], (desk.root / DUTY).read_bytes(), ("outcome",), text)
    page = desk.page("/duties/data-monitoring/")
    assert "<script>alert(1)" not in page


@pytest.mark.parametrize(
    ("text", "kept_as", "said"),
    [
        ("一行\n两行", "一行 两行", "换行"),
        ("有\t制表符", "有 制表符", "制表符"),
        ("不换行\u00a0空格", "不换行 空格", "不换行空格"),
        ("零宽\u200b空格", "零宽空格", "零宽空格"),
        ("从右到左\u200f的记号", "从右到左的记号", "U+200F"),
        ("全角\u3000空格", "全角 空格", "全角空格"),
    ],
)
def test_what_was_pasted_is_mended_and_said(
    desk: Desk, kept: dict[str, bytes], text: str, kept_as: str, said: str
) -> None:
    status, answer = save(desk, text)
    assert status == 200, answer
    assert answer["value"] == kept_as
    assert said in " ".join(answer["mended"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "不能空着"),
        ("\u200b \n", "不能空着"),
        ("字" * 50_000, "2000"),
        ("data-monitoring", "id"),
        ("看 $no-such-setting 的", "no-such-setting"),
        ("见 data-monitoring.no-such-task", "no-such-task"),
    ],
)
def test_a_text_that_must_not_ship_is_refused_in_words(
    desk: Desk, kept: dict[str, bytes], text: str, said: str
) -> None:
    status, answer = save(desk, text)
    assert status == 422
    assert said in " ".join([answer["message"], *answer.get("problems", [])])
    assert edits.data_of(desk.root) == kept


def test_a_reference_keeps_its_full_width_signs_out(desk: Desk, kept: dict[str, bytes]) -> None:
    where = {"file": DUTY, "path": ["tasks", "morning-check", "rhythm", "due"]}
    status, answer = save(desk, "０９：４０", where=where)
    assert status == 200, answer
    assert answer["value"] == "09:40"
    assert "半角" in answer["mended"][0]


def test_an_older_error_elsewhere_is_no_hindrance(desk: Desk, kept: dict[str, bytes]) -> None:
    other = desk.root / "data/roles/control-ops.yml"
    other.write_text(other.read_text(encoding="utf-8").replace("mission:", "mision:"), encoding="utf-8")
    assert save(desk, "别处有错也能存。")[0] == 200


def test_a_warning_is_shown_and_does_not_block(desk: Desk, kept: dict[str, bytes]) -> None:
    status, answer = save(desk, "异常在变大之前有人看见,马上处理。")
    assert status == 200
    assert answer["warnings"]


# ------------------------------------------------------------------------------------- the file meanwhile


def test_what_was_changed_meanwhile_is_shown_beside_what_was_written(desk: Desk, kept: dict[str, bytes]) -> None:
    old = value(desk, DUTY, "outcome")["value"]
    file = desk.root / DUTY
    file.write_bytes(re.sub(rb"(?m)^outcome: .*$", "outcome: 别处改的".encode(), kept[DUTY]))
    status, answer = save(desk, "我写的", old)
    assert (status, answer["now"]) == (409, "别处改的")
    assert "别处改的" in file.read_text(encoding="utf-8")
    assert save(desk, "我写的", "别处改的")[0] == 200


def test_a_change_elsewhere_in_the_file_is_kept(desk: Desk, kept: dict[str, bytes]) -> None:
    """As after a git checkout: the value is found where it is now."""
    old = value(desk, DUTY, "outcome")["value"]
    file = desk.root / DUTY
    file.write_bytes("# 一行注释\n".encode() + kept[DUTY])
    assert save(desk, "我写的", old)[0] == 200
    assert file.read_bytes().startswith("# 一行注释\n".encode())


def _gone(file: Path) -> None:
    file.unlink()


def _folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def _link(file: Path) -> None:
    outside = file.parents[2] / "outside.yml"
    file.rename(outside)
    file.symlink_to(outside)


@pytest.mark.parametrize("harm", [_gone, _folder, _link])
def test_a_file_that_is_no_file_any_more_is_told(desk: Desk, kept: dict[str, bytes], harm: Any) -> None:
    old = value(desk, DUTY, "outcome")["value"]
    file = desk.root / DUTY
    harm(file)
    status, answer = save(desk, "我写的", old)
    outside = desk.root / "outside.yml"
    assert status == 410
    assert "data/" in answer["message"]
    if outside.exists():
        assert outside.read_bytes() == kept[DUTY]
        outside.unlink()
    if file.is_dir():
        file.rmdir()
    elif file.is_symlink():
        file.unlink()


@pytest.mark.parametrize("what", ["replace", "fsync"])
def test_a_disk_that_does_not_take_it_harms_nothing(
    desk: Desk, kept: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path if what == "replace" else "os", what, fail) if what == "replace" else monkeypatch.setattr(
        "os.fsync", fail
    )
    status, answer = save(desk, "我写的")
    monkeypatch.undo()
    assert status == 422
    assert "No space left" in answer["message"]
    assert edits.data_of(desk.root) == kept


def test_a_file_that_may_not_be_written_is_told(
    desk: Desk, kept: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Root may write anything, so the system's answer is given for it.
    monkeypatch.setattr("os.access", lambda *_: False)
    status, answer = save(desk, "我写的")
    monkeypatch.undo()
    assert status == 422
    assert "权限" in answer["message"]
    assert edits.data_of(desk.root) == kept


@pytest.mark.parametrize(
    "file",
    ["../mkdocs.yml", "data/../mkdocs.yml", "/etc/passwd", "data/duties/../roles/control-ops.yml", "mkdocs.yml",
     "data\\duties\\data-monitoring.yml", "data/duties", "", "data/duties/data-monitoring.yml\0"],
)  # fmt: skip
def test_no_other_file_is_ever_touched(desk: Desk, kept: dict[str, bytes], file: str) -> None:
    for name in ("field", "save"):
        status, answer = desk.ask(name, file=file, path=["outcome"], old="x", new="y")
        assert status == 410
        assert "value" not in answer
    assert edits.data_of(desk.root) == kept


@pytest.mark.parametrize(
    "path",
    [[], ["no-such-key"], ["tasks"], ["tasks", 99], ["tasks", -1, "name"], ["tasks", "no-such-task", "name"],
     ["outcome", "x"], [0], ["tasks", "morning-check", "id"], ["__class__"]],
)  # fmt: skip
def test_a_path_that_leads_to_no_text_is_refused(desk: Desk, kept: dict[str, bytes], path: list[Any]) -> None:
    status, _ = desk.ask("save", file=DUTY, path=path, old="x", new="y")
    assert status == 410
    assert edits.data_of(desk.root) == kept


def test_a_folder_that_is_a_link_out_of_the_project_is_refused(desk: Desk, tmp_path: Path) -> None:
    folder = desk.root / "data/templates"
    folder.rename(tmp_path / "templates")
    folder.symlink_to(tmp_path / "templates")
    try:
        name = next((tmp_path / "templates").glob("*.yml")).name
        assert desk.ask("field", file=f"data/templates/{name}", path=["name"])[0] == 410
    finally:
        folder.unlink()
        (tmp_path / "templates").rename(folder)


# ------------------------------------------------------------------------------------------------- style


STYLES = [
    ("plain", "outcome: 异常在变大之前有人看见。  # 注释", "outcome: 改过的一句。  # 注释", "改过的一句。"),
    ("double", 'outcome: "异常: 有人看见"', 'outcome: "改过: \\"x\\""', '改过: "x"'),
    ("single", "outcome: '异常: 有人看见'", "outcome: '改过: it''s'", "改过: it's"),
    ("folded", "outcome: >-  # 注释\n  异常在变大\n  之前有人看见。\n# 下一行", "outcome: >-  # 注释\n  改过: 一句。\n# 下一行", "改过: 一句。"),
    ("literal", "outcome: |\n  异常在变大之前有人看见。\n", "outcome: |\n  改过的一句。\n", "改过的一句。"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "then", "new"), [one[1:] for one in STYLES], ids=[one[0] for one in STYLES])
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"], ids=["bare", "bom"])
def test_a_value_keeps_the_style_it_is_written_in(
    desk: Desk, kept: dict[str, bytes], written: str, then: str, new: str, newline: str, bom: bytes
) -> None:
    file = desk.root / DUTY
    text = re.sub(r"(?m)^outcome: .*$", lambda _: written, kept[DUTY].decode())
    file.write_bytes(bom + text.replace("\n", newline).encode())
    status, answer = save(desk, new)
    assert status == 200, answer
    expected = re.sub(r"(?m)^outcome: .*$", lambda _: then, kept[DUTY].decode())
    assert file.read_bytes() == bom + expected.replace("\n", newline).encode()


def test_git_sees_one_line(desk: Desk, kept: dict[str, bytes], tmp_path: Path) -> None:
    git = ["git", "-C", str(desk.root), "-c", "user.name=x", "-c", "user.email=x@example.com"]
    for command in (["init", "-q"], ["add", "data"], ["commit", "-qm", "x"]):
        subprocess.run([*git, *command], check=True)
    assert save(desk, "异常有人看见，有人认领。")[0] == 200
    diff = subprocess.run([*git, "diff", "--numstat"], capture_output=True, text=True, check=True).stdout
    assert diff.split() == ["1", "1", DUTY]


def test_an_origin_is_a_value_s_own(desk: Desk) -> None:
    """Two values that say the same are told apart."""
    desk.page("/")
    origins = list(edits.texts_of(desk.server.preview.session.cache))
    assert len(set(origins)) == len(origins)
    assert Origin(DUTY, ("outcome",)) in origins


def test_after_an_item_was_put_before_another_each_text_leads_to_where_it_stands(
    desk: Desk, kept: dict[str, bytes]
) -> None:
    """Also on pages that print the very same as before."""
    for file, line, before in (
        (DUTY, "      - 多写的一条，看板有人认领。\n", "      - 看板上的指标不超过 8 个"),
        (DUTY, "      - {what: 多写的一错, sign: 多一行, fix: 删一行}\n", "      - {what: 指标越加越多"),
    ):
        path = desk.root / file
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, line + before, 1), encoding="utf-8")
        desk.server.wake()
        test_what_is_offered_is_what_is_shown(desk)
