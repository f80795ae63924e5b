"""A browser that watches the pages it opens.

A test asks for `visit`, and calls it with an address: `page = visit("/duties/x/", width=390)`. When the test is over it
fails if any page that it opened asked another host for something, wrote an error to the console, or threw one.

- `visit`: the tests' own playbook, each page in a window of its own. For whatever the site keeps on the device.
- `look`: the same playbook in windows that stay open from test to test, which makes a page come in half the time. For
  whatever only reads.
- `look_shipped`: the shipped data in such windows. For what must hold of any content: name none of its ids and texts.
"""

import datetime as dt
from collections.abc import Callable, Generator, Hashable, Iterator
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    Response,
    WebError,
    WebSocket,
)

from tests.browser.settled import settled

#: Windows that stay open from test to test, by what can't be changed once they are.
Windows = dict[Hashable, BrowserContext]


class Visits:
    """Opens pages of one site, and notes what none of them may do."""

    #: Run on every page before its own scripts.
    scripts: tuple[str, ...] = ()

    def __init__(self, browser: Browser, site: str, windows: Windows | None = None) -> None:
        """Open pages in windows of their own, or in those given, which others use afterwards."""
        self.browser = browser
        self.site = site
        self.windows = windows
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.contexts: list[BrowserContext] = []
        self._expected: set[str] = set()
        self._ears: dict[Any, Callable[..., None]] = {
            "request": self._asked,
            "response": self._answered,
            "console": self._wrote,
            "weberror": self._threw,
            "page": self._opened,
        }

    def __call__(
        self,
        address: str = "/",
        *,
        width: int = 1280,
        height: int = 900,
        status: int = 200,
        javascript: bool = True,
        scheme: Literal["light", "dark"] = "light",
        now: str | dt.datetime | None = None,
        **options: Any,
    ) -> Page:
        """Open an address, in a window without cookies or storage from before, and wait until the page is settled.

        Args:
            address: path on the site, with its leading slash.
            width: of the window, in CSS pixels; below 600 it is a phone with touch.
            height: of the window.
            status: the HTTP status that the page must come with.
            javascript: whether scripts run.
            scheme: the colour scheme that the reader's system prefers.
            now: where the window's clock stands still; without it, the clock is the machine's.
            options: handed on to Playwright's `Browser.new_context`.
        """
        fixed: dict[str, Any] = {
            "has_touch": width < 600,
            "java_script_enabled": javascript,
            "reduced_motion": "reduce",
            "locale": "zh-CN",
            "timezone_id": "Asia/Shanghai",
            **options,
        }
        if self.windows is None:
            page = self._window(
                {"viewport": {"width": width, "height": height}, "color_scheme": scheme, **fixed}
            ).new_page()
        else:
            page = self._window(fixed).new_page()
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme)
        if now:
            assert self.windows is None, "a clock is set for a whole window, and this one has other users"
            page.clock.set_fixed_time(now)
        url = self.site + address
        if status >= 400:
            self._expected.add(url.partition("#")[0])
        response = page.goto(url)
        assert response is not None, f"{url} gave no answer"
        assert response.status == status, f"{url} answered {response.status}, not {status}"
        return settled(page) if javascript else page

    def _window(self, fixed: dict[str, Any]) -> BrowserContext:
        """A new window, or the shared one that is like it; from now on it is watched."""
        key = tuple(sorted((name, repr(value)) for name, value in fixed.items()))
        context = self.windows.get(key) if self.windows is not None else None
        if context in self.contexts:
            return context
        if context is None:
            context = self.browser.new_context(**fixed)
            for script in self.scripts:
                context.add_init_script(script)
            if self.windows is not None:
                self.windows[key] = context
        self.contexts.append(context)
        for event, heard in self._ears.items():
            context.on(event, heard)
        return context

    def finish(self) -> list[str]:
        """What the pages did that they may not."""
        for context in self.contexts:
            for page in context.pages:
                page.wait_for_timeout(0)  # lets events come in that are under way
        return self.complaints

    def close(self) -> None:
        """Close the windows; leave shared ones as if nobody had been there."""
        for context in self.contexts:
            if self.windows is None:
                context.close()
                continue
            for event, heard in self._ears.items():
                context.remove_listener(event, heard)
            for page in context.pages:
                context.new_cdp_session(page).send(
                    "Storage.clearDataForOrigin", {"origin": self.site, "storageTypes": "all"}
                )
                page.close()

    def _complain(self, kind: str, text: str) -> None:
        self.complaints.append(f"{kind}: {text}")

    def _asked(self, request: Request) -> None:
        self.requests.append(request.url)
        self._judge(request.url)

    def _threw(self, error: WebError) -> None:
        self._complain("error", str(error.error))

    def _opened(self, page: Page) -> None:
        page.on("websocket", self._connected)

    def _connected(self, socket: WebSocket) -> None:
        self._judge(socket.url)

    def _judge(self, url: str) -> None:
        asked = urlsplit(url)
        if asked.scheme not in ("about", "blob", "data") and asked.netloc != urlsplit(self.site).netloc:
            self._complain("another host", url)

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.url not in self._expected:
            self._complain(f"status {response.status}", response.url)

    def _wrote(self, message: ConsoleMessage) -> None:
        if message.type == "error" and message.location["url"].partition("#")[0] not in self._expected:
            self._complain("console", message.text)


@pytest.fixture
def visits(browser: Browser) -> Iterator[list[Visits]]:
    """Every `Visits` of the test; pytest_pyfunc_call below reads them when it is over."""
    every: list[Visits] = []
    yield every
    for each in every:
        each.close()


@pytest.fixture
def visit(browser: Browser, playbook_url: str, visits: list[Visits]) -> Visits:
    """Opens pages of the tests' own playbook."""
    visits.append(Visits(browser, playbook_url))
    return visits[-1]


@pytest.fixture
def look(browser: Browser, playbook_url: str, visits: list[Visits], windows: dict[str, Windows]) -> Visits:
    """Opens pages of the tests' own playbook for who only reads them."""
    visits.append(Visits(browser, playbook_url, windows.setdefault(playbook_url, {})))
    return visits[-1]


@pytest.fixture
def look_shipped(browser: Browser, site_url: str, visits: list[Visits], windows: dict[str, Windows]) -> Visits:
    """Opens pages of the shipped data for who only reads them."""
    visits.append(Visits(browser, site_url, windows.setdefault(site_url, {})))
    return visits[-1]


@pytest.fixture
def visit_shipped(browser: Browser, site_url: str, visits: list[Visits]) -> Visits:
    """Opens pages of the shipped data, each in a window of its own."""
    visits.append(Visits(browser, site_url))
    return visits[-1]


@pytest.fixture(scope="session")
def windows(browser: Browser) -> dict[str, Windows]:
    """What `look` and `look_shipped` share, by site."""
    return {}


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """Fail a test whose pages did what they may not; at its end, so that it counts as failed, not as broken."""
    result = yield
    try:
        visits: list[Visits] = pyfuncitem.funcargs.get("visits", [])  # type: ignore[assignment]
        complaints = [line for each in visits for line in each.finish()]
    except Error as error:  # the browser itself broke down
        complaints = [str(error)]
    if complaints:
        pytest.fail("\n".join(["the pages opened by this test:", *complaints]), pytrace=False)
    return result
