"""Two windows and an editor at once on one file: nothing is lost."""

import re
import threading
from pathlib import Path

import pytest

from tests.editor import edits
from tests.editor.conftest import Desk
from tests.editor.test_fields import DUTY, kept, value

__all__ = ["kept"]

OUTCOME = ("outcome",)
NAME = ("tasks", "morning-check", "name")
ROUNDS = 3


def window(desk: Desk, path: tuple[str, ...], run: int, faults: list[object]) -> None:
    """Changes one value again and again, as it was answered last."""
    old = value(desk, DUTY, *path)["value"]
    for number in range(ROUNDS):
        new = f"窗口 {run}{number} 写的{path[-1][:2]}"
        status, answer = desk.ask("save", file=DUTY, path=list(path), old=old, new=new)
        if status != 200:
            faults.append((path, answer))
            return
        old = new


def editor(file: Path, run: int) -> None:
    """An editor that looks whether the file is still what it opened before it saves, and takes its place whole."""
    for number in range(ROUNDS):
        while True:
            opened = file.read_bytes()
            written = re.sub(
                rb"(?m)^    evidence: .*$", f"    evidence: 编辑器 {run}{number}".encode(), opened, count=1
            )
            beside = file.with_name(f".{file.name}.swp")
            beside.write_bytes(written)
            if file.read_bytes() == opened:
                beside.replace(file)
                break


@pytest.mark.parametrize("run", range(10))
def test_three_at_once_lose_nothing(desk: Desk, kept: dict[str, bytes], run: int) -> None:
    faults: list[object] = []
    file = desk.root / DUTY
    threads = [threading.Thread(target=window, args=(desk, path, run, faults)) for path in (OUTCOME, NAME)]
    threads.append(threading.Thread(target=editor, args=(file, run)))
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert faults == []
    text = file.read_text(encoding="utf-8")
    last = ROUNDS - 1
    assert edits.node_at(text, OUTCOME).value == f"窗口 {run}{last} 写的ou"
    assert edits.node_at(text, NAME).value == f"窗口 {run}{last} 写的na"
    assert f"编辑器 {run}{last}" in text
    assert not [path for path in file.parent.iterdir() if path.name.startswith(".") and ".swp" not in path.name]


def test_two_windows_on_one_value_don_t_overwrite_each_other(desk: Desk, kept: dict[str, bytes]) -> None:
    old = value(desk, DUTY, *OUTCOME)["value"]
    answers: list[int] = []

    def write(new: str) -> None:
        answers.append(desk.ask("save", file=DUTY, path=["outcome"], old=old, new=new)[0])

    threads = [threading.Thread(target=write, args=(f"第 {number} 个窗口写的",)) for number in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(answers) == [200, 409, 409, 409]
