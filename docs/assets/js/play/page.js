/**
 * A case that is played: what has arrived by the clock, what only the host sees, and the debrief with what was ticked.
 *
 * One screen shows the three views in turn; a second window shows another one, and both follow the same clock.
 */

import { choices, pageAddress } from "../lib/address.js";
import { button, h } from "../lib/dom.js";
import { timeOf } from "../rules/play.js";
import { keptNotice } from "../store/notice.js";
import { openStore } from "../store/store.js";
import { controlsOf, printFor } from "./controls.js";
import { feedOf } from "./feed.js";
import { State } from "./state.js";
import { addTicks } from "./ticks.js";

/** The views, by the word for each in the address. */
const VIEWS = { players: "选手看的", host: "主持人看的", debrief: "复盘" };
const SECOND = 1000;

/** @typedef {keyof typeof VIEWS} View */

/** The view that the address names. */
function view() {
  const asked = choices().get("view") ?? "";
  return /** @type {View} */ (asked in VIEWS ? asked : "players");
}

/** @param {HTMLElement} place where the clock and what has arrived are shown */
export async function start(place) {
  const { play = "", start = "", minutes = "0" } = place.dataset;
  const article = /** @type {HTMLElement} */ (place.closest("article"));
  const host = /** @type {HTMLDetailsElement} */ (article.querySelector("[data-host]"));
  const debrief = /** @type {HTMLDetailsElement} */ (article.querySelector("[data-debrief]"));
  const store = await openStore();
  const state = new State(store, play, Number(minutes));
  await state.read();

  const feed = feedOf(
    [...host.querySelectorAll(".pb-event")].map((one) => /** @type {HTMLElement} */ (one)),
    start,
  );
  const ticks = addTicks(article, state, () => paint());
  const clock = h("strong", { class: "pb-clock" });
  const status = h("span", { class: "pb-count" });
  const news = h("p", { role: "status" });
  const views = viewButtons(show);

  /** @param {View} next */
  function show(next) {
    choices({ view: next === "players" ? "" : next });
    paint();
    /** @type {HTMLElement | null} */ (views.querySelector('[aria-pressed="true"]'))?.focus();
  }

  async function finish() {
    const stored = state.set({ running: false });
    show("debrief");
    await stored;
  }

  async function restart() {
    const stored = state.reset();
    show("players");
    await stored;
  }

  const controls = controlsOf(state, feed.next, { changed: paint, finish, restart });

  /** What changes with every second. */
  function paintTime() {
    const at = state.minute;
    const next = feed.next(at);
    const coming =
      view() === "host" && next !== undefined
        ? ` · 下一件 ${timeOf(start, next)}，还有 ${Math.ceil(next - at)} 分钟`
        : "";
    clock.textContent = timeOf(start, at);
    status.textContent = `第 ${Math.floor(at)} 分钟，共 ${state.last} 分钟${coming}`;
    feed.paint(state.begun ? at : null);
  }

  function paint() {
    const now = view();
    article.dataset.view = now;
    host.open = now === "host";
    debrief.open = now === "debrief";
    for (const act of views.querySelectorAll("button")) {
      act.setAttribute("aria-pressed", String(act.dataset.view === now));
    }
    news.textContent = state.outdated ? "这个案子改过了，上次演到一半的作废，从头开始。" : "";
    ticks.paint();
    controls.paint();
    paintTime();
  }

  /** @param {"players" | "host"} who */
  const onPaper = (who) => printFor(who, [host, debrief], paint);

  const second = `${pageAddress().split("?")[0]}?view=host`;
  place.append(
    h("p", { class: "pb-time" }, clock, status),
    controls.row,
    news,
    views,
    feed.log,
    h(
      "p",
      { class: "pb-acts" },
      h("a", { class: "pb-act", href: second, target: "_blank" }, "在另一个窗口开主持人看的"),
      button("打印给选手", () => onPaper("players")),
      button("打印给主持人", () => onPaper("host")),
    ),
    keptNotice(store),
  );
  debrief.querySelector("summary")?.after(ticks.tally);
  for (const [name, part] of /** @type {[View, HTMLElement][]} */ (Object.entries({ host, debrief }))) {
    part.querySelector("summary")?.addEventListener("click", (event) => {
      event.preventDefault();
      show(view() === name ? "players" : name);
    });
  }
  store.watch(state.key, async () => {
    await state.read();
    paint();
  });
  paint();
  setInterval(() => {
    if (!state.clock.running) return;
    paintTime();
    if (state.minute >= state.last) controls.set({ running: false });
  }, SECOND);
}

/** @param {(view: View) => void} show */
function viewButtons(show) {
  const buttons = Object.entries(VIEWS).map(([name, text]) =>
    button(text, () => show(/** @type {View} */ (name)), { "data-view": name }),
  );
  return h("p", { class: "pb-acts", role: "group", "aria-label": "给谁看" }, buttons);
}
