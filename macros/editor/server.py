"""The preview with editing: MkDocs' live-reload server, with the gate before it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import local

from macros.build import preview
from macros.build.preview import Preview
from macros.build.session import digest
from macros.editor.endpoints import Desk
from macros.editor.gate import PREFIX, Asset, Gate, is_ours
from macros.editor.lists import Lists
from macros.editor.office import Office
from macros.editor.sheets import Sheets
from macros.editor.spans import with_spans

#: Told in the terminal of a preview that other machines reach.
NOT_HERE = "从别的机器也能打开这个预览，所以不能在页面上修改；要改，用 make serve 不带 --host。"
ASSETS = Path(__file__).parent / "assets"
_TYPES = {".js": "text/javascript", ".css": "text/css"}


class EditingServer(preview.Server):
    """Serves the preview, and answers what its pages ask to edit the data. `gate` takes the handlers."""

    def __init__(self, preview: Preview, host: str, port: int, say: Callable[[str], None]) -> None:
        super().__init__(preview, host, port, say)
        self.gate = Gate(host, port)
        self.desk = Desk(preview, self.wake)
        self.desk.register(self.gate)
        self.sheets = Sheets(self.gate, lambda: self.preview.site_dir)
        Lists(preview, self.desk.journal, self.wake).register(self.gate, self.sheets)
        Office(preview, self.desk.journal, self.wake).register(self.gate, self.sheets)
        for path in sorted(ASSETS.iterdir()):
            if path.suffix in _TYPES:
                self.gate.publish(path.name, Asset(_TYPES[path.suffix], path.read_bytes()))
        #: The request that a thread answers.
        self._asked = local()

    def server_bind(self) -> None:
        """Take the address; the port is known only now where any free one will do."""
        super().server_bind()
        self.gate.port = self.server_port

    def _serve_request(self, environ: dict[str, str], start_response: Callable[..., object]) -> Iterable[bytes] | None:
        if is_ours(environ["PATH_INFO"]):
            if self.sheets.has(environ):
                return self.sheets.answer(environ, start_response)
            return self.gate.answer(environ, start_response)
        self._asked.environ = environ
        return super()._serve_request(environ, start_response)

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        environ = getattr(self._asked, "environ", None)
        if environ is None or not self.gate.is_home(environ):
            return super()._inject_js_into_html(content, epoch)
        settings = json.dumps({"prefix": PREFIX, "token": self.gate.token, "epoch": epoch})
        scripts = (
            f'<link rel="stylesheet" href="{PREFIX}editor.css">'
            f'<script type="application/json" id="pb-editor">{settings}</script>'
            f'<script type="module" src="{PREFIX}page.js"></script>'
            f'<script type="module" src="{PREFIX}bar.js"></script></body>'
        )
        page, end, after = self._editable(content, environ["PATH_INFO"]).rpartition(b"</body>")
        return self.with_problems(page + scripts.encode() + after if end else after)

    def _editable(self, content: bytes, path: str) -> bytes:
        """A page with what can be changed in it; as it is, when it isn't the one that was built last."""
        name = path.encode("latin-1").decode("utf-8", "ignore").lstrip("/")
        marked = self.preview.session.marked.get(f"{name}index.html" if not name or name.endswith("/") else name)
        if marked is None or marked.digest != digest(content):
            return content
        return with_spans(content.decode(), marked.marks, marked.spots).encode()


def serve(root: Path, host: str, port: int, say: Callable[[str], None]) -> None:
    """Serve the preview until interrupted; `say` prints a line. Raises OSError when the address is taken."""

    def server(preview: Preview) -> EditingServer:
        server = EditingServer(preview, host, port, say)
        if not server.gate.allowed:
            say(NOT_HERE)
        return server

    preview.serve(root, host, port, say, server)
