"""Which places an address that leads nowhere may have meant."""

import pytest

from tests.node import run

PLACES = [
    ["", "运营手册"],
    ["duties/", "职责"],
    ["duties/data-monitoring/", "数据监控"],
    ["duties/metric-watch/", "数据监控"],
    ["duties/data-analysis/", "数据分析"],
    ["go/data-monitoring.morning-check/", "每日早检核心指标"],
    ["templates/morning-check-log/", "早检记录"],
]


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("duties/data-monitorin/", "duties/data-monitoring/"),
        ("duties/data-monitoring/。", "duties/data-monitoring/"),
        ("duties/data-monitoring/%EF%BC%89", "duties/data-monitoring/"),
        ("Duties/Data-Monitoring/index.html", "duties/data-monitoring/"),
        ("data-monitoring/", "duties/data-monitoring/"),
        ("checklists/data-analysis/", "duties/data-analysis/"),
        ("duties/metric-wach/", "duties/metric-watch/"),
        ("duties/morning-check/", "go/data-monitoring.morning-check/"),
        ("go/data-monitoring.morning-chek/", "go/data-monitoring.morning-check/"),
        ("dutys/", "duties/"),
    ],
)
def test_the_nearest_place_comes_first(asked: str, first: str) -> None:
    found = run("page/nearest.js", "({ nearest }, [asked, places]) => nearest(asked, places)", [asked, PLACES])
    assert found[0][0] == first, found


@pytest.mark.parametrize("asked", ["", "/", "nothing/like/this/", "%E0%A4%A", "wp-login.php"])
def test_nothing_is_guessed_at_random(asked: str) -> None:
    assert run("page/nearest.js", "({ nearest }, [asked, places]) => nearest(asked, places)", [asked, PLACES]) == []


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("duties/data-monitorin/", "data monitorin"),
        ("go/data-monitoring.morning-chek/", "data monitoring morning chek"),
        ("%E8%81%8C%E8%B4%A3/%E6%97%A9%E6%A3%80/", "早检"),
        ("duties/old.php", "old"),
        ("one-owner", "one owner"),
        ("%E0%A4%A", "%e0%a4%a"),
        ("/", ""),
        ("a-b-c-d-e-f-g-h-i-j/", "a b c d e f g h"),
    ],
)
def test_an_address_is_searched_for_by_its_words(asked: str, words: str) -> None:
    assert run("page/nearest.js", "({ wordsOf }, asked) => wordsOf(asked)", asked) == words
