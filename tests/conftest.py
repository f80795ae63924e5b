"""What all tests share: the project's folder, the finished sites, a server that shows them, and a browser."""

import contextlib
import http.server
import os
import socketserver
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from macros.validation.check import load_playbook
from macros.views.views import Views
from scripts.setup import NO_BROWSER, find_browser
from tests import commands, scratch
from tests.browser.windows import Windows
from tests.copies import copy_playbook
from tests.shipped import shipped_playbook

#: On a busy machine a page takes its time; one that is wrong is wrong afterwards too.
expect.set_options(timeout=30_000)

PROJECT = Path(__file__).resolve().parent.parent

ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # No name but the site's own leads anywhere: a page that asks another host is seen, and never gets there.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--slow-pages", type=float, help="pages take so many times as long: who reads too early is seen")
    parser.addoption(
        "--all-damages", action="store_true", help="try all of what is tried on samples: each damage, each list"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    scratch.use_memory()


@pytest.fixture(scope="session")
def project() -> Path:
    return PROJECT


@pytest.fixture(scope="session")
def playbook_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the tests' own playbook, whose ids never change: to be read, by whatever rests on ids and texts."""
    return once(tmp_path_factory, "playbook", copy_playbook)


@pytest.fixture(scope="session")
def playbook(playbook_root: Path) -> Views:
    """The tests' own playbook, checked."""
    return Views(load_playbook(playbook_root))


@pytest.fixture(scope="session")
def shipped() -> Views:
    """The shipped data, checked: for what must hold of any content."""
    return Views(shipped_playbook())


@pytest.fixture(scope="session")
def playbook_site(playbook_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The finished site of the tests' own playbook: built once in a run, within two seconds."""
    return once(tmp_path_factory, "playbook-site", lambda folder: build_site(playbook_root, folder))


@pytest.fixture(scope="session")
def playbook_url(playbook_site: Path) -> Iterator[str]:
    """Where the site of the tests' own playbook is served: "http://127.0.0.1:<port>"."""
    with served(playbook_site) as url:
        yield url


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The finished site of the shipped data, built once in a run.

    Editors change what is in it: assert only what is true of any content. Everything else has `playbook_site`.
    """
    return once(tmp_path_factory, "site", lambda folder: build_site(PROJECT, folder))


@pytest.fixture(scope="session")
def site_url(site: Path) -> Iterator[str]:
    """Where the finished site of the shipped data is served: "http://127.0.0.1:<port>"."""
    with served(site) as url:
        yield url


def build_site(root: Path, folder: Path, **environment: str) -> None:
    """Build the project below `root` into a folder; fails the test with what the build said.

    `make build` builds it, in a process of its own: what it does to MkDocs and to logging stays out of the tests.
    """
    answer = commands.run(root, "build", "--site", str(folder), env=environment)
    if answer.status != 0:
        pytest.fail(f"the site was not built:\n{answer.text[-3000:]}", pytrace=False)


@pytest.fixture(scope="session")
def browser(pytestconfig: pytest.Config) -> Iterator[Browser]:
    """Chromium: the one on PATH, else Playwright's own. Without one, the test fails.

    One for all folders of tests: a process can't start Playwright a second time.
    """
    with sync_playwright() as playwright:
        path = find_browser()
        if not path and not os.path.exists(playwright.chromium.executable_path):  # noqa: PTH110 (a str is at hand)
            pytest.fail(NO_BROWSER, pytrace=False)
        is_root = hasattr(os, "geteuid") and os.geteuid() == 0  # Chromium has no sandbox for root
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS, chromium_sandbox=not is_root)
        with slowed(pytestconfig.getoption("--slow-pages")):
            yield browser
        browser.close()


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Iterator[Windows]:
    """The windows that tests leave to each other."""
    windows = Windows()
    yield windows
    windows.close()


@contextlib.contextmanager
def slowed(times: float | None) -> Iterator[None]:
    """Let pages that are opened meanwhile work, and get what they ask for, as slowly as on a busy machine."""
    new_page = BrowserContext.new_page

    def slow_page(context: BrowserContext) -> Page:
        page = new_page(context)
        session = context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": times})
        network = {"offline": False, "latency": 30 * (times or 0), "downloadThroughput": -1, "uploadThroughput": -1}
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", network)
        return page

    with pytest.MonkeyPatch.context() as patch:
        if times:
            patch.setattr(BrowserContext, "new_page", slow_page)
        yield


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object], patience: float = 300) -> Path:
    """Make a folder once in a run, and hand it to every worker of that run.

    The first to come makes it; the others wait for its last word, and fail with it if it failed.
    """
    shared = factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent  # above the workers' own folders, still inside this run's
    folder, said = shared / name, shared / f"{name}.said"
    if not _is_first(shared / f"{name}.begun"):
        end = time.monotonic() + patience
        while not said.exists():
            if time.monotonic() > end:
                pytest.fail(f"{name}: the worker that makes it has said nothing for {patience:.0f} s")
            time.sleep(0.05)
        if failure := said.read_text(encoding="utf-8"):
            pytest.fail(failure, pytrace=False)
        return folder
    failure = "cut short"
    try:
        make(folder)
        failure = ""
    except pytest.fail.Exception as error:
        failure = str(error)
        raise
    except BaseException:
        failure = traceback.format_exc()
        raise
    finally:
        unfinished = said.with_suffix(".new")
        unfinished.write_text(failure, encoding="utf-8")
        unfinished.replace(said)
    return folder


def _is_first(mark: Path) -> bool:
    """Whether nobody has been here before; from now on somebody has."""
    try:
        os.close(os.open(mark, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return False
    return True


@contextlib.contextmanager
def served(
    folder: Path, prefix: str = "", headers: Callable[[str], Mapping[str, str]] = lambda _path: {}
) -> Iterator[str]:
    """Serve a folder at a free port of 127.0.0.1, under a prefix ("/team/playbook") if one is given.

    `headers` says what is sent with the file at a path of the site.
    """

    class Handler(http.server.SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def __init__(self, *args: object, **kwargs: object) -> None:
            super().__init__(*args, directory=str(folder), **kwargs)  # type: ignore[arg-type]

        def translate_path(self, path: str) -> str:
            if not path.startswith(f"{prefix}/"):
                return os.devnull + "/outside"
            return super().translate_path(path.removeprefix(prefix))

        def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
            page = folder / "404.html"
            if code != HTTPStatus.NOT_FOUND or not page.exists():
                super().send_error(code, message, explain)
                return
            body = page.read_bytes()
            self.send_response(code)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def end_headers(self) -> None:
            for name, value in headers(self.path.removeprefix(prefix)).items():
                self.send_header(name, value)
            super().end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(socketserver.ThreadingMixIn, socketserver.TCPServer):
        daemon_threads = True
        allow_reuse_address = True
        request_queue_size = 64

        def handle_error(self, request: object, client_address: object) -> None:
            """A browser that closes a connection early is no error of the site."""

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}{prefix}"
        finally:
            server.shutdown()
            thread.join()
