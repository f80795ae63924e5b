"""What the tests of checklists do again and again: start a run, answer it, read what the page says."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visits
from tests.browser.settled import go, reload

WEEKLY = "/checklists/monitoring-weekly/"
#: A Sunday, in week 47.
NOW = "2026-11-22T10:00:00+08:00"
#: In JavaScript, the name of the page's storage: each playbook of a host has one of its own.
DATABASE = """`ops-playbook:${
    new URL(`${JSON.parse(document.getElementById("__config")?.textContent ?? '{"base": "/"}').base}/`, location.href).pathname
}`"""
#: JavaScript that reads the page's storage, past the page: every entry by its key.
STORED = f"""() => new Promise((found) => {{
    const asked = indexedDB.open({DATABASE});
    asked.onupgradeneeded = () => asked.transaction.abort();  // there is none yet, and the page is to make it
    asked.onerror = (event) => (event.preventDefault(), found({{}}));
    asked.onsuccess = () => {{
        const db = asked.result;
        const shelf = db.transaction("entries").objectStore("entries");
        const [keys, values] = [shelf.getAllKeys(), shelf.getAll()];
        values.onsuccess = () => {{
            db.close();
            found(Object.fromEntries(keys.result.map((key, at) => [key, values.result[at]])));
        }};
    }};
}})"""


#: JavaScript that lets the first answer of the storage to a question for keys of a beginning wait for `arrive()`.
DELAY = """(() => {
    const { getAll } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.getAll = function (range) {
        const request = getAll.call(this, range);
        if (range?.lower === "%s" && !window.arrive) {
            request.addEventListener("success", (event) => event.stopImmediatePropagation(), { once: true });
            window.arrive = () => request.dispatchEvent(new Event("success"));
        }
        return request;
    };
})()"""


def open_delayed(visit: Visits, address: str, beginning: str, now: Any = NOW) -> Page:
    """Open a page that has yet to learn what is kept under keys that begin so; `arrive` lets it know."""
    page = visit("/404.html", now=now)
    page.add_init_script(DELAY % beginning)
    page.goto(visit.site + address)
    page.wait_for_function("() => window.arrive")
    return page


def arrive(page: Page) -> None:
    """Let a page that waits go on."""
    page.evaluate("() => void window.arrive()")


def open_list(visit: Visits, address: str = WEEKLY, now: str = NOW, **options: Any) -> Page:
    """Open a checklist at a moment of its own, and wait until it can be run."""
    return ready(visit(address, now=now, **options))


class Disk:
    """The room that the browser gives a site, made small."""

    def __init__(self, page: Page, site: str) -> None:
        """Call it before the site keeps anything: the browser asks for its quota only now and then."""
        self.page = page
        self.site = site
        self.session = page.context.new_cdp_session(page)
        self.session.send("Storage.overrideQuotaForOrigin", {"origin": site, "quotaSize": 2_000_000})

    def fill(self) -> None:
        """Take all the room that is left."""
        script = """async () => {
            const asked = indexedDB.open("filler", 1);
            asked.onupgradeneeded = () => asked.result.createObjectStore("all", { autoIncrement: true });
            await new Promise((done) => (asked.onsuccess = done));
            const write = (size) => new Promise((done) => {
                const step = asked.result.transaction("all", "readwrite");
                step.objectStore("all").put(crypto.getRandomValues(new Uint8Array(size)));
                step.oncomplete = () => done("");
                step.onabort = () => done(step.error.name);
            });
            let said = "";
            for (const size of [50000, 5000, 500]) while (!(said = await write(size)));
            asked.result.close();
            return said;
        }"""
        assert self.page.evaluate(script) == "QuotaExceededError"

    def clear(self) -> None:
        """Give the room back."""
        self.session.send("Storage.overrideQuotaForOrigin", {"origin": self.site})


def again(page: Page) -> Page:
    """Load the page once more."""
    reload(page)
    return ready(page)


def ready(page: Page) -> Page:
    page.wait_for_selector("html[data-ready] [data-checklist]")
    return page


def another_tab(page: Page, now: str = NOW) -> Page:
    """The same page in another tab of the same browser."""
    tab = page.context.new_page()
    tab.clock.set_fixed_time(now)
    go(tab, page.url.partition("#")[0])
    return ready(tab)


def the_list(page: Page) -> dict[str, Any]:
    """What the page knows of its checklist."""
    data: dict[str, Any] = json.loads(page.locator("#pb-list").inner_text())
    return data


def start(page: Page, of: str = "中控早班", by: str = "王主管", *, total: int | None = None) -> None:
    """Start a run, through the form."""
    begin = page.locator(".pb-run-body > .pb-main")
    begin.click()
    form = page.locator("form.pb-start")
    form.locator("input").nth(0).fill(of)
    form.locator("input").nth(1).fill(by)
    if total is not None:
        form.locator("input[type=number]").fill(str(total))
    form.locator("button[type=submit]").click()
    # Now it goes on, or the form says what is wrong.
    page.locator("[data-item] [data-answer]").or_(form.locator(".pb-wrong:not(:empty)")).first.wait_for()


def item(page: Page, place: int) -> Locator:
    """An item of the list, counted from 1."""
    return page.locator("[data-item]").nth(place - 1)


def answer(page: Page, place: int, given: str = "pass") -> None:
    """Tap an answer of an item, counted from 1."""
    item(page, place).locator(f"[data-answer={given}]").click()


def answer_all(page: Page, given: str = "pass") -> None:
    for place in range(1, page.locator("[data-item]").count() + 1):
        answer(page, place, given)


def expect_answer(page: Page, place: int, shown: str) -> None:
    """Wait until an item, counted from 1, shows an answer; "" for none."""
    pressed = item(page, place).locator("[data-answer][aria-pressed=true]")
    expect(pressed, f"item {place}").to_have_text([shown] if shown else [])


def expect_given(page: Page, answers: Sequence[str]) -> None:
    """Wait until the items, from the first on, show these answers."""
    for place, shown in enumerate(answers, 1):
        expect_answer(page, place, shown)


def saved(page: Page) -> None:
    """Wait until the page says that the last answer is kept, and all that it shows is."""
    page.locator(".pb-said", has_text="已存").wait_for()
    page.wait_for_function(
        f"""async () => {{
            const shown = [...document.querySelectorAll("[data-item]")].map((one) => [
                one.querySelector("[data-answer][aria-pressed=true]")?.dataset.answer ?? null,
                one.querySelector("textarea")?.value ?? "",
            ]);
            const entries = Object.values(await ({STORED})());
            return entries.some(({{ v: run }}) => run?.items?.length === shown.length && run.items.every(
                ({{ answer, note }}, at) => answer === shown[at][0] && note === shown[at][1],
            ));
        }}"""
    )


def kept(page: Page, so: str) -> None:
    """Wait until a run in the page's storage is so: an expression about `run`, in JavaScript."""
    page.wait_for_function(
        f"async () => Object.values(await ({STORED})()).some(({{ v: run }}) => run?.items && ({so}))",
    )


def kept_entries(page: Page, prefix: str, count: int) -> None:
    """Wait until the page's storage has so many entries whose keys begin so."""
    page.wait_for_function(
        f"async ([prefix, count]) => Object.keys(await ({STORED})()).filter((key) => key.startsWith(prefix)).length === count",
        arg=[prefix, count],
    )


def finish(page: Page) -> None:
    page.get_by_role("button", name="完成", exact=True).click()


def download(page: Page, press: Callable[[], None], folder: Path) -> Path:
    """The file that a button hands over."""
    with page.expect_download() as waiting:
        press()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def export(page: Page, folder: Path) -> Path:
    return download(page, page.get_by_role("button", name="导出全部记录").click, folder)


def choose_file(page: Page, path: Path) -> None:
    page.locator(".pb-kept input[type=file]").set_input_files(path)


def take(page: Page) -> None:
    """Say yes to what a chosen file holds."""
    page.get_by_role("button", name="导入这些").click()
    page.get_by_text("导入了").wait_for()


def earlier(page: Page) -> Locator:
    """The rows of earlier runs."""
    return page.locator(".pb-runs > li")


def history(page: Page) -> list[str]:
    """The rows of earlier runs, as they read now: only for a page that is known to have drawn them."""
    return [" ".join(text.split()) for text in earlier(page).all_inner_texts()]


def stored(page: Page) -> dict[str, Any]:
    """Everything in the page's storage, key by key."""
    entries: dict[str, Any] = page.evaluate(STORED)
    return {key: entry for key, entry in entries.items() if not key.startswith("meta:")}


def clear(page: Page) -> None:
    """Delete the page's storage, as a browser does that is told to clear what sites keep."""
    page.evaluate(f"() => new Promise((done) => (indexedDB.deleteDatabase({DATABASE}).onsuccess = done))")


def put(page: Page, entries: dict[str, Any]) -> None:
    """Write into the page's storage, past the page."""
    script = f"""(entries) => new Promise((done, failed) => {{
        const asked = indexedDB.open({DATABASE});
        asked.onerror = failed;
        asked.onsuccess = () => {{
            const db = asked.result;
            const step = db.transaction("entries", "readwrite");
            for (const [key, value] of Object.entries(entries)) step.objectStore("entries").put(value, key);
            step.oncomplete = () => (db.close(), done());
            step.onabort = failed;
        }};
    }})"""
    page.evaluate(script, entries)


def finished_run(the: dict[str, Any], number: int = 1, **changes: Any) -> dict[str, Any]:
    """An entry of the store: a run of a checklist that was finished `number` weeks ago."""
    import datetime as dt

    monday = dt.date(2026, 11, 16) - dt.timedelta(weeks=number)
    year, week, _ = monday.isocalendar()
    at = f"{monday}T02:00:00.000Z"
    items = [
        {**one, "answer": "fail" if (place + number) % 7 == 0 else "pass", "note": "", "at": at}
        for place, one in enumerate(the["items"])
    ]
    run = {
        "format": 1,
        "list": the["id"],
        "name": the["name"],
        "style": the["style"],
        "min": the["min"],
        "period": {
            "kind": "weekly",
            "key": f"{year}-W{week:02}",
            "from": str(monday),
            "to": str(monday + dt.timedelta(days=6)),
        },
        "of": "中控早班",
        "by": "王主管",
        "started": at,
        "finished": at,
        "rule": the["sample"]["rule"],
        "draws": [{"at": at, "why": "", "of": 5, "picked": [str(monday - dt.timedelta(days=7))]}],
        "items": items,
        "old": [],
        "undo": [],
        "rev": 14,
    }
    return {"v": {**run, **changes}, "seen": {"elsewhere": 14}}
