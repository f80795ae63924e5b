"""The pages of the preview that are forms: built on the server, in the look of the site, below the gate's prefix."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from macros.editor.gate import PREFIX, Environ, Gate, RequestError, StartResponse

TEMPLATES = Path(__file__).parent / "templates"
#: Where the content of a page begins; it ends at the last </article>.
_ARTICLE = re.compile(r"<article\b[^>]*>")
_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
_TOPIC = re.compile(r'(data-md-component="header-topic">\s*<span class="md-ellipsis">).*?(?=</span>)', re.DOTALL)
_HEAD = re.compile(r"<head\b[^>]*>")
_FALLBACK = "<!doctype html><html lang=zh><head><title></title></head><body><article></article></body></html>"

Query = Mapping[str, str]
#: Gives the name of a template, the title of the page, and what the template is to show.
Sheet = Callable[[Query], tuple[str, str, dict[str, Any]]]


class Sheets:
    """Pages by their names below the prefix. `site` has the pages of the preview, whose look they take."""

    def __init__(self, gate: Gate, site: Callable[[], Path]) -> None:
        self.gate = gate
        self.site = site
        self._sheets: dict[str, Sheet] = {}
        self._environment = Environment(
            loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
            lstrip_blocks=True,
        )  # fmt: skip
        self._environment.globals["url"] = url
        self._environment.filters["anchor"] = lambda name: re.sub(r"[^\w-]+", "_", name, flags=re.ASCII)
        self._environment.filters["plain_duration"] = plain_duration

    def register(self, name: str, sheet: Sheet) -> None:
        """Show a sheet at PREFIX + `name`."""
        self._sheets[name] = sheet

    def has(self, environ: Environ) -> bool:
        """Whether a request asks for one of these pages."""
        name = environ["PATH_INFO"].removeprefix(PREFIX)
        return environ["REQUEST_METHOD"] == "GET" and name in self._sheets

    def answer(self, environ: Environ, start_response: StartResponse) -> list[bytes]:
        """Answer a request for one of these pages. Only a browser on this machine gets it, and in no frame."""
        name = environ["PATH_INFO"].removeprefix(PREFIX)
        query = {key: values[-1] for key, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
        status = HTTPStatus.OK
        if not self.gate.is_home(environ):
            status, title = HTTPStatus.FORBIDDEN, "不能在这里修改"
            content = self._fragment("error", {"message": "请求不是发给这台机器的，没有受理。"})
        else:
            try:
                template, title, values = self._sheets[name](query)
                content = self._fragment(template, values)
            except RequestError as refused:
                status, title = refused.status, "打不开"
                content = self._fragment("error", {"message": refused.body["message"]})
        body = self._page(title, content).encode()
        start_response(
            f"{status.value} {status.phrase}",
            [
                ("Content-Type", "text/html; charset=utf-8"),
                ("Content-Length", str(len(body))),
                ("Cache-Control", "no-store"),
                ("X-Content-Type-Options", "nosniff"),
                ("X-Frame-Options", "DENY"),
                ("Referrer-Policy", "same-origin"),
            ],
        )
        return [body]

    def fragment(self, template: str, values: Mapping[str, Any]) -> str:
        """A piece of a page, to be put into one that is open."""
        return self._fragment(template, values)

    def _fragment(self, template: str, values: Mapping[str, Any]) -> str:
        return self._environment.get_template(f"{template}.html.j2").render(values)

    def _page(self, title: str, content: str) -> str:
        """The content in the look of the site: its first page with another article."""
        home = self.site() / "index.html"
        page = home.read_text(encoding="utf-8") if home.is_file() else _FALLBACK
        found = _ARTICLE.search(page)
        if found is None:
            page, found = _FALLBACK, _ARTICLE.search(_FALLBACK)
        assert found is not None
        page = page[: found.end()] + content + page[page.rfind("</article>") :]
        settings = json.dumps({"prefix": PREFIX, "token": self.gate.token, "epoch": 0})
        scripts = (
            f'<link rel="stylesheet" href="{PREFIX}forms.css">'
            f'<script type="application/json" id="pb-editor">{settings}</script>'
            f'<script type="module" src="{PREFIX}forms.js"></script></body>'
        )
        page = scripts.join(page.rpartition("</body>")[::2])
        page = page.replace('"base": "."', '"base": "/"', 1)  # where the theme's own scripts look for theirs
        page = _TOPIC.sub(lambda head: head[1] + Markup.escape(title), page)
        page = _TITLE.sub(lambda _: f"<title>{Markup.escape(title)}</title>", page, count=1)
        # The page lies deeper than the one whose look it has; a built page says nothing of its own address.
        return _HEAD.sub(lambda head: head[0] + '<base href="/">', page, count=1)


def url(name: str, **query: object) -> str:
    """The address of a page of the gate's."""
    return PREFIX + name + (f"?{urlencode({key: value for key, value in query.items() if value})}" if query else "")


def local(address: str, otherwise: str = "/") -> str:
    """An address of this site, for a link back; anything else is replaced."""
    fits = re.fullmatch(r"/(?![/\\])[^\s\\\x00-\x1f]*", address)
    return address if fits else otherwise


def plain_duration(value: str) -> tuple[str, str] | None:
    """The number and the unit of a duration that has one of each: PT20M → 20 and PT#M. None for another."""
    found = re.fullmatch(r"(PT)([0-9]+)([HM])|(P)([0-9]+)([DWM])", value)
    if found is None:
        return None
    lead, number, unit = found.groups()[:3] if found[1] else found.groups()[3:]
    return number, f"{lead}#{unit}"
