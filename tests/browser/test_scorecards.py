"""Scorecards that calculate: the rules in the browser, what a manager fills in, and what becomes of it."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Download, Locator, Page, expect

from macros.views import labels
from macros.views.views import Views
from tests.browser import runs
from tests.browser.conftest import Visits
from tests.browser.settled import go, reload
from tests.exports.reading import Recalculated

CARD = "/scorecards/control-ops/"


@pytest.fixture
def goals(playbook: Views) -> list[tuple[str, str, str, str]]:
    """Of the card: each goal's name, the metric's direction, the guard's direction, the metric's unit."""
    found: list[tuple[str, str, str, str]] = []
    for item in playbook.playbook.scorecards["control-ops"].items:
        goal = playbook.find_goal(item.goal)[1]
        metric, guard = playbook.playbook.metrics[goal.metric], playbook.playbook.metrics[goal.guard]
        found.append((goal.name, metric.direction, guard.direction, metric.unit.zh))
    return found


def opened(page: Page) -> Page:
    expect(page.locator(".pb-score")).to_be_visible()
    return page


def of(page: Page, goal: str) -> Locator:
    return page.get_by_role("group", name=goal, exact=True)


def fill(page: Page, goal: tuple[str, str, str, str], target: str, actual: str) -> None:
    """Fill in a goal: `target` is both limits of a band; the floor of another one is 20 worse."""
    box = of(page, goal[0])
    if goal[1] != "band":
        box.get_by_label(re.compile("^底线")).fill(str(int(target) + (20 if goal[1] == "lower" else -20)))
    for label in ("下限", "上限") if goal[1] == "band" else ("目标",):
        box.get_by_label(re.compile(f"^{label}")).fill(target)
    box.get_by_label(re.compile("^实际")).first.fill(actual)


def halfway(goal: tuple[str, str, str, str]) -> str:
    """An actual half-way between a target of 50 and its floor."""
    return "60" if goal[1] == "lower" else "40"


def kept(page: Page) -> None:
    """Wait until everything typed is in the device's storage."""
    expect(page.locator(".pb-score")).to_contain_text("已存在这台设备上。")


def total(page: Page) -> Locator:
    return page.locator(".pb-total")


def test_a_manager_fills_a_card_in(visit: Visits, goals: list[tuple[str, str, str, str]]) -> None:
    page = opened(visit(CARD, width=390))
    expect(total(page)).to_have_text("还没有得分")
    expect(page.locator(".pb-score")).to_contain_text(f"{len(goals)} 个目标还没有结果")
    for goal in goals:
        fill(page, goal, "50", "50")
    expect(total(page)).to_have_text("得分 100")
    box = of(page, goals[0][0])
    fill(page, goals[0], "50", halfway(goals[0]))  # of 20 points
    expect(box).to_contain_text("达成率 80%，得 16 分")
    expect(total(page)).to_have_text("得分 96")
    box.get_by_label(re.compile("^挑战")).fill("40" if goals[0][1] == "lower" else "60")
    box.get_by_label(re.compile("^实际")).first.fill("45" if goals[0][1] == "lower" else "55")
    expect(box).to_contain_text("达成率 110%，得 22 分")
    expect(total(page)).to_have_text("得分 102")
    kept(page)
    reload(page)
    expect(total(page)).to_have_text("得分 102")
    box.get_by_label(re.compile("^挑战")).fill("50")
    expect(page.locator(".pb-score")).to_contain_text(
        f"1 个目标还没有结果：{goals[0][0]}（挑战要{'低' if goals[0][1] == 'lower' else '高'}于目标）。"
    )


def test_weights_must_add_up(visit: Visits, goals: list[tuple[str, str, str, str]]) -> None:
    page = opened(visit(CARD))
    for goal in goals:
        fill(page, goal, "50", "50")
    of(page, goals[0][0]).get_by_label("权重").fill("15")
    expect(page.locator(".pb-score")).to_contain_text("权重合计 95，要正好 100，还差 5。")
    expect(total(page)).to_have_text("还没有得分")
    of(page, goals[1][0]).get_by_label("权重").fill("25")
    expect(page.locator(".pb-score")).to_contain_text("权重合计 100。")
    expect(total(page)).to_have_text("得分 100")
    of(page, goals[1][0]).get_by_label("权重").fill("-5")
    expect(page.locator(".pb-score")).to_contain_text("有一格权重不是 0 到 100 的数。")
    expect(of(page, goals[1][0]).get_by_label("权重")).to_have_attribute("aria-invalid", "true")


def test_a_guard_that_fell_cuts_its_goal(visit: Visits, goals: list[tuple[str, str, str, str]]) -> None:
    page = opened(visit(CARD))
    for goal in goals:
        fill(page, goal, "50", "50")
    goal = next(one for one in goals if one[2] != "band")
    box = of(page, goal[0])
    box.get_by_label(re.compile("^不得")).fill("10")
    actual = box.get_by_label(re.compile("^实际")).last
    actual.fill("10")
    expect(box).to_contain_text("护栏守住了")
    actual.fill("9" if goal[2] == "higher" else "11")
    expect(box).to_contain_text("达成率 100%，护栏破了，按 60% 算，得 12 分")
    expect(box.get_by_text(labels.GUARD_RULE)).to_be_visible()
    expect(page.locator(".pb-score")).to_contain_text("护栏破了 1 个")
    expect(total(page)).to_have_text("得分 92")


def test_what_is_no_figure_gives_no_score(visit: Visits, goals: list[tuple[str, str, str, str]]) -> None:
    page = opened(visit(CARD))
    for goal in goals[1:]:
        fill(page, goal, "50", "50")
    for typed in ("abc", "五十", "1e9", "<img src=x onerror=alert(1)>"):
        fill(page, goals[0], "50", "50")
        expect(total(page)).not_to_have_text("还没有得分")
        fill(page, goals[0], "50", typed)
        expect(total(page), typed).to_have_text("还没有得分")
        expect(page.locator(".pb-score"), typed).to_contain_text(f"1 个目标还没有结果：{goals[0][0]}（实际不是数）")
        kept(page)
        reload(page)
        opened(page)
        expect(of(page, goals[0][0]).get_by_label(re.compile("^实际")).first).to_have_value(typed[:40])


def test_each_person_and_period_has_a_card(visit: Visits, goals: list[tuple[str, str, str, str]]) -> None:
    page = opened(visit(CARD))
    page.get_by_label("考核谁").fill("张三")
    fill(page, goals[0], "50", "50")
    page.get_by_role("button", name="新的一张").click()
    expect(page.get_by_label("考核谁")).to_have_value("")
    first = of(page, goals[0][0])
    expect(first.get_by_label(re.compile("^(目标|下限)"))).to_have_value("50")  # taken over
    expect(first.get_by_label(re.compile("^实际")).first).to_have_value("")
    page.get_by_label("考核谁").fill("李四")
    page.get_by_label("期别").select_option(index=0)
    period = page.get_by_label("期别").locator("option:checked").inner_text()
    kept(page)
    reload(page)
    expect(page.get_by_label("考核谁")).to_have_value("李四")  # the address knows which one was open
    expect(page.get_by_label("这台设备上的").locator("option")).to_have_count(2)
    page.get_by_label("这台设备上的").select_option(label=f"{period} 李四")
    page.get_by_role("button", name="删除这一张").click()
    expect(page.get_by_label("这台设备上的").locator("option", has_text="李四")).to_have_count(0)
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_label("考核谁")).to_have_value("李四")


def test_a_name_is_shown_as_it_was_typed(visit: Visits) -> None:
    page = opened(visit(CARD, width=390))
    for name in ("长" * 300, "<img src=x onerror=alert(1)>", "=HYPERLINK(1)"):
        page.get_by_label("考核谁").fill(name)
        kept(page)
        reload(page)
        opened(page)
        expect(page.get_by_label("考核谁")).to_have_value(name)
        expect(page.get_by_label("这台设备上的").locator("option")).to_contain_text([name])
        expect(page.locator(".pb-score img")).to_have_count(0)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, name


def test_a_card_is_shown_when_the_page_knows_which(visit: Visits) -> None:
    """What is typed is typed into the card that stays."""
    page = runs.open_delayed(visit, CARD, "score:control-ops:")
    expect(page.locator(".pb-score")).to_have_count(0)
    runs.arrive(page)
    opened(page)


def test_a_second_tab_keeps_up(visit: Visits, goals: list[tuple[str, str, str, str]]) -> None:
    page = opened(visit(CARD))
    page.get_by_label("考核谁").fill("张三")
    kept(page)
    other = page.context.new_page()
    go(other, page.url)
    expect(other.get_by_label("考核谁")).to_have_value("张三")
    other.get_by_label("考核谁").focus()
    fill(page, goals[0], "50", "40")
    expect(of(other, goals[0][0]).get_by_label(re.compile("^实际")).first).to_have_value("40")
    expect(other.get_by_label("考核谁")).to_be_focused()
    fill(other, goals[1], "50", "45")
    expect(of(page, goals[1][0]).get_by_label(re.compile("^实际")).first).to_have_value("45")
    expect(of(page, goals[0][0]).get_by_label(re.compile("^实际")).first).to_have_value("40")


def stored(page: Page) -> str:
    """The key of the card that is open."""
    return f"score:control-ops:{page.url.partition('card=')[2]}"


def test_what_is_typed_while_another_tab_is_read_stays(visit: Visits, goals: list[tuple[str, str, str, str]]) -> None:
    page = opened(visit(CARD))
    fill(page, goals[0], "50", "40")
    kept(page)
    field = of(page, goals[0][0]).get_by_label(re.compile("^实际")).first
    field.evaluate(
        f"""(field, key) => {{
            const {{ getAll }} = IDBObjectStore.prototype;
            IDBObjectStore.prototype.getAll = function (...range) {{
                IDBObjectStore.prototype.getAll = getAll;
                field.value = "45";
                field.dispatchEvent(new Event("input", {{ bubbles: true }}));
                return getAll.apply(this, range);
            }};
            new BroadcastChannel({runs.DATABASE}).postMessage([key]);
        }}""",
        stored(page),
    )
    expect(field).to_have_value("45")
    kept(page)
    expect(field).to_have_value("45")
    reload(page)
    expect(of(opened(page), goals[0][0]).get_by_label(re.compile("^实际")).first).to_have_value("45")


def test_a_card_of_an_older_handbook_loses_nothing(visit: Visits, goals: list[tuple[str, str, str, str]]) -> None:
    """A goal that the handbook has dropped stays, and counts; one that it has gained waits with a weight of 0."""
    page = opened(visit(CARD))
    for goal in goals:
        fill(page, goal, "50", "50")
    expect(total(page)).to_have_text("得分 100")
    kept(page)
    page.evaluate(
        """async (key) => {
            const { openStore } = await import(new URL("store/store.js", document.querySelector('script[src$="/js/playbook.js"]').src));
            const store = await openStore();
            await store.update(key, (card) => {
                card.goals[0] = { ...card.goals[0], ref: "gone.goal", name: "从前的目标" };
                return card;
            });
        }""",
        stored(page),
    )
    kept(page)
    reload(page)
    opened(page)
    expect(of(page, "从前的目标")).to_contain_text("达成率 100%，得 20 分")
    expect(page.locator(".pb-gone")).to_contain_text("手册里这张卡已经没有这个目标")
    expect(of(page, goals[0][0]).get_by_label("权重")).to_have_value("0")
    expect(total(page)).to_have_text("得分 100")


@pytest.mark.filterwarnings("ignore:Workbook contains no default style:UserWarning")
def test_a_card_of_targets_only_says_what_it_lacks(
    visit: Visits, goals: list[tuple[str, str, str, str]], tmp_path: Path
) -> None:
    """A card from before there were floors is read, shown and exported, and counts again once it has them."""
    page = opened(visit(CARD))
    for goal in goals:
        fill(page, goal, "50", "50")
    kept(page)
    page.evaluate(
        """async (key) => {
            const { openStore } = await import(new URL("store/store.js", document.querySelector('script[src$="/js/playbook.js"]').src));
            const store = await openStore();
            await store.update(key, (card) => {
                for (const goal of card.goals) for (const name of ["floor", "stretch", "over"]) delete goal[name];
                return card;
            });
        }""",
        stored(page),
    )
    reload(page)
    opened(page)
    lacking = [f"{name}（缺底线）" for name, direction, *_ in goals if direction != "band"]
    expect(page.locator(".pb-score")).to_contain_text(f"{len(lacking)} 个目标还没有结果：{'、'.join(lacking)}。")
    first = of(page, next(goal[0] for goal in goals if goal[1] != "band"))
    expect(first.get_by_label(re.compile("^目标"))).to_have_value("50")
    expect(first.get_by_label(re.compile("^挑战"))).to_have_value("")
    for form in ("CSV", "Excel"):
        with page.expect_download() as download:
            page.get_by_role("button", name=f"导出 {form}").click()
        saved(download.value, tmp_path)
    for goal in goals:
        fill(page, goal, "50", "50")
    expect(total(page)).to_have_text("得分 100")


def test_what_is_no_card_is_left_alone(visit: Visits) -> None:
    page = opened(visit(CARD))
    no_cards: list[object] = [
        7,
        None,
        {"period": "2026-Q4", "who": 3, "goals": []},
        {"period": "x", "who": "y", "goals": [{}]},
    ]
    for value in no_cards:
        put_broken(page, value)
        reload(page)
        options = opened(page).get_by_label("这台设备上的").locator("option")
        expect(options, str(value)).to_have_text(["新的一张，还没填"])
        expect(page.locator(".pb-score"), str(value)).to_contain_text("有 1 份记录读不懂")


def put_broken(page: Page, value: object) -> None:
    page.evaluate(
        """async (value) => {
            const { openStore } = await import(new URL("store/store.js", document.querySelector('script[src$="/js/playbook.js"]').src));
            const store = await openStore();
            await store.update("score:control-ops:broken", () => value ?? "null");
        }""",
        value,
    )


def saved(download: Download, folder: Path) -> Path:
    file = folder / download.suggested_filename
    download.save_as(file)
    return file


def filled(visit: Visits, goals: list[tuple[str, str, str, str]], name: str = "=1+1") -> Page:
    page = opened(visit(CARD))
    page.get_by_label("考核谁").fill(name)
    for goal in goals:
        fill(page, goal, "50", "50")
    fill(page, goals[0], "50", halfway(goals[0]))
    expect(total(page)).to_have_text("得分 96")
    return page


def test_csv_for_excel(visit: Visits, goals: list[tuple[str, str, str, str]], tmp_path: Path) -> None:
    page = filled(visit, goals)
    with page.expect_download() as download:
        page.get_by_role("button", name="导出 CSV").click()
    raw = saved(download.value, tmp_path).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert rows[2] == ["考核", "'=1+1"]  # no formula
    assert [row[0] for row in rows[5:-2]] == [goal[0] for goal in goals]
    assert rows[5][4] in labels.OVER.values()
    assert rows[5][12:14] == ["0.8", "16"]
    assert rows[-2][5] == "100"
    assert rows[-2][13] == "96"
    assert rows[-1] == [labels.GUARD_RULE]


@pytest.mark.filterwarnings("ignore:Workbook contains no default style:UserWarning")
@pytest.mark.filterwarnings("ignore::SyntaxWarning")  # formulas 1.3 compares with `is`
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_workbook_that_goes_on_calculating(
    visit: Visits, goals: list[tuple[str, str, str, str]], tmp_path: Path
) -> None:
    page = filled(visit, goals)
    box = of(page, goals[0][0])
    box.get_by_label(re.compile("^不得")).first.fill("10")
    box.get_by_label(re.compile("^实际")).last.fill("9" if goals[0][2] == "higher" else "11")
    with page.expect_download() as download:
        page.get_by_role("button", name="导出 Excel").click()
    file = saved(download.value, tmp_path).rename(tmp_path / "card.xlsx")
    book = openpyxl.load_workbook(file)
    sheet = book["计分卡"]
    assert sheet["B3"].value == "=1+1"
    assert sheet["B3"].data_type == "s"  # text, not a formula
    last = 5 + len(goals)
    assert sheet[f"M{last}"].data_type == "f"
    solved = Recalculated(book, tmp_path)

    def value(cell: str) -> Any:
        return solved("计分卡", cell)

    assert value("M6") == pytest.approx(0.8)
    assert value("N6") == pytest.approx(12)  # cut to 60 % of 20
    assert value("V6") == "破了"
    assert value(f"F{last + 1}") == 100
    assert value(f"N{last + 1}") == pytest.approx(92)


def test_one_card_as_a_file(visit: Visits, goals: list[tuple[str, str, str, str]], tmp_path: Path) -> None:
    page = filled(visit, goals, "张三")
    with page.expect_download() as download:
        kept(page)
        page.get_by_role("button", name="导出这一张").click()
    file = saved(download.value, tmp_path)
    fresh = opened(visit(CARD))
    expect(fresh.get_by_label("考核谁")).to_have_value("")
    with fresh.expect_file_chooser() as chooser:
        fresh.get_by_role("button", name="导入").click()
    chooser.value.set_files(file)
    fresh.get_by_role("button", name="导入这些").click()
    expect(fresh.get_by_label("这台设备上的").locator("option")).to_have_count(2)
    fresh.get_by_label("这台设备上的").select_option(index=0)
    expect(fresh.get_by_label("考核谁")).to_have_value("张三")
    expect(total(fresh)).to_have_text("得分 96")


def test_a_broken_card_in_a_file_is_named_and_left_out(
    visit: Visits, goals: list[tuple[str, str, str, str]], tmp_path: Path
) -> None:
    page = filled(visit, goals, "张三")
    with page.expect_download() as download:
        kept(page)
        page.get_by_role("button", name="导出这一张").click()
    file = saved(download.value, tmp_path)
    data = json.loads(file.read_text(encoding="utf-8"))
    (entry,) = data["entries"].values()
    broken = json.loads(json.dumps(entry))
    del broken["v"]["goals"][1]["guard"]["unit"]
    data["entries"] = {"score:control-ops:whole": entry, "score:control-ops:broken": broken, "constructor:x": entry}
    data["entries"]["score:control-ops:bare"] = {"v": 7, "seen": {}}
    file.write_text(json.dumps(data), encoding="utf-8")
    fresh = opened(visit(CARD))
    with fresh.expect_file_chooser() as chooser:
        fresh.get_by_role("button", name="导入").click()
    chooser.value.set_files(file)
    notice = fresh.locator(".pb-kept")
    expect(notice).to_contain_text("里有 4 份：2 份这里没有，2 份读不懂，不导入。")
    expect(notice).to_contain_text(
        "读不懂的：计分卡 score:control-ops:broken：goals 第 2 项 guard unit 不是 3000 个字以内的文字；"
        "计分卡 score:control-ops:bare：不是一份记录。"
    )
    fresh.get_by_role("button", name="导入这些").click()
    expect(notice).to_contain_text("导入了 2 份。")
    expect(fresh.get_by_label("这台设备上的").locator("option", has_text="张三")).to_have_count(1)


def test_storage_that_refuses_is_said_and_the_card_still_calculates(
    visit: Visits, goals: list[tuple[str, str, str, str]]
) -> None:
    page = visit("/404.html")
    page.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")
    go(page, visit.site + CARD)
    opened(page)
    for goal in goals:
        fill(page, goal, "50", "50")
    expect(total(page)).to_have_text("得分 100")
    expect(page.get_by_role("alert").filter(has_text="只在这个标签页里")).to_be_visible()


def test_without_javascript_the_card_and_its_rule_are_there(
    look: Visits, goals: list[tuple[str, str, str, str]]
) -> None:
    page = look(CARD, javascript=False)
    expect(page.get_by_text(labels.GUARD_RULE)).to_be_visible()
    for goal in goals:
        expect(page.get_by_role("heading", name=goal[0])).to_be_visible()
    expect(page.get_by_text("用纸笔或表格")).to_be_visible()
