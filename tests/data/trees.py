"""Small trees of data to break: copied from tests/fixtures/small, which is right in every way."""

import shutil
from pathlib import Path

from macros.validation.check import Result, check

SMALL = Path(__file__).resolve().parent.parent / "fixtures" / "small"


def small(folder: Path) -> Path:
    """A copy of the small playbook in a new folder; gives back the project's root."""
    shutil.copytree(SMALL, folder, dirs_exist_ok=True)
    return folder


def swap(root: Path, path: str, old: str, new: str) -> int:
    """Put `new` in the place of the only `old` in a file; gives back the line where it begins, from 1."""
    file = root / path
    text = file.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{path} has no {old!r}"
    at = text.index(old)
    file.write_text(text[:at] + new + text[at + len(old) :], encoding="utf-8", newline="")
    return text.count("\n", 0, at) + 1


def found(result: Result) -> list[str]:
    """What was found, short: `file:line code`."""
    return [f"{problem.file.removeprefix('data/')}:{problem.line} {problem.code}" for problem in result.problems]


def after(tmp_path: Path, path: str, old: str, new: str) -> Result:
    """What the check says of the small playbook after one swap."""
    root = small(tmp_path)
    swap(root, path, old, new)
    return check(root)
