"""A browser that watches the pages it opens.

A test asks for `visit`, and calls it with an address: `page = visit("/duties/x/", width=390)`. When the test is over it
fails if any page that it opened asked another host for something, wrote an error to the console, or threw one.

- `visit`: the tests' own playbook, each page in a window of its own. For whatever the site keeps on the device.
- `look`: the same playbook, all pages of a test in one window. For whatever only reads.
- `look_shipped`: the shipped data in such windows. For what must hold of any content: name none of its ids and texts.

Windows stay open from test to test (`tests/browser/windows.py`); who changes one for good gets it closed afterwards.
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
from tests.browser.windows import Window, Windows


class Visits:
    """Opens pages of one site, and notes what none of them may do."""

    #: Run on every page before its own scripts.
    scripts: tuple[str, ...] = ()

    def __init__(self, browser: Browser, site: str, windows: Windows | None = None, *, is_shared: bool = False) -> None:
        """Open pages of a site.

        Args:
            browser: where.
            site: its address.
            windows: those that are taken, and given back; without them, every window is a new one.
            is_shared: whether pages that can be are opened in the same window.
        """
        self.browser = browser
        self.site = site
        self.windows = windows
        self.is_shared = is_shared
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.used: list[tuple[Hashable, Window]] = []
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
        sized: dict[str, Any] = {"viewport": {"width": width, "height": height}, "color_scheme": scheme}
        # A window of a rare kind has no second user.
        windows = None if options else self.windows
        if self.is_shared:
            assert not now, "a clock is set for a whole window, and this one has other users"
            page = self._window(fixed, windows, has_clock=False).new_page()
            page.set_viewport_size(sized["viewport"])
            page.emulate_media(color_scheme=scheme)
        else:
            page = self._window({**sized, **fixed}, windows, has_clock=now is not None).new_page()
        if now:
            page.clock.set_fixed_time(now)
        url = self.site + address
        if status >= 400:
            self._expected.add(url.partition("#")[0])
        response = page.goto(url)
        assert response is not None, f"{url} gave no answer"
        assert response.status == status, f"{url} answered {response.status}, not {status}"
        return settled(page) if javascript else page

    def _window(self, fixed: dict[str, Any], windows: Windows | None, *, has_clock: bool) -> BrowserContext:
        """A window for one page, or for all of the test that are alike; from now on it is watched."""
        key = (self.site, self.scripts, has_clock, *sorted((name, repr(value)) for name, value in fixed.items()))
        if self.is_shared and (mine := dict(self.used).get(key)):
            return mine.context
        if windows is None:
            context = self.browser.new_context(**fixed)
            for script in self.scripts:
                context.add_init_script(script)
        else:
            window = windows.take(key) or Window(self.browser, self.site, self.scripts, fixed, has_clock=has_clock)
            self.used.append((key, window))
            context = window.context
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
        """Close the windows, or leave them to others as if nobody had been there."""
        kept = [window.context for _, window in self.used]
        for context in self.contexts:
            for event, heard in self._ears.items():
                context.remove_listener(event, heard)
            if context not in kept:
                context.close()
        for key, window in self.used:
            assert self.windows is not None
            self.windows.give_back(key, window)

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
def visit(browser: Browser, playbook_url: str, visits: list[Visits], windows: Windows) -> Visits:
    """Opens pages of the tests' own playbook."""
    visits.append(Visits(browser, playbook_url, windows))
    return visits[-1]


@pytest.fixture
def look(browser: Browser, playbook_url: str, visits: list[Visits], windows: Windows) -> Visits:
    """Opens pages of the tests' own playbook for who only reads them."""
    visits.append(Visits(browser, playbook_url, windows, is_shared=True))
    return visits[-1]


@pytest.fixture
def look_shipped(browser: Browser, site_url: str, visits: list[Visits], windows: Windows) -> Visits:
    """Opens pages of the shipped data for who only reads them."""
    visits.append(Visits(browser, site_url, windows, is_shared=True))
    return visits[-1]


@pytest.fixture
def visit_shipped(browser: Browser, site_url: str, visits: list[Visits], windows: Windows) -> Visits:
    """Opens pages of the shipped data, each in a window of its own."""
    visits.append(Visits(browser, site_url, windows))
    return visits[-1]


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
