// The board for a role: what is due on a day, in its week, month, quarter and year, ticked off period by period.

import { choices } from "../lib/address.js";
import { h } from "../lib/dom.js";
import { named } from "../page/places.js";
import { isDay, plus, today } from "../rules/schedule.js";
import { workOf } from "../rules/workdays.js";
import { keptNotice } from "../store/notice.js";
import { readTick } from "../store/records.js";
import { openStore } from "../store/store.js";
import { Board } from "./model.js";
import { BoardView, controlsOf, taskOf } from "./view.js";

/** @import { Store } from "../store/store.js" */
/** @import { Due } from "./model.js" */

const FOOT =
  "上不上班照工作日历：法定节假日放假，调休的周末上班。到期遇休息日，顺延到同一周、同一个月的下一个工作日；后面没有了，提前到前一个。打的钩只算那一天、那一周、那个月、那一季。";

/** @param {HTMLElement} box holds the list of all tasks by rhythm; data-board is the role */
export async function roleBoard(box) {
  const { work, shift } = workOf(box);
  const tasks = [...box.querySelectorAll("[data-task]")].map(taskOf);
  const board = new Board(tasks, `tick:${box.dataset.board}:`, work, shift);
  const store = await openStore();
  /** When each task was ticked, by key. @type {Map<string, number>} */
  const ticks = new Map();
  let shown = "";

  /** @param {Due} due @param {boolean} done */
  async function tick({ key }, done) {
    const at = Date.now();
    const show = () => {
      if (done) ticks.set(key, at);
      else ticks.delete(key);
      view.refresh();
    };
    show();
    if (done) await store.update(key, () => ({ at }));
    else await store.remove(key);
    show(); // what was read from the store in between may not have had it yet
  }

  const view = new BoardView(board, ticks, tick, box.querySelector("[data-events]"));
  const isWeek = () => choices().get("view") === "week";

  /** Draw what the address asks for. */
  function draw() {
    const asked = choices().get("date") ?? "";
    shown = isDay(asked) ? asked : today();
    controls.paint(shown, isWeek(), asked === shown ? "" : asked);
    place.replaceChildren(view.draw(shown, isWeek()));
  }

  /** @param {Record<string, string>} changes */
  function choose(changes) {
    choices(changes);
    draw();
  }
  const go = (/** @type {string} */ day) => choose({ date: day === today() ? "" : day });

  const controls = controlsOf({
    go,
    step: (steps) => go(plus(shown, steps * (isWeek() ? 7 : 1))),
    widen: (week) => choose({ view: week ? "week" : "" }),
    print() {
      choose({ view: "week" });
      document.documentElement.dataset.print = "week";
      addEventListener("afterprint", () => delete document.documentElement.dataset.print, { once: true });
      print();
    },
  });
  const place = h("div");

  await readTicks(store, board.prefix, ticks);
  box.before(
    h(
      "div",
      { class: "pb-work" },
      controls.bar,
      controls.wrong,
      place,
      h("p", { class: "pb-foot" }, FOOT),
      keptNotice(store),
    ),
  );
  fold(box);
  draw();

  let waiting = 0;
  store.watch(board.prefix, () => {
    clearTimeout(waiting); // an import changes many at once
    waiting = setTimeout(async () => {
      await readTicks(store, board.prefix, ticks);
      view.refresh();
    }, 50);
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && !choices().get("date") && shown !== today()) draw();
    else view.refresh();
  });
}

/** @param {Store} store @param {string} prefix @param {Map<string, number>} ticks are filled anew */
async function readTicks(store, prefix, ticks) {
  const kept = await store.list(prefix);
  ticks.clear();
  for (const [key, value] of kept) {
    const tick = readTick(value);
    if (tick) ticks.set(key, tick.at);
  }
}

/**
 * Put the list of all tasks into a card, which is open when the address names a place in it.
 *
 * @param {HTMLElement} box
 */
function fold(box) {
  const card = h("details", { class: "pb-rhythms" }, h("summary", {}, "按频率看全部任务"));
  box.before(card);
  card.append(box);
  const target = named();
  if (target && box.contains(target)) {
    card.open = true;
    target.scrollIntoView();
  }
}
