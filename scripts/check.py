"""Check the data alone, without MkDocs: every problem at once, exit status 1 when one must not ship."""

from __future__ import annotations

import argparse
import sys
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from macros.problems.catalogue import address
from macros.problems.problem import Problem
from macros.validation.check import Result, check
from scripts import console

ROOT = Path(__file__).resolve().parent.parent


#: How many problems of one file are printed: one mistake in each line of a large file is mended by one act.
PRINTED = 100


def text(result: Result) -> str:
    """A line for each problem, and at the end how many there are and what to do next.

    Of a file with more than PRINTED problems the first ones, and how many more there are.
    """
    lines: list[str] = []
    for file, of_file in groupby(result.problems, key=attrgetter("file")):
        problems = list(of_file)
        lines += map(str, problems[:PRINTED])
        if len(problems) > PRINTED:
            lines.append(f"{file}: 还有 {len(problems) - PRINTED} 处，先改好上面这些。")
    return "\n".join([*lines, *_summary(result)])


def _summary(result: Result) -> list[str]:
    errors, warnings = len(result.errors), len(result.warnings)
    if not errors:
        return [f"{result.files} 个文件，没有错误，{warnings} 处提醒。接着运行 make serve 看页面。"]
    return [
        f"{result.files} 个文件，{errors} 处错误，{warnings} 处提醒。照上面改好，再运行 make check。",
        f"每个代码的说明和对错两例在 /editing/errors/，例如 {address(result.errors[0].code)}。",
    ]


def as_json(result: Result) -> str:
    """Everything that was found, for programs."""
    return console.as_json(
        {
            "files": result.files,
            "errors": len(result.errors),
            "warnings": len(result.warnings),
            "problems": [
                {
                    "file": problem.file,
                    "line": problem.line,
                    "column": problem.column,
                    "code": problem.code,
                    "level": "error" if problem.is_error else "warning",
                    "text": problem.text,
                    "help": address(problem.code),
                }
                for problem in result.problems
            ],
        }
    )


def _escaped(value: str, also: str = "") -> str:
    """A value in a GitHub workflow command: what would end it or the line, percent-encoded."""
    for character in "%\r\n" + also:
        value = value.replace(character, f"%{ord(character):02X}")
    return value


def annotation(problem: Problem) -> str:
    """A problem as a workflow command, which GitHub shows beside the line in a pull request."""
    level = "error" if problem.is_error else "warning"
    file = _escaped(problem.file, ":,")
    place = f"file={file},line={problem.line},col={problem.column},title={problem.code}"
    return f"::{level} {place}::{_escaped(problem.text)}"


def github(result: Result) -> str:
    """An annotation for each problem, and the summary."""
    return "\n".join([*map(annotation, result.problems), *_summary(result)])


FORMATS = {"text": text, "json": as_json, "github": github}


def main(arguments: list[str] | None = None) -> int:
    """Print every problem of the data; give back the exit status."""
    parser = argparse.ArgumentParser(
        prog="make check",
        description="检查 data/ 里的全部数据，一次说出全部问题。有错误时退出码是 1。",
        epilog='参数写在 ARGS 里，例如 make check ARGS="--format json"。',
    )
    parser.add_argument("--root", type=Path, default=ROOT, help="项目所在的文件夹")
    parser.add_argument(
        "--format", choices=FORMATS, default="text", help="text 给人看；json 给程序；github 在合并请求里标在那一行旁边"
    )
    options = parser.parse_args(arguments)
    result = check(options.root)
    print(FORMATS[options.format](result))
    return 1 if result.errors else 0


if __name__ == "__main__":
    sys.exit(console.run(main))
