"""Pages by their properties, on the real playbook: what each must show, and what text from YAML may never do."""

import dataclasses
import re
from pathlib import Path

import pytest

from macros.addresses.pages import navigation, pages
from macros.model.duty import Duty
from macros.model.role import Role
from macros.pages.inline import escape
from macros.pages.render import Renderer
from macros.validation.check import load_playbook
from macros.views import labels
from macros.views.views import Views

PROJECT = Path(__file__).resolve().parents[2]
DUTIES = sorted(path.stem for path in (PROJECT / "data/duties").glob("*.yml"))
ROLES = sorted(path.stem for path in (PROJECT / "data/roles").glob("*.yml"))
CHECKLISTS = sorted(path.stem for path in (PROJECT / "data/checklists").glob("*.yml"))
SCORECARDS = sorted(path.stem for path in (PROJECT / "data/scorecards").glob("*.yml"))
#: Sections of a role's page: today, this week and month; the first 90 days; what it decides, its numbers; its duties.
ORDER = ("board", "onboarding", "decide", "numbers", "duties", "year", "confused", "next")
TEMPLATES = sorted(path.stem for path in (PROJECT / "data/templates").glob("*.yml"))


def markdown(renderer: Renderer, path: str) -> str:
    return renderer.page(renderer.pages[path])


def visible(text: str) -> str:
    """Markdown without links and escapes, to look for words in."""
    text = re.sub(r"\]\([^)]*\)(\{[^}]*\})?", "", text).replace("[", "")
    text = re.sub(r"\\(.)", r"\1", text)
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#124;", "|"), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return text


@pytest.mark.parametrize("id_", DUTIES)
def test_a_duty_page_tells_everything_that_is_written(shipped_renderer: Renderer, shipped: Views, id_: str) -> None:
    duty = shipped.playbook.duties[id_]
    page = markdown(shipped_renderer, f"duties/{id_}.md")
    shown = visible(page)
    for item in duty.items():
        assert f"{{: #{item.id} }}" in page, f"{item.id} has no anchor"
    for task in duty.tasks:
        told = [task.name, task.output.what, task.evidence, task.example, *task.done_when]
        told += [text for step in task.steps for text in (step.do, step.expect, step.else_)]
        told += [text for mistake in task.mistakes for text in (mistake.what, mistake.sign, mistake.fix)]
        for text in told:
            assert plain(text, shipped) in shown, f"{task.id}: “{text}” is not on the page"
    for check in duty.checks:
        assert plain(check.ask, shipped) in shown
        assert plain(check.how, shipped) in shown
        assert plain(check.if_fail.do, shipped) in shown
    for goal in duty.goals:
        for text in filter(None, (goal.floor, goal.set_target, goal.stretch, goal.split)):
            assert plain(text, shipped) in shown
    for row in shipped.duty_roles[id_]:
        assert plain(row.entry.emphasis, shipped) in shown


def plain(text: str, views: Views) -> str:
    """A text as the page shows it: settings by value, references by name, without marks."""
    text = views.settled(text)
    text = re.sub(r"(?<!`)\*\*", "**", text)
    return re.sub(
        r"[a-z0-9-]+\.[a-z0-9-]+", lambda m: views.targets[m[0]].name if m[0] in views.targets else m[0], text
    )


@pytest.mark.parametrize("id_", ROLES)
def test_a_role_page_has_every_duty_with_its_share(shipped_renderer: Renderer, shipped: Views, id_: str) -> None:
    page = markdown(shipped_renderer, f"roles/{id_}.md")
    shares = shipped.role_shares[id_]
    assert sum(share.share for share in shares) == 100
    for share in shares:
        assert f"<summary>{share.duty.name} · {share.share}% · {labels.PART[share.entry.part]}</summary>" in page
        assert f"](../duties/{share.entry.duty}.md)" in page
    for stage in ("day-1", "week-1", "day-30", "day-60", "day-90"):
        assert f"{{: #{stage} }}" in page
    for tasks in shipped.board(id_).values():
        for task in tasks:
            assert f"(../duties/{task.duty}.md#{task.task.id})" in page


@pytest.mark.parametrize("id_", ROLES)
def test_a_role_page_is_in_the_order_in_which_it_is_needed(shipped_renderer: Renderer, id_: str) -> None:
    sections = re.findall(r"^## .*\{: #(section-[a-z]+)", markdown(shipped_renderer, f"roles/{id_}.md"), re.MULTILINE)
    assert sections == [f"section-{name}" for name in ORDER]


@pytest.mark.parametrize("id_", ROLES)
def test_a_role_page_says_what_is_handed_in_and_where(shipped_renderer: Renderer, shipped: Views, id_: str) -> None:
    """Beside each task that it does; not where it only sits in or decides."""
    page = markdown(shipped_renderer, f"roles/{id_}.md")
    lines = [line for line in page.splitlines() if 'class="pb-where"' in line]
    tasks = [task for tasks in shipped.board(id_).values() for task in tasks]
    assert len(lines) == len(tasks)
    for line, task in zip(lines, tasks, strict=True):
        assert (task.kind == "do") == ("pb-hands" in line), task.key
        if task.kind == "do":
            output = task.task.output
            hands = line.partition("pb-hands")[2]
            assert plain(output.what, shipped) in visible(hands)
            assert f"(../places/index.md#{output.place})" in hands
            assert (f"(../templates/{output.template}.md)" in hands) == (output.template is not None)


@pytest.mark.parametrize("id_", CHECKLISTS)
def test_a_checklist_has_no_wording_of_its_own(shipped_renderer: Renderer, shipped: Views, id_: str) -> None:
    page = visible(markdown(shipped_renderer, f"checklists/{id_}.md"))
    items = shipped.checklist_items(id_)
    assert len(items) == len(shipped.playbook.checklists[id_].items)
    for item in items:
        told = item.check.ask if item.check else item.step.do if item.step else item.task.name if item.task else ""
        assert told
        assert plain(told, shipped) in page


@pytest.mark.parametrize("id_", SCORECARDS)
def test_a_scorecard_names_goal_metric_guard_and_weight(shipped_renderer: Renderer, shipped: Views, id_: str) -> None:
    page = markdown(shipped_renderer, f"scorecards/{id_}.md")
    for item in shipped.playbook.scorecards[id_].items:
        _, goal = shipped.find_goal(item.goal)
        for metric in (goal.metric, goal.guard):
            assert f"(../metrics/index.md#{metric})" in page
        assert str(item.weight) in page


@pytest.mark.parametrize("id_", TEMPLATES)
def test_a_template_explains_each_column_and_is_filled_in(shipped_renderer: Renderer, shipped: Views, id_: str) -> None:
    page = visible(markdown(shipped_renderer, f"templates/{id_}.md"))
    template = shipped.playbook.templates[id_]
    for column in template.columns:
        assert column.name in page
        assert plain(column.note, shipped) in page
    for row in template.sample:
        for cell in row:
            assert plain(cell, shipped) in page


def test_every_metric_is_told_with_formula_example_and_trap(shipped_renderer: Renderer, shipped: Views) -> None:
    page = visible(markdown(shipped_renderer, "metrics/index.md"))
    for metric in shipped.playbook.metrics.values():
        assert plain(metric.formula.zh, shipped) in page
        assert plain(metric.trap.zh, shipped) in page
    assert page.count("**算例**") == sum(metric.calc is not None for metric in shipped.playbook.metrics.values())


def test_every_section_of_the_sources_is_shown(shipped_renderer: Renderer, shipped: Views) -> None:
    page = markdown(shipped_renderer, "sources/index.md")
    assert shipped.sections
    for section in shipped.sections:
        assert f"{{: #{section.id} }}" in page


def test_every_page_is_in_the_navigation_once(shipped: Views) -> None:
    found: list[str] = []

    def walk(branch: object) -> None:
        for below in getattr(branch, "below", ()):
            walk(below)
        path = getattr(branch, "path", None) or getattr(branch, "index", "")
        if path:
            found.append(path)

    for branch in navigation(shipped):
        walk(branch)
    assert sorted(found) == sorted({page.path for page in pages(shipped)})


def test_names_of_metrics_and_terms_are_linked_once_in_the_middle_of_chinese(renderer: Renderer) -> None:
    inline = renderer.inline("duties/data-analysis.md")
    first = inline.rich("先看客单价再看SOP")
    assert first == (
        "先看[客单价](../metrics/index.md#spend-per-buyer){ .pb-term }再看[SOP](../terms/index.md#sop){ .pb-term }"
    )
    assert inline.rich("又看客单价") == "又看客单价"
    assert inline.rich("SOPX 不是 SOP 的一种") == "SOPX 不是 SOP 的一种"


def test_a_reference_in_text_becomes_a_link_with_the_name(renderer: Renderer) -> None:
    inline = renderer.inline("roles/control-ops.md")
    link = inline.rich("先做 data-monitoring.morning-check。")
    assert link == "先做 [每日早检核心指标](../duties/data-monitoring.md#morning-check)。"


NASTY = [
    "<script>alert(1)</script>",
    "{{ config.site_dir }}",
    "{% for x in range(9) %}x{% endfor %}",
    "<img src=x onerror=alert(1)>",
    "[点我](javascript:alert(1))",
    "![图](https://example.com/x.png)",
    "{: onclick=alert(1) }",
    "a | b",
    "`{{ 7*7 }}`",
    "1. 不是列表",
    "# 不是标题",
    "&lt;b&gt;",
    "<https://example.com>",
    ":material-close:",
    "a\\",
]


@pytest.mark.parametrize("text", NASTY)
def test_text_from_yaml_is_shown_and_never_run(renderer: Renderer, text: str) -> None:
    """Through Jinja, Python-Markdown and the extensions that mkdocs.yml turns on, to the HTML a reader gets."""
    import html

    import jinja2
    import markdown as python_markdown
    import pymdownx.emoji

    written = renderer.inline("index.md").rich(text)
    source = jinja2.Environment().from_string("{{ macro() }}").render(macro=lambda: f"- {written}\n")
    made = python_markdown.markdown(
        source,
        extensions=["attr_list", "md_in_html", "tables", "toc", "pymdownx.emoji"],
        extension_configs={"pymdownx.emoji": {"emoji_generator": pymdownx.emoji.to_alt}},
    )
    shown = html.unescape(re.sub(r"<[^>]+>", "", made)).strip()
    assert shown == text.replace("`", "")
    tags = {tag.lower() for tag in re.findall(r"<([a-zA-Z0-9]+)", made)}
    assert tags <= {"ul", "li", "code"}


def test_escaped_text_in_a_whole_page_stays_text(playbook: Views) -> None:
    """The same through a real template: nothing of it becomes a tag, an attribute or a macro call."""
    book = playbook.playbook
    duty = book.duties["data-monitoring"]
    bad = duty.model_copy(update={"outcome": "<script>alert(1)</script>{{ 1 + 1 }}"})
    assert isinstance(bad, Duty)
    changed = Views(dataclasses.replace(book, duties={**book.duties, "data-monitoring": bad}))
    page = Renderer(changed).page(Renderer(changed).pages["duties/data-monitoring.md"])
    assert "<script" not in page
    assert "{{" not in page
    assert escape("<script>") in page


def test_a_variant_takes_over_its_base(shipped: Views) -> None:
    for id_, role in shipped.playbook.roles.items():
        assert isinstance(role, Role)
        if role.base:
            base = {entry.duty for entry in shipped.playbook.role_duties[role.base]}
            own = {entry.duty for entry in shipped.playbook.role_duties[id_]}
            assert own == (base - set(role.drop)) | {entry.duty for entry in role.duties}


def test_rendering_twice_gives_the_same(project: Path, playbook_root: Path, pytestconfig: pytest.Config) -> None:
    """Of the tests' own playbook; with --all-damages, of the shipped data, which has many more pages of each kind."""
    root = project if pytestconfig.getoption("--all-damages") else playbook_root
    first, second = (Renderer(Views(load_playbook(root))) for _ in range(2))
    for path, page in first.pages.items():
        assert first.page(page) == second.page(second.pages[path])
