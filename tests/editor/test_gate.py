"""The gate: what isn't sent by a page of the preview itself gets no further."""

import io
import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pytest

from macros.editor.gate import MAX_BODY, PREFIX, Asset, Gate

HOST = "127.0.0.1:8000"


def ask(
    gate: Gate, name: str = "echo", body: bytes = b"{}", changes: Mapping[str, str | None] = MappingProxyType({})
) -> tuple[int, Any]:
    """What the gate answers to a request that is right but for `changes`; None leaves a part out."""
    environ: dict[str, Any] = {
        "PATH_INFO": PREFIX + name,
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": HOST,
        "HTTP_ORIGIN": f"http://{HOST}",
        "HTTP_X_EDITOR_TOKEN": gate.token,
        "wsgi.input": io.BytesIO(body),
    }
    for key, value in changes.items():
        if value is None:
            environ.pop(key)
        else:
            environ[key] = value
    heads: list[tuple[str, Mapping[str, str]]] = []
    answer = b"".join(gate.answer(environ, lambda status, head: heads.append((status, dict(head)))))
    ((status, head),) = heads
    assert not [name for name in head if name.lower().startswith("access-control")]
    assert head["Content-Length"] == str(len(answer))
    return int(status[:3]), json.loads(answer)


@pytest.fixture
def gate() -> Gate:
    gate = Gate("127.0.0.1", 8000)
    gate.register("echo", lambda request: {"got": request})
    return gate


def test_a_request_of_the_preview_s_own_page_is_answered(gate: Gate) -> None:
    assert ask(gate, body=b'{"a": [1]}') == (200, {"got": {"a": [1]}})


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"HTTP_HOST": "playbook.evil.example:8000", "HTTP_ORIGIN": "http://playbook.evil.example:8000"}, 403),
        ({"HTTP_HOST": None}, 403),
        ({"HTTP_HOST": "127.0.0.1:9000", "HTTP_ORIGIN": "http://127.0.0.1:9000"}, 403),
        ({"HTTP_ORIGIN": "http://evil.example"}, 403),
        ({"HTTP_ORIGIN": "http://127.0.0.1:9000"}, 403),
        ({"HTTP_ORIGIN": "http://localhost:8000"}, 403),
        ({"HTTP_ORIGIN": "null"}, 403),
        ({"HTTP_ORIGIN": None}, 403),
        ({"HTTP_X_EDITOR_TOKEN": "x"}, 403),
        ({"HTTP_X_EDITOR_TOKEN": "密"}, 403),
        ({"HTTP_X_EDITOR_TOKEN": None}, 403),
        ({"REQUEST_METHOD": "GET"}, 405),
        ({"REQUEST_METHOD": "OPTIONS"}, 405),
        ({"CONTENT_TYPE": "text/plain"}, 415),
        ({"CONTENT_LENGTH": "-1"}, 413),
        ({"CONTENT_LENGTH": "a"}, 413),
        ({"CONTENT_LENGTH": str(10**12)}, 413),
        ({"PATH_INFO": PREFIX + "../data/x.yml"}, 404),
    ],
)
def test_a_forged_request_is_refused(gate: Gate, changes: dict[str, str | None], status: int) -> None:
    got, said = ask(gate, changes=changes)
    assert got == status
    assert "got" not in said
    assert said["message"]


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b'"x"'])
def test_what_is_no_json_object_is_refused(gate: Gate, body: bytes) -> None:
    assert ask(gate, body=body)[0] == 400


def test_a_body_that_is_too_large_is_taken_and_refused(gate: Gate) -> None:
    assert ask(gate, body=b" " * (MAX_BODY + 1))[0] == 413


def test_a_flood_is_stopped_and_the_next_second_is_good_again(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("macros.editor.gate.time.monotonic", lambda: now[0])
    gate = Gate("127.0.0.1", 8000, burst=3, rate=2)
    gate.register("echo", lambda _request: {})
    assert [ask(gate)[0] for _ in range(4)] == [200, 200, 200, 429]
    now[0] = 1.0
    assert [ask(gate)[0] for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "localhost", "::1"])
def test_a_preview_of_this_machine_alone_is_edited(host: str) -> None:
    assert Gate(host, 8000).allowed


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.2", "example.com", ""])
def test_a_preview_that_others_reach_is_not(host: str) -> None:
    gate = Gate(host, 8000)
    gate.register("echo", lambda _request: {})
    assert not gate.allowed
    assert ask(gate)[0] == 403


def test_files_are_for_this_machine_alone(gate: Gate) -> None:
    gate.publish("page.js", Asset("text/javascript", b"1"))
    assert ask(gate, "page.js", changes={"REQUEST_METHOD": "GET", "HTTP_ORIGIN": None}) == (200, 1)
    assert ask(gate, "page.js", changes={"REQUEST_METHOD": "GET", "HTTP_HOST": "evil.example:8000"})[0] == 403


def test_every_preview_has_a_token_of_its_own() -> None:
    assert Gate("::1", 1).token != Gate("::1", 1).token
