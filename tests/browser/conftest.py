"""A browser that watches the pages it opens.

A test asks for `visit`, and calls it with an address: `page = visit("/duties/x/", width=390)`. When the test is over it
fails if any page that it opened asked another host for something, wrote an error to the console, or threw one.
"""

from collections.abc import Generator, Iterator
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
    WebSocket,
)


class Visits:
    """Opens pages of one site, and notes what none of them may do."""

    #: Run on every page before its own scripts.
    scripts: tuple[str, ...] = ()

    def __init__(self, browser: Browser, site: str) -> None:
        self.browser = browser
        self.site = site
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.contexts: list[BrowserContext] = []
        self._expected: set[str] = set()

    def __call__(
        self,
        address: str = "/",
        *,
        width: int = 1280,
        height: int = 900,
        status: int = 200,
        javascript: bool = True,
        scheme: Literal["light", "dark"] = "light",
        **options: Any,
    ) -> Page:
        """Open an address in a window of its own, without cookies or storage from before.

        Args:
            address: path on the site, with its leading slash.
            width: of the window, in CSS pixels; below 600 it is a phone with touch.
            height: of the window.
            status: the HTTP status that the page must come with.
            javascript: whether scripts run.
            scheme: the colour scheme that the reader's system prefers.
            options: handed on to Playwright's `Browser.new_context`.
        """
        settings: dict[str, Any] = {
            "viewport": {"width": width, "height": height},
            "has_touch": width < 600,
            "java_script_enabled": javascript,
            "color_scheme": scheme,
            "reduced_motion": "reduce",
            "locale": "zh-CN",
            "timezone_id": "Asia/Shanghai",
        }
        context = self.browser.new_context(**{**settings, **options})
        self.contexts.append(context)
        context.on("request", self._asked)
        context.on("response", self._answered)
        context.on("console", self._wrote)
        context.on("weberror", lambda error: self._complain("error", str(error.error)))
        context.on("page", lambda page: page.on("websocket", self._connected))
        for script in self.scripts:
            context.add_init_script(script)
        page = context.new_page()
        url = self.site + address
        if status >= 400:
            self._expected.add(url.partition("#")[0])
        response = page.goto(url)
        assert response is not None, f"{url} gave no answer"
        assert response.status == status, f"{url} answered {response.status}, not {status}"
        return page

    def finish(self) -> list[str]:
        """What the pages did that they may not."""
        for context in self.contexts:
            for page in context.pages:
                page.wait_for_timeout(0)  # lets events come in that are under way
        return self.complaints

    def close(self) -> None:
        for context in self.contexts:
            context.close()

    def _complain(self, kind: str, text: str) -> None:
        self.complaints.append(f"{kind}: {text}")

    def _asked(self, request: Request) -> None:
        self.requests.append(request.url)
        self._judge(request.url)

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
        if message.type == "error" and message.location["url"] not in self._expected:
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
def visit_shipped(browser: Browser, site_url: str, visits: list[Visits]) -> Visits:
    """Opens pages of the shipped data: for what must hold of any content."""
    visits.append(Visits(browser, site_url))
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
