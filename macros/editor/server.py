"""The preview with editing: MkDocs' live-reload server, with the gate before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from macros.build import preview
from macros.build.preview import Preview
from macros.editor.gate import Gate, is_ours

#: Told in the terminal of a preview that other machines reach.
NOT_HERE = "从别的机器也能打开这个预览，所以不能在页面上修改；要改，用 make serve 不带 --host。"


class EditingServer(preview.Server):
    """Serves the preview, and answers what its pages ask to edit the data. `gate` takes the handlers."""

    def __init__(self, preview: Preview, host: str, port: int, say: Callable[[str], None]) -> None:
        super().__init__(preview, host, port, say)
        self.gate = Gate(host, port)

    def server_bind(self) -> None:
        """Take the address; the port is known only now where any free one will do."""
        super().server_bind()
        self.gate.port = self.server_port

    def _serve_request(self, environ: dict[str, str], start_response: Callable[..., object]) -> Iterable[bytes] | None:
        if is_ours(environ["PATH_INFO"]):
            return self.gate.answer(environ, start_response)
        return super()._serve_request(environ, start_response)


def serve(root: Path, host: str, port: int, say: Callable[[str], None]) -> None:
    """Serve the preview until interrupted; `say` prints a line. Raises OSError when the address is taken."""

    def server(preview: Preview) -> EditingServer:
        server = EditingServer(preview, host, port, say)
        if not server.gate.allowed:
            say(NOT_HERE)
        return server

    preview.serve(root, host, port, say, server)
