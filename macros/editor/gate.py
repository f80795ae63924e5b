"""Who may ask the preview for what, beside pages: everything below one prefix comes through here.

The preview runs on an editor's machine while she has other pages open, and any of them can send requests to it. So a
request is heard only if it was sent to this machine by name, by a page of the preview itself, with the token that
only its pages have; there is no CORS. What it may carry and how often it may come has a limit.
"""

from __future__ import annotations

import ipaddress
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any, NamedTuple

#: Everything that is no page has an address below this one.
PREFIX = "/-/editor/"
#: The header in which a request brings the token.
TOKEN = "X-Editor-Token"
#: The most bytes of a request. A text of 50,000 characters, sent twice and escaped, is below it.
MAX_BODY = 1_000_000
#: How many requests may come in a row, and how many more in each second.
BURST = 60
RATE = 20.0

Environ = Mapping[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], object]


class RequestError(Exception):
    """A request that is not granted: the status, what to say of it in an editor's words, and what else to answer."""

    def __init__(self, status: HTTPStatus, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"message": message, **more}


class Asset(NamedTuple):
    """A file that pages of the preview load: its type and its bytes."""

    type: str
    content: bytes


#: Takes what the request carries, gives back what to answer; raises RequestError.
Handler = Callable[[dict[str, Any]], dict[str, Any]]


class Gate:
    """Lets the requests of the preview's own pages through to their handlers.

    `allowed` says whether the preview can be reached from this machine alone; else nothing is let through.
    """

    def __init__(self, host: str, port: int, *, burst: int = BURST, rate: float = RATE) -> None:
        self.allowed = is_loopback(host)
        self.port = port
        self.token = secrets.token_urlsafe(32)
        self._handlers: dict[str, Handler] = {}
        self._assets: dict[str, Asset] = {}
        self._bucket = _Bucket(burst, rate)

    def register(self, name: str, handler: Handler) -> None:
        """Answer POST requests to PREFIX + `name` by `handler`.

        A handler runs in the thread of its request, beside others and beside a build: what writes or checks the data
        takes the preview's lock. Raises ValueError for a name that is taken.
        """
        if name in self._handlers:
            raise ValueError(name)
        self._handlers[name] = handler

    def publish(self, name: str, asset: Asset) -> None:
        """Answer GET requests to PREFIX + `name` with a file."""
        self._assets[name] = asset

    def is_home(self, environ: Environ) -> bool:
        """Whether a request was sent to this machine by a name of its own, and may get the token with a page.

        A name of somebody else's that was made to lead here (DNS rebinding) is none.
        """
        return self.allowed and environ.get("HTTP_HOST", "") in self._hosts()

    def _hosts(self) -> set[str]:
        names = ("127.0.0.1", "localhost", "[::1]")
        return {f"{name}:{self.port}" for name in names} | (set(names) if self.port == 80 else set())

    def answer(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request below the prefix."""
        try:
            name = environ["PATH_INFO"].removeprefix(PREFIX)
            if environ["REQUEST_METHOD"] in {"GET", "HEAD"} and name in self._assets and self.is_home(environ):
                asset = self._assets[name]
                return _send(start_response, HTTPStatus.OK, asset.type, asset.content)
            body = self._request(environ)
            self._let_in(environ)
            if name not in self._handlers:
                raise RequestError(HTTPStatus.NOT_FOUND, "没有这个地址。")
            content = self._handlers[name](_read(body))
            status = HTTPStatus.OK
        except RequestError as refused:
            status, content = refused.status, refused.body
        return _send(start_response, status, "application/json", json.dumps(content, ensure_ascii=False).encode())

    def _request(self, environ: Environ) -> bytes:
        """What a request carries: all of it is taken, or the browser never reads why it was refused."""
        length = environ.get("CONTENT_LENGTH") or "0"
        size = int(length) if length.isascii() and length.isdigit() else -1
        if not 0 <= size <= 4 * MAX_BODY:
            raise RequestError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "内容太长，没有收下。")
        body: bytes = environ["wsgi.input"].read(size) if size else b""
        if size > MAX_BODY:
            raise RequestError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "内容太长，没有收下。")
        return body

    def _let_in(self, environ: Environ) -> None:
        """Raise RequestError for what wasn't sent by a page of the preview."""
        if not self.allowed:
            raise RequestError(HTTPStatus.FORBIDDEN, "预览能从别的机器打开，所以不能在页面上修改。")
        if not self.is_home(environ):
            raise RequestError(HTTPStatus.FORBIDDEN, "请求不是发给这台机器的，没有受理。")
        if environ.get("HTTP_ORIGIN") != f"http://{environ['HTTP_HOST']}":
            raise RequestError(HTTPStatus.FORBIDDEN, "请求来自别的网站，没有受理。")
        if not secrets.compare_digest(environ.get("HTTP_X_EDITOR_TOKEN", "").encode(), self.token.encode()):
            raise RequestError(HTTPStatus.FORBIDDEN, "预览重新启动过。先复制写好的文字，再刷新页面。", stale=True)
        if environ["REQUEST_METHOD"] != "POST":
            raise RequestError(HTTPStatus.METHOD_NOT_ALLOWED, "这个地址只收 POST。")
        if environ.get("CONTENT_TYPE", "").partition(";")[0].strip() != "application/json":
            raise RequestError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "这个地址只收 JSON。")
        if not self._bucket.take():
            raise RequestError(HTTPStatus.TOO_MANY_REQUESTS, "请求太密，稍等一秒再试。")


class _Bucket:
    """Grants so many requests in a row, and then so many in each second."""

    def __init__(self, burst: int, rate: float) -> None:
        self._burst, self._rate = burst, rate
        self._left = float(burst)
        self._at = time.monotonic()
        self._lock = threading.Lock()

    def take(self) -> bool:
        with self._lock:
            now = time.monotonic()
            self._left = min(self._burst, self._left + (now - self._at) * self._rate)
            self._at = now
            if self._left < 1:
                return False
            self._left -= 1
            return True


def is_loopback(host: str) -> bool:
    """Whether a server at this host is reached from its own machine alone."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def text_of(request: Mapping[str, Any], name: str) -> str:
    """A text that a request carries. Raises RequestError when it is missing or no text."""
    value = request.get(name)
    if not isinstance(value, str):
        raise RequestError(HTTPStatus.BAD_REQUEST, f"请求里的 {name} 要是一段文字。")
    return value


def path_of(request: Mapping[str, Any], name: str = "path") -> tuple[str | int, ...]:
    """A path of keys, ids and places in lists that a request carries. Raises RequestError when it is none."""
    value = request.get(name)
    if not isinstance(value, list) or not all(
        isinstance(step, str | int) and not isinstance(step, bool) for step in value
    ):
        raise RequestError(HTTPStatus.BAD_REQUEST, f"请求里的 {name} 要是一条路径。")
    return tuple(value)


def _read(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body.decode())
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise RequestError(HTTPStatus.BAD_REQUEST, "请求的内容不是 JSON 对象。")
    return found


def _send(start_response: StartResponse, status: HTTPStatus, kind: str, content: bytes) -> Iterable[bytes]:
    start_response(
        f"{status.value} {status.phrase}",
        [
            ("Content-Type", f"{kind}; charset=utf-8"),
            ("Content-Length", str(len(content))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ],
    )
    return [content]


def is_ours(path: str) -> bool:
    """Whether the address of a request is one of this gate's, and no page's."""
    return path.startswith(PREFIX)
