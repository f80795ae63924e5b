/** Boxes to tick before what is expected of the players, and before the lines of the debrief. */

import { h } from "../lib/dom.js";
import { done, timeOf } from "../rules/play.js";

/** @import { State } from "./state.js" */

/**
 * Put a box before each line.
 *
 * @param {HTMLElement} article
 * @param {State} state
 * @param {() => void} changed called when one was ticked
 */
export function addTicks(article, state, changed) {
  const start = /** @type {HTMLElement} */ (article.querySelector("[data-play]")).dataset.start ?? "";
  const lines = /** @type {HTMLElement[]} */ ([...article.querySelectorAll("[data-expected], [data-tried]")]);
  const boxes = lines.map((line) => {
    const what = line.dataset.expected ?? line.dataset.tried ?? "";
    const words = h("span", { class: "pb-state" });
    const box = h("input", {
      type: "checkbox",
      "aria-label": (line.textContent ?? "").trim().slice(0, 60),
      onchange: async () => {
        const stored = state.put(what, box.checked);
        changed();
        await stored;
      },
    });
    line.prepend(h("label", { class: "pb-tick" }, box));
    line.append(words);
    line.classList.add("pb-tickable");
    return { line, what, box, words };
  });
  const tally = h("p", { class: "pb-tally", role: "status" });
  return {
    /** How much of what is expected was done, in words. */
    tally,
    /** Show what is ticked, and whether it was in time. */
    paint() {
      for (const { line, what, box, words } of boxes) {
        const at = state.tick(what);
        box.checked = at !== undefined;
        if (!line.dataset.expected || at === undefined) words.textContent = "";
        else {
          const late = done(Number(line.dataset.minute), at) === "late";
          words.textContent = `${timeOf(start, at)} 做到${late ? "，晚了" : ""}`;
        }
      }
      const expected = boxes.filter(({ line }) => line.dataset.expected);
      const how = expected.map(({ line, what }) => done(Number(line.dataset.minute), state.tick(what)));
      const count = (/** @type {string} */ one) => how.filter((other) => other === one).length;
      tally.textContent = `应当做到的 ${how.length} 条：按时 ${count("early")} 条，晚了 ${count("late")} 条，没做到 ${count("")} 条。`;
    },
  };
}
