/** The bar at the foot of the window while a run goes on: how far, how well, and the way back. */

import { button, h } from "../lib/dom.js";
import { points, result } from "./run.js";
import { VERDICT } from "./words.js";

/** @import { Run } from "./run.js" */

/**
 * @param {any} place
 * @param {{undo: () => void, finish: () => void, go: (at: number) => void}} acts
 */
export function barOf(place, acts) {
  /** @type {Run | null} */
  let run = null;
  const said = h("p", { class: "pb-said", role: "status" });
  const problem = h("p", { class: "pb-wrong", role: "alert" });
  const done = h("progress", { "aria-label": "已答" });
  const count = h("span");
  const score = h("strong");
  const verdict = h("span", { class: "pb-verdict" });
  const back = button("撤销", () => run?.undo.length && acts.undo());
  const ask = h("div", { class: "pb-ask", role: "group", "aria-label": "还没答完" });
  const inner = h(
    "div",
    { class: "pb-bar-row" },
    done,
    h("span", { class: "pb-figures" }, count, score, verdict),
    h("span", { class: "pb-acts" }, back, button("完成", end, { class: "pb-act pb-main" })),
  );
  place.append(problem, said, ask, inner);

  function end() {
    const { left } = result(/** @type {Run} */ (run));
    if (!left.length) return acts.finish();
    const places = left.map((item) => 1 + /** @type {Run} */ (run).items.indexOf(item));
    const first = button(`去答第 ${places[0]} 条`, () => {
      ask.replaceChildren();
      acts.go(places[0] - 1);
    });
    const anyway = button("就这样结束", () => {
      ask.replaceChildren();
      acts.finish();
    });
    ask.replaceChildren(
      h("p", {}, `还有 ${left.length} 条没答：第 ${places.join("、")} 条。`),
      h("p", { class: "pb-acts" }, first, anyway),
    );
    first.focus();
  }

  return {
    /** @param {Run | null} next */
    paint(next) {
      run = next;
      inner.hidden = !run;
      place.classList.toggle("pb-running", Boolean(run));
      document.documentElement.classList.toggle("pb-in-run", Boolean(run));
      if (!run) return ask.replaceChildren();
      const now = result(run);
      if (!now.left.length) ask.replaceChildren();
      done.max = run.items.length;
      done.value = now.answered;
      count.textContent = `已答 ${now.answered} / ${run.items.length}`;
      score.textContent = `${points(now.score)} 分`;
      verdict.textContent = now.verdict === "open" ? `合格线 ${run.min}` : VERDICT[now.verdict];
      verdict.className = `pb-verdict pb-is-${now.verdict}`;
      back.setAttribute("aria-disabled", String(!run.undo.length));
    },
    /** @param {string} text */
    say(text) {
      said.textContent = text;
    },
    /** @param {boolean} yes whether changes can't be written */
    problem(yes) {
      problem.replaceChildren(
        ...(yes ? ["改动没有存进这台设备，只在这个标签页里。", h("a", { href: "#run" }, "看原因")] : []),
      );
    },
  };
}
