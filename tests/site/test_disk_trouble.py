"""A disk that refuses: a store that can't be written costs time alone, a site that can't be written stays as it was."""

import errno
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from macros.build.new_site import NewSite
from macros.build.store import FOLDER
from scripts import build as script
from tests import commands
from tests.copies import PROJECT, copy_with_little_data, differences

DUTY = "data/duties/data-monitoring.yml"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that was built, then changed in one field; in `new` beside it is the site that belongs to it now."""
    root = copy_with_little_data(tmp_path_factory.mktemp("disk") / "project")
    assert commands.run(root, "build", "--site", str(root / "site")).status == 0
    text = (root / DUTY).read_text(encoding="utf-8")
    (root / DUTY).write_text(text.replace("name: 数据监控", "name: 数据看守", 1), encoding="utf-8")
    new = shutil.copytree(root, root.parent / "cold", ignore=shutil.ignore_patterns(".cache", "site"))
    assert commands.run(new, "build", "--site", str(root.parent / "new")).status == 0
    return root


@pytest.fixture
def root(built: Path, tmp_path: Path) -> Path:
    return shutil.copytree(built, tmp_path / "project")


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("number", "kept"), [(errno.EROFS, True), (errno.ENOSPC, False)], ids=["read-only", "full and empty"]
)
def test_a_store_that_cant_be_written_changes_no_byte_of_the_site(
    root: Path, built: Path, monkeypatch: pytest.MonkeyPatch, number: int, kept: bool
) -> None:
    if not kept:
        shutil.rmtree(root / FOLDER)
        (root / FOLDER).mkdir()
    before = contents(root / FOLDER)

    def refuse(act: Callable[..., Any]) -> Callable[..., Any]:
        def refusing(path: Any, *arguments: Any, **options: Any) -> Any:
            if Path(path).is_relative_to(root / FOLDER):
                if act is write and number == errno.ENOSPC:
                    write(path, arguments[0][: len(arguments[0]) // 2])
                raise OSError(number, os.strerror(number), str(path))
            return act(path, *arguments, **options)

        return refusing

    write = Path.write_bytes
    acts: list[tuple[Any, str]] = [(Path, "write_bytes")]
    if number == errno.EROFS:  # on a full disk one may still take away
        acts += [(Path, "mkdir"), (Path, "replace"), (Path, "unlink"), (os, "utime")]
    for owner, name in acts:
        monkeypatch.setattr(owner, name, refuse(getattr(owner, name)))
    monkeypatch.chdir(root)
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    assert script.build(root, root / "site", quiet=True) == 0
    monkeypatch.undo()
    assert differences(root / "site", built.parent / "new") == []
    assert contents(root / FOLDER) == before


@pytest.mark.skipif(sys.platform == "win32", reason="a process can't be told there how large its files may be")
def test_a_disk_that_is_full_leaves_the_old_site(root: Path, built: Path) -> None:
    """As the system says it, in the middle of a file: no file of the build may have more than 30 KiB."""
    command = 'trap "" XFSZ; ulimit -f 30; exec "$@"'
    line = [sys.executable, "-m", "scripts.build", "--root", str(root), "--site", str(root / "site")]
    done = subprocess.run(
        ["bash", "-c", command, "bash", *line], cwd=PROJECT, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 1
    assert "没有建成" in done.stderr
    assert re.search(r"文件太大，磁盘放不下：/\S+", done.stderr), done.stderr
    assert "Traceback" not in done.stderr
    assert differences(root / "site", built / "site") == []
    assert not [path.name for path in root.iterdir() if path.name.startswith(".site")]
    assert commands.run(root, "build", "--site", str(root / "site")).status == 0
    assert differences(root / "site", built.parent / "new") == []


def test_a_folder_that_cant_be_written_is_told(root: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    """By whichever process meets it."""
    write = NewSite.write

    def refuse(self: NewSite, path: str, content: bytes) -> None:
        if path.endswith("data-monitoring/index.html"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)
        write(self, path, content)

    monkeypatch.setattr(NewSite, "write", refuse)
    monkeypatch.chdir(root)
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    assert script.build(root, root / "site", quiet=True) == 1
    said = capfd.readouterr().err
    assert "磁盘满了" in said
    assert "Traceback" not in said
