"""The ledger: what it holds, what it refuses, and the command that adds to it."""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from macros.addresses import files, ledger
from macros.build.preview import Preview
from macros.model.playbook import Move, Playbook
from macros.validation.check import check
from macros.views.moves import Moves
from macros.views.views import Views
from scripts import release_links
from scripts.build import build
from scripts.check import main as check_main
from tests import commands
from tests.copies import copy_playbook
from tests.links.conftest import copy_of, edit, replace_everywhere


def move(old: str, new: str | None) -> Move:
    return Move.model_validate({"from": old, "to": new, "date": "2027-01-01", "why": "改名"})


def with_moves(playbook: Playbook, *moves: Move) -> Views:
    return Views(replace(playbook, moved=moves))


def judge(published: list[str], playbook: Views) -> list[str]:
    lines = [ledger.LedgerLine(number, address) for number, address in enumerate(published, 3)]
    return [str(found) for found in ledger._problems(lines, ledger.addresses(playbook, ["index.md"]), Moves(playbook))]


def test_the_ledger_of_the_repository_is_kept(project: Path, shipped: Views) -> None:
    lines = ledger.read(project)
    assert len(lines) > 1000
    assert (project / ledger.FILE).read_text(encoding="utf-8") == ledger.text(line.address for line in lines)
    assert ledger.problems(project, shipped.playbook) == []


def test_every_published_address_opens(project: Path, site: Path) -> None:
    """Followed on disk: the page is there, and on it the anchor, or it says where they destination."""
    anchors: dict[str, set[str]] = {}
    for line in ledger.read(project):
        page, _, anchor = line.address.partition("#")
        file = site / page.strip("/") / ("" if files.is_file(page) else "index.html")
        assert file.is_file(), line
        if anchor:
            if page not in anchors:
                parsed = LexborHTMLParser(file.read_bytes())
                anchors[page] = {node.attributes["id"] or "" for node in parsed.css("[id]")}
                anchors[page] |= {"*"} if parsed.css_first("a[data-moved-page]") else set()
            assert anchors[page] & {anchor, "*"}, line


def test_addresses_are_of_every_kind(playbook: Views) -> None:
    every = ledger.addresses(playbook, ["index.md", "editing.md", "editing/errors.md"])
    assert {
        "/",
        "/editing/",
        "/editing/errors/",
        "/duties/",
        "/duties/data-monitoring/",
        "/duties/data-monitoring/#morning-check",
        "/go/data-monitoring.morning-check/",
        "/metrics/#csat",
        "/sources/#s0a1-01",
        "/roles/control-ops/",
        "/checklists/monitoring-weekly/",
        "/downloads/checklists/monitoring-weekly.xlsx",
        "/downloads/roles/control-ops.ics",
        "/downloads/playbook.xlsx",
        "/api/v1/duties.json",
        "/api/v1/schemas/duties.json",
        "/changes.atom",
        "/llms.txt",
    } <= every
    assert any(step.count(".") == 1 and "#" in step for step in every), "steps that checklists name"
    short = {address for address in every if address.startswith("/go/")}
    assert len(short) == sum(len(list(duty.items())) for duty in playbook.playbook.duties.values())


@pytest.mark.parametrize(
    ("address", "id_"),
    [
        ("/duties/x/", "duties/x"),
        ("/duties/x/#a", "x.a"),
        ("/duties/x/#a.b", "x.a.b"),
        ("/go/x.a/", "x.a"),
        ("/metrics/#m", "metrics/m"),
        ("/sources/#s1a1-01", "sources/s1a1-01"),
        ("/metrics/", "metrics"),
        ("/editing/errors/", "editing/errors"),
        ("/downloads/roles/x.docx", "roles/x"),
        ("/downloads/checklists/x.csv", "checklists/x"),
        ("/downloads/raci.xlsx", "/downloads/raci.xlsx"),
        ("/downloads/roles/x.pdf", "/downloads/roles/x.pdf"),
        ("/api/v1/duties.json", "/api/v1/duties.json"),
        ("/llms.txt", "/llms.txt"),
    ],
)
def test_an_address_is_named_as_moved_yml_names_it(address: str, id_: str) -> None:
    assert ledger.id_of(address) == id_


def test_a_lost_item_is_said_once_with_what_to_write(playbook: Views) -> None:
    published = ["/duties/data-monitoring/#mornin-check", "/go/data-monitoring.mornin-check/"]
    (said,) = judge(published, playbook)
    assert said.startswith(
        "ledger/addresses.txt:3:1: E-address 发布过的地址要一直打得开，/duties/data-monitoring/#mornin-check 不见了"
    )
    assert "- {from: data-monitoring.mornin-check, to: data-monitoring.morning-check, date: " in said
    assert "data/moved.yml" in said


def test_a_lost_page_is_said_once_with_all_that_was_on_it(playbook: Views) -> None:
    published = ["/duties/gone/", "/duties/gone/#a", "/duties/gone/#a.b", "/go/gone.a/"]
    (said,) = judge(published, playbook)
    assert "from: duties/gone" in said


def test_an_entry_of_moved_yml_is_enough(playbook: Views) -> None:
    published = ["/duties/old/", "/duties/old/#morning-check", "/go/old.morning-check/", "/metrics/#old", "/terms/#off"]
    moved = with_moves(
        playbook.playbook,
        move("duties/old", "duties/data-monitoring"),
        move("metrics/old", "metrics/csat"),
        move("terms/off", None),
    )
    assert judge(published, moved) == []


def test_an_item_that_is_not_on_the_renamed_page_must_be_named(playbook: Views) -> None:
    moved = with_moves(playbook.playbook, move("duties/old", "duties/data-monitoring"))
    (said,) = judge(["/duties/old/#nowhere", "/go/old.nowhere/"], moved)
    assert "from: old.nowhere" in said


def test_items_of_a_page_that_was_given_up_went_with_it(playbook: Views) -> None:
    assert judge(["/duties/old/#a", "/go/old.a/"], with_moves(playbook.playbook, move("duties/old", None))) == []


def test_a_step_goes_with_its_task(playbook: Views) -> None:
    moved = with_moves(playbook.playbook, move("old.task", "data-monitoring.morning-check"))
    assert judge(["/duties/old/#task.step"], moved) == []
    (said,) = judge(["/duties/data-monitoring/#morning-check.nothing"], playbook)
    assert "from: data-monitoring.morning-check.nothing" in said


def test_the_ledger_knows_every_file_that_a_build_writes(site: Path, shipped: Views) -> None:
    written = {path.relative_to(site).as_posix() for path in (site / files.DOWNLOADS).rglob("*") if path.is_file()}
    written |= {path.relative_to(site).as_posix() for path in (site / "api").rglob("*") if path.is_file()}
    # What moved or was given up keeps its files too.
    old = tuple(f"{files.DOWNLOADS}/{move.from_}." for move in shipped.playbook.moved)
    written = {path for path in written if not path.startswith(old)}
    assert sorted([*written, files.FEED, files.LLMS]) == sorted(files.files(shipped))


def test_the_files_of_what_moved_or_was_given_up_are_kept(playbook: Views) -> None:
    published = ["/checklists/old/", "/downloads/checklists/old.csv", "/downloads/checklists/old.xlsx"]
    moved = with_moves(playbook.playbook, move("checklists/old", "checklists/monitoring-weekly"))
    assert judge(published, moved) == []
    assert judge(published, with_moves(playbook.playbook, move("checklists/old", None))) == []
    (said,) = judge(published, playbook)
    assert "from: checklists/old, to: " in said


@pytest.mark.parametrize(
    "address",
    ["/api/v1/people.json", "/downloads/raci.ods", "/downloads/checklists/monitoring-weekly.pdf", "/feed.atom"],
)
def test_a_file_that_no_build_writes_any_more_is_named(playbook: Views, address: str) -> None:
    (said,) = judge([address], playbook)
    assert f"发布过的文件要一直下得到，{address} 不见了" in said
    assert "macros/addresses/files.py" in said


def test_a_conflict_left_by_a_merge_is_named(playbook: Views) -> None:
    (said,) = judge(["<<<<<<< HEAD"], playbook)
    assert said.startswith("ledger/addresses.txt:3:1: E-address")
    assert "冲突" in said


def test_nothing_published_means_nothing_to_keep(tmp_path: Path, playbook: Views) -> None:
    assert ledger.read(tmp_path) == []


def test_check_and_build_refuse_a_lost_address(
    playbook_root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = copy_of(playbook_root, tmp_path / "copy")
    assert release_links.main(["--root", str(root)]) == 0
    first = (root / ledger.FILE).read_bytes()
    replace_everywhere(root, r"\balert-drill\b", "alarm-drill")
    capsys.readouterr()

    assert check_main(["--root", str(root)]) == 1
    said = capsys.readouterr().out
    assert re.search(r"E-address 发布过的地址要一直打得开，\S+alert-drill 不见了", said)
    assert "from: data-monitoring.alert-drill, to: data-monitoring.alarm-drill" in said
    site = root / "site"
    assert build(root, site, quiet=True) == 1
    assert not site.exists()
    assert release_links.main(["--root", str(root)]) == 1
    assert (root / ledger.FILE).read_bytes() == first

    def tell(moved: dict[str, list[dict[str, str]]]) -> None:
        moved["moved"] = [
            {
                "from": "data-monitoring.alert-drill",
                "to": "data-monitoring.alarm-drill",
                "date": "2027-01-01",
                "why": "改名",
            }
        ]

    edit(root / "data/moved.yml", tell)
    capsys.readouterr()
    assert check_main(["--root", str(root)]) == 0
    assert release_links.main(["--root", str(root)]) == 0
    after = {line.address for line in ledger.read(root)}
    assert "/duties/data-monitoring/#alert-drill" in after, "what was published stays in the ledger"
    assert "/duties/data-monitoring/#alarm-drill" in after


@pytest.fixture(scope="module")
def lost(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small playbook without errors but for a published address that leads nowhere."""
    root = copy_playbook(tmp_path_factory.mktemp("lost") / "copy")
    (root / ledger.FILE).write_text(ledger.text(["/duties/given-up/"]), encoding="utf-8")
    return root


#: Every command that reads data, with what it takes to get as far as its work.
COMMANDS: dict[str, list[str]] = {
    "scripts.check": [],
    "scripts.check github": ["--format", "github"],
    "scripts.build": ["--site", "site"],
    "scripts.zip": ["--to", "dist"],
    "scripts.zip of a site": ["--site", "docs", "--to", "dist"],
    "scripts.tree": ["--to", "dist/tree"],
    "scripts.release_links": [],
    "scripts.review": [],
    "scripts.year": [],
    "scripts.calendar": ["--year", "2028"],
    "scripts.new": ["template", "--id", "fresh-sheet", "--name", "新表", "--no-ask"],
    "scripts.move": ["--id", "roles/control-ops", "--to", "roles/watch-ops", "--why", "换名"],
    "scripts.impact": ["--id", "roles/control-ops", "--pages-only"],
    "scripts.impact since": ["--since", "HEAD", "--pages-only"],
    "mkdocs": ["build", "--site-dir", "site"],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_refuses_a_lost_address(command: str, lost: Path) -> None:
    name = command.partition(" ")[0]
    before = {path: path.read_bytes() for path in (lost / "data").rglob("*.yml")}
    if name == "mkdocs":
        line = [sys.executable, "-m", name, *COMMANDS[command]]
        done = subprocess.run(line, cwd=lost, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
        status, said = done.returncode, done.stdout + done.stderr
    else:
        answer = commands.run(lost, name.removeprefix("scripts."), *COMMANDS[command])
        status, said = answer.status, answer.text
    assert status == 1, said
    assert "/duties/given-up/ 不见了" in said
    assert "Traceback" not in said
    assert {path: path.read_bytes() for path in (lost / "data").rglob("*.yml")} == before
    assert not (lost / "site").exists()
    assert not (lost / "dist").exists()


def test_every_command_is_known_here() -> None:
    """A new command either reads no data, or is held to the ledger above."""
    asked = {command.partition(" ")[0] for command in COMMANDS} - {"mkdocs"}
    without_data = {"scripts.bench", "scripts.console", "scripts.schemas", "scripts.serve", "scripts.setup"}
    folder = Path(release_links.__file__).parent
    assert {f"scripts.{file.stem}" for file in folder.glob("[a-z]*.py")} == asked | without_data


def test_the_preview_shows_the_pages_and_says_what_is_lost(lost: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(lost)
    preview = Preview(lost)
    try:
        said = preview.build()
        assert preview.problems == []
        assert (preview.site_dir / "duties/data-monitoring/index.html").is_file()
    finally:
        preview.close()
    assert "/duties/given-up/ 不见了" in said
    assert "有 1 个发布过的地址打不开了" in said


def test_a_build_writes_nothing_into_the_ledger(playbook_root: Path, tmp_path: Path) -> None:
    root = copy_of(playbook_root, tmp_path / "copy")
    assert check(root).playbook is not None
    assert not (root / "ledger").exists()
