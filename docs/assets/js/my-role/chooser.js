// On the page of a role: the tap that makes it the reader's own, the first day in it, and the stage that is due.

import { button, dateBox, h } from "../lib/dom.js";
import { isDay, today } from "../rules/schedule.js";
import { notices, page } from "./notes.js";
import { keyOf } from "./resolve.js";
import { whenMine } from "./roles.js";
import { stageNow } from "./stages.js";

/** @import { Store } from "../store/store.js" */
/** @import { Mine } from "./resolve.js" */

/** Nobody who reads this began before. */
const EARLIEST = "1950-01-01";

/**
 * @param {Store} store
 * @param {{id: string, name: string}} role of the page
 * @param {HTMLElement} choice where the tap goes
 * @param {HTMLElement} start where the first day goes, above the stages
 */
export async function chooser(store, { id, name }, choice, start) {
  const key = keyOf(id);
  let again = async () => {};
  /** What can be put back. @type {any} */
  let left = null;

  /** @param {{from?: string}} change */
  const keep = (change) =>
    store.update(key, (/** @type {any} */ old) => ({ format: 1, at: Date.now(), from: "", ...old, name, ...change }));

  /** @param {() => Promise<any>} change */
  async function turn(change) {
    await change();
    await shown; // a tap may come before
    await again();
    tap.focus();
  }
  const tap = button("这是我的岗位", () =>
    turn(async () => {
      if (isMine) left = await store.remove(key);
      else await keep({});
    }),
  );
  const undo = button("撤销", () => turn(() => store.restore(key, left)));
  const answer = h("span", { role: "status" });
  const said = h("div");
  choice.append(h("p", { class: "pb-acts" }, tap, answer), said);
  const first = firstDay(async (from) => {
    await keep({ from });
    await again();
  });
  start.append(first.place);
  let isMine = false;

  const shown = whenMine(store, (/** @type {Mine} */ mine, refresh) => {
    again = refresh;
    const own = mine.roles.find((role) => role.id === id);
    isMine = Boolean(own);
    tap.textContent = own ? "不再是我的岗位" : "这是我的岗位";
    answer.replaceChildren(...(own ? ownWords(store) : left ? ["不再是你的岗位了。", undo] : []));
    said.replaceChildren(...notices(store, mine, refresh));
    first.show(own);
  });
  await shown;
}

/** What is said once a role is the reader's own. @param {Store} store */
function ownWords(store) {
  if (store.unsaved) return ["记在这个标签页里了，但浏览器没有存下，关掉就没有了，见“导出全部记录”那里的说明。"];
  return ["记在这台设备上，不上传。", h("a", { href: page("") }, "首页"), "打开就是你的今天。"];
}

/**
 * The field for the first day in the role, and what it says of the stages of the page.
 *
 * @param {(from: string) => Promise<any>} keep
 */
function firstDay(keep) {
  const field = h("input", { type: "date", min: EARLIEST, max: "2099-12-31", onchange: change });
  const label = h("label", {}, "哪天到岗（可以不填） ", field);
  const { show: paint } = dateBox(field);
  const words = h("p", { role: "status" });

  function change() {
    const empty = !field.value && !field.validity.badInput;
    if (empty || (isDay(field.value) && field.value >= EARLIEST)) keep(field.value);
    else words.textContent = `这里要一个 ${EARLIEST.slice(0, 4)} 年以后的日期，没有记下。`;
  }

  /** @param {string} stage the one that is due, "" for none */
  function mark(stage) {
    for (const old of document.querySelectorAll(".pb-due")) {
      old.classList.remove("pb-due");
      old.removeAttribute("aria-current");
    }
    const heading = stage && document.getElementById(stage);
    if (!heading) return;
    heading.setAttribute("aria-current", "step");
    for (const one of [heading, heading.nextElementSibling]) one?.classList.add("pb-due");
  }

  return {
    place: h("div", { class: "pb-first-day" }, label, words),
    /** @param {{from: string} | undefined} own */
    show(own) {
      label.hidden = !own;
      field.value = own?.from ?? "";
      paint();
      const now = own?.from
        ? stageNow(own.from, (stage) => document.getElementById(stage)?.firstChild?.textContent?.trim())
        : null;
      if (!own) words.textContent = "在页面开头选“这是我的岗位”，再填哪天到岗，这里就标出今天该做到哪一段。";
      else words.textContent = now?.text ?? `填了哪天到岗，这里就标出今天（${today()}）该做到哪一段。`;
      mark(now?.stage ?? "");
    },
  };
}
