/** The answers beside each item of the checklist. */

import { button, h } from "../lib/dom.js";
import { NOTE_LENGTH } from "../store/records.js";
import { wordsOf } from "./words.js";

/** @import { Answer } from "../rules/scoring.js" */
/** @import { Item, List, Run } from "./run.js" */
/**
 * @typedef {object} Acts
 * @property {(item: Item, answer: Answer | null) => void} answer
 * @property {(item: Item, note: string) => void} annotate
 * @property {(item: Item) => void} noted
 */

/**
 * Answers for every item of the page. What comes back paints them as a run has them; null takes them away.
 *
 * @param {List} list
 * @param {Acts} acts
 */
export function itemControls(list, acts) {
  const words = wordsOf(list);
  const rows = list.items.map((item, at) => {
    const place = /** @type {HTMLElement} */ (document.querySelector(`[data-item="${CSS.escape(item.ref)}"]`));
    const heading = /** @type {HTMLElement} */ (place.querySelector("h2"));
    /** @type {Answer | null} */
    let given = null;
    const choose = (/** @type {Answer} */ one) => () => acts.answer(item, given === one ? null : one);
    /** @type {Answer[]} */
    const answers = item.na ? ["pass", "fail", "na"] : ["pass", "fail"];
    const buttons = answers.map((one) =>
      button(words[one], choose(one), { "data-answer": one, "aria-pressed": "false" }),
    );
    const note = h("textarea", {
      rows: "2",
      maxlength: String(NOTE_LENGTH),
      oninput: () => acts.annotate(item, note.value),
      onchange: () => acts.noted(item),
    });
    const noteLabel = h("label", { class: "pb-field" }, "备注", note);
    const more = button("加备注", () => {
      open(true);
      note.focus();
    });
    const old = h("div");
    const now = h("p", { class: "pb-now" }, "念到这一条");
    const box = h(
      "div",
      { class: "pb-answer", role: "group", "aria-labelledby": heading.id },
      now,
      h("div", { class: "pb-acts" }, buttons, more),
      noteLabel,
      old,
    );
    const open = (/** @type {boolean} */ yes) => {
      noteLabel.hidden = !yes;
      more.hidden = yes;
    };

    /** @param {Run} run @param {boolean} reached whether a list that is read aloud has come this far */
    function paint(run, reached) {
      const mine = run.items[at];
      given = mine.answer;
      for (const each of buttons) each.setAttribute("aria-pressed", String(each.dataset.answer === given));
      place.dataset.given = given ?? "";
      if (document.activeElement !== note) note.value = mine.note;
      open(mine.note !== "" || given === "fail" || document.activeElement === note);
      const before = run.old.filter((one) => one.ref === item.ref);
      old.replaceChildren(
        ...before.map((one) =>
          h(
            "p",
            { class: "pb-old" },
            `从前的措辞“${one.text}”答过：${one.answer ? words[one.answer] : "没答"}${one.note && `，${one.note}`}。措辞改了，请按现在的重答。`,
          ),
        ),
      );
      const isNow = list.style === "read-do" && reached && !given;
      now.hidden = !isNow;
      place.toggleAttribute("data-now", isNow);
      box.hidden = !reached && !given;
      if (box.parentNode !== place) place.append(box);
    }

    return {
      place,
      paint,
      focus: () => buttons[0].focus(),
      clear: () => {
        box.remove();
        delete place.dataset.given;
        place.removeAttribute("data-now");
      },
    };
  });

  return {
    /** @param {Run | null} run */
    paint(run) {
      // A list that is read aloud goes item by item: the next one can be answered when all before it are.
      const open = run && list.style === "read-do" ? run.items.findIndex((item) => !item.answer) : -1;
      for (const [at, row] of rows.entries()) {
        if (run) row.paint(run, open < 0 || at <= open);
        else row.clear();
      }
    },
    /** Show an item and put the focus on its first answer. @param {number} at */
    go(at) {
      rows[at].place.scrollIntoView({ block: "center" });
      rows[at].focus();
    },
  };
}
