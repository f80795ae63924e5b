"""Work in a process of its own: it is done when it was waited for, it fails aloud, and it ends with its block."""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from macros.build.background import Apart, ApartError

pytestmark = pytest.mark.filterwarnings(
    # Newer Pythons warn of any other thread; the test runner has some.
    "ignore:This process .* is multi-threaded:DeprecationWarning"
)


def begun(act: Callable[[], object]) -> Apart[object]:
    work = Apart(act)
    work.begin()
    return work


def test_what_it_gives_back_comes_back_however_often_it_is_asked_for() -> None:
    with begun(os.getpid) as work:
        assert work.wait() == work.wait() != os.getpid()


def test_what_was_not_begun_is_done_when_waited_for() -> None:
    with Apart(os.getpid) as work:
        assert work.wait() == os.getpid()


def test_what_it_makes_is_there_after_waiting(tmp_path: Path) -> None:
    def act() -> None:
        time.sleep(0.1)
        (tmp_path / "made").write_text(str(os.getpid()), encoding="utf-8")

    with begun(act) as work:
        work.wait()
    assert (tmp_path / "made").read_text(encoding="utf-8") != str(os.getpid())


def test_a_fault_is_told_with_its_place() -> None:
    def act() -> None:
        raise ValueError("no such sheet")

    with begun(act) as work, pytest.raises(ApartError, match=r"(?s)test_apart\.py.*ValueError: no such sheet"):
        work.wait()


def test_a_process_that_died_is_a_fault() -> None:
    with begun(lambda: os.kill(os.getpid(), signal.SIGKILL)) as work, pytest.raises(ApartError, match="-9"):
        work.wait()


def test_it_ends_with_its_block(tmp_path: Path) -> None:
    mark = tmp_path / "mark"

    def act() -> None:
        while True:
            mark.write_text(str(time.monotonic_ns()), encoding="utf-8")

    with begun(act):
        while not mark.exists():
            time.sleep(0.01)
    last = mark.read_text(encoding="utf-8")
    time.sleep(0.1)
    assert mark.read_text(encoding="utf-8") == last
    assert not multiprocessing.active_children()


def test_where_no_process_can_be_split_it_is_done_when_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    done: list[int] = []
    with begun(lambda: done.append(os.getpid())) as work:
        assert done == []
        work.wait()
    assert done == [os.getpid()]


def test_there_a_fault_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])

    def act() -> None:
        raise ValueError("no such sheet")

    with begun(act) as work, pytest.raises(ApartError, match="ValueError: no such sheet"):
        work.wait()
