// What changed: since a day, for a role.

import { dateBox } from "../lib/dom.js";
import { filterForm } from "./filter.js";

/** @param {HTMLFormElement} form @param {HTMLElement} list days, each with its entries */
export function changesSince(form, list) {
  const days = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("[data-day]")]);
  const { show } = dateBox(/** @type {any} */ (form.elements).since);
  filterForm(form, ({ since, role }) => {
    let shown = 0;
    show();
    for (const day of days) {
      const entries = /** @type {HTMLElement[]} */ ([...day.querySelectorAll("[data-for]")]);
      for (const entry of entries) {
        const concerned = entry.dataset.for?.split(" ") ?? [];
        entry.hidden =
          (day.dataset.day ?? "") < since || !(role === "" || concerned[0] === "" || concerned.includes(role));
      }
      day.hidden = entries.every((entry) => entry.hidden);
      shown += entries.filter((entry) => !entry.hidden).length;
    }
    return shown ? `${shown} 条` : "没有这样的变更";
  });
}
