"""The live preview: what it wrote is what a full build writes, and a broken file costs no page."""

import contextlib
import os
import re
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from macros.build.preview import Preview, Server
from macros.pages.render import Publication
from tests import commands
from tests.copies import copy_playbook, differences


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the tests' own playbook, to be edited."""
    return copy_playbook(tmp_path_factory.mktemp("preview") / "copy")


@pytest.fixture(scope="module")
def preview(copy: Path) -> Iterator[Preview]:
    """A preview of the copy, built once."""
    before = Path.cwd()
    os.chdir(copy)
    preview = Preview(copy)
    assert preview.build().startswith("看过了")
    yield preview
    preview.close()
    os.chdir(before)


def edit(root: Path, file: str, pattern: str, new: str) -> None:
    """Change the first place that `pattern` finds; fail when it finds none."""
    path = root / file
    text, count = re.subn(pattern, new, path.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
    assert count == 1, f"{file} has no {pattern}"
    path.write_text(text, encoding="utf-8")
    stat = path.stat()
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1_000_000))


ADDED = """# yaml-language-server: $schema=../../schemas/template.json
name: 试加的表
columns:
  - {name: 时段, note: 写到小时}
  - {name: 缺口, note: 写几人几件}
sample:
  - ["20:00", "少 4 人"]
"""


def add_template(root: Path) -> None:
    (root / "data/templates/added-form.yml").write_text(ADDED, encoding="utf-8")


#: What an editor does, and whether "some" of the pages hang on it, or "all": then the preview begins a new site.
EDITS: list[tuple[str, str, str, str, str]] = [
    ("title of the site", "data/playbook.yml", r"^title: .*$", "title: 我们的运营手册", "all"),
    ("duty", "data/duties/data-monitoring.yml", r"^outcome: .*$", "outcome: 异常在变大之前有人看见、有人认领。", "some"),
    ("line added in a duty", "data/duties/incident-response.yml", r"^outcome:", "# 一行注释\noutcome:", "some"),
    ("role", "data/roles/control-ops.yml", r"^mission: .*$", "mission: 比别人先看见不对，先把业务拉回来。", "some"),
    ("checklist", "data/checklists/monitoring-weekly.yml", r"min_score: \d+", "min_score: 77", "some"),
    ("scorecard", "data/scorecards/control-ops.yml", r"what: [^,]+", "what: 本人上报了几件事", "some"),
    ("template", "data/templates/morning-check-log.yml", r"note: [^,}\n]+", "note: 照实填到分", "some"),
    ("metric", "data/metrics.yml", r'trap: \{zh: "[^"]+"', 'trap: {zh: "期中把目标改低又不说"', "some"),
    ("term", "data/terms.yml", r"text: [^,]+", "text: 这里改过的一句解释。", "some"),
    ("tool", "data/tools.yml", r"care: [^,]+", "care: 这里改过的一句提醒。", "some"),
    ("source", "data/sources.yml", r"^    about: .*$", "    about: 这里改过的一句介绍。", "some"),
    ("team", "data/playbook.yml", r"name: 数据组", "name: 数据小组", "some"),
]  # fmt: skip


#: What shows on pages that are about something else.
EVERYWHERE = [
    ("title", "data/playbook.yml", r"^title: .*$", "title: 我们的手册"),
    ("description", "data/playbook.yml", r"^about: .*$", "about: 换一句话说它是什么。"),
    ("order of duties", "data/playbook.yml", r"data-monitoring, data-analysis", "data-analysis, data-monitoring"),
    ("name of a group", "data/playbook.yml", r"name: 方向与目标", "name: 方向"),
    ("name of a duty", "data/duties/data-analysis.yml", r"^name: .*$", "name: 数据细看"),
    ("name of a role", "data/roles/ops-lead.yml", r"^name: .*$", "name: 运营总管二"),
    ("a page's text", "docs/editing.md", r"^# .*$", "# 编辑"),
    ("style", "docs/assets/css/playbook.css", r"\Z", "\n"),
    ("layout", "overrides/main.html", r"\Z", "\n"),
    ("settings", "mkdocs.yml", r"\Z", "\n"),
]  # fmt: skip


def full_build(root: Path, site: Path) -> None:
    answer = commands.run(root, "build", "--site", str(site))
    assert answer.status == 0, answer.text


def test_the_preview_equals_a_full_build_byte_for_byte(copy: Path, preview: Preview, tmp_path: Path) -> None:
    """Every kind of file is edited, one after the other; then everything is compared with a build from nothing."""
    add_template(copy)
    edit(copy, "data/duties/data-monitoring.yml", r"template: peak-plan", "template: added-form")
    edit(copy, "data/duties/data-analysis.yml", r"^name: (.*)$", r"name: 数据细析")
    edit(copy, "data/roles/ops-lead.yml", r"^name: (.*)$", r"name: 运营总管")
    edit(copy, "docs/index.md", r"^一个小团队的手册.*$", "打开岗位就知道今天交什么。")
    edit(copy, "docs/assets/css/playbook.css", r"--pb-line: #dcdfda", "--pb-line: #dcdfdb")
    for name, file, pattern, new, much in [("what was edited so far", "", "", "", "all"), *EDITS]:
        if file:
            edit(copy, file, pattern, new)
        builds = preview.builds
        preview.build()
        assert not preview.problems, (name, preview.problems)
        assert (preview.builds > builds) == (much == "all"), name
        preview.refresh("duties/data-monitoring/")  # some pages are made at one time, others at another
    (copy / "data/templates/added-form.yml").rename(copy / "data/templates/added-sheet.yml")
    edit(copy, "data/duties/data-monitoring.yml", r"template: added-form", "template: added-sheet")
    preview.build()
    preview.refresh_all()
    edit(copy, "data/duties/data-monitoring.yml", r"^outcome: .*$", "outcome: 异常有人看见，也有人认领。")
    preview.build()
    assert not preview.problems
    preview.refresh_all()
    preview.catch_up()
    full_build(copy, tmp_path / "site")
    assert differences(preview.site_dir, tmp_path / "site") == []


def test_what_is_taken_away_is_that_of_the_pages(copy: Path, preview: Preview) -> None:
    """A download is made when somebody asks for it, again after each edit, and not for those who only read."""
    preview.build()
    server = Server(preview, "127.0.0.1", 0, lambda _line: None)
    server.server_bind()
    server.server_activate()
    port = server.server_address[1]
    server.serve_thread.start()
    file = preview.site_dir / "downloads/checklists/monitoring-weekly.csv"
    try:
        for before, said in (("看写入时刻", "看第一行的时刻"), ("看第一行的时刻", "看末一行的时刻")):
            edit(copy, "data/duties/data-monitoring.yml", f"how: {before}", f"how: {said}")
            server.rebuild()
            assert said in ask(port, "/checklists/monitoring-weekly/")
            old = file.read_bytes() if file.exists() else b""
            assert said not in old.decode()
            ask(port, "/livereload/0/1")
            assert said in ask(port, "/checklists/monitoring-weekly/index.md")
            assert (file.read_bytes() if file.exists() else b"") == old
            assert said in ask(port, "/downloads/checklists/monitoring-weekly.csv")
            assert said in ask(port, "/api/v1/duties.json")
        assert "url=../../duties/data-monitoring/" in ask(port, "/go/data-monitoring.alert-drill/")
    finally:
        server.shutdown(wait=False)
        server.serve_thread.join(timeout=10)


def test_a_build_that_ends_while_files_are_written_leaves_them_behind(
    preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []

    def write(*_: object) -> None:
        written.append(len(written))
        if len(written) == 1:
            preview.build()
        if len(written) == 2:
            raise OSError("no space left")

    preview.build()
    monkeypatch.setattr("macros.build.mkdocs.write_exports", write)
    preview.catch_up()
    with pytest.raises(OSError, match="no space left"):
        preview.catch_up()
    preview.catch_up()
    preview.catch_up()
    assert written == [0, 1, 2], "anew after the build, again after the fault, and then no more"


def test_an_edit_costs_the_page_that_is_asked_for(
    copy: Path, preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview.build()
    assert preview.pages is not None
    made: list[str] = []
    plain = preview.session.text

    def text(path: str) -> str:
        made.append(path)
        return plain(path)

    monkeypatch.setattr(preview.session, "text", text)
    for number in range(2):
        edit(copy, "data/duties/data-monitoring.yml", r"evidence: .*$", f"evidence: 任选 {number + 3} 行重算一遍。")
        preview.build()
        assert made == []
        for path in ("duties/data-monitoring/", "duties/data-monitoring", "duties/data-monitoring/index.md"):
            assert preview.refresh(path) == []
        assert made == ["duties/data-monitoring.md"]
        made.clear()


def test_a_page_that_cannot_be_made_is_told_and_the_page_before_stays(
    copy: Path, preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview.build()
    preview.refresh("duties/data-monitoring/")
    page = preview.site_dir / "duties/data-monitoring/index.html"
    before = page.read_bytes()

    def fault(path: str) -> str:
        raise ZeroDivisionError(path)

    with monkeypatch.context() as patched:
        patched.setattr(preview.session, "text", fault)
        preview.build()
        assert preview.problems == []
        said = preview.refresh("duties/data-monitoring/")
        assert "ZeroDivisionError" in said[0]
        assert preview.problems == said
        assert page.read_bytes() == before
    preview.refresh("duties/data-monitoring/")
    assert preview.problems == []


def test_a_broken_file_keeps_the_pages_and_names_the_place(copy: Path, preview: Preview) -> None:
    preview.build()
    preview.refresh("duties/data-monitoring/")
    page = preview.site_dir / "duties/data-monitoring/index.html"
    before = page.read_bytes()
    edit(copy, "data/duties/data-monitoring.yml", r"^outcome: ", "outcome：")
    said = preview.build()
    assert "data/duties/data-monitoring.yml:" in said
    assert len(preview.problems) == 1
    preview.refresh("duties/data-monitoring/")
    preview.refresh("duties/goal-setting/")
    assert page.read_bytes() == before
    assert (preview.site_dir / "duties/goal-setting/index.html").is_file(), "of the last good data"
    edit(copy, "data/duties/data-monitoring.yml", r"^outcome：", "outcome: ")
    assert preview.build().startswith("看过了")
    assert preview.problems == []


def _broken(path: Path, kind: str) -> None:
    """Make of a good file what should never be there."""
    text = path.read_text(encoding="utf-8")
    path.unlink()
    if kind == "empty":
        path.touch()
    elif kind == "gbk":
        path.write_bytes(text.encode("gb18030"))
    elif kind == "large":
        path.write_text("name: x\n" * 700_000, encoding="utf-8")
    elif kind == "laughs":
        more = "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
        path.write_text("a: &a [x, x]\n" + more, encoding="utf-8")
    elif kind == "folder":
        path.mkdir()
    elif kind == "dangling":
        path.symlink_to("nowhere")


BREAKS = ["empty", "gbk", "large", "laughs", "folder", "dangling", "gone"]


@pytest.mark.parametrize("kind", BREAKS)
def test_the_server_lives_through_bad_files_and_recovers(copy: Path, preview: Preview, kind: str) -> None:
    path = copy / "data/duties/goal-setting.yml"
    kept = path.read_bytes()
    preview.build()
    _broken(path, kind)
    preview.build()
    assert any("goal-setting" in problem for problem in preview.problems)
    assert all(re.match(r"data/[^:]+:\d+:\d+: E-", problem) for problem in preview.problems)
    preview.refresh("duties/goal-setting/")
    assert (preview.site_dir / "duties/goal-setting/index.html").is_file()
    if path.is_dir():
        path.rmdir()
    else:
        path.unlink(missing_ok=True)
    path.write_bytes(kept)
    preview.build()
    assert preview.problems == []


@pytest.mark.parametrize(
    ("file", "pattern", "new"), [one[1:] for one in EVERYWHERE], ids=[one[0] for one in EVERYWHERE]
)
def test_what_every_page_depends_on_is_noticed(copy: Path, preview: Preview, file: str, pattern: str, new: str) -> None:
    """Then the preview builds everything anew, as the first test shows."""
    kept = (copy / file).read_bytes()
    preview.session.prepare(Publication())
    before = preview.depended_on()
    edit(copy, file, pattern, new)
    preview.session.prepare(Publication())
    assert preview.depended_on() != before
    (copy / file).write_bytes(kept)


def test_starting_on_broken_data_shows_the_problems_and_then_the_pages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = copy_playbook(tmp_path / "copy")
    monkeypatch.chdir(copy)
    edit(copy, "data/roles/control-ops.yml", r"^mission: ", "mision: ")
    preview = Preview(copy)
    said: list[str] = []
    server = Server(preview, "127.0.0.1", 0, said.append)
    server.server_bind()
    server.server_activate()
    port = server.server_address[1]
    server.serve_thread.start()  # the server's own: its shutdown() stops no other
    try:
        server.rebuild()
        banner = ask(port, "/")
        assert "data/roles/control-ops.yml" in banner
        assert "mission" in banner
        edit(copy, "data/roles/control-ops.yml", r"^mision: ", "mission: ")
        server.rebuild()
        page = ask(port, "/roles/control-ops/")
        assert "运营中控" in page
        assert "pb-problems" not in page
    finally:
        server.shutdown(wait=False)
        server.serve_thread.join(timeout=10)
        preview.close()
    assert not server.serve_thread.is_alive()


def test_a_banner_never_runs_what_a_file_says(copy: Path) -> None:
    from macros.build.preview import banner

    assert b"<script>" not in banner(["data/x.yml:1:1: E-x <script>alert(1)</script>"])


def ask(port: int, path: str) -> str:
    """What the server answers, also when it answers with an error page."""
    end = time.monotonic() + 20
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            return error.read().decode()
        except OSError:
            if time.monotonic() > end:
                raise


@contextlib.contextmanager
def running(server: Server) -> Iterator[None]:
    """Let a server of a preview of its own serve until the end of the block."""
    serving = threading.Thread(target=server.serve)
    serving.start()
    try:
        while not server.serve_thread.is_alive():
            serving.join(0.01)
        yield
    finally:
        server.shutdown()
        serving.join()
        server.preview.close()


def test_what_changes_during_a_build_is_in_the_page_that_is_served_next(copy: Path) -> None:
    """No page of the build before is served, to be loaded anew a moment later."""
    preview = Preview(copy)
    server = Server(preview, "127.0.0.1", 0, lambda _line: None)
    builds: list[str] = []
    plain = preview.build

    def build() -> str:
        said = plain()
        builds.append(said)
        if len(builds) == 2:
            edit(copy, "data/duties/data-monitoring.yml", r"^outcome: .*$", "outcome: 建的时候又改了一句。")
            server.wake()
        return said

    preview.build = build  # type: ignore[method-assign]
    server.rebuild()
    with running(server):
        server.wake()
        address = f"http://127.0.0.1:{server.server_port}/duties/data-monitoring/"
        with urllib.request.urlopen(address) as answer:
            page = answer.read().decode()
        assert "建的时候又改了一句。" in page
        assert len(builds) == 3


@pytest.mark.parametrize("hears", ["the system", "whoever looks"])
def test_a_save_is_noticed_by_the_system_or_by_looking(copy: Path, monkeypatch: pytest.MonkeyPatch, hears: str) -> None:
    """On a network disk the system tells nothing, and it may have no more room for who listens."""
    if hears == "the system":
        monkeypatch.setattr("macros.build.preview.POLL", 3600)
    else:
        monkeypatch.setattr("macros.build.preview.Observer.start", _no_room)
    preview = Preview(copy)
    server = Server(preview, "127.0.0.1", 0, lambda _line: None)
    server.rebuild()
    server.watch(str(copy / "data"))
    with running(server):
        edit(copy, "data/duties/data-monitoring.yml", r"^outcome: .*$", f"outcome: 听到的是{hears}。")
        end = time.monotonic() + 30
        while f"听到的是{hears}。" not in ask(server.server_port, "/duties/data-monitoring/"):
            assert time.monotonic() < end


def _no_room(_: object) -> None:
    raise OSError("inotify watch limit reached")
