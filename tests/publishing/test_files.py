"""The ready files of deploy/: they are sound, and they say what this project does."""

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from macros.build.external_scripts import moved_out
from tests.publishing.conftest import CONFIGURATION, PREFIX, below_a_path, inside, parsed

PAGE = "docs/editing/publishing.md"
WORKFLOWS = ("deploy/github-pages.yml", "deploy/gitlab-ci.yml")


def yaml_of(file: Path) -> Any:
    """A file as YAML 1.2 reads it, in which `on` is a word."""
    return YAML(typ="safe").load(file)


def commands(data: Any) -> list[str]:
    """Every shell command of a workflow: its `run` and `script`."""
    if isinstance(data, list):
        return [command for one in data for command in commands(one)]
    if not isinstance(data, dict):
        return []
    found: list[str] = []
    for key, value in data.items():
        if key in ("run", "script"):
            found += [value] if isinstance(value, str) else list(value)
        else:
            found += commands(value)
    return found


@pytest.fixture(scope="module")
def words(project: Path) -> set[str]:
    """The words of the Makefile."""
    return set(re.findall(r"^([a-z-]+):.*##", (project / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("file", WORKFLOWS)
def test_a_workflow_uses_the_words_of_the_makefile(project: Path, words: set[str], file: str) -> None:
    run = commands(yaml_of(project / file))
    named = [word for command in run for word in re.findall(r"\bmake ([a-z-]+)", command)]
    assert {"check", "build"} <= set(named) <= words
    assert named.index("check") < named.index("build")
    assert all("make " in command for command in run), "everything else is up to the Makefile"


def test_github_publishes_what_make_build_writes(project: Path) -> None:
    data = yaml_of(project / WORKFLOWS[0])
    build, deploy = data["jobs"]["build"], data["jobs"]["deploy"]
    steps = {str(step.get("uses", step.get("run"))).partition("@")[0]: step for step in build["steps"]}
    assert steps["actions/upload-pages-artifact"]["with"]["path"] == "site"
    assert steps["actions/checkout"]["with"]["fetch-depth"] == 0
    assert '--format github"' in str(list(steps))
    assert "steps.pages.outputs.base_url" in steps["make build"]["env"]["SITE_URL"]
    assert steps["actions/configure-pages"]["id"] == "pages"
    assert deploy["needs"] == "build"
    assert deploy["permissions"] == {"pages": "write", "id-token": "write"}
    assert data["permissions"] == {"contents": "read"}
    # A pull request is checked, and publishes nothing.
    assert "pull_request" in data["on"]
    unpublished = "github.event_name != 'pull_request'"
    assert deploy["if"] == steps["actions/upload-pages-artifact"]["if"] == unpublished


def test_gitlab_publishes_what_make_build_writes(project: Path) -> None:
    data = yaml_of(project / WORKFLOWS[1])
    publish = data["publish"]
    assert publish["pages"] == {"publish": "site"}
    assert publish["artifacts"]["paths"] == ["site"]
    assert publish["rules"] == [{"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}]
    assert str(data["variables"]["GIT_DEPTH"]) == "0"
    assert "pages" not in data["check"]


def test_nginx_can_read_its_configuration(tmp_path: Path) -> None:
    block, wrong = parsed(CONFIGURATION.read_text(encoding="utf-8"), tmp_path)
    assert wrong == []
    assert inside(block, "root") == [["/srv/playbook"]]
    assert inside(block, "error_page") == [["404", "/404.html"]]


def test_nginx_can_read_the_variant_for_a_path(tmp_path: Path) -> None:
    block, wrong = parsed(below_a_path(CONFIGURATION.read_text(encoding="utf-8")), tmp_path)
    assert wrong == []
    assert inside(block, "location") == [["=", PREFIX], [f"{PREFIX}/"]]
    assert inside(block, "alias") == [["/srv/playbook/"]]
    assert inside(block, "root") == []
    assert inside(block, "error_page") == [["404", f"{PREFIX}/404.html"]]
    assert inside(block, "return") == [["301", f"{PREFIX}/"]]


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("gzip_vary on;", "gzip_very on;", "unknown directive"),
        ("etag on;", "etag on off;", "number of arguments"),
        ("    }\n}\n", "    }\n", "expecting"),
        ("server_tokens off;", "alias /x;", "not allowed here"),
    ],
)
def test_a_slip_in_the_configuration_is_seen(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    text = CONFIGURATION.read_text(encoding="utf-8")
    assert right in text
    _, found = parsed(text.replace(right, wrong, 1), tmp_path)
    assert said in "".join(found)


def test_every_kind_of_file_has_its_type_and_texts_have_their_encoding(playbook_site: Path, tmp_path: Path) -> None:
    block, wrong = parsed(CONFIGURATION.read_text(encoding="utf-8"), tmp_path)
    assert wrong == []
    types = {
        ending: one["directive"]
        for table in blocks(block, "types")
        for one in table
        for ending in one["args"]
    }  # fmt: skip
    kinds = {path.suffix[1:] for path in playbook_site.rglob("*") if path.is_file() and not path.name.endswith(".map")}
    bare = {"LICENSE", "LICENSE-fflate", ""}
    assert {"html", "js", "css", "json", "md", "atom", "ics", "csv", "xlsx", "docx", "txt"} <= kinds
    assert kinds - bare <= set(types), "nginx would send these as octets"
    texts = {types[kind] for kind in ("js", "css", "json", "md", "atom", "ics", "csv", "txt")}
    assert inside(block, "charset") == [["utf-8"]]
    assert texts <= set(inside(block, "charset_types")[0])
    assert texts <= set(inside(block, "gzip_types")[0])
    packed = {types[kind] for kind in ("xlsx", "docx", "png")}
    assert not packed & set(inside(block, "gzip_types")[0])


def blocks(block: list[dict[str, Any]], directive: str) -> list[list[dict[str, Any]]]:
    found: list[list[dict[str, Any]]] = []
    for one in block:
        if one["directive"] == directive:
            found.append(one["block"])
        found += blocks(one.get("block", []), directive)
    return found


def test_the_page_names_what_there_is(project: Path, words: set[str]) -> None:
    text = (project / PAGE).read_text(encoding="utf-8")
    assert set(re.findall(r"deploy/[\w.-]+", text)) == {
        path.relative_to(project).as_posix() for path in (project / "deploy").iterdir()
    }
    assert {"build", "check", "zip", "release-links"} <= set(re.findall(r"make ([a-z-]+)", text)) <= words
    headers = {header[0] for header in inside(parsed_configuration(project), "add_header")}
    told = set(re.findall(r"^\| `([A-Z][A-Za-z-]+)` \|", text, re.MULTILINE))
    assert told == headers - {"Cache-Control"} | {"Strict-Transport-Security"}
    for mark in ("CHANGE", "PATH"):
        assert f"`{mark}`" in text
        assert mark in CONFIGURATION.read_text(encoding="utf-8")


def parsed_configuration(project: Path) -> list[dict[str, Any]]:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        return parsed(CONFIGURATION.read_text(encoding="utf-8"), Path(folder))[0]


def test_scripts_that_are_the_same_share_a_file() -> None:
    page = '<script>a()</script><p>x</p><script src="b.js"></script><script type="application/json">{}</script>'
    found, scripts = moved_out(page + "<script>a()</script><script>c()</script>", "../")
    assert list(scripts.values()) == ["a()", "c()"]
    one, two = scripts
    assert found == page.replace("<script>a()", f'<script src="../{one}">') + (
        f'<script src="../{one}"></script><script src="../{two}"></script>'
    )
    assert moved_out("<p>&lt;script&gt;</p>", "") == ("<p>&lt;script&gt;</p>", {})
