"""Pages that people write, and the page that stands where another is missing."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

from playwright.sync_api import expect

from tests.browser.conftest import Visits
from tests.conftest import served
from tests.field.playbooks import HAN, build, built, fetch, files, preview, read, write

HEADINGS = "# 编辑\n\n{above}## 常见问题\n\n问。\n\n## 联系谁？\n\n王主管。\n\n### 第 2 步：看 KPI\n\n看。\n"


def anchors(page: str) -> dict[str, str]:
    """The anchor of each heading, by its words."""
    found = re.findall(r'<h[1-4] id="([^"]+)"[^>]*>(.*?)<a class="headerlink"', page, flags=re.DOTALL)
    return {re.sub(r"<[^>]+>", "", words).strip(): unquote(anchor) for anchor, words in found}


def test_links_to_chinese_headings_survive_one_more_heading_above(root: Path) -> None:
    write(root, "docs/editing.md", HEADINGS.format(above=""))
    before = anchors((built(root) / "editing/index.html").read_text(encoding="utf-8"))
    write(root, "docs/editing.md", HEADINGS.format(above="## 先看这里\n\n看。\n\n"))
    after = anchors((built(root) / "editing/index.html").read_text(encoding="utf-8"))
    assert {"常见问题", "联系谁？", "第 2 步：看 KPI"} <= set(before)
    assert {words: after[words] for words in before} == before
    for words, anchor in before.items():
        assert HAN.findall(anchor) == HAN.findall(words), f"{words} has the anchor {anchor}"


def test_a_heading_keeps_the_id_that_its_writer_gave_it(root: Path) -> None:
    write(root, "docs/editing.md", "# 编辑\n\n## 常见问题 {: #faq }\n\n问。\n\n[往上](#faq)\n")
    assert 'id="faq"' in (built(root) / "editing/index.html").read_text(encoding="utf-8")


def test_a_link_to_a_heading_that_is_missing_is_still_refused(root: Path) -> None:
    write(root, "docs/editing.md", "# 编辑\n\n## 常见问题\n\n[去](#没有这一节)\n")
    answer = build(root)
    assert answer.status == 1
    assert HAN.search(answer.text)


def test_one_page_more_is_the_same_in_the_preview_and_in_the_build(root: Path) -> None:
    write(root, "docs/faq.md", "# 常见问题\n\n问得最多的几个。\n")
    answer = build(root)
    assert not answer.has_traceback, answer.text
    assert "WARNING" not in answer.text, answer.text
    with preview(root) as url:
        shown = fetch(f"{url}/faq/")
        home = fetch(f"{url}/")
    assert shown
    assert home
    if answer.status == 0:
        assert shown[0] == 200
        assert "问得最多的几个" in (root / "site/faq/index.html").read_text(encoding="utf-8")
        for page in (home[1], (root / "site/index.html").read_text(encoding="utf-8")):
            assert re.search(r'href="\.?/?faq/"', page), "a page that nothing leads to is as good as missing"
    else:
        assert "docs/faq.md" in answer.text
        assert "docs/faq.md" in home[1], "the preview says what the build will say"


def test_words_of_mkdocs_reach_nobody_in_english(root: Path) -> None:
    """What stops a build is said in Chinese, whatever part of MkDocs has noticed it."""
    wrong = {
        "link": "# 编辑\n\n[去](missing.md)\n",
        "anchor": "# 编辑\n\n[去](index.md#没有)\n",
        "image": "# 编辑\n\n![图](assets/images/missing.png)\n",
        "absolute": "# 编辑\n\n[去](/duties/)\n",
        "macro": '# 编辑\n\n{{ metric("missing") }}\n',
    }
    for what, text in wrong.items():
        write(root, "docs/editing.md", text)
        answer = build(root)
        assert answer.status == 1, what
        lines = [line for line in answer.text.splitlines() if "editing.md" in line]
        assert lines, f"{what}: {answer.text}"
        assert all(HAN.search(line) for line in lines), f"{what}: {lines}"
        assert not re.search("WARNING|Aborted|strict mode", answer.text), f"{what}: {answer.text}"


# ------------------------------------------------------------------------------------- a missing page


def test_a_missing_page_speaks_chinese_and_leads_on(visit: Visits) -> None:
    page = visit("/duties/data-monitorin/", status=404)
    main = page.get_by_role("main")
    expect(main).to_contain_text("找不到")
    expect(main).not_to_contain_text("Not found")
    expect(page).to_have_title(re.compile("[\u4e00-\u9fff].* - "))
    nearest = main.get_by_role("link", name="数据监控")
    expect(nearest.first).to_be_visible()
    nearest.first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("数据监控")


def test_a_missing_page_has_the_search_ready(visit: Visits) -> None:
    page = visit("/nothing/like/this/", status=404)
    main = page.get_by_role("main")
    expect(main).to_contain_text("搜")
    expect(main.get_by_role("link").first).to_be_visible()
    page.get_by_role("textbox", name="搜索").first.click()
    expect(page.locator(".md-search-result__meta")).to_be_visible()


def test_a_missing_page_says_so_without_scripts(visit: Visits) -> None:
    page = visit("/nothing/", status=404, javascript=False)
    expect(page.get_by_role("main")).to_contain_text("找不到")


def test_an_address_whose_hash_was_encoded_opens_the_place(visit: Visits) -> None:
    page = visit("/duties/data-monitoring/%23morning-check", status=404)
    page.wait_for_url("**/duties/data-monitoring/#morning-check")
    expect(page.locator("#morning-check")).to_be_in_viewport()


def test_a_missing_page_leads_on_below_a_path_too(
    root: Path, browser: object, visits: list[Visits], new_root: Callable[[str], Path]
) -> None:
    answer = build(root, {"SITE_URL": "https://ops.example.com/team/book/"})  # as docs/editing/publishing.md asks for
    assert answer.status == 0, answer.text
    with served(root / "site", "/team/book") as url:
        visits.append(Visits(browser, url))  # type: ignore[arg-type]
        visit = visits[-1]
        page = visit("/duties/data-monitoring/%23morning-check", status=404)
        page.wait_for_url("**/team/book/duties/data-monitoring/#morning-check")
        visit.close()


def test_no_page_is_left_in_english(shared_site: Path) -> None:
    for name, content in files(shared_site).items():
        if not name.endswith(".html"):
            continue
        title = re.search(r"<title>(.*?)</title>", content.decode("utf-8"), flags=re.DOTALL)
        assert title, name
        assert HAN.search(title[1]), f"{name}: {title[1]}"
        body = content.decode("utf-8")
        assert 'lang="zh' in body or "lang=zh" in body, name


def test_the_guide_says_where_a_new_page_goes(project: Path) -> None:
    assert "docs/" in read(project, "docs/editing.md")
