"""Commands on other people's consoles, and what is published to other people's servers."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import served
from tests.field.playbooks import (
    ANALYSIS,
    HAN,
    Answer,
    build,
    built,
    committed,
    copy,
    environment,
    fetch,
    files,
    git,
    playbook,
    preview,
    read,
    run,
    swap,
    typed,
    write,
)

COMMANDS: dict[str, tuple[str, ...]] = {
    "check": ("check",),
    "check-json": ("check", "--format", "json"),
    "check-github": ("check", "--format", "github"),
    "build": ("build",),
    "zip": ("zip",),
    "new": ("new", "--no-ask", "template", "--id", "shift-log", "--name", "交班记录🙂"),
    "move": ("move", "--id", "templates/metric-register", "--to", "metric-list", "--why", "名字统一了一次🙂"),
    "review": ("review", "--date", "2028-01-01"),
    "impact": ("impact", "--id", "data-monitoring.morning-check"),
    "impact-changes": ("impact",),
    "help": ("new", "--help"),
    "wrong": ("move", "--id", "missing", "--to", "other", "--why", "试一次"),
    "release-links": ("release_links",),
}
#: Those that are tried on a Chinese console, too: one that writes a file, one that tells of faults, one that lists.
IN_GBK = {"new", "check", "impact"}


def strange(folder: Path) -> Path:
    """A playbook whose folder, texts and one mistake in style have signs that few consoles can print."""
    root = committed(playbook(folder / "手册🙂"))
    swap(root, ANALYSIS, "name: 数据分析", "name: 数据🙂分析")
    swap(root, ANALYSIS, "expect: 至少推翻一个。", "expect: 至少推翻1个🙂。")
    return root


@pytest.fixture(scope="module")
def consoles(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], tuple[Answer, dict[str, bytes]]]:
    """Runs a command of COMMANDS in a playbook of its own on a console of some encoding; each once."""
    master = strange(tmp_path_factory.mktemp("consoles"))
    known: dict[tuple[str, str], tuple[Answer, dict[str, bytes]]] = {}

    def ran(command: str, encoding: str) -> tuple[Answer, dict[str, bytes]]:
        if (command, encoding) not in known:
            root = copy(master, tmp_path_factory.mktemp(f"{command}-{encoding}") / master.name)
            env = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
            # As it is typed on one of them, so that every command is.
            act = typed if encoding == "cp1252" else run
            answer = act(root, *COMMANDS[command], env=env if encoding != "utf-8" else None)
            known[command, encoding] = answer, files(root)
        return known[command, encoding]

    return ran


@pytest.mark.parametrize("command", COMMANDS)
def test_a_console_that_cannot_print_a_sign_changes_nothing(
    consoles: Callable[[str, str], tuple[Answer, dict[str, bytes]]], command: str, pytestconfig: pytest.Config
) -> None:
    expected, written = consoles(command, "utf-8")
    assert not expected.has_traceback, expected.text
    # Which signs a console lacks is the same to a command; to all of them, one console without any of ours is shown.
    others = ("gbk",) if command in IN_GBK or pytestconfig.getoption("--all-damages") else ()
    for encoding in ("cp1252", *others):
        answer, files_ = consoles(command, encoding)
        assert not answer.has_traceback, f"{encoding}: {answer.text}"
        assert answer.status == expected.status, f"{encoding}: {answer.text}"
        assert sorted(files_) == sorted(written), encoding
        assert [name for name in written if files_[name] != written[name]] == [], encoding


def test_a_console_that_cannot_print_a_sign_has_its_preview(tmp_path: Path) -> None:
    root = strange(tmp_path)
    log = tmp_path / "preview.log"
    with preview(root, {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}, log) as url:
        assert (fetch(f"{url}/") or (0, ""))[0] == 200
    assert b"Traceback" not in log.read_bytes()


@pytest.mark.parametrize("command", ["check", "review", "impact", "help"])
def test_output_that_nobody_reads_to_its_end_is_no_fault(tmp_path: Path, command: str) -> None:
    """As `make review | head -1` does it: the reader has left before the first line."""
    root = strange(tmp_path)
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [sys.executable, "-m", f"scripts.{COMMANDS[command][0]}", *COMMANDS[command][1:]],
            cwd=root,
            stdout=writer,
            stderr=subprocess.PIPE,
            check=False,
            env=environment(),
            timeout=60,
        )
    finally:
        os.close(writer)
    assert b"Traceback" not in done.stderr, done.stderr.decode(errors="replace")
    assert b"BrokenPipe" not in done.stderr, done.stderr.decode(errors="replace")


# ------------------------------------------------------------------------------------- site/ is in use


def test_who_holds_the_folder_of_the_site_sees_the_new_one(root: Path) -> None:
    site = built(root)
    held = os.open(site, os.O_RDONLY)
    try:
        swap(root, ANALYSIS, "outcome: 每个问题有一个能照着做的结论。", "outcome: 每个问题有一个新的结论。")
        answer = build(root)
        if answer.status:  # refused before the work is done
            assert HAN.search(answer.text)
            assert not answer.has_traceback, answer.text
            assert "2/4" not in answer.text
            return
        page = f"/proc/self/fd/{held}/duties/data-analysis/index.html"
        assert sorted(os.listdir(held)) == sorted(os.listdir(site))  # noqa: PTH208 (an open folder has no path)
        assert "每个问题有一个新的结论" in Path(page).read_text(encoding="utf-8")
    finally:
        os.close(held)


def test_what_the_new_site_lacks_is_gone_and_nothing_lies_beside_it(root: Path) -> None:
    site = built(root)
    write(root, "site/left-over/index.html", "old")
    assert build(root).status == 0
    assert not (site / "left-over").exists()
    beside = {path.name for path in root.iterdir()}
    assert beside == {*("data", "docs", "macros", "scripts", "overrides", "mkdocs.yml", "schemas", "site", ".cache")}, (
        beside
    )


def test_a_build_that_fails_leaves_the_site_as_it_was(root: Path) -> None:
    before = files(built(root))
    write(root, "docs/editing.md", "# 编辑\n\n[去](missing.md)\n")
    assert build(root).status == 1
    assert files(root / "site") == before


@pytest.mark.skipif(not shutil.which("unshare"), reason="mounting needs unshare (Linux)")
def test_a_site_that_is_a_mount_point_is_filled_or_refused_in_words(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (root / "site").mkdir()
    script = f'mount --bind "{outside}" site && exec "{sys.executable}" -m scripts.build'
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script],
        cwd=root,
        capture_output=True,
        check=False,
        env=environment(),
        timeout=60,
    )
    answer = Answer(done.returncode, done.stdout, done.stderr)
    if "Operation not permitted" in answer.text or "permission denied" in answer.text.lower():
        pytest.skip("this machine lets nobody mount")
    assert not answer.has_traceback, answer.text
    if answer.status == 0:
        assert (outside / "index.html").is_file()
        assert (outside / "duties/data-analysis/index.html").is_file()
    else:
        assert "2/4" not in answer.text, "refused before the work, not after it"
        assert re.search("挂载|占用", answer.text), answer.text


@pytest.mark.skipif(not shutil.which("unshare"), reason="mounting needs unshare (Linux)")
def test_a_site_that_can_be_filled_only_in_part_stays_as_it_was(root: Path, tmp_path: Path) -> None:
    """A folder in it is mounted read-only."""
    before = files(built(root))
    swap(root, ANALYSIS, "outcome: 每个问题有一个能照着做的结论。", "outcome: 每个问题有一个新的结论。")
    script = f'mount --bind site/templates site/templates && mount -o remount,bind,ro site/templates && exec "{sys.executable}" -m scripts.build'
    swap(root, "data/templates/morning-check-log.yml", "name: 早检记录", "name: 早检的记录")
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script],
        cwd=root,
        capture_output=True,
        check=False,
        env=environment(),
        timeout=60,
    )
    answer = Answer(done.returncode, done.stdout, done.stderr)
    if "Operation not permitted" in answer.text or "permission denied" in answer.text.lower():
        pytest.skip("this machine lets nobody mount")
    assert answer.status == 1, answer.text
    assert not answer.has_traceback, answer.text
    assert "原来的还在" in answer.text
    assert files(root / "site") == before


def test_the_guide_says_how_to_mount_the_site(project: Path) -> None:
    said = read(project, "docs/editing/publishing.md") + read(project, "deploy/nginx.conf")
    assert re.search("挂载|mount", said)


# ------------------------------------------------------------------------------------- caches


def test_a_browser_with_the_last_build_in_its_cache_opens_the_next(root: Path, browser: Browser) -> None:
    """A shared module gets one more export, and the checklist uses it."""
    site = root / "site"
    built(root)
    scripts = root / "docs/assets/js"
    shared = next(path for path in sorted(scripts.rglob("*.js")) if "export async function openStore" in text(path))
    user = scripts / "checklist/page.js"
    kept = {"Cache-Control": "max-age=600"}
    context = browser.new_context(locale="zh-CN")
    try:
        with served(site, headers=lambda _path: kept) as url:
            page = context.new_page()
            page.goto(f"{url}/roles/control-ops/")
            expect(page.locator(".pb-work")).to_be_visible()
            relative = os.path.relpath(shared, user.parent).replace(os.sep, "/")
            relative = relative if relative.startswith(".") else f"./{relative}"
            shared.write_text(f"{text(shared)}\nexport const addedLater = () => 1;\n", encoding="utf-8")
            added = (
                f'import {{ addedLater }} from "{relative}";\ndocument.documentElement.dataset.added = addedLater();\n'
            )
            user.write_text(f"{added}{text(user)}", encoding="utf-8")
            built(root)
            page.goto(f"{url}/checklists/monitoring-weekly/")
            expect(page.locator("html[data-ready] [data-checklist]")).to_be_attached()
            expect(page.locator("html[data-added]")).to_be_attached()
    finally:
        context.close()


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


# ------------------------------------------------------------------------------------- git


def other_owner() -> dict[str, str]:
    """As in a container or on a network disk: git takes the folder for somebody else's."""
    return {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}


def without_git(folder: Path) -> dict[str, str]:
    """As where git is not installed: what is found on PATH lies in a folder of its own."""
    folder.mkdir()
    return {"PATH": str(folder)}


def test_git_that_refuses_is_told_once_with_the_remedy(root: Path) -> None:
    committed(root)
    answer = build(root, other_owner())
    assert answer.status == 0, answer.text
    assert answer.text.count("safe.directory") == 1, answer.text
    assert any("safe.directory" in line and HAN.search(line) for line in answer.text.splitlines())
    swap(root, ANALYSIS, "name: 数据分析", "name: 数据的分析")
    impact = run(root, "impact", env=other_owner())
    assert impact.status != 0
    assert impact.text.count("safe.directory") == 1, impact.text
    assert "fatal" not in impact.text


def test_git_that_is_missing_is_told_once(root: Path, tmp_path: Path) -> None:
    committed(root)
    answer = build(root, without_git(tmp_path / "bin"))
    assert answer.status == 0, answer.text
    told = [line for line in answer.text.splitlines() if "git" in line and "site" not in line]
    assert len(told) == 1, answer.text
    assert HAN.search(told[0])


def test_where_git_works_nothing_is_told(root: Path) -> None:
    committed(root)
    answer = build(root)
    assert answer.status == 0
    assert not re.search(r"\bgit\b", answer.text), answer.text
    assert git(root, "status", "--porcelain") == ""


def test_a_folder_without_a_repository_is_nothing_to_speak_of(root: Path) -> None:
    answer = build(root)
    assert answer.status == 0
    assert not re.search(r"\bgit\b", answer.text), answer.text
