"""Rules of cases to be played: the order of time, the tasks, the roles; and a playbook that has none."""

import shutil
from pathlib import Path

import pytest

from macros.validation.check import check
from tests.copies import PLAYBOOK
from tests.data.trees import small, swap

CASE = "data/scenarios/board-stopped.yml"


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("minute: 0\n", "minute: 1\n", "第一件事在第 0 分钟"),
        ("minute: 12\n", "minute: 3\n", "第 3 分钟排在第 5 分钟后面"),
        ("by: 18\n", "by: 30\n", "第 30 分钟在第 20 分钟收场之后"),
        ("by: 12\n", "by: 2\n", "第 2 分钟排在第 5 分钟后面"),
        ("ref: data-monitoring.alert-response", "ref: data-monitoring.morning-check", "不在里面"),
        ("ref: data-monitoring.alert-response", "ref: data-monitoring.alert-responses", "alert-response"),
        ("from: ops-lead", "from: ops-leed", "ops-lead"),
        ("control-ops]", "control-oops]", "control-ops"),
    ],
)
def test_what_is_wrong_is_told_at_its_line(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    root = small(tmp_path / "book")
    line = swap(root, CASE, right, wrong)
    told = [problem for problem in check(root).errors if problem.file == CASE]
    assert any(said in problem.text and problem.line == line for problem in told), list(map(str, told))


def test_every_role_of_a_case_has_a_part_in_it(tmp_path: Path) -> None:
    root = tmp_path / "book"
    shutil.copytree(PLAYBOOK / "data", root / "data")
    case = "data/scenarios/no-orders.yml"
    line = swap(root, case, "roles: [control-ops, ops-lead]", "roles: [control-ops, assistant-ops]")
    swap(root, case, "tasks: [data-monitoring.anomaly-response,", "tasks: [data-monitoring.metric-setup,")
    swap(root, case, ", incident-response.intake]", "]")
    said = [problem for problem in check(root).errors if problem.line == line and problem.file == case]
    assert ["`assistant-ops`" in problem.text for problem in said] == [True]


def test_a_playbook_may_do_without_cases(tmp_path: Path) -> None:
    root = small(tmp_path / "book")
    shutil.rmtree(root / "data/scenarios")
    result = check(root)
    assert result.problems == []
    assert result.playbook is not None
    assert result.playbook.scenarios == {}
