"""A preview of the tests' own playbook with editing, and a page that asks it as the browser does."""

import http.client
import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from macros.build.preview import Preview
from macros.editor.gate import PREFIX, TOKEN
from macros.editor.server import EditingServer
from tests.copies import copy_playbook


class Desk:
    """A running preview, asked as one of its pages would."""

    def __init__(self, root: Path, server: EditingServer) -> None:
        self.root = root
        self.server = server
        self.home = f"127.0.0.1:{server.server_port}"

    @property
    def url(self) -> str:
        return f"http://{self.home}"

    def ask(self, name: str, **request: Any) -> tuple[int, dict[str, Any]]:
        """What the gate answers: the status, and what it says."""
        head = {
            "Content-Type": "application/json",
            "Origin": self.url,
            TOKEN: self.server.gate.token,
        }
        connection = http.client.HTTPConnection(self.home, timeout=60)
        connection.request("POST", PREFIX + name, json.dumps(request), head)
        answer = connection.getresponse()
        body = json.loads(answer.read())
        connection.close()
        return answer.status, body

    def page(self, path: str) -> str:
        """The HTML of a page, when the builds that were asked for are done."""
        connection = http.client.HTTPConnection(self.home, timeout=60)
        connection.request("GET", path)
        text = connection.getresponse().read().decode()
        connection.close()
        return text


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A preview of a copy of the tests' own playbook; who changes it, puts it back."""
    root = copy_playbook(tmp_path_factory.mktemp("desk") / "copy")
    before = Path.cwd()
    os.chdir(root)
    preview = Preview(root)
    server = EditingServer(preview, "127.0.0.1", 0, lambda _line: None)
    # No flood is to be expected here but that of the tests.
    server.gate._bucket._burst = server.gate._bucket._left = 1_000_000
    server.rebuild()
    for name in ("data", "docs"):
        server.watch(str(root / name))
    serving = threading.Thread(target=server.serve)
    serving.start()
    while not server.gate.port:
        serving.join(0.01)
    yield Desk(root, server)
    server.shutdown(wait=True)
    serving.join(timeout=10)
    preview.close()
    os.chdir(before)
