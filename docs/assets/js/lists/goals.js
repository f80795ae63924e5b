// The library of goals: rows by family, duty and period.

import { filterForm } from "./filter.js";

/** @param {HTMLFormElement} form */
export function start(form) {
  const table = /** @type {HTMLTableElement} */ (document.querySelector("[data-goals] table"));
  const rows = [...table.tBodies[0].rows];
  filterForm(form, (chosen) => {
    let shown = 0;
    for (const row of rows) {
      const has = (/** @type {string} */ name) =>
        !chosen[name] || row.querySelector(`[data-${name}]`)?.getAttribute(`data-${name}`) === chosen[name];
      row.hidden = !(has("group") && has("duty") && has("period"));
      shown += Number(!row.hidden);
    }
    return shown ? `${rows.length} 个目标里的 ${shown} 个` : "没有这样的目标，放宽一个条件";
  });
}
