"""`make check` as it is typed: for people, for programs, and for GitHub."""

import json
import re
from pathlib import Path

import pytest

from macros.problems.catalogue import CODES
from scripts.check import main
from tests.data.trees import small, swap

MONITORING = "data/duties/data-monitoring.yml"


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    root = small(tmp_path)
    swap(root, MONITORING, "owner: control-ops", "owner: control-opps")
    swap(root, MONITORING, "expect: 回放误报不超过 3 次。", "expect: 回放误报不超过3次。")
    return root


def test_for_people(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(broken)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in lines[:2]] == ["W-typography", "E-reference"]
    assert all(re.match(r"data/[^:]+:\d+:\d+: [EW]-", line) for line in lines[:2])
    assert lines[2] == "19 个文件，1 处错误，1 处提醒。照上面改好，再运行 make check。"
    assert "/editing/errors/#e-reference" in lines[3]


def test_when_all_is_right_the_next_command_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(small(tmp_path))]) == 0
    assert capsys.readouterr().out == "19 个文件，没有错误，0 处提醒。接着运行 make serve 看页面。\n"


def test_warnings_do_not_stop_anybody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = small(tmp_path)
    swap(root, MONITORING, "expect: 回放误报不超过 3 次。", "expect: 回放误报不超过3次。")
    assert main(["--root", str(root)]) == 0
    assert "没有错误，1 处提醒" in capsys.readouterr().out


def test_for_programs(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--root", str(broken), "--format", "json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["files"], said["errors"], said["warnings"]) == (19, 1, 1)
    first, second = said["problems"]
    assert (first["level"], second["level"]) == ("warning", "error")
    assert second["file"] == MONITORING
    assert second["code"] == "E-reference"
    assert second["help"] == "/editing/errors/#e-reference"
    line = (broken / MONITORING).read_text(encoding="utf-8").splitlines()[second["line"] - 1]
    assert line[second["column"] - 1 :] == "control-opps"


def test_for_github(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = broken / MONITORING
    file.rename(file.with_name("a,b%.yml"))
    assert main(["--root", str(broken), "--format", "github"]) == 1
    annotations = [line for line in capsys.readouterr().out.splitlines() if line.startswith("::")]
    assert annotations
    for line in annotations:
        match = re.fullmatch(r"::(error|warning) file=([^,:]+),line=\d+,col=\d+,title=([EW]-[a-z-]+)::[^\r\n]+", line)
        assert match, line
        assert match[3] in CODES
    assert any("file=data/duties/a%2Cb%25.yml" in line for line in annotations)
