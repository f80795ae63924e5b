"""Prove that editors may edit: change a copy of the project as they do, and run the suite there.

`make prove` edits the copy and runs every test but those that rest on the very content: two builds byte for byte (the
copy has another history) and what readers' queries find. `make prove ARGS="tests/site tests/data"` runs only those.
"""

import argparse
import datetime as dt
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

from macros.editing.project import MARK
from macros.validation.check import check, load_playbook
from scripts import move, new

PROJECT = Path(__file__).resolve().parent.parent
#: Tests that the content itself is held to.
LEFT_OUT = (
    "tests/site/test_site.py::test_two_builds_are_the_same_byte_for_byte",
    "tests/search/test_queries.py::test_every_wanted_place_is_on_the_site",
    "tests/search/test_queries.py::test_the_right_page_is_among_the_first_three",
    "tests/search/test_queries.py::test_the_place_that_was_meant_is_shown_without_unfolding",
)
SENTENCES = 100
DAY = dt.date(2027, 1, 4)
_MARKED = re.compile(MARK + r"[^\n,\]}#]*?(?=\s+#|\s*[,\]}\n])")


def copy_of_project(root: Path) -> None:
    """Copy every file of the project that git knows or would take, into a repository of its own."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT, capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    for name in filter(None, listed.stdout.split("\0")):
        source, target = PROJECT / name, root / name
        if source.is_file() and not source.is_symlink():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    (root / "node_modules").symlink_to(PROJECT / "node_modules")  # what checks the scripts
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "as it was"]):
        subprocess.run(
            ["git", "-c", "user.name=editor", "-c", "user.email=editor@example.com", *command], cwd=root, check=True
        )


def replaced(file: Path, old: str, text: str) -> None:
    """Put a text into the place of the first `old` of a file."""
    before = file.read_text(encoding="utf-8")
    if old not in before:
        raise SystemExit(f"{file}: {old!r} is not there; the proof has to find its edits anew")
    file.write_text(before.replace(old, text, 1), encoding="utf-8")


def add_duty(root: Path) -> None:
    """`make new` a duty, and write something for every mark that it leaves."""
    book = load_playbook(root)
    group, role = book.groups[-1], next(iter(book.roles))
    options = ["--id", "proof-of-editing", "--name", "试写一项", "--group", group.id, "--role", role]
    run(new.main(["--root", str(root), "--no-ask", "--date", str(DAY), "duty", *options]), "make new")
    count = 0

    def answer(_: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return f"在第 {count} 页记 {count % 9 + 1} 笔"

    for file in sorted((root / "data").rglob("*.yml")):
        text = file.read_text(encoding="utf-8")
        if MARK in text:
            file.write_text(_MARKED.sub(answer, text), encoding="utf-8")


def add_metric(root: Path) -> None:
    """Write a metric, and name it where the new duty names another."""
    metrics = load_playbook(root).metrics
    group = next(iter(metrics.values())).group
    pair = next(iter(metrics))
    file = root / "data/metrics.yml"
    entry = f"""
- id: proofs-kept
  name: {{zh: "试写留存数", en: "Proofs kept"}}
  group: {group}
  formula: {{zh: "月底还在的试写条数", en: "Proofs that are still there at the end of the month"}}
  calc: {{expr: "kept / written * 100", eg: 75, inputs: [{{k: kept, zh: "还在的条数", en: "Kept", eg: 3}}, {{k: written, zh: "写下的条数", en: "Written", eg: 4}}]}}
  unit: {{zh: "%", en: "%"}}
  direction: higher
  cadence: monthly
  trap: {{zh: "删掉的不数，永远是满分", en: "Not counting what was deleted scores full marks"}}
  pair: [{pair}]
"""
    file.write_text(file.read_text(encoding="utf-8").rstrip("\n") + entry, encoding="utf-8")
    top = root / "data/playbook.yml"
    text = top.read_text(encoding="utf-8")
    top.write_text(re.sub(r"(\n    metrics: \[)", r"\1proofs-kept, ", text, count=1), encoding="utf-8")
    duty = root / "data/duties/proof-of-editing.yml"
    own = re.search(r"^metrics: *\[([a-z0-9-]+)", duty.read_text(encoding="utf-8"), re.MULTILINE)
    if own is None:
        raise SystemExit(f"{duty} names no metrics")
    replaced(duty, own[0], f"metrics: [proofs-kept, {own[1]}")


def move_three(root: Path) -> None:
    """`make move` a task, a metric and a checklist."""
    book = load_playbook(root)
    duty = next(iter(book.duties))
    names = [
        (f"{duty}.{book.duties[duty].tasks[0].id}", "moved-for-proof"),
        (f"metrics/{list(book.metrics)[1]}", "moved-metric"),
        (f"checklists/{next(iter(book.checklists))}", "moved-list"),
    ]
    for old, to in names:
        run(move.main(["--root", str(root), "--id", old, "--to", to, "--why", "换了更常用的名字"]), f"make move {old}")


def mentions(root: Path, id_: str, own: str) -> int:
    """How often the data names an id, but for the file that it is written in."""
    word = re.compile(rf"(?<![\w.-]){re.escape(id_)}(?![\w-])")
    files = (path for path in (root / "data").rglob("*.yml") if path != root / own)
    return sum(len(word.findall(path.read_text(encoding="utf-8"))) for path in files)


def delete_two(root: Path) -> None:
    """Delete a term, and a template once its last task goes without; say so in moved.yml, as the check asks."""
    book = load_playbook(root)
    used = {
        task.output.template: (id_, task.id)
        for id_, duty in book.duties.items() for task in duty.tasks if task.output.template
    }  # fmt: skip
    template = next(name for name in used if mentions(root, name, f"data/templates/{name}.yml") == 1)
    replaced(root / f"data/duties/{used[template][0]}.yml", f"template: {template}, ", "")
    (root / f"data/templates/{template}.yml").unlink()
    pages = "\n".join(page.read_text(encoding="utf-8") for page in (root / "docs").rglob("*.md"))
    term = next(
        id_
        for id_ in reversed(book.terms)
        if f'term("{id_}"' not in pages and not mentions(root, id_, "data/terms.yml")
    )
    file = root / "data/terms.yml"
    pieces = re.split(r"(?m)^(?=  - id: )", file.read_text(encoding="utf-8"))
    kept = [piece for piece in pieces if not piece.startswith(f"  - id: {term}\n")]
    if len(kept) != len(pieces) - 1:
        raise SystemExit(f"{file}: no entry {term}")
    file.write_text("".join(kept), encoding="utf-8")
    moved = root / "data/moved.yml"
    lines = "".join(
        f"  - {{from: {one}, date: {DAY}, why: 没有人用了}}\n" for one in (f"templates/{template}", f"terms/{term}")
    )
    moved.write_text(moved.read_text(encoding="utf-8").rstrip("\n") + "\n" + lines, encoding="utf-8")


def change_sentences(root: Path) -> None:
    """Say a hundred sentences of the duties in other words."""
    count = 0
    for file in sorted((root / "data/duties").glob("*.yml")):
        lines = file.read_text(encoding="utf-8").split("\n")
        for at, line in enumerate(lines):
            if count < SENTENCES and re.fullmatch(r"    (?:evidence|example): [^\"'#]{12,}。", line):
                count += 1
                lines[at] = f"{line[:-1]}，改过的第 {count} 句。"
        file.write_text("\n".join(lines), encoding="utf-8")
    if count < SENTENCES:
        raise SystemExit(f"there were only {count} sentences to change")


def run(status: int, what: str) -> None:
    """Stop when a command of ours failed."""
    if status:
        raise SystemExit(f"{what} ended with {status}")


def edit(root: Path) -> None:
    """Do to the copy what editors do, and check it after each step."""
    for step in (add_duty, add_metric, move_three, delete_two, change_sentences):
        step(root)
        problems = check(root).errors
        if problems:
            raise SystemExit("\n".join([f"after {step.__name__}:", *map(str, problems)]))
    moved = yaml.safe_load((root / "data/moved.yml").read_text(encoding="utf-8"))["moved"]
    said = f"a duty and a metric more, {len(moved)} ids moved or given up, {SENTENCES} sentences changed"
    sys.stdout.write(f"{said}, in {root}\n")
    sys.stdout.flush()


def main(arguments: list[str] | None = None) -> int:
    """Edit a copy and run the suite in it. Gives back the exit status of pytest."""
    parser = argparse.ArgumentParser(prog="make prove", description=__doc__, allow_abbrev=False)
    parser.add_argument("--keep", action="store_true", help="leave the copy where it is")
    options, wanted = parser.parse_known_args(arguments)
    root = Path(tempfile.mkdtemp(prefix="playbook-proof-"))
    try:
        copy_of_project(root)
        edit(root)
        left_out = [part for name in LEFT_OUT for part in ("--deselect", name)]
        command = [sys.executable, "-m", "pytest", "-q", "-n", "auto", "--dist", "worksteal", *left_out, *wanted]
        return subprocess.run(command, cwd=root, check=False).returncode
    finally:
        if not options.keep:
            shutil.rmtree(root)


if __name__ == "__main__":
    sys.exit(main())
