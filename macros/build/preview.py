"""The live preview: makes pages as they are asked for, keeps the last good ones, shows problems as a banner.

MkDocs lends its live-reload server.
"""

from __future__ import annotations

import contextlib
import gc
import html
import logging
import shutil
import socket
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.livereload import LiveReloadServer
from watchdog.events import (
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from macros.addresses.files import is_export
from macros.addresses.leftovers import files_below
from macros.addresses.pages import navigation
from macros.build import mkdocs, words
from macros.build.kept import KeptInStore, kept_exports
from macros.build.live_pages import LivePages
from macros.build.session import Session
from macros.build.store import FOLDER, Store
from macros.pages.marking import Marker
from macros.validation.check import DataError

#: How often the files are looked at, in seconds: where the system tells nothing of changes (a network disk, a container).
POLL = 0.4
#: What happens to a file that has another content afterwards; the system tells also of each that is read.
_CHANGES: list[type[FileSystemEvent]] = [FileCreatedEvent, FileModifiedEvent, FileMovedEvent, FileDeletedEvent]
#: How long the files must be quiet before a build starts: an editor may write one file in several steps.
QUIET = 0.03

log = logging.getLogger(__name__)

_EMPTY = "<!doctype html><html lang=zh><meta charset=utf-8><title>运营手册</title><body></body></html>"


class Preview:
    """Checks the data after each change, and makes of the site what somebody asks for: see `LivePages`.

    `site_dir` is where the pages are now; when what all pages hang on has changed, a new site begins in a new folder.
    `problems` are those of the last attempt, empty when it went well.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.base = Path(tempfile.mkdtemp(prefix="playbook-preview-"))
        self.site_dir = self.base / "0"
        self.site_dir.mkdir()
        self.session = Session(root, apart=True, lenient=True, editable=True)
        #: Held by who builds, or checks or changes the data.
        self.lock = threading.RLock()
        self.pages: LivePages | None = None
        store = Store(root / FOLDER)
        self._known, self._kept = KeptInStore(store, root), kept_exports(store, root)
        #: The address under which the site is published, of the build whose exports are still to be written.
        self._behind: str | None = None
        self._catching_up = threading.Lock()
        self.structure: object = None
        self._problems: list[str] = []
        #: What is wrong with a page that could not be made, by its file.
        self._unmade: dict[str, list[str]] = {}
        self.builds = 0
        #: What was said of git last.
        self._git = ""

    @property
    def problems(self) -> list[str]:
        """What is wrong with the data, and with pages that somebody asked for."""
        return [*self._problems, *(line for lines in list(self._unmade.values()) for line in lines)]

    def build(self) -> str:
        """Look at what changed. Gives back a line that says what was done; never raises for bad content."""
        with self.lock:
            start = time.monotonic()
            heard, problems = self._attempt(self._build)
            self._problems = problems
            if problems:
                self.session.ready = False
                return "\n".join(
                    [*problems, f"{len(problems)} 处错误，浏览器里还是上一次的页面。改好后保存，它会自己恢复。"]
                )
            took = f"看过了，页面在打开时更新，{time.monotonic() - start:.2f} 秒"
            return "\n".join([took, *_let_pass(heard), *self._lost(), *self._of_git()])

    def refresh(self, path: str) -> list[str]:
        """Make what a request for `path` gets, if the data changed since. Gives back what there is to say of it.

        Where that goes wrong, `problems` say so, and what was there before stays.
        """
        with self.lock:
            name = self.pages.name_of(path) if self.pages else None
            if self.pages is None or name is None:
                return []
            heard, problems = self._attempt(partial(self.pages.refresh, name))
            self._unmade.pop(name, None)
            if problems:
                self._unmade[name] = problems
            return problems or _let_pass(heard)

    def marker(self, path: str) -> Marker | None:
        """What a page prints of the data; None where it prints nothing of it, or can't be made."""
        with self.lock, contextlib.suppress(Exception):  # who asks for the page itself is told why
            return self.pages.marker(path) if self.pages else None
        return None

    def refresh_all(self) -> None:
        """Make every page. Raises what MkDocs raises."""
        with self.lock:
            assert self.pages is not None
            self.pages.refresh_all()

    def _attempt(self, act: Callable[[], None]) -> tuple[list[str], list[str]]:
        """Do something of a build. Gives back the warnings that were heard meanwhile, and the problems if it failed."""
        heard: list[str] = []
        try:
            with words.heard(self.root, heard.append):
                act()
        except DataError as error:
            return heard, [str(problem) for problem in error.problems]
        except (Abort, MkDocsException, SystemExit, OSError) as error:
            told = "\n".join([*heard, words.warning(str(error), self.root)])
            return heard, [line for line in told.splitlines() if line.strip()] or ["没有建成，看终端里的说明。"]
        except Exception as error:  # a fault of the program itself: the server goes on all the same
            log.exception("the preview could not build")
            fault = f"{type(error).__name__}: {error}"
            return heard, [f"程序本身出了错，不是数据的错：{fault}。终端里有全文，请交给维护的人。"]
        return heard, []

    def _build(self) -> None:
        config = mkdocs.configuration(self.root, self.site_dir, self.session, strict=False)
        self.session.prepare(mkdocs.edit_source(config))
        structure = self.depended_on()
        if self.pages is not None and structure == self.structure:
            self.pages.age()
            self.session.ready = False
        else:
            self.builds += 1
            fresh = self.base / str(self.builds)
            config = mkdocs.configuration(self.root, fresh, self.session, strict=False)
            self.pages = LivePages(config, self._known)
            old, self.site_dir, self.structure = self.site_dir, fresh, structure
            shutil.rmtree(old, ignore_errors=True)
            if self.builds == 1:
                gc.freeze()  # what lasts is looked at for garbage no more: that took half as long as an edit's check
        self._unmade.clear()
        self._behind = config.site_url or ""

    def catch_up(self) -> None:
        """Write what the site has beside its pages, if pages were built since it was written last.

        That takes a good second, for which nobody should wait who only reads: so it is done when somebody asks for
        one of these files.
        """
        with self._catching_up:
            # Taken first: a build that ends meanwhile leaves them behind anew.
            address, self._behind = self._behind, None
            if address is None:
                return
            try:
                mkdocs.write_exports(self.session, address, self.site_dir, self._kept)
            except BaseException:
                self._behind = address
                raise

    def depended_on(self) -> object:
        """What every page depends on: the title and what it is about, the navigation, the files that lay a page out."""
        others = [self.root / "mkdocs.yml", *files_below(self.root / "docs"), *files_below(self.root / "overrides")]
        stamps = [(str(file), file.stat().st_mtime_ns) for file in others if file.is_file()]
        views = self.session.views
        return views.playbook.title, views.playbook.about, mkdocs.nav_of(navigation(views)), stamps

    def _lost(self) -> list[str]:
        """What to say of addresses that lead nowhere, and of a year that can't be worked: the page is seen all the same."""
        lost = self.session.lost
        gone = sum(problem.code == "E-address" for problem in lost)
        what = [f"有 {gone} 个发布过的地址打不开了"] if gone else []
        what += [f"一年的排期有 {len(lost) - gone} 处排不开"] if len(lost) > gone else []
        if not lost:
            return []
        return [
            *map(str, lost),
            f"预览照样给看，但{'，'.join(what)}，make check 和 make build 不会放过。",
        ]

    def _of_git(self) -> list[str]:
        """What keeps git from telling when pages were changed, the first time that it does."""
        told, self._git = self._git, self.session.history.problem
        return [self._git] if self._git and self._git != told else []

    def close(self) -> None:
        """Delete what was built."""
        shutil.rmtree(self.base, ignore_errors=True)


def _let_pass(heard: list[str]) -> list[str]:
    """What to say of what was heard: here it is shown all the same."""
    return [*heard, f"预览照样给看，但上面 {len(heard)} 处 make build 不会放过。"] if heard else []


class Server(LiveReloadServer):
    """MkDocs' live-reload server, with the preview's problems as a banner on every page."""

    def __init__(self, preview: Preview, host: str, port: int, say: Callable[[str], None]) -> None:
        self.preview = preview
        self.say = say
        super().__init__(self.rebuild, host, port, str(preview.site_dir), polling_interval=POLL)
        self.build_delay = QUIET
        self.error_handler = self._error_page
        #: Hears of a change at once, from the system; `observer` looks at the files from time to time.
        self._listener = Observer()
        self._watched: list[Path] = []
        #: The files as they were when the last build began.
        self._seen: object = None

    def rebuild(self) -> None:
        """Build what changed and say so in the terminal."""
        self._seen = self._files()
        self.say(f"{time.strftime('%H:%M:%S')} {self.preview.build()}")
        self.root = str(self.preview.site_dir)

    def watch(self, path: str, func: None = None, *, recursive: bool = True) -> None:  # noqa: ARG002 (as MkDocs has it)
        """Build again when a file below a path changes, unless a build has begun since with the file as it is."""
        handler = FileSystemEventHandler()
        handler.on_any_event = self._changed  # type: ignore[method-assign]
        self._watched.append(Path(path))
        self._watched_paths[path] = 1
        self._watch_refs[path] = self.observer.schedule(handler, path, recursive=recursive, event_filter=_CHANGES)
        self._listener.schedule(handler, path, recursive=recursive, event_filter=_CHANGES)

    def serve(self, *, open_in_browser: bool = False) -> None:
        """Serve and build until the server is shut down."""
        # Of a folder that appears watchdog may hear twice, and says so in the terminal.
        warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning)
        with contextlib.suppress(OSError):  # the system listens for no more programs
            self._listener.start()
        super().serve(open_in_browser=open_in_browser)  # type: ignore[no-untyped-call]

    def shutdown(self, wait: bool = False) -> None:
        """Stop serving and listening."""
        self._listener.stop()
        super().shutdown(wait)

    def wake(self) -> None:
        """Build at once what changed, without waiting for the next look at the files. Who asks for a page gets it then."""
        with self._rebuild_cond:
            with self._epoch_cond:
                self._wanted_epoch = max(round(time.monotonic() * 1000), self._wanted_epoch + 1)
            self._want_rebuild = True
            self._rebuild_cond.notify_all()

    def _build_loop(self) -> None:
        """Build when something is to be built, until the server is shut down.

        MkDocs' own loop takes a build for the newest though something changed while it went on: its pages would be
        shown, and loaded anew under the reader's hands as soon as the next build is done.
        """
        while True:
            with self._rebuild_cond:
                # Windows takes Ctrl+C only between two waits.
                while not self._rebuild_cond.wait_for(
                    lambda: self._want_rebuild or self._shutdown, self.shutdown_delay
                ):
                    pass
                if self._shutdown:
                    return
                while self._rebuild_cond.wait(self.build_delay):
                    pass
                self._want_rebuild, epoch = False, self._wanted_epoch
            self.rebuild()
            with self._epoch_cond:
                self._visible_epoch = epoch
                self._epoch_cond.notify_all()

    def _changed(self, event: FileSystemEvent) -> None:
        if event.is_directory:
            return
        if self._want_rebuild:
            with self._rebuild_cond:  # files are quiet no more
                self._rebuild_cond.notify_all()
        elif self._files() != self._seen:
            self.wake()

    def _files(self) -> list[tuple[str, int, int, int]]:
        """Time, size and place on the disk of everything that is watched."""
        found = []
        for top in self._watched:
            for file in [top] if top.is_file() else files_below(top):
                with contextlib.suppress(OSError):  # gone this very moment
                    stat = file.stat()
                    found.append((str(file), stat.st_mtime_ns, stat.st_size, stat.st_ino))
        return found

    def _serve_request(self, environ: dict[str, str], start_response: Callable[..., object]) -> Iterable[bytes] | None:
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore").lstrip("/")
        if not path.startswith("livereload/"):
            with self._epoch_cond:  # a build that goes on comes first
                self._epoch_cond.wait_for(lambda: self._visible_epoch == self._wanted_epoch)
            self._refresh(path)
            if is_export(path) or not (Path(self.root) / path).exists():
                self.preview.catch_up()
        answer: Iterable[bytes] | None = super()._serve_request(environ, start_response)
        return answer

    def _refresh(self, path: str) -> None:
        for line in self.preview.refresh(path):
            self.say(line)

    def _error_page(self, code: int) -> bytes:
        name = f"{code}.html"
        self._refresh(name)
        page = Path(self.root) / name
        content = page.read_bytes() if page.is_file() else _EMPTY.encode()
        injected: bytes = self._inject_js_into_html(content, self._visible_epoch)
        return injected

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        injected: bytes = super()._inject_js_into_html(content, epoch)  # type: ignore[no-untyped-call]
        return self.with_problems(injected)

    def with_problems(self, page: bytes) -> bytes:
        """A page with the preview's problems as a banner, if there are any."""
        problems = self.preview.problems
        return banner(problems).join(page.rpartition(b"</body>")[::2]) if problems else page


def banner(problems: list[str]) -> bytes:
    """The problems as a banner over the page, followed by the end of the body it replaces."""
    lines = "".join(f"<li>{html.escape(line)}</li>" for line in problems[:50])
    more = f"<p>还有 {len(problems) - 50} 处，见终端。</p>" if len(problems) > 50 else ""
    return (
        '<div class="pb-problems" role="alert" style="position:fixed;inset:auto 0 0 0;max-height:45vh;overflow:auto;'
        'z-index:99;background:#7a1f1f;color:#fff;padding:12px 20px;font:14px/1.6 system-ui,sans-serif">'
        f"<strong>有 {len(problems)} 处要改，下面还是上一次的页面：</strong><ul>{lines}</ul>{more}</div></body>"
    ).encode()


def serve(
    root: Path, host: str, port: int, say: Callable[[str], None], server_of: Callable[[Preview], Server] | None = None
) -> None:
    """Serve the preview until interrupted; `say` prints a line. Raises OSError when the address is taken.

    `server_of` gives a server of another kind for the preview.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))
    preview = Preview(root)
    server = server_of(preview) if server_of else Server(preview, host, port, say)
    try:
        server.rebuild()
        for name in ("data", "docs", "overrides", "mkdocs.yml"):
            if (root / name).exists():
                server.watch(str(root / name))
        say(f"http://{host}:{port}/ 打开看；保存文件，页面自己刷新。按 Ctrl+C 停下。")
        server.serve()
    except KeyboardInterrupt:
        say("停下了。")
    finally:
        server.shutdown()
        preview.close()
