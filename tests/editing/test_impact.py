"""What a change shows up in: what is said is what differs when the thing is changed for real."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from macros.editing import impact
from macros.editing.ids import Subject
from macros.editing.project import Project
from macros.model.playbook import Playbook
from macros.yamltext.edit import EditError
from scripts.impact import main
from tests.editing.conftest import rewrite

Open = Callable[[], Project]


@pytest.fixture(scope="module")
def known(real: Project) -> Playbook:
    playbook = real.check().playbook
    assert playbook is not None
    return playbook


@pytest.fixture(scope="module")
def before(real: Project, known: Playbook) -> impact.State:
    return impact.render(known, written(real), with_exports=False)


def written(book: Project) -> dict[str, str]:
    return {path.removeprefix("docs/"): text for path, text in book.pages()}


def pages(real: Project, known: Playbook, before: impact.State, text: str) -> set[str]:
    _, other = impact.touched(real, known, text)
    return set(impact.difference(before, impact.render(other, written(real), with_exports=False)).changed)


def test_the_pages_that_people_write_are_rendered_too(before: impact.State) -> None:
    page = before.pages["index.md"]
    assert "{{" not in page
    assert "data-monitoring.md" in page, "the map of duties is in it"


def test_a_task_shows_up_where_it_is_used(real: Project, known: Playbook, before: impact.State) -> None:
    found = pages(real, known, before, "data-monitoring.morning-check")
    assert {
        "duties/data-monitoring.md",
        "roles/control-ops.md",
        "checklists/daily-start.md",
        "templates/morning-check-log.md",
    } <= found
    assert "duties/content-operations.md" not in found


@pytest.mark.parametrize(
    ("text", "there", "not_there"),
    [
        ("duties/data-monitoring", "duties/data-analysis.md", "templates/post-card.md"),
        ("roles/control-ops", "roles/ops-lead.md", "terms/index.md"),
        ("checklists/daily-start", "checklists/daily-start.md", "duties/goal-setting.md"),
        ("scorecards/control-ops", "scorecards/control-ops.md", "duties/content-operations.md"),
        ("templates/morning-check-log", "duties/data-monitoring.md", "duties/content-operations.md"),
        ("metrics/mttd", "duties/data-monitoring.md", "templates/post-card.md"),
        ("tools/bi", "duties/data-monitoring.md", "templates/post-card.md"),
        ("terms/threshold", "terms/index.md", "templates/post-card.md"),
        ("teams/legal", "duties/customer-service.md", "templates/post-card.md"),
        ("incident-response.intake.register", "checklists/incident-readdo.md", "duties/content-operations.md"),
        ("s0a1-01", "sources/index.md", "templates/post-card.md"),
        ("data/tools.yml", "tools/index.md", "templates/post-card.md"),
        ("data/playbook.yml", "duties/index.md", "templates/post-card.md"),
    ],
)
def test_every_kind_can_be_asked_for(
    text: str, there: str, not_there: str, real: Project, known: Playbook, before: impact.State
) -> None:
    found = pages(real, known, before, text)
    assert there in found
    assert not_there not in found


def test_what_is_said_is_what_changes_when_the_text_does(
    root: Path, open_project: Open, real: Project, known: Playbook, before: impact.State
) -> None:
    """Change the question of a check in its file: the pages that differ are among those that were said."""
    said = pages(real, known, before, "data-monitoring.one-owner")
    rewrite(
        root,
        "data/duties/data-monitoring.yml",
        lambda text: text.replace("每个异常都恰有一名责任人吗？", "每个异常都恰好写着一名责任人吗？"),
    )
    book = open_project()
    playbook = book.check().playbook
    assert playbook is not None
    changed = impact.difference(before, impact.render(playbook, written(book), with_exports=False))
    assert set(changed.changed) == said
    assert changed.added == changed.removed == []


def test_a_step_is_named_by_the_lists_that_have_it(real: Project) -> None:
    found = impact.named_at(real, Subject("step", "incident-response.intake.register"))
    assert [path for path, _ in found] == ["data/checklists/incident-readdo.yml"]


def test_exports_are_looked_at_too(real: Project, known: Playbook) -> None:
    _, other = impact.touched(real, known, "templates/morning-check-log")
    one, two = (impact.render(book, {}, with_exports=True) for book in (known, other))
    found = impact.difference(one, two).exports
    assert any("morning-check-log" in path for path in found)
    assert not any("post-card" in path for path in found)


def test_nothing_with_that_name(real: Project, known: Playbook) -> None:
    with pytest.raises(EditError, match="没有叫 `nobody`"):
        impact.touched(real, known, "nobody")


# ------------------------------------------------------------------------------- the uncommitted change


@pytest.fixture
def committed(root: Path) -> Path:
    for command in (["init", "-q"], ["add", "data", "docs"], ["commit", "-qm", "as it was"]):
        subprocess.run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", *command],
            cwd=root,
            check=True,
            capture_output=True,
        )
    return root


def run(root: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
    status = main(["--root", str(root), "--pages-only", *more])
    said = capsys.readouterr()
    return status, said.out + said.err


def test_the_uncommitted_change_and_its_pages(committed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "没有改动" in run(committed, capsys)[1]
    rewrite(committed, "data/templates/post-card.yml", lambda text: text.replace("name: ", "name: 新的", 1))
    (committed / "data/templates/fresh-sheet.yml").write_text(
        'name: 新表\ncolumns:\n  - {name: 甲, note: 写一个数}\n  - {name: 乙, note: 写两个数}\nsample:\n  - ["1", "2"]\n',
        encoding="utf-8",
    )
    status, said = run(committed, capsys, "--format", "json")
    assert status == 0
    found = json.loads(said)
    assert found["files"] == ["data/templates/fresh-sheet.yml", "data/templates/post-card.yml"]
    how = {page["address"]: page["how"] for page in found["pages"]}
    assert how["/templates/fresh-sheet/"] == "新增"
    assert how["/templates/post-card/"] == "改变"
    assert how.keys() >= {"/templates/"}
    status, said = run(committed, capsys)
    assert "新表  /templates/fresh-sheet/（新增）" in said
    assert said.endswith("make check，提交。\n")


def test_without_git_it_says_what_to_do(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, said = run(root, capsys)
    assert status == 1
    assert "make impact ID=…" in said


def test_broken_data_is_named_first(committed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rewrite(committed, "data/tools.yml", lambda text: text.replace("tools:", "tool:", 1))
    status, said = run(committed, capsys)
    assert status == 1
    assert "data/tools.yml:" in said
