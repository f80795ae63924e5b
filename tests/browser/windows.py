"""Windows that stay open from test to test: a page comes in half the time where one of its site has been.

What takes the time is the browser's process for a site: it ends with the last page, and the next one loads and compiles
everything again. So each of these windows has one page more, which shows nothing and does nothing.
"""

import contextlib
from collections.abc import Callable, Hashable, Iterator
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Route

#: What changes a window for pages to come, and can't be taken back with certainty.
_CHANGES = """add_cookies add_init_script expose_binding expose_function grant_permissions new_cdp_session route
    route_from_har route_web_socket set_extra_http_headers set_geolocation set_offline""".split()
_CLOCK = "fast_forward install pause_at resume run_for set_fixed_time set_system_time".split()
#: What pages keep, as this process knows it; the browser clears the rest.
_FORGET = "() => { localStorage.clear(); sessionStorage.clear(); }"
#: So many stay open while nobody uses them: each takes a hundred megabytes.
_MOST = 6


class Window:
    """A window of one site; from its second user on it is as it was for the first."""

    def __init__(
        self, browser: Browser, site: str, scripts: tuple[str, ...], fixed: dict[str, Any], *, has_clock: bool
    ) -> None:
        """Open it.

        Args:
            browser: where.
            site: address of the site, whose data is forgotten between two users.
            scripts: run on every page before its own.
            fixed: handed on to Playwright's `Browser.new_context`.
            has_clock: whether every page is opened at a time of its own; else to set the clock is a change.
        """
        self.site = site
        self.context = browser.new_context(**fixed)
        self._keeper = self.context.new_page()
        self._keeper.route("**", _nothing)
        self._keeper.goto(site + "/")
        for script in scripts:
            self.context.add_init_script(script)
        #: Whether a user has changed what pages to come would see.
        self.is_changed = False
        for name in _CHANGES:
            self._notice(self.context, name)
        for name in () if has_clock else _CLOCK:
            self._notice(self.context.clock, name)

    def _notice(self, of: Any, name: str) -> None:
        act: Callable[..., Any] = getattr(of, name)

        def noticed(*arguments: Any, **named: Any) -> Any:
            self.is_changed = True
            return act(*arguments, **named)

        setattr(of, name, noticed)

    @property
    def pages(self) -> list[Page]:
        """The pages that its user has opened."""
        return [page for page in self.context.pages if page is not self._keeper]

    def forget(self) -> None:
        """Close the pages, and clear what they have kept."""
        for page in self.pages:
            page.close()
        self._keeper.evaluate(_FORGET)
        session = BrowserContext.new_cdp_session(self.context, self._keeper)
        session.send("Storage.clearDataForOrigin", {"origin": self.site, "storageTypes": "all"})
        session.detach()


def _nothing(route: Route) -> None:
    route.fulfill(body="<!doctype html><link rel=icon href='data:,'>", content_type="text/html")


class Windows:
    """The windows that nobody uses at present, by what can't be changed once they are open."""

    def __init__(self) -> None:
        self.idle: list[tuple[Hashable, Window]] = []

    def take(self, key: Hashable) -> Window | None:
        """A window of this kind, if there is one."""
        at = next((at for at, (kind, _) in enumerate(self.idle) if kind == key), None)
        return None if at is None else self.idle.pop(at)[1]

    def give_back(self, key: Hashable, window: Window) -> None:
        """Keep a window for its next user, if it can be as if nobody had been there; close it if not."""
        if window.is_changed:
            window.context.close()
            return
        window.forget()
        self.idle.append((key, window))
        if len(self.idle) > _MOST:
            self.idle.pop(0)[1].context.close()

    @contextlib.contextmanager
    def one(self, browser: Browser, site: str, **fixed: Any) -> Iterator[BrowserContext]:
        """A window of a site, for as long as it is needed; `fixed` is as `Browser.new_context` takes it."""
        key = (site, *sorted((name, repr(value)) for name, value in fixed.items()))
        window = self.take(key) or Window(browser, site, (), fixed, has_clock=False)
        try:
            yield window.context
        finally:
            self.give_back(key, window)

    def close(self) -> None:
        """Close them all."""
        while self.idle:
            self.idle.pop()[1].context.close()
