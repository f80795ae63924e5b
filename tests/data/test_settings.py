"""The figures that a company decides for itself: what is wrong with one is told where it stands."""

from pathlib import Path

import pytest

from macros.validation.check import check
from tests.data.trees import after, small, swap

DUTY = "data/duties/data-monitoring.yml"
SETTINGS = "data/settings.yml"


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (DUTY, "$mute-limit 没", "$mute-limits 没", "没有叫 `mute-limits` 的设置。是不是 `mute-limit`？"),
        (DUTY, "$mute-limit 没", "$mute-limit 分钟没", "后面又写了“分钟”"),
        (DUTY, "$mute-limit 没", "$mute-limit分钟没", "后面又写了“分钟”"),
        (SETTINGS, "value: 10\n    unit: 分钟", "value: 10\n    unit: 秒", "这里是 分钟，`mute-limit` 是 秒"),
        (SETTINGS, "value: 30", "value: 10", "现在是 10 分钟"),
        (SETTINGS, "value: 30", "value: 9.5", "现在是 9.5 分钟"),
    ],
    ids=["unknown id", "unit twice", "unit twice without a blank", "units differ", "as much", "less"],
)
def test_what_is_wrong_is_told_at_its_line(tmp_path: Path, file: str, old: str, new: str, told: str) -> None:
    root = small(tmp_path)
    line = swap(root, file, old, new)
    (problem,) = (problem for problem in check(root).problems if problem.code == "E-setting")
    assert told in problem.text
    assert problem.file == file
    if "unit: 秒" not in new:  # that is told at the setting that must be more
        assert problem.line == line


def test_another_unit_behind_a_setting_is_right(tmp_path: Path) -> None:
    """超过 10 分钟 3 次: what follows isn't its own unit."""
    assert after(tmp_path, DUTY, "$mute-limit 没", "$mute-limit 3 次没").problems == []


def test_a_unit_that_nobody_knows_is_told_once(tmp_path: Path) -> None:
    """And not again at every text that names a setting."""
    root = small(tmp_path)
    line = swap(root, SETTINGS, "unit: 分钟", "unit: 钟头")
    assert [(problem.code, problem.file, problem.line) for problem in check(root).problems] == [
        ("E-choice", SETTINGS, line),
    ]


def test_a_setting_that_no_text_names(tmp_path: Path) -> None:
    result = after(tmp_path, DUTY, "满 $call-limit 还", "10:00 还")
    assert [(problem.code, problem.file, problem.line) for problem in result.problems] == [
        ("W-unused", SETTINGS, 9),
    ]


def test_two_settings_of_one_id(tmp_path: Path) -> None:
    result = after(tmp_path, SETTINGS, "id: call-limit", "id: mute-limit")
    assert any(problem.code.startswith("E-dupl") and problem.file == SETTINGS for problem in result.problems)


def test_a_setting_is_one_sign_where_sentences_are_compared(tmp_path: Path) -> None:
    """Two texts with a setting in them are not alike because its id is long."""
    root = small(tmp_path)
    swap(root, DUTY, "过了 $mute-limit 没人认领", "过了 $mute-limit 就去问主管")
    swap(root, "data/duties/data-analysis.yml", "ask: ", "ask: 过了 $mute-limit 也有人回，")
    assert not [problem for problem in check(root).problems if problem.code == "E-nearly-same"]
