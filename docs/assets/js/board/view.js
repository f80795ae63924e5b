// The board as the page shows it: a day or a week, with boxes to tick.

import { button, dateBox, h, unseen } from "../lib/dom.js";
import { isDay, plus, today } from "../rules/schedule.js";
import { AHEAD, clock, dayName, daysOfWeek, endOf, weekName } from "./model.js";

/** @import { Kind } from "../rules/period.js" */
/** @import { Act, Board, Due, Owner, Task } from "./model.js" */

/** Now, as the times of the board are written. */
const wall = () => new Date().toLocaleString("sv").slice(0, 16);

/** A task of the list on the page. @param {Element} mark @param {Owner} owner @returns {Task} */
export function taskOf(mark, owner) {
  const line = /** @type {HTMLLIElement} */ (mark.closest("li"));
  const { task = "", cadence = "", time = "", act = "", minutes, offDay } = /** @type {HTMLElement} */ (mark).dataset;
  return {
    ref: task,
    cadence: /** @type {Kind} */ (cadence),
    time,
    act: /** @type {Act} */ (act),
    minutes: Number(minutes),
    offDay,
    owner,
    rhythm: line.querySelector(".pb-rhythm")?.textContent ?? "",
    link: /** @type {HTMLAnchorElement} */ (line.querySelector("a")),
    notes: [...line.querySelectorAll(".pb-scope, .pb-where > a")],
    hands: line.querySelector(".pb-hands"),
  };
}

/** What is drawn of a board. What is due stays as long as the day does; what the ticks change is brought in line. */
export class BoardView {
  /** What brings the boxes shown in line with the ticks. @type {(() => void)[]} */
  #refreshers = [];

  /**
   * @param {Board} board
   * @param {Map<string, number>} ticks when each was ticked, by key
   * @param {(due: Due, done: boolean) => void} tick
   * @param {Element | null} events the list of what is done when something happens
   * @param {Kind[]} open the sections of a day that are open
   */
  constructor(board, ticks, tick, events, open = ["daily", "weekly"]) {
    this.board = board;
    this.ticks = ticks;
    this.tick = tick;
    this.events = events;
    this.open = open;
  }

  /**
   * What is next, and what is due on the day and around it, or in its week.
   *
   * @param {string} day
   * @param {boolean} week whether the whole week is shown
   * @returns {{next: HTMLElement | null, dues: HTMLElement}}
   */
  draw(day, week) {
    this.#refreshers = [];
    const drawn = week ? { next: null, dues: this.#week(day) } : this.#day(day);
    this.refresh();
    return drawn;
  }

  /** Show what is ticked by now. */
  refresh() {
    for (const one of this.#refreshers) one();
  }

  /** @param {string} day */
  #day(day) {
    const sections = this.board.sections(day, today());
    const parts = sections.map(({ kind, name, dues }) => {
      const empty = h("p", {}, kind === "daily" ? "没有到期的。" : "没有别的了。");
      const lines = dues.map((due) => this.#line(due, day, false));
      return h(
        "details",
        { open: this.open.includes(kind) },
        h("summary", {}, h("h3", {}, name), " ", this.#count(dues)),
        lines.length ? h("ul", {}, lines) : empty,
      );
    });
    const covered = this.board.work.covers(day);
    const known = this.#known(
      [day],
      sections.flatMap(({ dues }) => dues.map(({ at }) => at)),
    );
    return {
      next: h("section", { class: "pb-next" }, covered ? this.#next(day, known) : known),
      dues: h("div", { class: "pb-day" }, covered ? parts : null, this.#happens()),
    };
  }

  /**
   * What a reader must know of some days: that nothing is known of them, that nobody works, that they are a guess.
   *
   * @param {string[]} days
   * @param {string[]} [beside] days that are shown beside them
   */
  #known(days, beside = []) {
    const { work } = this.board;
    const lines = [];
    if (!days.every((day) => work.covers(day))) {
      lines.push(`工作日历从 ${work.from} 写到 ${work.to}，这以外的日子还排不出来。`);
    } else if (days.length === 1 && !this.board.works(days[0])) {
      lines.push("这一天不上班。");
    }
    const years = [...days, ...beside].filter((day) => work.guesses(day)).map((day) => day.slice(0, 4));
    const guessed = [...new Set(years)];
    if (guessed.length) lines.push(`预计：${guessed.join("、")} 年的放假安排还没有公布，先按法定节日排。`);
    return lines.map((line) => h("p", { class: "pb-known" }, line));
  }

  /** What is done when something happens, if there is such a thing. */
  #happens() {
    if (!this.events) return null;
    const count = h("span", { class: "pb-count" }, `${this.events.querySelectorAll("li").length}`);
    return h("details", {}, h("summary", {}, h("h3", {}, "遇事"), " ", count), this.events.cloneNode(true));
  }

  /** @param {string} day */
  #week(day) {
    const days = daysOfWeek(day);
    const dues = this.board.between(days[0], days[6]);
    const columns = days.map((one) => {
      const lines = dues.filter(({ at }) => at.startsWith(one)).map((due) => this.#line(due, one, true));
      return h(
        "section",
        { class: one === today() ? "pb-today" : undefined },
        h("h4", {}, dayName(one)),
        lines.length ? h("ul", {}, lines) : h("p", {}, "—"),
      );
    });
    return h(
      "section",
      { class: "pb-week" },
      h("h3", {}, `${this.board.owners.map(({ name }) => name).join("、")} · ${weekName(day)} `, this.#count(dues)),
      this.#known(days),
      h("div", {}, columns),
      h("p", { class: "pb-foot" }, location.href.split(/[?#]/)[0]),
    );
  }

  /** One line of the board. @param {Due} due @param {string} day is chosen @param {boolean} brief */
  #line(due, day, brief) {
    const { task, at, key } = due;
    const when = at.slice(0, 10) === day ? clock(due) : `${dayName(at)} ${clock(due)}`;
    const tickbox = h("input", { type: "checkbox", onchange: () => this.tick(due, tickbox.checked) });
    const state = h("span", { class: "pb-state" });
    const name = h("p", {}, h("b", {}, brief ? clock(due) : when), " ", task.link.cloneNode(true), " ", state);
    const notes = task.notes.map((note) => [" · ", note.cloneNode(true)]);
    const item = h(
      "li",
      {},
      h("label", { class: "pb-tick" }, tickbox, unseen(`做完了：${task.link.textContent}，${when}`)),
      h(
        "div",
        {},
        name,
        brief ? null : [task.hands?.cloneNode(true), h("p", { class: "pb-when" }, task.rhythm, notes)],
      ),
    );
    this.#refreshers.push(() => {
      const done = this.ticks.get(key);
      tickbox.checked = done !== undefined;
      item.classList.toggle("pb-ticked", tickbox.checked);
      const late = endOf(due) < wall() ? "时刻已过" : "";
      state.textContent = done ? `✓ ${new Date(done).toLocaleString("sv").slice(5, 16)}` : late;
      state.classList.toggle("pb-bad", !done);
    });
    return item;
  }

  /** How many of some are ticked. @param {Due[]} dues */
  #count(dues) {
    const figure = h("span", { class: "pb-count" });
    this.#refreshers.push(() => {
      figure.textContent = `${dues.filter(({ key }) => this.ticks.has(key)).length} / ${dues.length}`;
    });
    return figure;
  }

  /**
   * What is due next, with what is handed in: it alone is asked anew after every tick.
   *
   * @param {string} day
   * @param {Node[]} known what a reader must know of the day
   */
  #next(day, known) {
    const next = this.board.next(day, day === today() ? wall() : day);
    const list = h("ol");
    const { work, owners } = this.board;
    const none = work.covers(plus(day, AHEAD)) ? `${AHEAD} 天之内没有了` : `到 ${work.to} 没有了，再往后还排不出来`;
    const when = (/** @type {string} */ at) => {
      if (at.slice(0, 10) !== day) return dayName(at);
      return day === today() ? "今天" : "当天";
    };
    this.#refreshers.push(() => {
      const open = next((key) => this.ticks.has(key)).map((due) => {
        const { link, hands, owner } = due.task;
        const whose = owners.length > 1 && h("span", { class: "pb-whose" }, ` ${owner.name}`);
        return h(
          "li",
          {},
          h("p", {}, h("b", {}, `${when(due.at)} ${clock(due)}`), " ", link.cloneNode(true), whose),
          hands?.cloneNode(true),
        );
      });
      list.replaceChildren(...(open.length ? open : [h("li", {}, none)]));
    });
    return [h("h3", {}, "接下来"), known, list];
  }
}

/**
 * What chooses the day, and how much is shown.
 *
 * @param {object} acts
 * @param {(day: string) => void} acts.go
 * @param {(steps: number) => void} acts.step
 * @param {(week: boolean) => void} acts.widen
 * @param {() => void} acts.print
 */
export function controlsOf({ go, step, widen, print }) {
  const picker = h("input", {
    type: "date",
    min: "2000-01-01",
    max: "2099-12-31",
    onchange: () => isDay(picker.value) && go(picker.value),
  });
  const { box, show } = dateBox(picker);
  const wrong = h("p", { role: "status" });
  const oneDay = button("一天", () => widen(false));
  const oneWeek = button("一周", () => widen(true));
  const bar = h(
    "div",
    { class: "pb-acts" },
    h("label", {}, "日期 ", box),
    button("往前", () => step(-1)),
    button("今天", () => go(today())),
    button("往后", () => step(1)),
    h("span", { role: "group", "aria-label": "看多长" }, oneDay, oneWeek),
    button("打印这一周", print),
  );
  return {
    bar,
    wrong,
    /** @param {string} day @param {boolean} week @param {string} asked what the address asks for, if it is no day */
    paint(day, week, asked) {
      picker.value = day;
      show();
      wrong.textContent = asked ? `地址里的“${asked}”不是日期，这里是今天。` : "";
      oneDay.setAttribute("aria-pressed", String(!week));
      oneWeek.setAttribute("aria-pressed", String(week));
    },
  };
}
