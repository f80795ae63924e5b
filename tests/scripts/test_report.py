"""与实际不符 as text, as the address of a new issue and as a mail: whole signs, within the limits, nothing lost unsaid."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from macros.pages.reports import REPOSITORIES
from tests.node import run

ISSUE = REPOSITORIES["github"].replace("{repo}", "https://git.example.com/ops/playbook")
FACTS = (
    "编号：data-monitoring.morning-check",
    "页面：https://ops.example.com/duties/x/#y",
    "版本：2026-11-20 0a1b2c3d",
)


def report(said: str, **changed: str) -> dict[str, str]:
    return {
        "ref": "data-monitoring.morning-check",
        "name": "每日早检核心指标",
        "text": "每天 09:30 前交\n步骤很多" * 40,
        "address": "https://ops.example.com/duties/x/#y",
        "version": "2026-11-20 0a1b2c3d",
        "edit": "https://git.example.com/ops/playbook/blob/main/data/duties/x.yml#L3",
        "said": said,
        **changed,
    }


def made(said: str, **changed: str) -> Any:
    code = """({ issueOf, mailOf, textOf, LONGEST }, [issue, report]) => ({
        issue: issueOf(issue, report), mail: mailOf("ops@example.com", report), text: textOf(report), limit: LONGEST })"""
    return run("page/report-text.js", code, [ISSUE, report(said, **changed)])


def body_of(url: str) -> str:
    query = parse_qs(urlsplit(url).query, strict_parsing=True, encoding="utf-8", errors="strict")
    return query["body"][0]


def test_a_short_report_goes_whole_every_way() -> None:
    found = made("现在 10:00 才交\n表也换了")
    for url in (found["issue"], found["mail"]):
        assert not url["cut"]
        body = body_of(url["url"])
        assert body.replace("\r\n", "\n").startswith(
            "实际是：\n现在 10:00 才交\n表也换了\n\n手册写的是：每日早检核心指标\n"
        )
        for fact in FACTS:
            assert fact in body
    title = parse_qs(urlsplit(found["issue"]["url"]).query)["title"]
    assert title == ["与实际不符：每日早检核心指标（data-monitoring.morning-check）"]
    assert found["mail"]["url"].startswith("mailto:ops@example.com?subject=")
    assert "%0D%0A" in found["mail"]["url"], "RFC 6068"
    assert "%0D" not in found["issue"]["url"]


@pytest.mark.parametrize("said", ["字" * 5000, "a" * 8000, "😀" * 5000, "x" + "👩‍👩‍👧" * 2000, "行\n" * 3000])
def test_a_long_one_is_cut_within_the_limits_between_signs_and_says_so(said: str) -> None:
    found = made(said)
    for way in ("issue", "mail"):
        url, cut = found[way]["url"], found[way]["cut"]
        assert cut
        assert found["limit"][way] * 0.8 < len(url) <= found["limit"][way], "as much as there is room for"
        body = body_of(url)
        assert "\ufffd" not in body, "half of a sign"
        assert "太长，到这里截断，全文请另外粘贴" in body
        for fact in FACTS:
            assert fact in body, "what a report is about is never cut"
    assert said.strip() in found["text"], "what is copied is whole"


def test_what_the_page_says_is_shortened_before_what_the_reader_wrote() -> None:
    said = "字" * 500
    found = made(said)["issue"]
    assert not found["cut"]
    assert said in body_of(found["url"])


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("<script>alert(1)</script>", "&lt;script>alert(1)&lt;/script>"),
        ("1 < 2 & 3 > 2 # 4 ? 5 = 6", "1 < 2 & 3 > 2 # 4 ? 5 = 6"),
        ("$& $1 {body} {title} %41", "$& $1 {body} {title} %41"),
        ("a\r\nb\rc", "a\nb\nc"),
    ],
)
def test_signs_that_mean_something_elsewhere_stay_what_they_are(said: str, shown: str) -> None:
    found = made(said)
    assert body_of(found["issue"]["url"]).startswith(f"实际是：\n{shown}\n")
    assert "<script>" not in unquote(found["issue"]["url"])
    if "<script" in said:
        assert said in body_of(found["mail"]["url"]), "a mail is plain text"


def test_half_of_a_sign_is_replaced() -> None:
    code = "({ issueOf }, [issue, report]) => issueOf(issue, { ...report, said: 'x\\ud83d y', name: '\\ude00' }).url"
    assert "x\ufffd y" in body_of(run("page/report-text.js", code, [ISSUE, report("")]))


def test_nothing_written_and_no_place_to_edit() -> None:
    text = made("  \n ", edit="")["text"]
    assert text.startswith("实际是：\n（还没写）\n")
    assert "在这里改" not in text


@pytest.mark.parametrize("kind", list(REPOSITORIES))
def test_every_kind_of_repository_gets_a_title_and_a_body(kind: str) -> None:
    template = REPOSITORIES[kind].replace("{repo}", "https://git.example.com/a/b")
    code = "({ issueOf }, [issue, report]) => issueOf(issue, report).url"
    query = parse_qs(urlsplit(run("page/report-text.js", code, [template, report("短")])).query, strict_parsing=True)
    names = {"gitlab": ["issue[title]", "issue[description]"], "gitee": ["title", "description"]}
    assert list(query) == names.get(kind, ["title", "body"])
