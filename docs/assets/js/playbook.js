// What every page has: links that copy their address, and cards that open when their address is asked for. What a page
// may need once, or what few pages have, is fetched then.

import { choices } from "./lib/address.js";
import { followAddress, listenToTaps } from "./page/places.js";
import { listenToInput, quietLetters } from "./page/typing.js";

// What a search left in the address has been marked on the page by now; whoever copies the address copies it without.
choices({ h: "" });
quietLetters();
listenToInput(document);
listenToTaps(document, async (link) => (await import("./page/report.js")).openReport(link));
followAddress(async () => (await import("./page/no-place.js")).noPlace());

// On paper: the address, where the build wasn't told it. A path on somebody's disk leads nobody back.
const way = document.querySelector("[data-way-back]");
if (way && location.protocol !== "file:") way.textContent = location.origin + location.pathname;

/**
 * Start what a page has, once its code is here.
 *
 * @param {string} selector
 * @param {(found: any) => Promise<void>} start
 */
async function on(selector, start) {
  const found = document.querySelector(selector);
  if (!found) return;
  await start(found);
  for (const late of document.querySelectorAll("output.pb-late")) late.remove();
}

/** What a page may have. */
const parts = [
  on("[data-checklist]", async (place) => (await import("./checklist/page.js")).checklistPage(place)),
  on("[data-board]", async (box) => (await import("./board/page.js")).roleBoard(box)),
  on("[data-mine]", async (place) => (await import("./my-role/page.js")).myRole(place)),
  on("[data-scorecard]", async (place) => (await import("./scorecard/page.js")).scorecardPage(place)),
  on(":is(.pb-card, .pb-check) [data-quiz]", async () =>
    (await import("./practice/inplace.js")).questionsInPlace(document),
  ),
  on("[data-practice]", async (form) => (await import("./practice/page.js")).practicePage(form)),
  on("[data-play]", async (place) => (await import("./play/page.js")).playPage(place)),
  on("[data-calc]", async () => (await import("./lists/calculators.js")).calculators(document)),
  on("[data-goals-filter]", async (form) => (await import("./lists/goals.js")).goalLibrary(form)),
  on("[data-raci-filter]", async (form) => (await import("./lists/raci.js")).raciMatrix(form)),
  on("[data-chain-filter]", async (form) => (await import("./lists/chain.js")).chainFilter(form, document)),
  on("[data-team]", async (box) => (await import("./lists/team.js")).teamPage(box)),
  on("[data-changes-filter]", async (form) => (await import("./lists/changes.js")).changesSince(form)),
  on("[data-compare]", async (form) => (await import("./lists/comparison.js")).comparisonPage(form)),
];
// All that comes by itself is here, and heard: whoever waits for the page, as tests do, goes on.
Promise.all(parts).then(() => {
  document.documentElement.dataset.ready = "";
});
