// The board for a role: what is due on a day, in its week, month, quarter and year, ticked off period by period.

import { choices } from "../lib/address.js";
import { h } from "../lib/dom.js";
import { chooser } from "../my-role/chooser.js";
import { named } from "../page/places.js";
import { isDay, plus, today } from "../rules/schedule.js";
import { workOf } from "../rules/workdays.js";
import { keptNotice } from "../store/notice.js";
import { openStore } from "../store/store.js";
import { Board, ticksOf } from "./model.js";
import { keepTicks } from "./ticks.js";
import { BoardView, controlsOf, taskOf } from "./view.js";

const FOOT =
  "上不上班照工作日历：法定节假日放假，调休的周末上班。到期遇休息日，顺延到同一周、同一个月的下一个工作日；后面没有了，提前到前一个。打的钩只算那一天、那一周、那个月、那一季。";

/** @param {HTMLElement} box holds the list of all tasks by rhythm; data-board is the role */
export async function start(box) {
  const { work, shift } = workOf(box);
  const owner = { id: box.dataset.board ?? "", name: box.dataset.name ?? "", shift };
  const tasks = [...box.querySelectorAll("[data-task]")].map((mark) => taskOf(mark, owner));
  const board = new Board(tasks, work, [owner]);
  const store = await openStore();
  let shown = "";
  const { ticks, tick } = await keepTicks(store, ticksOf(owner), () => view.refresh());
  const view = new BoardView(board, ticks, tick, box.querySelector("[data-events]"));
  const isWeek = () => choices().get("view") === "week";

  /** Draw what the address asks for. */
  function draw() {
    const asked = choices().get("date") ?? "";
    shown = isDay(asked) ? asked : today();
    controls.paint(shown, isWeek(), asked === shown ? "" : asked);
    const { next, dues } = view.draw(shown, isWeek());
    first.replaceChildren(...(next ? [next] : []));
    place.replaceChildren(dues);
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
  const first = h("div");
  const place = h("div");
  draw();
  box.before(
    h(
      "div",
      { class: "pb-work" },
      first,
      controls.bar,
      controls.wrong,
      place,
      h("p", { class: "pb-foot" }, FOOT),
      keptNotice(store),
    ),
  );
  fold(box);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && !choices().get("date") && shown !== today()) draw();
    else view.refresh();
  });
  const [choice, firstDay] = ["[data-choose]", "[data-first-day]"].map((one) => document.querySelector(one));
  await chooser(store, owner, /** @type {HTMLElement} */ (choice), /** @type {HTMLElement} */ (firstDay));
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
  box.classList.add("pb-ready");
  const target = named();
  if (target && box.contains(target)) {
    card.open = true;
    target.scrollIntoView();
  }
}
