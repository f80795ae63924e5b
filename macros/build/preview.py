"""The live preview: builds what changed, keeps the last good pages, shows problems as a banner.

MkDocs lends its live-reload server.
"""

from __future__ import annotations

import contextlib
import html
import logging
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.livereload import LiveReloadServer
from watchdog.events import FileSystemEvent, FileSystemEventHandler

from macros.addresses.files import is_export
from macros.addresses.leftovers import files_below
from macros.addresses.pages import navigation
from macros.build import mkdocs, words
from macros.build.session import Session
from macros.problems.problem import Problem
from macros.validation.check import DataError

#: How often the files are looked at, in seconds. Looking costs a few milliseconds for a thousand files.
POLL = 0.15
#: How long the files must be quiet before a build starts: an editor may write one file in several steps.
QUIET = 0.03

log = logging.getLogger(__name__)

_EMPTY = "<!doctype html><html lang=zh><meta charset=utf-8><title>运营手册</title><body></body></html>"


class Preview:
    """Builds the site again after each change, only as much of it as changed.

    `site_dir` is where the pages are now; a build of everything goes to a new folder first. `problems` are those
    of the last attempt, empty when it went well. What the site has beside its pages is not built with them: see
    `catch_up`.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.base = Path(tempfile.mkdtemp(prefix="playbook-preview-"))
        self.site_dir = self.base / "0"
        self.site_dir.mkdir()
        self.session = Session(root, apart=True, lenient=True, editable=True)
        #: Held by who builds, or checks or changes the data.
        self.lock = threading.RLock()
        #: The address under which the site is published, of the build whose exports are still to be written.
        self._behind: str | None = None
        self._catching_up = threading.Lock()
        self.structure: object = None
        self.problems: list[str] = []
        self.builds = 0
        #: What was said of git last.
        self._git = ""

    def build(self) -> str:
        """Build what changed. Gives back a line that says what was done; never raises for bad content."""
        with self.lock:
            return self._attempt()

    def _attempt(self) -> str:
        start = time.monotonic()
        heard: list[str] = []
        try:
            with words.heard(self.root, heard.append):
                done = self._build()
            self.problems = []
        except DataError as error:
            self.problems = [str(problem) for problem in error.problems]
            return self._refused(error.problems)
        except (Abort, MkDocsException, SystemExit, OSError) as error:
            told = "\n".join([*heard, words.warning(str(error), self.root)])
            self.problems = [line for line in told.splitlines() if line.strip()] or ["没有建成，看终端里的说明。"]
            self.session.ready = False
            return "\n".join(["没有建成，浏览器里还是上一次的页面：", *self.problems])
        except Exception as error:  # a fault of the program itself: the server goes on all the same
            log.exception("the preview could not build")
            self.problems = [
                f"程序本身出了错，不是数据的错：{type(error).__name__}: {error}。终端里有全文，请交给维护的人。"
            ]
            self.session.ready = False
            return self.problems[0]
        took = f"{done}，{time.monotonic() - start:.2f} 秒"
        if heard:
            heard.append(f"预览照样给看，但上面 {len(heard)} 处 make build 不会放过。")
        return "\n".join([took, *heard, *self._lost(), *self._of_git()])

    def _build(self) -> str:
        config = mkdocs.configuration(self.root, self.site_dir, self.session, strict=False)
        self.session.prepare(mkdocs.edit_source(config))
        structure = self.depended_on()
        if structure == self.structure:
            changed = sum(self.session.built.get(path) != text for path, text in self.session.markdown.items())
            _quiet(lambda: mkdocs.make(config, dirty=True))
            self._behind = config.site_url or ""
            return f"更新了 {changed} 个页面"
        self.builds += 1
        self.session.theme = None
        fresh = self.base / str(self.builds)
        config = mkdocs.configuration(self.root, fresh, self.session, strict=False)
        _quiet(lambda: mkdocs.make(config))
        old, self.site_dir, self.structure = self.site_dir, fresh, structure
        self._behind = config.site_url or ""
        shutil.rmtree(old, ignore_errors=True)
        return f"生成了全部 {len(self.session.order)} 个页面"

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
                mkdocs.write_exports(self.session, address, self.site_dir)
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

    def _refused(self, problems: Iterable[Problem]) -> str:
        lines = [str(problem) for problem in problems]
        return "\n".join([*lines, f"{len(lines)} 处错误，浏览器里还是上一次的页面。改好后保存，它会自己恢复。"])

    def close(self) -> None:
        """Delete what was built."""
        shutil.rmtree(self.base, ignore_errors=True)


def _quiet(build: Callable[[], None]) -> None:
    """Run a build without MkDocs' warning that a dirty build may be stale: here it is not."""
    log = logging.getLogger("mkdocs.commands.build")
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        build()
    finally:
        log.setLevel(before)


class Server(LiveReloadServer):
    """MkDocs' live-reload server, with the preview's problems as a banner on every page."""

    def __init__(self, preview: Preview, host: str, port: int, say: Callable[[str], None]) -> None:
        self.preview = preview
        self.say = say
        super().__init__(self.rebuild, host, port, str(preview.site_dir), polling_interval=POLL)
        self.build_delay = QUIET
        self.error_handler = self._error_page
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
        self._watch_refs[path] = self.observer.schedule(handler, path, recursive=recursive)

    def wake(self) -> None:
        """Build at once what changed, without waiting for the next look at the files. Who asks for a page gets it then."""
        with self._epoch_cond:
            self._wanted_epoch = max(round(time.monotonic() * 1000), self._visible_epoch + 1)
        with self._rebuild_cond:
            self._want_rebuild = True
            self._rebuild_cond.notify_all()

    def _changed(self, event: FileSystemEvent) -> None:
        if not event.is_directory and not self._want_rebuild and self._files() != self._seen:
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
        missing = not path.startswith("livereload/") and not (Path(self.root) / path).exists()
        if missing or is_export(path):
            with self._epoch_cond:  # a build that goes on comes first
                self._epoch_cond.wait_for(lambda: self._visible_epoch == self._wanted_epoch)
            self.preview.catch_up()
        answer: Iterable[bytes] | None = super()._serve_request(environ, start_response)
        return answer

    def _error_page(self, code: int) -> bytes:
        page = Path(self.root) / f"{code}.html"
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
        server.serve()  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        say("停下了。")
    finally:
        server.shutdown()
        preview.close()
