// What changed: since a day, for a role, or for the reader's own.

import { choices } from "../lib/address.js";
import { dateBox, h } from "../lib/dom.js";
import { notices } from "../my-role/notes.js";
import { whenMine } from "../my-role/roles.js";
import { openStore } from "../store/store.js";
import { filterForm } from "./filter.js";

/** The choice of all roles that are the reader's own. */
const MINE = "mine";

/** @param {HTMLFormElement} form above the days, each with its entries */
export async function start(form) {
  const days = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-changes] [data-day]")]);
  const { show } = dateBox(/** @type {any} */ (form.elements).since);
  const store = await openStore();
  const told = h("div");
  const option = h("option", { value: MINE }, "我的岗位");
  /** @type {string[]} */
  let own = [];
  form.before(told);
  const [everybody] = /** @type {HTMLSelectElement} */ (form.elements.namedItem("role")).options;

  await whenMine(store, (mine, again) => {
    told.replaceChildren(...notices(store, mine, again));
    own = mine.asAll ? [] : mine.roles.map(({ id }) => id);
    if (own.length) everybody.after(option);
    else option.remove();
    form.dispatchEvent(new Event("input"));
  });
  if (own.length && !choices().get("role")) choices({ role: MINE });

  filterForm(form, ({ since, role }) => {
    const asked = role === MINE ? own : [role];
    let shown = 0;
    show();
    for (const day of days) {
      const entries = /** @type {HTMLElement[]} */ ([...day.querySelectorAll("[data-for]")]);
      for (const entry of entries) {
        const concerned = entry.dataset.for?.split(" ") ?? [];
        const meant = role === "" || concerned[0] === "" || asked.some((one) => concerned.includes(one));
        entry.hidden = (day.dataset.day ?? "") < since || !meant;
      }
      day.hidden = entries.every((entry) => entry.hidden);
      shown += entries.filter((entry) => !entry.hidden).length;
    }
    return shown ? `${shown} 条` : "没有这样的变更";
  });
}
