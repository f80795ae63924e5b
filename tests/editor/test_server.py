"""The preview's server hands to the gate what is below its prefix, and to nobody else."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from macros.build.preview import Preview
from macros.editor.gate import PREFIX, TOKEN
from macros.editor.server import EditingServer


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EditingServer]:
    preview = Preview(tmp_path)
    server = EditingServer(preview, "127.0.0.1", 0, lambda _line: None)
    server.server_bind()
    server.server_activate()
    server.serve_thread.start()
    yield server
    server.shutdown(wait=False)
    server.serve_thread.join(timeout=10)
    preview.close()


def test_a_registered_handler_answers_over_http(server: EditingServer) -> None:
    server.gate.register("echo", lambda request: {"got": request})
    home = f"http://127.0.0.1:{server.server_port}"
    head = {"Content-Type": "application/json", "Origin": home, TOKEN: server.gate.token}
    request = urllib.request.Request(f"{home}{PREFIX}echo", '{"a": "字"}'.encode(), head)
    with urllib.request.urlopen(request) as answer:
        assert json.loads(answer.read()) == {"got": {"a": "字"}}
    request = urllib.request.Request(f"{home}{PREFIX}echo", b"{}", {**head, "Origin": "http://evil.example"})
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(request)


def test_a_preview_that_others_reach_has_nothing_to_edit(tmp_path: Path) -> None:
    preview = Preview(tmp_path)
    server = EditingServer(preview, "0.0.0.0", 0, lambda _line: None)
    try:
        server._asked.environ = {"HTTP_HOST": "127.0.0.1:0", "PATH_INFO": "/"}
        page = server._inject_js_into_html(b"<body><article>x</article></body>", 1)
        assert b"livereload" in page
        assert PREFIX.encode() not in page
        assert server.gate.token.encode() not in page
    finally:
        server.server_close()
        preview.close()
