"""The check as a whole: one broken tree and all that is said of it; what is warned of; what is kept between runs."""

import shutil
from pathlib import Path

import pytest
from rapidfuzz import fuzz

from macros.validation import duplicates
from macros.validation.check import Cache, DataError, check, load_playbook
from macros.validation.duplicates import NEARLY
from macros.validation.wording import Sentence
from tests.data.judging import PROJECT, real
from tests.data.trees import found, small, swap

MONITORING = "data/duties/data-monitoring.yml"
ANALYSIS = "data/duties/data-analysis.yml"


def test_one_broken_tree_and_the_whole_report(tmp_path: Path) -> None:
    """Mistakes in eight files, of every group: all of them in one run, and nothing besides."""
    root = small(tmp_path)
    swap(root, MONITORING, "name: 数据监控", "name：数据监控")
    swap(root, MONITORING, 'due: "09:30"', "due: “09:30”")
    swap(root, MONITORING, "    escalate: {when: 任一指标", "    escalation: {when: 任一指标")
    swap(root, ANALYSIS, "see: data-monitoring}", "see: data-monitorin}")
    swap(root, ANALYSIS, "    importance: 5", "    importance: 五")
    swap(root, "data/roles/ops-lead.yml", 'to: "18:00"', 'to: "08:00"')
    swap(root, "data/scorecards/control-ops.yml", "weight: 100", "weight: 90")
    swap(root, "data/templates/morning-check-log.yml", "[2026-11-18, 异常, 小周]", "[2026-11-18, 异常]")
    swap(root, "data/metrics.yml", "      eg: 15\n", "      eg: 16\n")
    swap(root, "data/terms.yml", "    name: 根因\n", "    name: 阈值\n")
    (root / "data/tools.yml").write_bytes((root / "data/tools.yml").read_text(encoding="utf-8").encode("gbk"))
    assert found(check(root)) == [
        "duties/data-analysis.yml:11 E-type",
        "duties/data-monitoring.yml:2 E-wide-colon",
        "duties/data-monitoring.yml:12 E-curly-quote",
        "duties/data-monitoring.yml:32 E-unknown-key",
        "metrics.yml:18 E-calc",
        "roles/ops-lead.yml:6 E-hours",
        "scorecards/control-ops.yml:4 E-weights",
        "templates/morning-check-log.yml:9 E-cells",
        "terms.yml:11 E-duplicate-name",
        "tools.yml:4 E-encoding",
    ]


def test_a_message_says_what_must_be_what_was_found_and_what_to_do(tmp_path: Path) -> None:
    root = small(tmp_path)
    swap(root, MONITORING, "    importance: 5", "    importance: 五")
    (problem,) = check(root).problems
    assert str(problem) == (
        "data/duties/data-monitoring.yml:11:17: E-type `importance`（重要程度）要写一个整数，不加引号、用半角数字，"
        "找到的是“五”。是不是 `5`？例如 `5`。"
    )


def test_the_line_that_changed_an_id_is_named(tmp_path: Path) -> None:
    root = small(tmp_path)
    line = swap(root, MONITORING, "  - id: one-owner", "  - id: one-onwer")
    told = [problem for problem in check(root).problems if problem.code == "E-id-changed"]
    assert [(problem.file, problem.line) for problem in told] == [(MONITORING, line)]
    assert "改回 `one-owner`" in told[0].text


def test_a_misspelt_reference_is_not_blamed_on_what_it_meant(tmp_path: Path) -> None:
    root = small(tmp_path)
    swap(root, MONITORING, "template: metric-register", "template: metric-registre")
    assert [problem.code for problem in check(root).errors] == ["E-reference"]


def test_the_first_ninety_days_hold_whenever_they_begin(tmp_path: Path) -> None:
    """What comes round once a quarter, or an event of every other month, needs something to hand in instead."""
    root = small(tmp_path)
    stage = swap(root, "data/roles/ops-lead.yml", "      instead: 没轮到季初的，把上一季的指标表当面讲一遍\n", "") - 2
    swap(root, MONITORING, "per_month: 12", "per_month: 0.5")
    rare = (root / "data/roles/control-ops.yml").read_text(encoding="utf-8").split("\n").index("  day_30:") + 2
    assert found(check(root)) == [
        f"roles/control-ops.yml:{rare} E-first-days",
        f"roles/ops-lead.yml:{stage} E-first-days",
    ]


def test_a_scorecard_counts_no_metric_twice(tmp_path: Path) -> None:
    root = small(tmp_path)
    swap(root, ANALYSIS, "    metric: cycle-time", "    metric: mttd")
    card = "data/scorecards/control-ops.yml"
    both = "faster-detection, weight: 60}\n  - {goal: data-analysis.quicker-answers, weight: 40}"
    line = swap(root, card, "faster-detection, weight: 100}", both)
    told = [problem for problem in check(root).errors if problem.code == "E-duplicate-id"]
    assert [(problem.file, problem.line) for problem in told] == [(card, line + 1)]
    assert "`data-analysis.quicker-answers` 与 `data-monitoring.faster-detection` 都看 `mttd`" in told[0].text


@pytest.mark.parametrize(
    ("path", "old", "what"),
    [
        ("data/terms.yml", "    name: 根因\n", "术语"),
        ("data/tools.yml", "  - id: sql\n", "工具"),
    ],
)
def test_what_nothing_uses_is_a_warning(tmp_path: Path, path: str, old: str, what: str) -> None:
    root = small(tmp_path)
    swap(root, path, old, old.replace("根因", "没人提").replace("id: sql", "id: crm"))
    if "tools" in path:
        swap(root, ANALYSIS, "tool: sql", "tool: bi")
    result = check(root)
    assert result.errors == []
    assert result.playbook is not None
    (warning,) = result.warnings
    assert warning.code == "W-unused"
    assert what in warning.text


def test_marks_of_a_skeleton_are_refused_once_each(tmp_path: Path) -> None:
    root = small(tmp_path)
    swap(root, MONITORING, "    importance: 5", "    importance: 待填")
    swap(root, MONITORING, "      - 09:30 前写入，看板上的指标没有空白。", "      - 待填：一条能打勾的标准")
    assert [problem.code for problem in check(root).problems] == ["E-todo", "E-todo"]


def test_no_playbook_comes_of_bad_data(tmp_path: Path) -> None:
    root = small(tmp_path)
    swap(root, MONITORING, "owner: control-ops", "owner: nobody")
    with pytest.raises(DataError, match="E-reference"):
        load_playbook(root)


@pytest.mark.parametrize("file", real(), ids=lambda file: file.path.removeprefix("data/"))
def test_a_real_file_is_right(file: object) -> None:
    assert [str(problem) for problem in getattr(file, "problems", ())] == []


def test_the_real_data_is_right() -> None:
    result = check(PROJECT)
    # What is only worth a look may come with any edit: a new review asks the calendar for another year.
    assert [str(problem) for problem in result.errors] == []
    assert result.playbook is not None


# ------------------------------------------------------------------------------------------ nearly the same


def test_every_pair_that_is_nearly_the_same_is_found() -> None:
    """Against the plain comparison of all pairs, with real sentences and changed copies of them."""
    real_texts = sorted({sentence.text for file in real() if "/duties/" in file.path for sentence in file.sentences})[
        ::9
    ]
    texts = [*real_texts, "哈" * 12, "哈" * 13, "嘿哈" * 8, "哈嘿" * 7]  # the last ones have few different grams
    for number, text in enumerate(real_texts[::5]):
        cut = max(1, len(text) // (4 + number % 5))
        texts.append(text[cut // 2 : -cut // 2] + "改" * (number % 4))
        texts.append("".join(reversed(text)))
    expected = {
        frozenset([one, other])
        for number, one in enumerate(texts)
        for other in texts[:number]
        if one != other and fuzz.ratio(one, other) >= NEARLY
    }
    assert len(expected) > 20
    assert {frozenset(pair[:2]) for pair in duplicates.nearly_same(texts)} == expected
    # The same when some were compared before: few of them, all but a few, all but many.
    for known in (set(texts[:50]), set(texts[5:]), set(texts[::2])):
        before = duplicates.nearly_same(known)
        after = duplicates.nearly_same(texts, known)
        assert {frozenset(pair[:2]) for pair in (*before, *after)} == expected


def test_only_sentences_of_different_files_are_told() -> None:
    one, other = "看记录写入的时刻，不看填写的时刻。", "看记录写入的时刻，不看填写的时间。"
    pairs = duplicates.nearly_same([one, other])
    assert len(pairs) == 1
    here, there = Sentence(one, "a.yml", 1, 1), Sentence(other, "b.yml", 2, 1)
    assert [problem.file for problem in duplicates.near_duplicates([here, there], pairs)] == ["b.yml"]
    assert duplicates.near_duplicates([here, Sentence(other, "a.yml", 2, 1)], pairs) == []


# -------------------------------------------------------------------------------------- kept between checks


def test_the_cache_sees_every_change(tmp_path: Path) -> None:
    root = small(tmp_path)
    cache = Cache()
    assert check(root, cache).problems == []
    swap(root, MONITORING, "owner: control-ops", "owner: nobody")
    assert [problem.code for problem in check(root, cache).problems] == ["E-reference"]
    swap(root, MONITORING, "owner: nobody", "owner: control-ops")
    assert check(root, cache).problems == []
    shutil.rmtree(root / "data/checklists")
    assert [problem.code for problem in check(root, cache).problems] == ["E-file", "E-reference"]
