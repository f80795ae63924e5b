/** What is pressed while a case is played. */

import { button, h } from "../lib/dom.js";
import { PACES } from "../rules/play.js";

/** @import { State } from "./state.js" */

/**
 * The buttons of the clock.
 *
 * @param {State} state
 * @param {(minute: number) => number | undefined} next the minute of what arrives next
 * @param {{changed: () => void, finish: () => void, restart: () => void}} acts `changed`: the clock was set
 */
export function controlsOf(state, next, { changed, finish, restart }) {
  const row = h("p", { class: "pb-acts" });

  /** @param {Parameters<State["set"]>[0]} change */
  async function set(change) {
    const at = [...row.children].indexOf(document.activeElement);
    const stored = state.set(change);
    changed();
    if (at >= 0) (row.children[at] ?? row.lastElementChild).focus();
    await stored;
  }

  function paint() {
    const { running, pace } = state.clock;
    const coming = next(state.minute);
    const isOver = state.minute >= state.last;
    const faster = PACES[(PACES.indexOf(pace) + 1) % PACES.length];
    const shown = [
      !isOver && button(running ? "暂停" : state.begun ? "接着演" : "开始", () => set({ running: !running })),
      !isOver && state.begun && coming !== undefined && button("下一件马上来", () => set({ minute: coming })),
      !isOver && button(`快慢：${pace} 倍`, () => set({ pace: faster })),
      state.begun && button("收场，去复盘", finish),
      state.begun && button("从头再来", restart),
    ];
    row.replaceChildren(...shown.filter((act) => act !== false));
  }
  return { row, set, paint };
}

/**
 * Print the sheet of those who play, or that of the host.
 *
 * @param {"players" | "host"} who
 * @param {HTMLDetailsElement[]} parts what only the host prints
 * @param {() => void} after called when it is over
 */
export function printFor(who, parts, after) {
  document.documentElement.dataset.print = who;
  for (const part of parts) part.open = who === "host";
  const back = () => {
    delete document.documentElement.dataset.print;
    after();
  };
  addEventListener("afterprint", back, { once: true });
  print();
}
