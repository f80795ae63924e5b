"""Add a duty, role, checklist, scorecard, template, or an item inside a duty: ask what is missing, write the file."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path

from macros import model
from macros.editing.new import new
from macros.editing.project import MARK, ChangeSet, Project
from macros.editing.questions import QUESTIONS, Ask, answer, wrong_with
from macros.editing.stock import Choice, Question, SoFar, Stock
from macros.yamltext.edit import EditError
from scripts.console import run

ROOT = Path(__file__).resolve().parent.parent

KINDS = {kind.id: kind.name for kind in model.KINDS.values() if kind.id in QUESTIONS} | {
    item.id: f"职责里的{item.name}" for item in model.ITEMS.values()
}


class Stopped(Exception):  # noqa: N818 (it is no error to change one's mind)
    """The person pressed Ctrl+C instead of answering."""


def put() -> Ask:
    """What puts a question to the person at the terminal."""
    import questionary

    def ask(question: Question, choices: list[Choice], default: str, so_far: SoFar) -> str:
        text = question.text + ("" if question.required or "回车" in question.text else "（回车：照默认）")
        if choices and not question.many:
            options = [questionary.Choice(f"{name}  {value}", value) for value, name in choices]
            if not question.required and not default:
                options.insert(0, questionary.Choice("（不选）", ""))
            chosen = next((one for one in options if one.value == default), None)
            asked = questionary.select(
                text, options, default=chosen, use_search_filter=len(options) > 9, use_jk_keys=False,
                instruction="↑↓ 选，打字可筛选，回车确定" if len(options) > 9 else "↑↓ 选，回车确定",
            )  # fmt: skip
        elif choices:
            options = [questionary.Choice(f"{name}  {value}", value) for value, name in choices]
            asked = questionary.checkbox(
                text, options, instruction="空格勾选，回车确定",
                validate=lambda picked: bool(picked) or not question.required or "至少选一项",
            )  # fmt: skip
        else:

            def judge(value: str) -> bool | str:
                if not value.strip():
                    return not question.required or "这一项不能空"
                return wrong_with(question, so_far, value.strip(), []) or True

            asked = questionary.text(text, default=default, validate=judge, validate_while_typing=False)
        given = asked.ask(kbi_msg="")
        if given is None:
            raise Stopped
        return ",".join(given) if isinstance(given, list) else str(given)

    return ask


def parser() -> argparse.ArgumentParser:
    """The options: for each kind of thing one for each of its questions."""
    top = argparse.ArgumentParser(
        prog="make new", description="新写一样东西：写好骨架、登记好，要你写的地方标着“待填”。不写选项就一项项问。",
        epilog='例如：make new，或 make new ARGS="check --duty data-monitoring --id all-read --task morning-check"',
    )  # fmt: skip
    _common(top, first=True)
    kinds = top.add_subparsers(dest="kind", metavar="种类", title="种类")
    for kind, name in KINDS.items():
        own = kinds.add_parser(
            kind,
            help=name,
            description=f"新写{name}。",
            prog=f"make new ARGS={kind}",
            argument_default=argparse.SUPPRESS,
        )
        _common(own, first=False)
        for question in QUESTIONS[kind]:
            needed = "必写；" if question.required else ""
            shown = f"；默认 {question.default}" if isinstance(question.default, str) and question.default else ""
            own.add_argument(
                f"--{question.key}", metavar="…", help=f"{needed}{question.text}{shown}".replace("%", "%%")
            )
    return top


def _common(own: argparse.ArgumentParser, *, first: bool) -> None:
    hidden = argparse.SUPPRESS
    own.add_argument("--root", type=Path, default=ROOT if first else hidden, help="项目所在的文件夹")
    own.add_argument(
        "--date", type=dt.date.fromisoformat, default=None if first else hidden, help="写进“上次核对”的日期（默认今天）"
    )
    own.add_argument(
        "--no-ask", action="store_true", default=False if first else hidden, help="不提问；缺了必写的就停下"
    )


def main(arguments: list[str] | None = None) -> int:
    """Write the new thing; give back the exit status."""
    options = parser().parse_args(arguments)
    someone = sys.stdin.isatty() and sys.stdout.isatty() and not options.no_ask
    try:
        root = options.root.resolve()
        project = Project(root)
        project.require_clean()
        stock = Stock(project)
        kind = options.kind or (_which() if someone else "")
        if not kind:
            parser().print_help()
            return 2
        given = {key.replace("_", "-"): value for key, value in vars(options).items() if isinstance(value, str)}
        given.pop("kind", None)
        answers = answer(kind, stock, given, put() if someone else None)
        change = new(project, stock, kind, answers, options.date or dt.datetime.now().astimezone().date())
        project.verify(change, may_have_marks=True)
        project.write(change)
    except Stopped:
        print("没有改动任何文件。", file=sys.stderr)
        return 130
    except EditError as error:
        print(error, file=sys.stderr)
        return 1
    report(project, change)
    return 0


def _which() -> str:
    import questionary

    chosen = questionary.select(
        "新写什么？", [questionary.Choice(f"{name}  {kind}", kind) for kind, name in KINDS.items()], use_jk_keys=False,
        instruction="↑↓ 选，回车确定",
    ).ask(kbi_msg="")  # fmt: skip
    if chosen is None:
        raise Stopped
    return str(chosen)


def report(project: Project, change: ChangeSet) -> None:
    """Say what was written, where marks are, and what comes next."""
    for path, text in change.texts.items():
        before = project.texts.get(path, "")
        marks = (text or "").count(MARK) - before.count(MARK)
        print(f"{'改了' if path in project.texts else '写了'} {path}" + (f"，{marks} 处{MARK}" if marks else ""))
    for note in change.notes:
        print(note)
    if any(MARK in (text or "") for text in change.texts.values()):
        print(
            f"接着：在编辑器里搜“{MARK}”，一处处换成你的话（行尾 # 后面是写法）；再运行 make check，没有错误后 make serve 看页面。"
        )
    else:
        print("接着运行 make check，再 make serve 看页面。")


if __name__ == "__main__":
    sys.exit(run(main))
