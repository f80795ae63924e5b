"""与实际不符: where a reader's report goes, as `extra.report` of mkdocs.yml says.

A report goes as an issue of the repository, as a mail, or is copied for a chat; the company chooses which, and in which
order they are offered.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from macros.model.kinds import KINDS
from macros.problems.suggest import did_you_mean

#: How a report can go, and what an editor calls it.
WAYS = {"issue": "仓库的问题单", "mail": "邮件", "copy": "复制到聊天"}
#: What each kind of repository takes for a new issue; a script and `link` fill in what stands in braces.
REPOSITORIES = {
    "github": "{repo}/issues/new?title={title}&body={body}",
    "gitlab": "{repo}/-/issues/new?issue%5Btitle%5D={title}&issue%5Bdescription%5D={body}",
    "gitee": "{repo}/issues/new?title={title}&description={body}",
    "gitea": "{repo}/issues/new?title={title}&body={body}",
}
KEYS = ("to", "repository", "mail")
_WHERE = "mkdocs.yml: extra.report"


class ReportError(ValueError):
    """`extra.report` is wrong; the message says what should be there, what was found and what to do."""


@dataclass(frozen=True, slots=True)
class Reports:
    """How reports go: the ways in their order, the address of a new issue with {title} and {body}, and the mailbox."""

    ways: tuple[str, ...] = ()
    issue: str = ""
    mail: str = ""

    def link(self, ref: str) -> str:
        """Where a report on `ref` goes without JavaScript; empty where that takes a script."""
        for way in self.ways:
            if way == "issue":
                return self.issue.partition("{title}")[0] + quote(ref)
            if way == "mail":
                return f"mailto:{self.mail}?subject={quote(ref)}"
        return ""

    def settings(self) -> str:
        """What the script of a page is told, as JSON; empty where nobody wants reports."""
        found = {"to": self.ways, "issue": self.issue, "mail": self.mail}
        told = {key: value for key, value in found.items() if value}
        return json.dumps(told, separators=(",", ":")) if told else ""


def ref_of(kind: str, id_: str) -> str:
    """How a report names a thing: an item `duty.item`, any other as moved.yml does, a role's duty `roles/role.duty`."""
    if kind == "role-duty":
        return f"roles/{id_}"
    return f"{KINDS[kind].folder}/{id_}" if kind in KINDS else id_


def read(written: Any, repo_url: str | None) -> Reports:
    """What `extra.report` says; without it there are no reports.

    Raises ReportError, with a message for an editor.
    """
    if written is None:
        return Reports()
    if not isinstance(written, Mapping):
        raise ReportError(
            f"{_WHERE} 要写成一段，下面有 to、repository、mail；找到的是 `{written}`。不要这个入口就整段删掉。"
        )
    for key in written:
        if key not in KEYS:
            raise ReportError(f"{_WHERE} 里没有 `{key}` 这一项，只有 {'、'.join(KEYS)}。{did_you_mean(str(key), KEYS)}")
    ways = _ways(written.get("to"))
    issue = _issue(written.get("repository"), repo_url) if "issue" in ways else ""
    mail = _mail(written.get("mail")) if "mail" in ways else ""
    return Reports(ways, issue, mail)


def _ways(written: Any) -> tuple[str, ...]:
    known = "、".join(f"{way}（{name}）" for way, name in WAYS.items())
    ways = [written] if isinstance(written, str) else written
    if not isinstance(ways, list) or not ways:
        raise ReportError(f"{_WHERE}.to 要列出报告送到哪里：{known}；找到的是 `{written}`。写成 `to: [issue, copy]`。")
    for way in ways:
        if str(way) not in WAYS:
            raise ReportError(f"{_WHERE}.to 只认 {known}；找到的是 `{way}`。{did_you_mean(str(way), tuple(WAYS))}")
    return tuple(dict.fromkeys(ways))


def _issue(written: Any, repo_url: str | None) -> str:
    if not repo_url:
        raise ReportError(f"{_WHERE}.to 里有 issue，要先在 repo_url 写上仓库的地址；找到的是空的。")
    known = "、".join(REPOSITORIES)
    host = urlsplit(repo_url).hostname or ""
    name = written if written is not None else next((one for one in REPOSITORIES if one in host), None)
    if name is None:
        raise ReportError(
            f"{_WHERE}.repository 要写仓库是哪一种：{known}。从 repo_url 的 `{host}` 看不出来。"
            "都不是，就从 to 里去掉 issue。"
        )
    if str(name) not in REPOSITORIES:
        raise ReportError(
            f"{_WHERE}.repository 只认 {known}；找到的是 `{name}`。{did_you_mean(str(name), tuple(REPOSITORIES))}"
        )
    return REPOSITORIES[name].replace("{repo}", repo_url.removesuffix("/").removesuffix(".git"))


def _mail(written: Any) -> str:
    text = str(written or "")
    name, at, host = text.partition("@")
    if not (name and at and "." in host) or any(sign in " ?&,;<>@＠" or sign == "\n" for sign in name + host):
        raise ReportError(
            f"{_WHERE}.to 里有 mail，{_WHERE.partition(': ')[2]}.mail 要写一个收信的邮箱；找到的是 `{text}`。"
        )
    return quote(text, safe="@")
