"""The commands as they are typed: help in Chinese, what they say, and the next command at the end."""

import datetime as dt
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from macros.editing.project import Project
from macros.editing.review import by_owner, reviews
from macros.model.playbook import Playbook
from macros.views.views import Views
from scripts import move, new, review
from tests import commands
from tests.editing.conftest import fill, texts

PROJECT = Path(__file__).resolve().parent.parent.parent
WORDS = ["new", "move", "calendar", "impact", "review", "year"]


@pytest.mark.parametrize("word", WORDS)
def test_help_is_chinese_and_gives_an_example(word: str) -> None:
    answer = commands.run(PROJECT, word, "--help")
    assert answer.status == 0, answer.text
    said = answer.out.decode("utf-8")
    assert f"make {word}" in said
    assert "例如" in said
    ours = [line for line in said.splitlines() if re.match(r"  --(?!help)", line)]
    assert ours
    assert all(
        re.search(r"[\u4e00-\u9fff]", text) for text in re.findall(r"\n  --(?!help)[^\n]*(?:\n {6,}[^\n]*)?", said)
    )


@pytest.mark.parametrize("kind", new.KINDS)
def test_each_kind_has_its_own_help(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        new.main([kind, "--help"])
    assert end.value.code == 0
    said = capsys.readouterr().out
    assert "必写" in said
    assert new.KINDS[kind] in said


def test_new_says_where_to_go_on(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["risk", "--duty", "data-monitoring", "--id", "no-one-looks", "--control", "morning-check"]
    assert new.main(["--root", str(root), "--no-ask", "--date", "2026-12-01", *options]) == 0
    said = capsys.readouterr().out
    assert "改了 data/duties/data-monitoring.yml，1 处待填" in said
    assert said.splitlines()[-1].startswith("接着：")
    assert "make check" in said.splitlines()[-1]
    assert fill(root) == 1


def test_new_without_a_terminal_names_what_is_missing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = texts(root)
    assert new.main(["--root", str(root), "--no-ask", "duty", "--id", "x"]) == 1
    assert "--name（职责的中文名）" in capsys.readouterr().err
    assert texts(root) == before


def test_move_by_its_options(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = texts(root)
    options = ["--root", str(root), "--id", "tools/bi", "--to", "dashboards", "--why", "改叫看板"]
    assert move.main([*options, "--dry-run"]) == 0
    assert "没有改动任何文件" in capsys.readouterr().out
    assert texts(root) == before
    assert move.main(options) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "tools/bi → tools/dashboards"
    assert "make impact" in said[-1]
    assert texts(root) != before


def test_move_takes_what_make_hands_on(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PLAYBOOK_ID", "tools/bi")
    assert move.main(["--root", str(root)]) == 2
    assert "还缺 TO=…" in capsys.readouterr().err
    monkeypatch.setenv("PLAYBOOK_TO", "dashboards")
    monkeypatch.setenv("PLAYBOOK_WHY", '他们说 "看板" $HOME `date`')
    assert move.main(["--root", str(root)]) == 0
    assert 'why: 他们说 "看板" $HOME `date`\n' in (root / "data/moved.yml").read_text(encoding="utf-8")


def test_make_hands_every_sign_on_as_it_is(tmp_path: Path) -> None:
    """Make would read `$`, the shell quotes: neither gets to see what a person wrote."""
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    lines = [line for line in makefile.splitlines() if re.match(r"move( impact)?: export", line)]
    (tmp_path / "Makefile").write_text(
        "\n".join(
            [*lines, "move:", '\t@printf "%s|" "$$PLAYBOOK_ID" "$$PLAYBOOK_TO" "$$PLAYBOOK_WHY" "$$PLAYBOOK_TASK"', ""]
        ),
        encoding="utf-8",
    )
    given = {"ID": "a.b", "TO": "c.d", "WHY": '说 "好" $HOME $(ID) `id` it\'s', "TASK": "x"}
    done = subprocess.run(
        ["make", "-s", "move", *(f"{name}={value}" for name, value in given.items())],
        cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert done.stdout.split("|")[:4] == list(given.values())


# -------------------------------------------------------------------------------------------- review


@pytest.fixture(scope="module")
def known(real: Project) -> Playbook:
    playbook = real.check().playbook
    assert playbook is not None
    return playbook


def test_every_page_with_an_owner_comes_up(known: Playbook) -> None:
    listed = reviews(known)
    views = Views(known)
    kinds: dict[str, dict[str, Any]] = {
        "duty": known.duties,
        "role": known.roles,
        "checklist": known.checklists,
        "scorecard": known.scorecards,
        "scenario": known.scenarios,
    }
    assert {(one.kind, one.id) for one in listed} == {(kind, id_) for kind, things in kinds.items() for id_ in things}
    assert [one.due for one in listed] == sorted(one.due for one in listed)
    for one in listed:
        thing = kinds[one.kind][one.id]
        assert (one.due, one.owner) == (views.review_due(thing), thing.owner)
    assert sum(map(len, by_owner(listed).values())) == len(listed)


def run_review(root: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
    status = review.main(["--root", str(root), *more])
    said = capsys.readouterr()
    return status, said.out + said.err


def test_what_is_due_depends_on_the_day(root: Path, known: Playbook, capsys: pytest.CaptureFixture[str]) -> None:
    first = reviews(known)[0]
    eve = first.due - dt.timedelta(days=1)
    status, said = run_review(root, capsys, "--date", str(eve))
    assert status == 0
    assert "没有到期的页面" in said
    assert f"最近的一页 {first.due} 到期" in said
    due = [one for one in reviews(known) if one.due == first.due]
    status, said = run_review(root, capsys, "--date", str(first.due))
    assert f"共 {len(due)} 页到期" in said
    assert said.count("今天到期") == len(due)
    assert f"共 {len(due)} 页到期" in run_review(root, capsys, "--date", str(eve), "--ahead", "1")[1]
    rows = json.loads(run_review(root, capsys, "--date", str(first.due), "--format", "json", "--owner", first.owner)[1])
    assert {row["owner"] for row in rows} == {first.owner}
    assert {row["file"] for row in rows} == {one.file for one in due if one.owner == first.owner}


def test_an_unknown_owner_is_named(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, said = run_review(root, capsys, "--owner", "nobody")
    assert status == 1
    assert "没有叫 `nobody` 的角色或团队" in said
