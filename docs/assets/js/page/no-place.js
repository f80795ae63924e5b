// What a page says when its address names a place that it doesn't have: which of its places may have been meant. Loaded
// when that happens.

import { carriesRun, siteRoot } from "../lib/address.js";
import { h } from "../lib/dom.js";
import { nameOf } from "./name-of.js";
import { nearest, searchFor } from "./nearest.js";
import { named } from "./places.js";

/** Say above the page that there is no such place, and list the nearest; said again when the address changes. */
export function noPlace() {
  const article = document.querySelector("article");
  const { hash, pathname } = location;
  // An address may carry a run, or mean the top; a place may have come since it was asked for.
  if (!article || carriesRun(hash) || hash === "#top" || hash.startsWith("#__") || named()) return;
  let asked = hash.slice(1);
  try {
    asked = decodeURIComponent(asked);
  } catch {
    // A hash that no browser has encoded is shown as it stands.
  }
  // Its full id may have been written: data-monitoring.morning-check on the page of data-monitoring.
  const page = pathname
    .replace(/(index\.html|\/)$/g, "")
    .split("/")
    .at(-1);
  const id = page && asked.startsWith(`${page}.`) ? asked.slice(page.length + 1) : asked;
  const places = [...article.querySelectorAll("[id]")]
    .filter((place) => nameOf(place) && !place.matches("details, input, script, [id^=__], .pb-no-place *"))
    .map((place) => /** @type {[string, string]} */ ([place.id, nameOf(place)]));
  const found = nearest(id, places);
  const links = found.map(([anchor, name]) => h("li", {}, h("a", { href: `#${encodeURIComponent(anchor)}` }, name)));
  const box = h(
    "div",
    { class: "pb-no-place", role: "status" },
    h("p", {}, `这一页上没有“${[...asked].slice(0, 80).join("")}”这一处，它可能改了名，或者地址写错了。`),
    links.length && [h("p", {}, "是不是要找："), h("ul", {}, links)],
    searchFor(siteRoot(), asked),
  );
  article.querySelector(".pb-no-place")?.remove();
  article.prepend(box);
  box.scrollIntoView({ block: "center" });
  addEventListener("hashchange", () => box.remove(), { once: true });
}
