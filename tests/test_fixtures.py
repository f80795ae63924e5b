"""The parts that other tests rely on: the folder made once in a run, and the server."""

import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.conftest import once, served


def fetch(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url) as answer:
            return answer.status, answer.read().decode("utf-8")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode("utf-8")


def test_a_shared_folder_is_made_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    calls: list[Path] = []
    folders = [once(tmp_path_factory, "made-once", calls.append) for _ in range(3)]
    assert len(calls) == 1
    assert set(folders) == set(calls)


def test_every_worker_hears_why_a_shared_folder_failed(tmp_path_factory: pytest.TempPathFactory) -> None:
    def make(folder: Path) -> None:
        raise RuntimeError("a broken duty")

    with pytest.raises(RuntimeError, match="a broken duty"):
        once(tmp_path_factory, "never-made", make)
    with pytest.raises(pytest.fail.Exception, match="a broken duty"):
        once(tmp_path_factory, "never-made", make)


@pytest.mark.parametrize("prefix", ["", "/team/playbook"])
def test_the_server_shows_the_site_as_a_host_would(tmp_path: Path, prefix: str) -> None:
    (tmp_path / "duties").mkdir()
    (tmp_path / "duties/index.html").write_text("职责", encoding="utf-8")
    (tmp_path / "404.html").write_text("没有这一页", encoding="utf-8")
    with served(tmp_path, prefix) as url:
        assert url.endswith(prefix)
        assert fetch(f"{url}/duties/") == (200, "职责")
        assert fetch(f"{url}/duties") == (200, "职责")
        assert fetch(f"{url}/gone/") == (404, "没有这一页")
        if prefix:
            assert fetch(url.removesuffix(prefix) + "/duties/")[0] == 404
