"""How a finished site is changed so that it opens from a disk."""

import datetime as dt
import hashlib
import zipfile
from pathlib import Path

import pytest

from macros.build import offline
from macros.build.offline import OfflineError

DAY = dt.date(2026, 11, 22)
SITE = {
    "index.html": b"<a href=duties/>",
    "duties/index.html": b"",
    "duties/a/index.html": b"",
    "assets/app.js": b"",
    "assets/vendor/iframe-worker/shim.js": b"",
    "downloads/a b.xlsx": b"",
}


@pytest.mark.parametrize(
    ("url", "path", "found"),
    [
        ("../a/", "duties/index.html", "../a/index.html"),
        ("a/#task", "duties/index.html", "a/index.html#task"),
        ("a/?h=1#task", "duties/index.html", "a/index.html?h=1#task"),
        ("..", "duties/index.html", "../index.html"),
        ("../..", "duties/a/index.html", "../../index.html"),
        (".", "index.html", "./index.html"),
        ("./", "duties/a/index.html", "./index.html"),
        ("../downloads/a%20b.xlsx", "duties/index.html", "../downloads/a%20b.xlsx"),
        ("#task", "duties/index.html", "#task"),
        ("", "duties/index.html", ""),
        ("https://example.com/x/", "index.html", "https://example.com/x/"),
        ("//example.com/", "index.html", "//example.com/"),
        ("mailto:a@example.com", "index.html", "mailto:a@example.com"),
        ("javascript:void(0)", "index.html", "javascript:void(0)"),
        ("data:,", "index.html", "data:,"),
    ],
)
def test_a_link_leads_to_a_file(url: str, path: str, found: str) -> None:
    site = SITE | {"a/index.html": b""}
    assert offline.link(url, path, site) == found


def test_a_link_that_leads_nowhere_is_named() -> None:
    with pytest.raises(OfflineError, match=r"duties/index\.html: 链接 \.\./gone/ 在站里没有"):
        offline.link("../gone/", "duties/index.html", SITE)


def test_links_are_changed_in_tags_and_nowhere_else() -> None:
    text = (
        '<meta http-equiv="refresh" content="0; url=duties/#x"><a title="a > b" href="duties/">x</a>'
        '<p>写成 href="duties/"</p><script>const html = \'<a href="duties/">\';</script>'
        '<link rel="alternate" type="text/markdown" href="index.md">'
    )
    found, modules = offline.page(text, "index.html", SITE, offline.shim_of(SITE))
    assert found == (
        '<meta http-equiv="refresh" content="0; url=duties/index.html#x"><a title="a > b" href="duties/index.html">x</a>'
        '<p>写成 href="duties/"</p><script>const html = \'<a href="duties/">\';</script>'
    )
    assert modules == set()


def test_a_module_is_started_by_its_name_and_the_search_gets_its_frame() -> None:
    text = (
        '<script src="../assets/javascripts/bundle.1a2b.min.js"></script>'
        '<script src="../assets/app.js" type="module"></script>'
    )
    site = SITE | {"assets/javascripts/bundle.1a2b.min.js": b""}
    found, modules = offline.page(text, "duties/index.html", site, offline.shim_of(site))
    assert modules == {"assets/app.js"}
    assert found.index("../assets/vendor/iframe-worker/shim.js") < found.index("bundle.1a2b.min.js")
    assert found.index('<script src="../assets/modules.js"></script>') < found.index("import")
    assert '<script type="module">import "playbook/assets/app.js";</script>' in found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('import { a } from "./b.js";', 'import { a } from "playbook/js/b.js";'),
        ("import { a,\n  c as d } from './b.js'", "import { a,\n  c as d } from 'playbook/js/b.js'"),
        ('import * as b from"../x/c.js"', 'import * as b from"playbook/x/c.js"'),
        ('import "../x/c.js";', 'import "playbook/x/c.js";'),
        ('export { a } from "./b.js";', 'export { a } from "playbook/js/b.js";'),
        ('const { a } = await import("./b.js");', 'const { a } = await import("playbook/js/b.js");'),
        ('/** @import { Run } from "./b.js" */', '/** @import { Run } from "playbook/js/b.js" */'),
        (' * from "./gone.js"', ' * from "./gone.js"'),
        ('const text = "from here";', 'const text = "from here";'),
    ],
)
def test_an_import_is_rewritten_to_a_name(text: str, found: str) -> None:
    assert offline.module(text, "js/a.js", {"js/b.js": b"", "x/c.js": b""})[0] == found


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('import "./gone.js";', r"js/a\.js:1: 引入的 \./gone\.js 不在站里"),
        ("\n\nawait import(`./${name}.js`);", r"js/a\.js:3: 从磁盘打开时看不出"),
        ("await import(name);", r"js/a\.js:1: 从磁盘打开时看不出"),
        ("new URL('x', import.meta.url);", r"js/a\.js:1: 从磁盘打开时看不出 import\.meta"),
    ],
)
def test_an_import_that_cannot_be_followed_is_refused(text: str, message: str) -> None:
    with pytest.raises(OfflineError, match=message):
        offline.module(text, "js/a.js", {})


def test_every_module_is_carried_that_another_leads_to() -> None:
    site = {"a.js": b'import "./b.js";', "b.js": b'import("./c.js");', "c.js": b'import "./a.js";', "d.js": b""}
    assert list(offline.reachable(["a.js"], site)) == ["a.js", "b.js", "c.js"]


def test_a_site_without_the_frame_is_refused() -> None:
    with pytest.raises(OfflineError, match="iframe-worker"):
        offline.files({path: content for path, content in SITE.items() if not path.endswith("shim.js")})


def test_the_same_files_give_the_same_bytes(tmp_path: Path) -> None:
    content = {"b.txt": "乙".encode() * 500, "a/中文.txt": b"a"}
    for name in ("1.zip", "2.zip"):
        offline.write(tmp_path / name, "playbook", dict(sorted(content.items(), reverse=name == "1.zip")), DAY)
    first, second = ((tmp_path / name).read_bytes() for name in ("1.zip", "2.zip"))
    assert hashlib.sha256(first).digest() == hashlib.sha256(second).digest()
    with zipfile.ZipFile(tmp_path / "1.zip") as archive:
        assert archive.namelist() == ["playbook/a/中文.txt", "playbook/b.txt"]
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 22, 0, 0, 0)}
