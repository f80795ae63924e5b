// The board for a role: what is due on a day, in its week, month, quarter and year, ticked off period by period.

import { choices } from "../lib/address.js";
import { button, h, unseen } from "../lib/dom.js";
import { falls, isDay, period, plus, today, weekday } from "../rules/schedule.js";
import { keptNotice } from "../store/notice.js";
import { openStore } from "../store/store.js";

/** @import { Kind } from "../rules/period.js" */
/**
 * @typedef {{ref: string, cadence: Kind, due: string, rhythm: string, link: HTMLAnchorElement, notes: Node[]}} Task
 * @typedef {{task: Task, at: string, key: string}} Due one time that a task falls due; `key` is its tick's
 */

/** Sections of the day's view: the period they are for, and their name on the day itself and on any other. */
const SECTIONS = /** @type {[Kind, string, string][]} */ ([
  ["daily", "今天", "这一天"],
  ["weekly", "本周", "这一周"],
  ["monthly", "本月", "这个月"],
  ["quarterly", "本季", "这一季"],
  ["yearly", "今年", "这一年"],
]);
/** How far ahead the list of what comes next looks, in days, and how many it names. */
const AHEAD = 31;
const NEXT = 3;

/** Whether a value from the store, or from somebody's file, is a tick. @param {any} value */
const isTick = (value) => Number.isFinite(value?.at);

/** 11 月 23 日 周一. @param {string} day */
const named = (day) =>
  `${Number(day.slice(5, 7))} 月 ${Number(day.slice(8, 10))} 日 周${"一二三四五六日"[weekday(day)]}`;

/** @param {HTMLElement} box holds the list of all tasks by rhythm; data-board is the role */
export async function roleBoard(box) {
  const prefix = `tick:${box.dataset.board}:`;
  const tasks = [...box.querySelectorAll("[data-task]")].map(readTask);
  const events = box.querySelector("[data-events]");
  const store = await openStore();
  /** When each task was ticked, by key. @type {Map<string, number>} */
  const ticks = new Map();
  /** @type {(() => void)[]} What brings the boxes shown in line with the ticks. */
  let refreshers = [];
  let shown = "";

  async function read() {
    const kept = await store.list(prefix);
    ticks.clear();
    for (const [key, value] of kept) if (isTick(value)) ticks.set(key, value.at);
  }

  /** Every time that a task falls due from one day to another. @param {Task[]} some @param {string} from @param {string} to @returns {Due[]} */
  const between = (some, from, to) =>
    some
      .flatMap((task) =>
        falls(task.cadence, task.due, from, to).map((at) => ({
          task,
          at,
          key: `${prefix}${period(task.cadence, at.slice(0, 10)).key}:${task.ref}`,
        })),
      )
      .sort(earlier);

  /** @param {Due} due @param {boolean} done */
  async function tick({ key }, done) {
    const at = Date.now();
    const show = () => {
      if (done) ticks.set(key, at);
      else ticks.delete(key);
      refresh();
    };
    show();
    if (done) await store.update(key, () => ({ at }));
    else await store.remove(key);
    show(); // what was read from the store in between may not have had it yet
  }

  function refresh() {
    for (const one of refreshers) one();
  }

  /** One line of the board. @param {Due} due @param {string} day is chosen @param {boolean} brief */
  function line(due, day, brief) {
    const { task, at, key } = due;
    const when = at.slice(0, 10) === day ? at.slice(11) : `${named(at)} ${at.slice(11)}`;
    const tickbox = h("input", { type: "checkbox", onchange: () => tick(due, tickbox.checked) });
    const state = h("span", { class: "pb-state" });
    const item = h(
      "li",
      {},
      h("label", { class: "pb-tick" }, tickbox, unseen(`做完了：${task.link.textContent}，${when}`)),
      h(
        "div",
        {},
        h("p", {}, h("b", {}, brief ? at.slice(11) : when), " ", task.link.cloneNode(true), " ", state),
        brief
          ? null
          : h(
              "p",
              { class: "pb-when" },
              task.rhythm,
              task.notes.map((note) => [" · ", note.cloneNode(true)]),
            ),
      ),
    );
    refreshers.push(() => {
      const done = ticks.get(key);
      tickbox.checked = done !== undefined;
      item.classList.toggle("pb-ticked", tickbox.checked);
      state.textContent = done
        ? `✓ ${new Date(done).toLocaleString("sv").slice(5, 16)}`
        : at < wall()
          ? "时刻已过"
          : "";
      state.classList.toggle("pb-late", !done);
    });
    return item;
  }

  /** How many of some are ticked. @param {Due[]} dues */
  function count(dues) {
    const figure = h("span", { class: "pb-count" });
    refreshers.push(() => (figure.textContent = `${dues.filter(({ key }) => ticks.has(key)).length} / ${dues.length}`));
    return figure;
  }

  /** What is due next: it alone is asked anew after every tick. @param {string} day */
  function upNext(day) {
    const from = day === today() ? wall() : day;
    const ahead = between(tasks, day, plus(day, AHEAD)).filter(({ at }) => at >= from);
    const list = h("ol");
    refreshers.push(() => {
      const open = ahead.filter(({ key }) => !ticks.has(key)).slice(0, NEXT);
      list.replaceChildren(
        ...open.map(({ task, at }) =>
          h(
            "li",
            {},
            h("b", {}, `${at.slice(0, 10) === day ? (day === today() ? "今天" : "当天") : named(at)} ${at.slice(11)}`),
            " ",
            task.link.cloneNode(true),
          ),
        ),
        ...(open.length ? [] : [h("li", {}, `${AHEAD} 天之内没有了`)]),
      );
    });
    return h("section", { class: "pb-next" }, h("h3", {}, "接下来"), list);
  }

  /** What is due in the year of a day, each time in the narrowest section that it fits into. @param {string} day */
  function sections(day) {
    const spans = SECTIONS.map(([kind]) => period(kind, day));
    const week = spans[1];
    /** @type {Due[][]} */
    const found = spans.map(() => []);
    for (const task of tasks) {
      let { from, to } = period(task.cadence, day);
      if (task.cadence !== "daily") {
        // The week may reach into the next month, whose tasks it shows too.
        if (week.from < from) from = week.from;
        if (week.to > to) to = week.to;
      }
      for (const due of between([task], from, to)) {
        const on = due.at.slice(0, 10);
        found[spans.findIndex((span) => span.from <= on && on <= span.to)].push(due);
      }
    }
    return found.map((dues) => dues.sort(earlier));
  }

  /** @param {string} day */
  function dayView(day) {
    const parts = sections(day).map((dues, at) => {
      const [kind, now, then] = SECTIONS[at];
      if (at > 1 && !dues.length) return null;
      const name = `${day === today() ? now : then}${kind === "daily" ? ` ${named(day)}` : ""}`;
      return h(
        "details",
        { open: at < 2 },
        h("summary", {}, h("h3", {}, name), " ", count(dues)),
        dues.length
          ? h(
              "ul",
              {},
              dues.map((due) => line(due, day, false)),
            )
          : h("p", {}, at ? "没有别的了。" : "没有到期的。"),
      );
    });
    const happens =
      events &&
      h(
        "details",
        {},
        h(
          "summary",
          {},
          h("h3", {}, "遇事"),
          " ",
          h("span", { class: "pb-count" }, `${events.querySelectorAll("li").length}`),
        ),
        events.cloneNode(true),
      );
    return h("div", { class: "pb-day" }, upNext(day), parts, happens);
  }

  /** @param {string} day */
  function weekView(day) {
    const { from, to, key } = period("weekly", day);
    const dues = between(tasks, from, to);
    const days = Array.from({ length: 7 }, (_, at) => plus(from, at));
    return h(
      "section",
      { class: "pb-week" },
      h(
        "h3",
        {},
        `${document.querySelector("h1")?.firstChild?.textContent?.trim()} · ${key.slice(0, 4)} 年第 ${Number(key.slice(6))} 周 · ${named(from)}至${named(to)} `,
        count(dues),
      ),
      h(
        "div",
        {},
        days.map((one) => {
          const mine = dues.filter(({ at }) => at.startsWith(one));
          return h(
            "section",
            { class: one === today() ? "pb-today" : undefined },
            h("h4", {}, named(one)),
            mine.length
              ? h(
                  "ul",
                  {},
                  mine.map((due) => line(due, one, true)),
                )
              : h("p", {}, "—"),
          );
        }),
      ),
      h("p", { class: "pb-foot" }, location.href.split(/[?#]/)[0]),
    );
  }

  /** Draw what the address asks for. */
  function draw() {
    const asked = choices().get("date") ?? "";
    const day = isDay(asked) ? asked : today();
    const week = choices().get("view") === "week";
    shown = day;
    picker.value = day;
    wrong.textContent = asked && !isDay(asked) ? `地址里的“${asked}”不是日期，这里是今天。` : "";
    for (const [name, pressed] of [
      [oneDay, !week],
      [oneWeek, week],
    ])
      name.setAttribute("aria-pressed", String(pressed));
    refreshers = [];
    place.replaceChildren(week ? weekView(day) : dayView(day));
    refresh();
  }

  /** @param {Record<string, string>} changes */
  function choose(changes) {
    choices(changes);
    draw();
  }
  const go = (/** @type {string} */ day) => choose({ date: day === today() ? "" : day });
  const step = (/** @type {number} */ days) => go(plus(shown, days * (choices().get("view") === "week" ? 7 : 1)));

  function printWeek() {
    choose({ view: "week" });
    document.documentElement.dataset.print = "week";
    addEventListener("afterprint", () => delete document.documentElement.dataset.print, { once: true });
    print();
  }

  const picker = h("input", {
    type: "date",
    min: "2000-01-01",
    max: "2099-12-31",
    onchange: () => isDay(picker.value) && go(picker.value),
  });
  const wrong = h("p", { role: "status" });
  const oneDay = button("一天", () => choose({ view: "" }));
  const oneWeek = button("一周", () => choose({ view: "week" }));
  const place = h("div");
  const board = h(
    "div",
    { class: "pb-work" },
    h(
      "div",
      { class: "pb-acts" },
      h("label", {}, "日期 ", picker),
      button("往前", () => step(-1)),
      button("今天", () => go(today())),
      button("往后", () => step(1)),
      h("span", { role: "group", "aria-label": "看多长" }, oneDay, oneWeek),
      button("打印这一周", printWeek),
    ),
    wrong,
    place,
    h(
      "p",
      { class: "pb-foot" },
      "每天的事天天列，工作日是周一到周五，法定节假日和调休不在内。打的钩只算那一天、那一周、那个月、那一季。",
    ),
    keptNotice(store),
  );

  await read();
  const all = h("details", { class: "pb-rhythms" }, h("summary", {}, "按频率看全部任务"));
  box.before(board, all);
  all.append(box);
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target && box.contains(target)) {
    all.open = true;
    target.scrollIntoView();
  }
  draw();

  let waiting = 0;
  store.watch(prefix, () => {
    clearTimeout(waiting); // an import changes many at once
    waiting = setTimeout(async () => {
      await read();
      refresh();
    }, 50);
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && !choices().get("date") && shown !== today()) draw();
    else refresh();
  });
}

/** @param {Due} a @param {Due} b */
const earlier = (a, b) => (a.at < b.at ? -1 : Number(a.at > b.at));

/** Now, as the times of the board are written. */
const wall = () => new Date().toLocaleString("sv").slice(0, 16);

/** A task of the list. @param {Element} mark @returns {Task} */
function readTask(mark) {
  const line = /** @type {HTMLLIElement} */ (mark.closest("li"));
  const { task = "", cadence = "", due = "" } = /** @type {HTMLElement} */ (mark).dataset;
  const notes = [...line.querySelectorAll(".pb-scope, .pb-where > a")];
  return {
    ref: task,
    cadence: /** @type {Kind} */ (cadence),
    due,
    rhythm: line.querySelector(".pb-rhythm")?.textContent ?? "",
    link: /** @type {HTMLAnchorElement} */ (line.querySelector("a")),
    notes,
  };
}
