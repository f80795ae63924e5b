"""The search worker and its parts: classic scripts, which share one scope in a worker and in a page's frame."""

from tests.node import SCRIPTS, run_search

FOLDER = SCRIPTS / "search"
#: Loads the parts and says which, by their names; `before` may spoil it.
LOADED = """async (before) => {
    const names = () => new Set(Object.getOwnPropertyNames(globalThis));
    const load = globalThis.importScripts;
    const loaded = [];
    const handed = [];
    globalThis.importScripts = (url) => {
        const known = names();
        load(url);
        loaded.push(url.split("/").at(-1));
        handed.push([...names()].filter((name) => !known.has(name)));
    };
    (0, eval)(before);
    await loadParts().catch(() => loaded.push("failed"));
    await loadParts();
    for (const url of loaded.filter((name) => name !== "failed")) load(new URL(url, location.href).href);
    return { loaded, handed };
}"""
#: One part does not come, once.
SPOILT = """{
    const load = globalThis.importScripts;
    let spoilt = false;
    globalThis.importScripts = (url) => {
        if (!spoilt && url.endsWith("/ranking.js")) {
            spoilt = true;
            throw new Error("not found");
        }
        load(url);
    };
}"""


def test_every_part_is_loaded_once_and_hands_over_one_object() -> None:
    """They also load twice: a name outside a block would be an error then."""
    found = run_search(LOADED, "")
    assert sorted(found["loaded"]) == sorted({path.name for path in FOLDER.glob("*.js")} - {"worker.js"})
    assert [len(names) for names in found["handed"]] == [1] * len(found["loaded"]), found["handed"]


def test_after_a_failure_only_the_rest_is_loaded() -> None:
    found = run_search(LOADED, SPOILT)["loaded"]
    assert found[found.index("failed") :][1] == "ranking.js"
    found.remove("failed")
    assert found == run_search(LOADED, "")["loaded"]
