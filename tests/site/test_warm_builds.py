"""What a build keeps for the next: it saves time, and never changes a byte, whatever becomes of it."""

import hashlib
import itertools
import os
import random
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from macros.build import inputs
from macros.build.store import FOLDER, Store, key
from tests import commands
from tests.conftest import once
from tests.copies import PROJECT, copy_playbook, copy_with_little_data, differences

DUTY = "data/duties/data-monitoring.yml"


def build(root: Path, site: Path, **environment: str) -> str:
    """Build, and give back what was said."""
    answer = commands.run(root, "build", "--site", str(site), env=environment)
    assert answer.status == 0, answer.text
    return answer.text


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that was built, with its site and with what the build kept: to be copied."""

    def make(root: Path) -> None:
        build(copy_with_little_data(root), root / "site")
        assert any((root / FOLDER).rglob("*"))

    return once(tmp_path_factory, "warm", make)


#: Gives the site of a project as a build makes it that has nothing of others, in an environment.
Cold = Callable[..., Path]


@pytest.fixture(scope="module")
def cold(tmp_path_factory: pytest.TempPathFactory) -> Cold:
    """Builds a project from nothing; several tests that come to the same project have it built once."""

    def site(root: Path, **environment: str) -> Path:
        def make(folder: Path) -> None:
            shutil.copytree(root, folder, ignore=shutil.ignore_patterns(".cache", "site"))
            build(folder, folder / "site", **environment)

        state = hashlib.sha256(repr(sorted(environment.items())).encode())
        for path in sorted(root.rglob("*")):
            name = path.relative_to(root)
            if path.is_file() and name.parts[0] not in {".cache", "site"}:
                state.update(f"{name}:{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
        return once(tmp_path_factory, f"cold-{state.hexdigest()[:16]}", make) / "site"

    return site


@pytest.fixture
def root(warm: Path, tmp_path: Path) -> Path:
    """A copy of that project, to be changed."""
    return shutil.copytree(warm, tmp_path / "project")


def as_cold(root: Path, cold: Cold, **environment: str) -> list[str]:
    """What differs between a build that has what others kept, and one that has nothing."""
    said = build(root, root / "site", **environment)
    assert "什么都没有改" not in said
    return differences(root / "site", cold(root, **environment))


def rewrite(root: Path, file: str, old: str, new: str) -> None:
    text = (root / file).read_text(encoding="utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def test_where_nothing_has_changed_the_site_is_left(root: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (root / "site").rglob("*")}
    assert "什么都没有改" in build(root, root / "site")
    assert {path: path.stat().st_mtime_ns for path in (root / "site").rglob("*")} == before


def test_warnings_are_said_again(tmp_path: Path) -> None:
    root = copy_playbook(tmp_path / "project")
    rewrite(root, "data/terms.yml", "terms:", "terms:\n  - {id: unused-word, name: 没人用的词, text: 没有一处提到它。}")
    first = build(root, root / "site")
    assert "unused-word" in first or "没人用的词" in first
    again = build(root, root / "site")
    assert "什么都没有改" in again
    assert [line for line in again.splitlines() if "data/" in line] == [
        line for line in first.splitlines() if "data/" in line
    ]


@pytest.mark.parametrize("damage", ["changed", "missing", "more"])
def test_a_site_that_is_not_as_it_was_made_is_made_anew(root: Path, warm: Path, damage: str) -> None:
    page = root / "site/duties/data-monitoring/index.html"
    if damage == "changed":
        page.write_bytes(page.read_bytes() + b" ")
    elif damage == "missing":
        page.unlink()
    else:
        (root / "site/more.html").write_text("more", encoding="utf-8")
    assert "什么都没有改" not in build(root, root / "site")
    assert differences(root / "site", warm / "site") == []


def _template(root: Path) -> None:
    rewrite(
        root, "overrides/main.html", '<meta name="renderer" content="webkit">', '<meta name="renderer" content="x">'
    )


def _override(root: Path) -> None:
    (root / "overrides/partials/copyright.html").write_text("<p>ours alone</p>", encoding="utf-8")


def _style(root: Path) -> None:
    with (root / "docs/assets/css/playbook.css").open("a", encoding="utf-8") as file:
        file.write("\n.one-more{color:red}\n")


def _script(root: Path) -> None:
    with (root / "docs/assets/js/playbook.js").open("a", encoding="utf-8") as file:
        file.write("\nglobalThis.oneMore = 1;\n")


def _settings(root: Path) -> None:
    rewrite(root, "mkdocs.yml", "permalink_title: 复制这一处的地址", "permalink_title: 这里的地址")


def _theme_language(root: Path) -> None:
    rewrite(root, "mkdocs.yml", "language: zh", "language: en")


def _field(root: Path) -> None:
    text = (root / DUTY).read_text(encoding="utf-8")
    (root / DUTY).write_text(
        re.sub(r"(?m)^outcome: .*$", "outcome: 指标有异动，半小时内有人去查。", text), encoding="utf-8"
    )


def _title(root: Path) -> None:
    rewrite(root, DUTY, "name: 数据监控", "name: 数据看守")


def _page(root: Path) -> None:
    (root / "docs/more.md").write_text("# 再来一页\n\n说明。\n", encoding="utf-8")


def _own_extension(root: Path) -> None:
    rewrite(root, "mkdocs.yml", "  - attr_list\n", "  - attr_list\n  - nl2br\n")


@pytest.mark.parametrize(
    "change",
    [_template, _override, _style, _script, _settings, _theme_language, _field, _title, _page, _own_extension],
    ids=lambda change: change.__name__.strip("_"),
)
def test_after_a_change_the_site_is_that_of_a_cold_build(
    root: Path, warm: Path, cold: Cold, change: Callable[[Path], None]
) -> None:
    change(root)
    assert as_cold(root, cold) == []
    assert differences(root / "site", warm / "site"), "the change changes nothing"


@pytest.mark.parametrize(
    "environment",
    [{"SITE_URL": "https://ops.example.com/x/"}, {"SOURCE_DATE_EPOCH": "86400"}, {"LC_ALL": "C"}],
    ids=["address", "date", "locale"],
)
def test_in_another_environment_the_site_is_that_of_a_cold_build(
    root: Path, cold: Cold, environment: dict[str, str]
) -> None:
    assert as_cold(root, cold, **environment) == []


def test_with_another_day_in_git_the_site_is_that_of_a_cold_build(root: Path, cold: Cold) -> None:
    def git(*arguments: str) -> None:
        who = ["-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false"]
        day = {"GIT_AUTHOR_DATE": "2020-02-02T12:00:00Z", "GIT_COMMITTER_DATE": "2020-02-02T12:00:00Z"}
        subprocess.run(["git", *who, *arguments], cwd=root, check=True, capture_output=True, env={**os.environ, **day})

    git("init", "--quiet")
    git("add", "data")
    git("commit", "--quiet", "-m", "all")
    assert as_cold(root, cold) == []
    assert "2020-02-02" in (root / "site/duties/data-monitoring/index.html").read_text(encoding="utf-8")


def test_another_version_of_a_package_finds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "markdown-1.0.dist-info").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    before = key(inputs.machine())
    (tmp_path / "markdown-1.0.dist-info").rename(tmp_path / "markdown-1.1.dist-info")
    assert key(inputs.machine()) != before


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _foreign(path: Path) -> None:
    path.write_bytes(b"\x80\x04\x95" + random.Random(path.name).randbytes(300))


def _one_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _link(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


DAMAGES = [_cut, _empty, _foreign, _one_bit, _folder, _pipe, _link]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """All damages side by side, each in every seventh file; with --all-damages, each in all files too."""
    if "damages" in metafunc.fixturenames:
        alone = [[damage] for damage in DAMAGES] if metafunc.config.getoption("--all-damages") else []
        metafunc.parametrize("damages", [DAMAGES, *alone], ids=lambda some: "-".join(one.__name__ for one in some))


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes in folders")
def test_what_is_broken_in_the_store_is_made_anew(
    root: Path, cold: Cold, damages: list[Callable[[Path], None]]
) -> None:
    kept = sorted((root / FOLDER).parent.rglob("*"))
    files = [path for path in kept if path.is_file()]
    assert len(files) > 5 * len(DAMAGES)
    assert {path.relative_to(root).parts[1] for path in files} == {"build", "build-code"}
    for path, damage in zip(files, itertools.cycle(damages), strict=False):
        damage(path)
    _field(root)
    assert as_cold(root, cold) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is full")
def test_on_a_full_disk_nothing_is_kept_and_nothing_goes_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path)
    store.put("kind", key("x"), b"whole")
    whole = Path.write_bytes
    monkeypatch.setattr(Path, "write_bytes", lambda _self, content: whole(Path("/dev/full"), content))
    store.put("kind", key("y"), b"lost")
    monkeypatch.undo()
    assert (store.get("kind", key("x")), store.get("kind", key("y"))) == (b"whole", None)


def test_where_no_folder_can_be_there_is_no_store(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("a file", encoding="utf-8")
    store = Store(tmp_path / FOLDER)
    store.put_data("kind", key("x"), [1])
    assert store.get_data("kind", key("x")) is None
    store.trim()
    store.clear()


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for number in range(4):
        store.put("kind", key(number), bytes(1000))
        path = next(path for path in tmp_path.rglob(key(number)))
        os.utime(path, (number, number))
    assert store.get("kind", key(0)) is not None  # which is a use
    store.trim(limit=2500)
    assert [store.get("kind", key(number)) is not None for number in range(4)] == [True, False, False, True]


def test_what_a_build_has_used_stays_however_much_it_is(tmp_path: Path) -> None:
    """A playbook of a thousand duties has more than the limit."""
    before = Store(tmp_path)
    for number in range(6):
        before.put("kind", key(number), bytes(1000))
        os.utime(next(tmp_path.rglob(key(number))), (number, number))
    now = Store(tmp_path)
    for number in range(4):
        assert now.get("kind", key(number)) is not None
    now.trim(limit=1500)
    assert [now.get("kind", key(number)) is not None for number in range(6)] == [True] * 4 + [False] * 2


def test_a_change_during_the_build_is_not_taken_for_what_was_before(
    root: Path, cold: Cold, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The site may have either; so the next build must look again."""
    from macros.build import links
    from scripts import build as script

    monkeypatch.chdir(root)
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    original = (root / DUTY).read_text(encoding="utf-8")
    _title(root)
    check = links.broken_links

    def meanwhile(*arguments: object) -> list[str]:
        (root / DUTY).write_text(original, encoding="utf-8")
        return check(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(links, "broken_links", meanwhile)
    assert script.build(root, root / "site", quiet=True) == 0
    monkeypatch.undo()
    for is_changed in (False, True):
        if is_changed:
            _title(root)
        build(root, root / "site")
        assert differences(root / "site", cold(root)) == []


def test_a_file_that_is_as_it_was_stays_where_it_is(root: Path) -> None:
    """Nothing of it is written again: neither a page, nor an export, nor a script."""
    before = {path: path.stat() for path in (root / "site").rglob("*") if path.is_file()}
    content = {path: path.read_bytes() for path in before}
    _field(root)
    build(root, root / "site")
    same = {path for path in before if path.exists() and path.read_bytes() == content[path]}
    assert {path.suffix for path in same} >= {".html", ".md", ".xlsx", ".json", ".js", ".css"}
    for path in same:
        assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before[path].st_ino, before[path].st_mtime_ns), path


def test_a_template_is_compiled_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from jinja2 import Environment

    from scripts import build as script

    compiled: list[str] = []
    compile_ = Environment.compile

    def noted(self: Environment, source: Any, name: str | None = None, *others: Any, **options: Any) -> Any:
        # Material's search reads its words by itself, before anybody can tell it what is known.
        compiled.extend([name] if name and not name.startswith("partials/language") else [])
        return compile_(self, source, name, *others, **options)

    monkeypatch.chdir(root)
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    _field(root)
    script.build(root, root / "site", quiet=True)  # what is in a project of its own is compiled there
    monkeypatch.setattr(Environment, "compile", noted)
    _title(root)
    script.build(root, root / "site", quiet=True)
    assert [name for name in compiled if name.endswith((".md.j2", ".html"))] == []
    rewrite(root, "overrides/main.html", "{% block", "{# another #}{% block")
    script.build(root, root / "site", quiet=True)
    assert [name for name in compiled if name.endswith((".md.j2", ".html"))] == ["main.html"]


def _spoilt(site: Path) -> None:
    (site / "duties/data-monitoring/index.html").write_text("somebody else's", encoding="utf-8")
    (site / "raci.csv").unlink(missing_ok=True)


def _linked(site: Path) -> None:
    (site / "go").rename(site / "elsewhere")
    (site / "go").symlink_to(site / "elsewhere")


@pytest.mark.parametrize("spoil", [_spoilt, _linked, shutil.rmtree], ids=["spoilt", "linked", "gone"])
@pytest.mark.parametrize("is_meanwhile", [False, True])
def test_whatever_becomes_of_the_old_site_the_new_one_is_right(
    root: Path, cold: Cold, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], None], is_meanwhile: bool
) -> None:
    """Before a build, and after it has looked at what may stay."""
    from macros.build import links
    from scripts import build as script

    _title(root)
    check, once_only = links.broken_links, root.parent / "spoilt"

    def meanwhile(*arguments: object) -> list[str]:  # maybe in another process
        if not once_only.exists():
            once_only.touch()
            spoil(root / "site")
        return check(*arguments)  # type: ignore[arg-type]

    if is_meanwhile:
        monkeypatch.setattr(links, "broken_links", meanwhile)
    else:
        spoil(root / "site")
    monkeypatch.chdir(root)
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    assert script.build(root, root / "site", quiet=True) == 0
    assert differences(root / "site", cold(root)) == []
    assert once_only.exists() == is_meanwhile
    assert not (root / "site/go").is_symlink()
    assert not (root / "site/elsewhere").exists()


def start(root: Path) -> subprocess.Popen[bytes]:
    """Begin a build in a process of its own."""
    line = [sys.executable, "-m", "scripts.build", "--root", str(root), "--site", str(root / "site")]
    return subprocess.Popen(line, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


@pytest.mark.skipif(sys.platform == "win32", reason="a folder can't be held there")
def test_two_builds_at_once(root: Path, cold: Cold) -> None:
    _title(root)
    both = [start(root), start(root)]
    said = [process.communicate(timeout=commands.PATIENCE)[0].decode() for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert differences(root / "site", cold(root)) == []
    assert not [path.name for path in root.iterdir() if path.name.startswith(".site")]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("step", ["1/4", "2/4", "3/4", "4/4"])
def test_a_build_that_was_killed_leaves_the_old_site_and_the_next_is_right(
    root: Path, warm: Path, cold: Cold, step: str
) -> None:
    """Killed when it has said that it begins a step; each file of the site is then the old or the new one."""
    _title(root)
    new = cold(root)
    process = start(root)
    assert process.stdout is not None
    while step.encode() not in process.stdout.readline():
        assert process.poll() is None
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    for path in (warm / "site").rglob("*"):
        name = path.relative_to(warm / "site")
        if path.is_file() and (root / "site" / name).exists():
            assert (root / "site" / name).read_bytes() in {path.read_bytes(), (new / name).read_bytes()}
    build(root, root / "site")
    assert differences(root / "site", new) == []
    assert not [path.name for path in root.iterdir() if path.name.startswith(".site")]


def test_shared_work_makes_what_the_loop_of_mkdocs_makes(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A project with plugins of its own is built by MkDocs' loop."""
    from macros.build import full_build
    from scripts import build as script

    monkeypatch.chdir(root)
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    monkeypatch.setattr(full_build, "can_share", lambda _: False)
    assert script.build(root, tmp_path / "site", quiet=True, kept=tmp_path / "kept") == 0
    assert differences(root / "site", tmp_path / "site") == []
