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
 * @param {string} selector what says that the page has it
 * @param {() => Promise<{start: (found: any) => unknown}>} load
 */
async function on(selector, load) {
  const found = document.querySelector(selector);
  if (!found) return;
  const { start } = await load();
  await start(found);
  for (const late of document.querySelectorAll("output.pb-late")) late.remove();
}

/** What a page may have. */
const parts = [
  on("[data-checklist]", () => import("./checklist/page.js")),
  on("[data-board]", () => import("./board/page.js")),
  on("[data-mine]", () => import("./my-role/page.js")),
  on("[data-scorecard]", () => import("./scorecard/page.js")),
  on(":is(.pb-card, .pb-check) [data-quiz]", () => import("./practice/inplace.js")),
  on("[data-practice]", () => import("./practice/page.js")),
  on("[data-play]", () => import("./play/page.js")),
  on("[data-calc]", () => import("./lists/calculators.js")),
  on("[data-goals-filter]", () => import("./lists/goals.js")),
  on("[data-raci-filter]", () => import("./lists/raci.js")),
  on("[data-chain-filter]", () => import("./lists/chain.js")),
  on("[data-team]", () => import("./lists/team.js")),
  on("[data-changes-filter]", () => import("./lists/changes.js")),
  on("[data-compare]", () => import("./lists/comparison.js")),
];
// All that comes by itself is here, and heard: whoever waits for the page, as tests do, goes on.
Promise.all(parts).then(() => {
  document.documentElement.dataset.ready = "";
});
