/** The question that is asked now, and what stands there when none is left. */

import { button, h } from "../lib/dom.js";
import { dayText } from "./words.js";

/** @import { Card } from "./answers.js" */

/** @param {{show: () => void, say: (known: boolean) => void}} acts */
export function questionPlace({ show, say }) {
  const place = h("section", { class: "pb-ask", "aria-label": "现在这一题" });

  return {
    place,
    focus: (/** @type {string} */ what) => /** @type {HTMLElement | null} */ (place.querySelector(what))?.focus(),

    /**
     * @param {Card} card
     * @param {number} left how many are to be asked, with this one
     * @param {boolean} isOpen whether the answer is shown
     */
    ask(card, left, isOpen) {
      const line = /** @type {HTMLElement} */ (card.element.closest(".pb-asked"));
      const from = /** @type {HTMLElement} */ (line.querySelector(".pb-foot")).cloneNode(true);
      const answer = h("p", { class: "pb-solution" }, card.element.querySelector("p")?.textContent ?? "");
      const given = [
        button("会（按 1）", () => say(true), { "aria-keyshortcuts": "1" }),
        button("还不会（按 2）", () => say(false), { "aria-keyshortcuts": "2" }),
      ];
      place.replaceChildren(
        h("p", { class: "pb-count" }, `今天还有 ${left} 题`),
        h("h2", { tabindex: "-1" }, card.element.querySelector("summary")?.textContent ?? ""),
        ...(isOpen ? [answer, from] : []),
        h(
          "p",
          { class: "pb-acts" },
          isOpen ? given : button("看答案（按空格）", show, { "aria-keyshortcuts": "Space" }),
        ),
      );
    },

    /**
     * @param {boolean} isAny whether there are questions at all
     * @param {string[]} days on which something is asked again, the next one first
     */
    end(isAny, days) {
      const count = days.filter((day) => day === days[0]).length;
      const next = days.length ? `下一次是 ${dayText(days[0])}，${count} 题。` : "这些题都学会了。";
      place.replaceChildren(h("h2", { tabindex: "-1" }, isAny ? `今天的题答完了。${next}` : "这个岗位没有题。"));
    },
  };
}
