// The RACI matrix: by duty, by role or team, by letter; walked through with the arrow keys.

import { filterForm } from "./filter.js";

/** @param {HTMLFormElement} form */
export function start(form) {
  /** Its data-raci has the ids of the columns after the first. */
  const box = /** @type {HTMLElement} */ (document.querySelector("[data-raci]"));
  const people = (box.dataset.raci ?? "").split(" ");
  const table = /** @type {HTMLTableElement} */ (box.querySelector("table"));
  const rows = [...table.tBodies[0].rows];
  const duties = rows.map((row) => row.querySelector("[data-duty]")?.getAttribute("data-duty"));
  const letters = rows.map((row) => [...row.cells].slice(1).map((cell) => cell.textContent ?? ""));

  const walk = arrows(table);

  filterForm(form, ({ duty, who, letter }) => {
    const only = people.indexOf(who);
    let shown = 0;
    rows.forEach((row, at) => {
      const mine = who ? [letters[at][only]] : letters[at];
      row.hidden = Boolean((duty && duties[at] !== duty) || !mine.some((text) => text.includes(letter) && text));
      shown += Number(!row.hidden);
    });
    for (const row of table.rows) {
      for (const cell of row.cells) cell.hidden = only >= 0 && cell.cellIndex > 0 && cell.cellIndex !== only + 1;
    }
    walk.start();
    return shown ? `${rows.length} 项任务里的 ${shown} 项` : "没有这样的任务，放宽一个条件";
  });
}

/** @typedef {{x: number, y: number}} Spot column and row, of those that are shown */

/**
 * Where a key leads.
 * @type {Record<string, (from: Spot, ctrl: boolean, columns: number, rows: number) => Spot>}
 */
const STEPS = {
  ArrowUp: ({ x, y }) => ({ x, y: y - 1 }),
  ArrowDown: ({ x, y }) => ({ x, y: y + 1 }),
  ArrowLeft: ({ x, y }) => ({ x: x - 1, y }),
  ArrowRight: ({ x, y }) => ({ x: x + 1, y }),
  Home: ({ y }, ctrl) => ({ x: 0, y: ctrl ? 0 : y }),
  End: ({ y }, ctrl, columns, rows) => ({ x: columns - 1, y: ctrl ? rows - 1 : y }),
};

/**
 * One stop for the Tab key in the whole table; the arrow keys, Home and End go from cell to cell.
 *
 * @param {HTMLTableElement} table
 */
function arrows(table) {
  table.setAttribute("role", "grid");
  for (const row of table.tBodies[0].rows) row.cells[0].setAttribute("role", "rowheader");
  for (const link of table.querySelectorAll("a")) link.tabIndex = -1;
  /** @type {HTMLElement | undefined} */
  let stop;

  const visible = (/** @type {Iterable<any>} */ list) => [...list].filter((one) => !one.hidden);
  const target = (/** @type {HTMLTableCellElement} */ cell) => cell.querySelector("a") ?? cell;
  const rest = (/** @type {HTMLElement | undefined} */ next) => {
    if (stop) stop.tabIndex = -1;
    stop = next;
    if (stop) stop.tabIndex = 0;
  };

  table.addEventListener("focusin", (event) => rest(/** @type {HTMLElement} */ (event.target)));
  table.addEventListener("keydown", (event) => {
    const cell = /** @type {HTMLElement} */ (event.target).closest("td, th");
    if (!(cell instanceof HTMLTableCellElement) || event.altKey || event.metaKey) return;
    const row = /** @type {HTMLTableRowElement} */ (cell.parentElement);
    const rows = visible(table.rows);
    const cells = visible(row.cells);
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const { x, y } = step({ x: cells.indexOf(cell), y: rows.indexOf(row) }, event.ctrlKey, cells.length, rows.length);
    const next = rows[y] && visible(rows[y].cells)[x];
    if (!next) return;
    target(next).tabIndex = 0;
    target(next).focus();
  });

  return {
    /** After rows have been hidden: the Tab key comes in at the first task shown. */
    start() {
      const [first] = visible(table.tBodies[0].rows);
      rest(first && target(first.cells[0]));
    },
  };
}
