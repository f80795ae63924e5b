"""A new site takes the old one's place file by file, or not at all."""

import shutil
from pathlib import Path

import pytest

from macros.build import swap
from macros.build.new_site import stamp_of
from tests.copies import differences

OLD = {"a/index.html": "old", "b": "a file", "c/d/e.html": "a folder", "same.html": "same", "gone/x/y.html": "gone"}
NEW = {
    "a/index.html": "new",
    "b/index.html": "a folder",
    "c": "a file",
    "same.html": "same",
    "n/m/o.html": "new",
    "n/q.js": "new",
}


def written(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """An old site, in which are also an empty folder, a link to a folder and one that leads nowhere."""
    site = written(tmp_path / "site", OLD)
    (site / "empty").mkdir()
    (site / "link").symlink_to(written(tmp_path / "elsewhere", {"mine.txt": "mine"}))
    (site / "broken").symlink_to("nowhere")
    return site


def test_the_new_site_stands_and_nothing_of_the_old(site: Path, tmp_path: Path) -> None:
    fresh = written(tmp_path / "fresh", NEW)
    before, folder = (site / "same.html").stat(), site.stat().st_ino
    swap.swap(fresh, site)
    assert differences(site, written(tmp_path / "right", NEW)) == []
    assert {path.name for path in site.iterdir()} == {"a", "b", "c", "same.html", "n"}
    assert ((site / "same.html").stat(), site.stat().st_ino) == (before, folder)
    assert (tmp_path / "elsewhere/mine.txt").read_text(encoding="utf-8") == "mine"


def test_what_is_kept_stays_and_need_not_be_in_the_new_site(site: Path, tmp_path: Path) -> None:
    fresh = written(tmp_path / "fresh", {"a/index.html": "new"})
    written(site, {"gone/x/kept.html": "kept"})
    kept = {path: stamp_of(str(site / path)) for path in ("same.html", "gone/x/kept.html")}
    swap.swap(fresh, site, kept)
    right = {"a/index.html": "new", "same.html": "same", "gone/x/kept.html": "kept"}
    assert differences(site, written(tmp_path / "right", right)) == []
    assert {path: stamp_of(str(site / path)) for path in kept} == kept


@pytest.mark.parametrize("act", ["write", "unlink", "link"])
def test_what_was_to_be_kept_and_was_changed_stops_it_with_nothing_done(site: Path, tmp_path: Path, act: str) -> None:
    fresh = written(tmp_path / "fresh", {"a/index.html": "new"})
    kept = {"c/d/e.html": stamp_of(str(site / "c/d/e.html"))}
    if act == "write":
        (site / "c/d/e.html").write_text("another", encoding="utf-8")
    elif act == "unlink":
        (site / "c/d/e.html").unlink()
    else:
        (site / "c").rename(tmp_path / "c")
        (site / "c").symlink_to(tmp_path / "c")
    old = shutil.copytree(site, tmp_path / "old", symlinks=True)
    with pytest.raises(swap.ChangedError):
        swap.swap(fresh, site, kept)
    assert differences(site, old) == []


@pytest.mark.parametrize("number", range(1, 9))
def test_where_a_file_cant_be_put_the_old_site_stands(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    old = shutil.copytree(site, tmp_path / "old", symlinks=True)
    fresh = written(tmp_path / "fresh", NEW)
    move, left = swap._move, number

    def refuse(source: Path, target: Path, moved: list[tuple[Path, Path]]) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise OSError("refused")
        move(source, target, moved)

    monkeypatch.setattr(swap, "_move", refuse)
    with pytest.raises(OSError, match="refused"):
        swap.swap(fresh, site)
    assert differences(site, old) == []
    assert {path.name for path in site.iterdir()} >= {"a", "b", "c", "same.html", "gone", "link", "broken"}
