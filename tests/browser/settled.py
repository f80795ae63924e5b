"""Wait until a page has started: nobody reads or clicks what its scripts have yet to draw or to hear."""

from playwright.sync_api import Page

#: docs/assets/js/playbook.js says so on <html>; a page without that script is what its HTML is. In the zip, which a disk
#: shows, all scripts come with assets/modules.js.
SETTLED = "html[data-ready], html:not(:has(script:is([src$='/js/playbook.js'], [src$='assets/modules.js'])))"


def settled(page: Page) -> Page:
    """Wait until every part of a page that comes by itself is drawn and listens."""
    page.locator(SETTLED).wait_for(state="attached")
    return page


def go(page: Page, url: str) -> Page:
    """Open an address on an open page, and wait until what comes is settled."""
    page.goto(url)
    return settled(page)


def reload(page: Page) -> Page:
    """Load a page once more, and wait until it is settled."""
    page.reload()
    return settled(page)
