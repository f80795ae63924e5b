"""The search tests watch their pages as the browser tests do, and type into the search box as a reader does."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import pytest_pyfunc_call, visit, visits

__all__ = ["SearchBox", "pytest_pyfunc_call", "visit", "visits"]


class SearchBox:
    """The search box of an open page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.box = page.get_by_role("textbox", name="搜索")
        button = page.locator(".md-header__button[for=__search]")  # on a phone the box opens from a button
        (button if button.is_visible() else self.box).click()
        expect(page.locator(".md-search-result__meta")).to_have_text("键入以开始搜索")

    def type(self, text: str) -> None:
        """Put a text into the box, as an input method does: at once, and then a key comes up."""
        self.box.fill(text)
        self.box.press("End")

    def follow(self, words: str, link: str = "a") -> None:
        """Open what is found, by the first link that has these words.

        At once: between a button's down and up the list may be drawn anew.
        """
        found = self.page.locator(f".md-search-result__item {link}", has_text=words)
        found.first.dispatch_event("click")

    def ask(self, text: str) -> list[list[str]]:
        """What is shown for a text: for each page its own address and those of the places shown with it.

        The events of the keyboard are sent from within the page, so that many questions are asked quickly.
        """
        shown: list[list[str]] = self.page.evaluate(ASK, text)
        return shown


ASK = """async (text) => {
  const box = document.querySelector(".md-search__input");
  const list = document.querySelector(".md-search-result");
  const answered = new Promise((resolve) => {
    const observer = new MutationObserver(() => resolve(observer.disconnect()));
    observer.observe(list, { childList: true, subtree: true });
  });
  box.value = text;
  box.dispatchEvent(new KeyboardEvent("keyup", { key: "End", bubbles: true }));
  await answered;
  return [...list.querySelectorAll(".md-search-result__item")].map((item) =>
    [...item.querySelectorAll(":scope > a")].map((link) => {
      const url = new URL(link.href);
      url.searchParams.delete("h"); // the words to be marked on the page
      return url.href;
    }),
  );
}"""
