// What a page shows to whom, by the roles that the reader has chosen on this device. Nothing of it leaves the device.

import { h } from "../lib/dom.js";
import { foldOnPhones } from "../page/fold.js";
import { openStore } from "../store/store.js";
import { notices, seeing } from "./notes.js";
import { whenMine } from "./roles.js";

/** @import { Mine } from "./resolve.js" */
/** @typedef {(mine: Mine) => (Node | null)[]} Part what stands on top for the reader's roles */

/** @type {Record<string, Part>} */
const PARTS = { duty, lists };

/** @param {HTMLElement} place data-mine says what goes there */
export async function start(place) {
  foldOnPhones(document);
  const store = await openStore();
  const { mine: kind = "" } = place.dataset;
  if (kind === "day") return (await import("./day.js")).myDay(store, place);
  await whenMine(store, (mine, again) => {
    const parts = mine.asAll || !mine.roles.length ? [] : PARTS[kind](mine);
    const all = [...notices(store, mine, again), ...parts, seeing(store, mine, again)];
    place.replaceChildren(...all.filter((one) => one !== null));
  });
}

/** On the page of a duty: what part each of the reader's roles has in it, and which tasks. @type {Part} */
function duty({ roles }) {
  const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-has-role]")]);
  return roles.map(({ id, name }) => {
    const row = rows.find((one) => one.dataset.hasRole === id);
    const others = h("a", { href: "#section-roles" }, "谁来做");
    if (!row) return h("p", { class: "pb-when" }, `${name}不做这项职责（`, others, "）。");
    const tasks = (row.dataset.tasks ?? "").split(" ").flatMap((task) => {
      const heading = document.getElementById(task)?.firstChild?.textContent?.trim();
      return heading ? [h("a", { href: `#${task}` }, heading)] : [];
    });
    const done =
      tasks.length &&
      h(
        "p",
        {},
        h("b", {}, "做 "),
        tasks.flatMap((link, at) => [at ? "、" : "", link]),
      );
    return h(
      "section",
      { class: "pb-my-part" },
      [...row.childNodes].map((one) => one.cloneNode(true)),
      done || null,
    );
  });
}

/** On the list of checklists: those that the reader's roles run. @type {Part} */
function lists({ roles }) {
  const mine = new Set(roles.map(({ id }) => id));
  const lines = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("li[data-runs]")]).filter((line) =>
    line.dataset.runs?.split(" ").some((id) => mine.has(id)),
  );
  return [
    h("h2", {}, "我来跑的"),
    lines.length
      ? h(
          "div",
          { class: "pb-cards" },
          h(
            "ul",
            {},
            lines.map((line) => line.cloneNode(true)),
          ),
        )
      : h("p", {}, "没有要由你的岗位跑的清单。"),
  ];
}
