// Answers Material's search box in place of its own search worker, by the messages that Material lays down for that:
// 0 set up, 1 ready, 2 query, 3 result. The entries are fetched at the first query, not with every page.

const SETUP = 0;
const READY = 1;
const QUERY = 2;
const RESULT = 3;

/** This script's address. On file:// the worker is a frame, and its location is that of the page. */
const here = /** @type {HTMLScriptElement | null} */ (self.document?.currentScript)?.src ?? self.location.href;

/** Where the site begins: it has this script in assets/, in a folder that is named by the content of all scripts. */
const root = new URL("../../../../", here).href;

/** @type {Promise<{search: (query: string, own: Set<string>) => object}> | undefined} */
let engine;

/** The parts of the search: each hands one object to `self`, and uses those of the parts before it. */
const PARTS = ["text", "sounds", "phrases", "ranking", "results", "engine", "own-places"];
const ENTRIES = new URL("search/entries.js", root).href;
let loaded = 0;

/** @param {string} name */
const addressOf = (name) => new URL(`${name}.js`, here).href;

/** Load the parts, one after the other; where one failed, it goes on with that one. */
async function loadParts() {
  for (; loaded < PARTS.length; loaded++) await importScripts(addressOf(PARTS[loaded]));
}

/** Fetch everything at once: scripts that run one after the other are fetched so, too. From a disk nothing may be. */
async function fetchAhead() {
  if (here.startsWith("file:")) return;
  await Promise.allSettled([...PARTS.map(addressOf), ENTRIES].map((address) => fetch(address)));
}

async function load() {
  await fetchAhead();
  await loadParts();
  await importScripts(ENTRIES);
  return new self.PlaybookEngine(self.playbookEntries);
}

const UNREADABLE = {
  location: "",
  title: "搜索用的文件没有读到",
  text: "<p>请检查网络，再输入一次。</p>",
  score: 1,
  terms: {},
};

/** @param {string} query */
async function answer(query) {
  if (!query.trim()) return { items: [] };
  try {
    engine ??= load();
    const ready = await engine;
    return ready.search(query, await self.playbookOwnPlaces(root));
  } catch (error) {
    console.warn(error);
    engine = undefined;
    return { items: [[UNREADABLE]] };
  }
}

addEventListener("message", async ({ data }) => {
  if (data.type === SETUP) postMessage({ type: READY });
  if (data.type === QUERY) postMessage({ type: RESULT, data: await answer(data.data) });
});
