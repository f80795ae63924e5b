"""与实际不符 on the pages: beside every item, as mkdocs.yml says, and a clear word where that can't be."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from macros.exports import markdown
from macros.model.kinds import ITEMS, KINDS
from macros.pages.render import Publication, Renderer
from macros.pages.reports import ReportError, Reports, read
from macros.views.views import Views
from tests import commands
from tests.copies import copy_with_little_data

REPO = "https://git.example.com/ops/playbook"
BOTH = read({"to": ["issue", "copy"], "repository": "gitlab"}, f"{REPO}/")


def refs(text: str) -> list[str]:
    return re.findall(r'data-report="([^"]*)"', text)


@pytest.mark.parametrize("edit", ["", "https://git.example.com/edit/{file}#L{line}"])
@pytest.mark.parametrize("which", ["playbook", "shipped"])
def test_every_item_can_be_reported_once_on_its_page(which: str, edit: str, request: pytest.FixtureRequest) -> None:
    """With and without a place to edit: each thing that has an address of its own, but the sections of sources."""
    views: Views = request.getfixturevalue(which)
    renderer = Renderer(views, Publication(edit, reports=BOTH))
    found = {path: refs(renderer.page(page)) for path, page in renderer.pages.items()}
    for key, target in views.targets.items():
        if target.kind == "section":
            continue
        ref = key if target.kind in ITEMS else f"{KINDS[target.kind].folder}/{target.id}"
        assert found[target.page].count(ref) == 1, ref
    for role, entries in views.playbook.role_duties.items():
        for entry in entries:
            assert f"roles/{role}.{entry.duty}" in found[f"roles/{role}.md"]
    for id_, one in views.playbook.checklists.items():
        assert set(one.items) <= set(found[f"checklists/{id_}.md"])


def test_without_a_script_the_link_leads_to_a_new_issue_that_names_the_item(playbook: Views) -> None:
    page = Renderer(playbook, Publication(reports=BOTH))
    text = page.page(page.pages["metrics/index.md"])
    link = f'[与实际不符]({REPO}/-/issues/new?issue%5Btitle%5D=metrics/csat){{ .pb-report data-report="metrics/csat" }}'
    assert link in text
    mail = Reports(("mail",), "", "ops@example.com")
    assert mail.link("metrics/csat") == "mailto:ops@example.com?subject=metrics/csat"


def test_where_a_script_has_to_do_it_there_is_a_button(playbook: Views) -> None:
    renderer = Renderer(playbook, Publication(reports=read({"to": "copy"}, None)))
    text = renderer.page(renderer.pages["metrics/index.md"])
    assert '<button type="button" class="pb-report" data-report="metrics/csat">与实际不符</button>' in text


def test_where_nobody_wants_reports_there_are_none(playbook: Views) -> None:
    renderer = Renderer(playbook, Publication("https://git.example.com/{file}", reports=read(None, REPO)))
    assert all("与实际不符" not in renderer.page(page) for page in renderer.pages.values())
    assert Reports().settings() == ""


@pytest.mark.parametrize("to", [["issue", "copy"], ["copy"], ["mail"]])
def test_the_markdown_of_a_page_has_none(playbook: Views, to: list[str]) -> None:
    reports = read({"to": to, "repository": "github", "mail": "a@b.cn"}, REPO)
    renderer = Renderer(playbook, Publication("https://git.example.com/{file}", reports=reports))
    for path, page in renderer.pages.items():
        assert "与实际不符" not in markdown.plain(renderer.page(page), path), path


@pytest.mark.parametrize(
    ("repo", "address"),
    [
        ("https://github.com/ops/playbook", "https://github.com/ops/playbook/issues/new?title={title}&body={body}"),
        ("https://gitee.com/ops/playbook.git", "https://gitee.com/ops/playbook/issues/new?title={title}&description={body}"),
        (
            "https://gitlab.corp.example/ops/playbook/",
            "https://gitlab.corp.example/ops/playbook/-/issues/new?issue%5Btitle%5D={title}&issue%5Bdescription%5D={body}",
        ),
    ],
)  # fmt: skip
def test_the_host_of_the_repository_says_which_kind_it_is(repo: str, address: str) -> None:
    assert read({"to": ["issue"]}, repo).issue == address


@pytest.mark.parametrize(
    ("written", "repo", "said"),
    [
        ("issue", REPO, "要写成一段"),
        ([], REPO, "要写成一段"),
        ({}, REPO, "extra.report.to 要列出报告送到哪里"),
        ({"to": []}, REPO, "extra.report.to 要列出报告送到哪里"),
        ({"to": 3}, REPO, "找到的是 `3`"),
        ({"to": ["isue"]}, REPO, "找到的是 `isue`。是不是 `issue`？"),
        ({"to": ["copy"], "mial": "a@b.cn"}, REPO, "没有 `mial` 这一项，只有 to、repository、mail。是不是 `mail`？"),
        ({"to": ["issue"]}, None, "要先在 repo_url 写上仓库的地址"),
        ({"to": ["issue"]}, REPO, "从 repo_url 的 `git.example.com` 看不出来"),
        ({"to": ["issue"], "repository": "gitlub"}, REPO, "找到的是 `gitlub`。是不是 `"),
        ({"to": ["mail"]}, REPO, "要写一个收信的邮箱；找到的是 ``"),
        ({"to": ["mail"], "mail": "ops＠example.com"}, REPO, "要写一个收信的邮箱；找到的是 `ops＠example.com`"),
        ({"to": ["mail"], "mail": "a@b.cn?cc=c@d.cn"}, REPO, "要写一个收信的邮箱"),
        ({"to": ["mail"], "mail": "a@b.cn, c@d.cn"}, REPO, "要写一个收信的邮箱"),
        ({"to": [["copy"]]}, REPO, "extra.report.to 只认"),
        ({"to": ["issue"], "repository": ["github"]}, REPO, "extra.report.repository 只认"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(written: Any, repo: str | None, said: str) -> None:
    with pytest.raises(ReportError, match=re.escape(said)) as error:
        read(written, repo)
    assert str(error.value).startswith("mkdocs.yml: extra.report")


def test_a_build_says_it_and_stops(tmp_path: Path) -> None:
    root = copy_with_little_data(tmp_path / "project")
    file = root / "mkdocs.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("to: [issue, copy]", "to: [issue, copie]"), encoding="utf-8")
    answer = commands.run(root, "build", "--site", str(tmp_path / "site"))
    assert answer.status != 0
    assert "mkdocs.yml: extra.report.to 只认" in answer.text
    assert "Traceback" not in answer.text


def test_what_the_project_ships_is_read(project: Path) -> None:
    """Its config, and the ones that its comments and its guide show."""
    config = yaml.load((project / "mkdocs.yml").read_text(encoding="utf-8"), yaml.BaseLoader)
    assert read(config["extra"]["report"], config["repo_url"]).ways == ("issue", "copy")
    guide = (project / "docs/editing/publishing.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```yaml\n(extra:\n.*?)```", guide, re.DOTALL)
    assert read(yaml.safe_load(shown)["extra"]["report"], REPO).ways == ("mail", "issue", "copy")
