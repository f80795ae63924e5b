"""Commit, push and take in: whole or not at all, only what was edited, every failure in words."""

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from macros.editing import publication
from macros.editing.project import Project
from macros.editing.uncommitted import CHANGED, GONE, NEW, ORDER, files_of, last_commit, pages, paired, rows
from macros.yamltext.edit import EditError
from tests.editing.conftest import rewrite, texts

DUTY = "data/duties/data-monitoring.yml"
PLAN = "data/templates/peak-plan.yml"


def git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True)
    return done.stdout.decode().strip()


@pytest.fixture(autouse=True)
def _nobody_s_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Of the git settings of the machine nothing counts here."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    (tmp_path / ".gitconfig").write_text(
        "[user]\nname=editor\nemail=editor@example.com\n[init]\ndefaultBranch=main\n", encoding="utf-8"
    )


@pytest.fixture
def book(root: Path) -> Path:
    """The playbook under version control, all committed."""
    (root / ".gitignore").write_text(".cache/\n", encoding="utf-8")
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "as it was")
    return root


@pytest.fixture
def there(book: Path, tmp_path: Path) -> Path:
    """Where the playbook is sent."""
    folder = tmp_path / "there.git"
    git(book, "clone", "-q", "--bare", ".", str(folder))
    git(book, "remote", "add", "origin", str(folder))
    git(book, "push", "-q", "-u", "origin", "main")
    return folder


@pytest.fixture
def colleague(there: Path, tmp_path: Path) -> Path:
    """Somebody else's copy."""
    folder = tmp_path / "colleague"
    git(there, "clone", "-q", str(there), str(folder))
    return folder


def edit(root: Path, path: str = DUTY, old: str = "outcome: ", new: str = "outcome: 新的") -> None:
    rewrite(root, path, lambda text: text.replace(old, new, 1))


def state(root: Path) -> tuple[str, str, Mapping[str, bytes]]:
    """The last commit, what is staged, every file."""
    files = {path: content for path, content in texts(root).items() if not path.startswith(".git/")}
    return git(root, "rev-parse", "HEAD"), git(root, "diff", "--cached", "--name-status"), files


# -- commit


def test_only_edited_data_and_pages_are_committed(book: Path) -> None:
    edit(book)
    (book / "data/templates/new.yml").write_text("name: 新\n", encoding="utf-8")
    rewrite(book, "docs/index.md", lambda text: text + "\n又一段。\n")
    (book / PLAN).unlink()
    rewrite(book, "README.md", lambda text: text + "x\n")
    git(book, "add", "README.md")
    (book / "notes.txt").write_text("x", encoding="utf-8")
    done = publication.commit(book, "  早检提前到\n 09:00  ")
    assert done == [DUTY, "data/templates/new.yml", PLAN, "docs/index.md"]
    assert git(book, "log", "-1", "--format=%B") == "早检提前到 09:00"
    assert set(git(book, "show", "--format=", "--name-only").splitlines()) == set(done)
    assert git(book, "status", "--porcelain") == "M  README.md\n?? notes.txt".strip()
    assert files_of(book) == []


def test_names_that_mean_something_to_git_are_names(book: Path) -> None:
    (book / "docs/a[b]*.md").write_text("# x\n", encoding="utf-8")
    (book / "docs/ab.txt").write_text("x", encoding="utf-8")
    assert publication.commit(book, "加一页") == ["docs/a[b]*.md", "docs/ab.txt"]


def no_identity(book: Path) -> None:
    (book.parent / ".gitconfig").write_text("[user]\nuseConfigOnly=true\n", encoding="utf-8")


def hook(book: Path) -> None:
    file = book / ".git/hooks/pre-commit"
    file.write_text("#!/bin/sh\necho 先跑 make check >&2\nexit 1\n", encoding="utf-8")
    file.chmod(0o755)


def locked(book: Path) -> None:
    (book / ".git/index.lock").touch()


def detached(book: Path) -> None:
    git(book, "checkout", "-q", "--detach")


def merging(book: Path) -> None:
    for branch, text in (("one", "outcome: 一"), ("two", "outcome: 二")):
        git(book, "checkout", "-qb", branch, "main")
        edit(book, new=text)
        git(book, "commit", "-qam", branch)
    subprocess.run(["git", "merge", "-q", "one"], cwd=book, check=False, capture_output=True)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (no_identity, "你是谁"),
        (hook, "先跑 make check"),
        (locked, "另一个程序"),
        (detached, "不在任何分支上"),
        (merging, f"两边都改过.*{DUTY}"),
    ],
)
def test_a_commit_that_can_t_be_leaves_everything_as_it_was(
    book: Path, spoil: Callable[[Path], None], words: str
) -> None:
    spoil(book)
    if spoil is not merging:
        edit(book)
    (book / "data/templates/new.yml").write_text("name: 新\n", encoding="utf-8")
    before = state(book)
    with pytest.raises(EditError, match=words):
        publication.commit(book, "改一句")
    if spoil is locked:
        (book / ".git/index.lock").unlink()
    assert state(book) == before


@pytest.mark.parametrize(("sentence", "words"), [("  \n", "一句话"), ("# 标题", "#")])
def test_a_sentence_is_needed(book: Path, sentence: str, words: str) -> None:
    edit(book)
    with pytest.raises(EditError, match=words):
        publication.commit(book, sentence)


def test_without_a_change_or_git_or_a_repository_it_is_told(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(EditError, match="没有可以提交的改动"):
        publication.commit(book, "改一句")
    shutil.rmtree(book / ".git")
    assert "不在 git 仓库里" in publication.standing(book).obstacle
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    assert "没有 git" in publication.standing(book).obstacle
    with pytest.raises(EditError, match="没有 git"):
        publication.commit(book, "改一句")


# -- push and take in


def test_a_commit_is_sent(book: Path, there: Path) -> None:
    edit(book)
    publication.commit(book, "改一句")
    assert publication.standing(book).ahead == 1
    assert "推送好了" in publication.push(book)
    assert git(there, "rev-parse", "main") == git(book, "rev-parse", "HEAD")
    assert publication.standing(book).ahead == 0


def test_what_others_sent_first_is_taken_in_and_then_sent(book: Path, there: Path, colleague: Path) -> None:
    edit(colleague, PLAN, "name: ", "name: 新")
    git(colleague, "commit", "-qam", "theirs")
    git(colleague, "push", "-q")
    edit(book)
    publication.commit(book, "改一句")
    with pytest.raises(EditError, match="别人先推送"):
        publication.push(book)
    assert "取回来了" in publication.take_in(book)
    assert "name: 新" in (book / PLAN).read_text(encoding="utf-8")
    publication.push(book)
    assert git(there, "rev-parse", "main") == git(book, "rev-parse", "HEAD")
    assert publication.take_in(book) == "别人没有新的改动。"


def test_what_both_sides_changed_is_told_and_no_file_is_touched(book: Path, there: Path, colleague: Path) -> None:
    edit(colleague, new="outcome: 他们的")
    git(colleague, "commit", "-qam", "theirs")
    git(colleague, "push", "-q")
    edit(book)
    publication.commit(book, "改一句")
    before = state(book)
    with pytest.raises(EditError, match=f"改了同一处.*{DUTY}"):
        publication.take_in(book)
    assert state(book) == before
    assert publication.standing(book).obstacle == ""


def test_what_is_not_committed_yet_is_never_overwritten(book: Path, there: Path, colleague: Path) -> None:
    edit(colleague, new="outcome: 他们的")
    git(colleague, "commit", "-qam", "theirs")
    git(colleague, "push", "-q")
    edit(book)
    before = state(book)
    with pytest.raises(EditError, match="先提交你的改动"):
        publication.take_in(book)
    assert state(book) == before


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://127.0.0.1:9/x.git", "没有应答"),
        ("http://nowhere.invalid/x.git", "连不上网络"),
        ("/nowhere/x.git", "打不开"),
    ],
)
def test_a_repository_that_does_not_answer_is_told(book: Path, address: str, words: str) -> None:
    git(book, "remote", "add", "origin", address)
    for act in (publication.push, publication.take_in):
        with pytest.raises(EditError, match=words):
            act(book)


def test_a_repository_that_refuses_says_why(book: Path, there: Path) -> None:
    refusing = there / "hooks/pre-receive"
    refusing.write_text("#!/bin/sh\necho 要两个人看过 >&2\nexit 1\n", encoding="utf-8")
    refusing.chmod(0o755)
    edit(book)
    publication.commit(book, "改一句")
    with pytest.raises(EditError, match="要两个人看过"):
        publication.push(book)


def test_without_a_remote_there_is_nowhere_to_send(book: Path) -> None:
    assert publication.standing(book).remote == ""
    with pytest.raises(EditError, match="没有地方可以推送"):
        publication.push(book)


# -- what was changed


def changes(book: Path) -> list[tuple[str, str, str, str]]:
    project = Project(book)
    with last_commit(project) as before:
        return [(one.how, one.entry, one.before, one.after) for one in rows(before, project, files_of(book))]


def test_a_change_is_told_by_page_and_entry(book: Path) -> None:
    edit(book, new="outcome: 新的")
    edit(book, old="importance: 5", new="importance: 4")
    project = Project(book)
    with last_commit(project) as before:
        found = rows(before, project, files_of(book))
        touched = pages(before, project)
    assert [(one.how, one.page, one.entry) for one in found] == [
        (CHANGED, "职责“数据监控”", "成果"),
        (CHANGED, "职责“数据监控”", "任务“定监控指标与阈值” · 重要程度"),
    ]
    assert (found[1].before, found[1].after, found[1].address) == ("5", "4", "/duties/data-monitoring/")
    assert (CHANGED, "数据监控", "/duties/data-monitoring/") in touched


def test_what_moves_is_the_same_and_only_its_order_is_told(book: Path) -> None:
    text = (book / DUTY).read_text(encoding="utf-8")
    first, second = text.index("  - id: metric-setup"), text.index("  - id: morning-check")
    third = text.index("  - id: anomaly-response")
    rewrite(book, DUTY, lambda text: text[:first] + text[second:third] + text[first:second] + text[third:])
    ((how, entry, before, after),) = changes(book)
    assert (how, entry) == (ORDER, "任务")
    assert before.startswith("定监控指标与阈值")
    assert after.startswith("每日早检核心指标")


def test_new_and_deleted_entries_are_named_and_references_by_their_names(book: Path) -> None:
    rewrite(book, DUTY, lambda text: text.replace("audience: [ops-lead]", "audience: [ops-lead, data-team]", 1))
    rewrite(book, "data/terms.yml", lambda text: text + "  - {id: fresh, name: 新词, text: 新的一句。}\n")
    (book / PLAN).unlink()
    (book / "docs/faq.md").write_text("# 常见问题\n", encoding="utf-8")
    found = changes(book)
    assert (NEW, "任务“每日早检核心指标” · 产出 · 给谁看 · 第 2 条", "", "数据组") in found
    assert (NEW, "术语“新词”", "", "新词") in found
    assert any(how == GONE and entry == "整页" for how, entry, *_ in found)
    assert any(how == NEW and entry == "整个文件" for how, entry, *_ in found)


def test_a_comment_alone_and_a_broken_file_are_told_as_such(book: Path) -> None:
    rewrite(book, DUTY, lambda text: text + "# x\n")
    rewrite(book, PLAN, lambda text: text + "\t: [\n")
    found = changes(book)
    assert ("注释或排版" in found[0][1], found[0][0]) == (True, CHANGED)
    assert "读不了" in found[1][3]


def test_a_paragraph_of_a_written_page_is_told(book: Path) -> None:
    rewrite(book, "docs/index.md", lambda text: text + "\n又一段。\n")
    ((how, _, before, after),) = changes(book)
    assert (how, before, after) == (NEW, "", "又一段。")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (["a", "b"], ["b", "a"], [(1, 0), (0, 1)]),
        (["早检看三个数", "b"], ["早检看四个数", "b"], [(0, 0), (1, 1)]),
        (["a"], ["完全不同的一句"], [(None, 0), (0, None)]),
        ([{"id": "a", "x": 1}], [{"id": "b", "x": 1}], [(None, 0), (0, None)]),
        ([{"id": "a", "x": 1}, {"id": "b"}], [{"id": "b"}, {"id": "a", "x": 2}], [(1, 0), (0, 1)]),
        (["a", "a"], ["a"], [(0, 0), (1, None)]),
    ],
)
def test_items_are_paired_by_id_and_by_what_they_say(
    before: list[object], after: list[object], expected: list[tuple[int | None, int | None]]
) -> None:
    assert paired(before, after) == expected
