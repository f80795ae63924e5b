"""«Last changed» on a page: the day of the last commit of its file, where git knows it."""

import datetime
import os
import subprocess
from pathlib import Path

import pytest

from macros.build.git_dates import History
from macros.pages.render import Publication, Renderer
from macros.views.views import Views


def git(root: Path, *arguments: str, day: str = "2026-01-05") -> None:
    who = {f"GIT_{role}_{part}": value for role in ("AUTHOR", "COMMITTER") for part, value in PERSON.items()}
    when = {"GIT_AUTHOR_DATE": f"{day}T08:00:00+08:00", "GIT_COMMITTER_DATE": f"{day}T08:00:00+08:00"}
    subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, env={**os.environ, **who, **when})


PERSON = {"NAME": "编辑", "EMAIL": "editor@example.com"}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two duties committed on one day, and one of them again on another; the project lies below the repository."""
    root = tmp_path / "手册"
    (root / "data/duties").mkdir(parents=True)
    (root / "data/duties/one.yml").write_text("a: 1\n", encoding="utf-8")
    (root / "data/duties/两.yml").write_text("a: 1\n", encoding="utf-8")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "-m", "first")
    (root / "data/duties/one.yml").write_text("a: 2\n", encoding="utf-8")
    git(tmp_path, "commit", "--quiet", "-a", "-m", "second", day="2026-03-09")
    return root


def test_the_last_commit_of_each_file_counts(repository: Path) -> None:
    history = History(repository)
    (repository / "data/new.yml").write_text("a: 1\n", encoding="utf-8")
    expected = {"data/duties/one.yml": datetime.date(2026, 3, 9), "data/duties/两.yml": datetime.date(2026, 1, 5)}
    assert history.changed() == expected
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "-m", "third", day="2026-04-01")
    assert history.changed() == expected | {"data/new.yml": datetime.date(2026, 4, 1)}


def test_a_clone_without_its_past_says_nothing(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth", "1", repository.parent.as_uri(), str(tmp_path / "shallow"))
    assert History(tmp_path / "shallow/手册").changed() == {}


def test_without_a_repository_or_a_commit_nothing_is_said(tmp_path: Path) -> None:
    assert History(tmp_path).changed() == {}
    git(tmp_path, "init", "--quiet")
    assert History(tmp_path).changed() == {}


def test_without_git_nothing_is_said(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert History(repository).changed() == {}


def test_a_page_says_when_its_file_changed(playbook: Views) -> None:
    day = datetime.date(2026, 3, 9)
    renderer = Renderer(playbook, Publication(changed={"data/duties/data-monitoring.yml": day}))
    told = {path: "最后改动" in renderer.page(renderer.pages[path]) for path in PAGES}
    assert told == PAGES
    assert "最后改动 2026-03-09" in renderer.page(renderer.pages["duties/data-monitoring.md"])


#: Pages that show who keeps them, and whether the day above is theirs.
PAGES = {
    "duties/data-monitoring.md": True,
    "duties/data-analysis.md": False,
    "roles/control-ops.md": False,
    "checklists/monitoring-weekly.md": False,
    "scorecards/control-ops.md": False,
}
