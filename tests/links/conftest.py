"""The playbook after a year: things renamed, split off, moved and given up, with moved.yml telling of it."""

import re
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser

from macros.addresses import ledger
from macros.exports import feed
from macros.exports.context import Context
from macros.validation.check import check, load_playbook
from macros.views.views import Views
from macros.yamltext import reader
from tests.browser.conftest import Visits, pytest_pyfunc_call, visits
from tests.browser.windows import Windows
from tests.conftest import build_site, once, served

__all__ = ["pytest_pyfunc_call", "visits"]

#: Where the site after that year is published.
ADDRESS = "https://ops.example.com/team/playbook/"

#: What was told before anything moved, by file.
TOLD = {
    "duties/data-monitoring": [
        {"date": "2026-12-01", "kind": "changed", "what": "早检提前到 09:15"},
        {"date": "2026-12-01", "kind": "new", "what": "多了一项周末值守"},
        {"date": "2027-02-20", "kind": "changed", "what": "异常单多一格，写谁先发现"},
    ],
    "roles/ops-lead": [{"date": "2027-01-05", "kind": "changed", "what": "不再批 <i>小额</i> 退款 & 补券"}],
    "checklists/monitoring-weekly": [{"date": "2027-01-05", "kind": "changed", "what": "合格线改成 85"}],
    "scorecards/control-ops": [{"date": "2027-02-01", "kind": "removed", "what": "不再计录入速度"}],
}
#: The feed of that time.
FEED_BEFORE = "before.atom"

MOVED = [
    {
        "from": "duties/data-monitoring",
        "to": "duties/data-watch",
        "date": "2027-03-01",
        "why": "和系统监控分开叫",
    },
    {
        "from": "data-monitoring.morning-check",
        "to": "data-watch.first-check",
        "date": "2027-04-01",
        "why": "早班之外也做这一遍",
    },
    {
        "from": "metric-watch.morning-check",
        "to": "data-watch.first-check",
        "date": "2027-04-01",
        "why": "页面改过两次名，条目改过一次",
    },
    {
        "from": "data-monitoring.faster-detection",
        "to": "incident-response.faster-detection",
        "date": "2027-04-02",
        "why": "发现得早不早归应急一起看，见 data-watch.first-check",
    },
    {
        "from": "goal-setting.nobody-looks",
        "date": "2027-05-01",
        "why": "这件事再没有发生过 <b>两年</b>",
    },
    {"from": "checklists/service-weekly", "date": "2027-06-01", "why": "并进客服自己的周检"},
    {"from": "metrics/ces", "to": "metrics/customer-effort", "date": "2027-06-02", "why": "缩写没人认得"},
    {"from": "roles/assistant-ops", "to": "roles/desk-ops", "date": "2027-06-03", "why": "主要守客服台"},
    {"from": "scorecards/assistant-ops", "to": "scorecards/desk-ops", "date": "2027-06-03", "why": "跟着角色改名"},
    {
        "from": "templates/morning-check-log",
        "to": "templates/first-check-log",
        "date": "2027-06-04",
        "why": "跟着任务改名",
    },
]


def copy_of(root: Path, folder: Path) -> Path:
    """A project under `folder`, with data of its own and nothing published; the rest is that of `root`."""
    folder.mkdir(parents=True)
    shutil.copytree(root / "data", folder / "data")
    shutil.copytree(root / "docs", folder / "docs")
    for name in ("macros", "overrides", "mkdocs.yml"):
        (folder / name).symlink_to(root / name)
    return folder


def edit(file: Path, change: Callable[[Any], None]) -> None:
    """Change what a data file says. How it is laid out is lost, which nobody minds here."""
    content = reader.read(file, file.name).data
    change(content)
    file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10**6), encoding="utf-8")


def tell(one: Any, told: list[dict[str, str]]) -> None:
    """Let a data file say what changed in it."""
    one["changes"] = told


def rename(duty: Any, old: str, new: str) -> None:
    """Rename a task within its duty."""
    for task in duty["tasks"]:
        task["id"] = new if task["id"] == old else task["id"]
    for check_ in duty["checks"]:
        check_["task"] = new if check_["task"] == old else check_["task"]
    for risk in duty["risks"]:
        risk["control"] = new if risk["control"] == old else risk["control"]


def replace_everywhere(root: Path, pattern: str, new: str) -> None:
    for file in [*(root / "data").rglob("*.yml"), *(root / "docs").rglob("*.md")]:
        text = file.read_text(encoding="utf-8")
        if (changed := re.sub(pattern, new, text)) != text:
            file.write_text(changed, encoding="utf-8")


@pytest.fixture(scope="session")
def later(playbook_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tests' own playbook after a year. Its ledger has every address of today."""

    def make(root: Path) -> None:
        copy_of(playbook_root, root)
        today = Views(load_playbook(root))
        (root / "ledger").mkdir()
        every = {*ledger.addresses(today, ledger.written_pages(root))}
        every |= {line.address for line in ledger.read(playbook_root)}
        (root / ledger.FILE).write_text(ledger.text(every), encoding="utf-8")

        # Months later there is something to tell.
        for file, told in TOLD.items():
            edit(root / f"data/{file}.yml", partial(tell, told=told))
        (root / FEED_BEFORE).write_bytes(feed.feed(Context(Views(load_playbook(root)))))
        before = reader.read(root / "data/moved.yml", "moved.yml").data["moved"]

        # A duty is renamed, and one of its tasks.
        (root / "data/duties/data-monitoring.yml").rename(root / "data/duties/data-watch.yml")
        replace_everywhere(root, r"\bdata-monitoring\b", "data-watch")
        replace_everywhere(root, r"\bdata-watch(\.md#|\.)morning-check\b", r"data-watch\1first-check")
        replace_everywhere(root, r"\b(task|item): morning-check\b(?!-)", r"\1: first-check")
        edit(root / "data/duties/data-watch.yml", lambda duty: rename(duty, "morning-check", "first-check"))
        # A goal is split off to another duty.
        goals: list[Any] = []

        def without_goal(duty: Any) -> None:
            goals.extend(goal for goal in duty["goals"] if goal["id"] == "faster-detection")
            duty["goals"] = [goal for goal in duty["goals"] if goal["id"] != "faster-detection"]

        edit(root / "data/duties/data-watch.yml", without_goal)
        edit(root / "data/duties/incident-response.yml", lambda duty: duty["goals"].extend(goals))
        replace_everywhere(root, r"\bdata-watch\.faster-detection\b", "incident-response.faster-detection")
        # A risk is given up, and a whole checklist.
        edit(root / "data/duties/goal-setting.yml", lambda duty: duty["risks"].pop())
        (root / "data/checklists/service-weekly.yml").unlink()
        # A line leaves its checklist, and its item stays.
        edit(root / "data/checklists/figures-monthly.yml", lambda one: one["items"].pop(0))
        # A metric is renamed.
        replace_everywhere(root, r"(?<![\w-])ces(?![\w-])", "customer-effort")
        # A role, its scorecard and a template are renamed.
        for folder in ("roles", "scorecards"):
            (root / f"data/{folder}/assistant-ops.yml").rename(root / f"data/{folder}/desk-ops.yml")
        replace_everywhere(root, r"(?<![\w-])assistant-ops(?![\w-])", "desk-ops")
        (root / "data/templates/morning-check-log.yml").rename(root / "data/templates/first-check-log.yml")
        replace_everywhere(root, r"\bmorning-check-log\b", "first-check-log")
        # What had moved before leads on to where things are now.
        went = {move["from"]: move["to"] for move in MOVED if "to" in move}
        entries = [
            *({**move, "to": went.get(move["to"], move["to"])} if "to" in move else move for move in before),
            *MOVED,
        ]
        (root / "data/moved.yml").write_text(
            yaml.safe_dump({"moved": entries}, allow_unicode=True, sort_keys=False, width=10**6), encoding="utf-8"
        )

    return once(tmp_path_factory, "later", make)


@pytest.fixture(scope="session")
def later_views(later: Path) -> Views:
    result = check(later)
    assert result.playbook is not None, "\n".join(map(str, result.errors))
    return Views(result.playbook)


@pytest.fixture(scope="session")
def later_site(later: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The finished site after that year, built for an address below a path."""
    return once(tmp_path_factory, "later-site", lambda folder: build_site(later, folder, SITE_URL=ADDRESS))


@pytest.fixture(scope="session")
def later_url(later_site: Path) -> Iterator[str]:
    """Where the site after that year is served: under a sub-path."""
    with served(later_site, "/team/playbook") as url:
        yield url


@pytest.fixture
def visit(browser: Browser, later_url: str, visits: list[Visits], windows: Windows) -> Visits:
    """Opens pages of the site after that year."""
    visits.append(Visits(browser, later_url, windows))
    return visits[-1]
