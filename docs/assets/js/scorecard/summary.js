// The head of a scorecard's page: which card is open, how it stands, what can be done with it.

import { button, h } from "../lib/dom.js";
import { shown } from "../rules/scoring.js";
import { findings, judge, nameOfPeriod, newestFirst, periodsFor } from "./card.js";
import { labelled } from "./goal-fields.js";

/** @import { Period } from "../rules/period.js" */
/** @import { Card } from "./card.js" */
/**
 * @typedef {object} Acts
 * @property {(key: string) => void} open "" begins a new card
 * @property {(step: (card: Card) => void) => void} change
 * @property {() => void} remove
 * @property {(how: "saveCsv" | "saveXlsx") => void} share
 * @property {() => void} save
 */

/** @param {Period} now @param {Acts} acts */
export function summaryOf(now, acts) {
  const chooser = h("select", { onchange: () => acts.open(chooser.value) });
  const period = h("select", {
    onchange() {
      const { value } = period;
      acts.change((card) => {
        card.period = value;
      });
    },
  });
  const who = h("input", {
    autocomplete: "off",
    maxlength: 300,
    oninput() {
      const { value } = who;
      acts.change((card) => {
        card.who = value;
      });
    },
  });
  const drop = button("删除这一张", acts.remove);
  const total = h("p", { class: "pb-total" });
  const reasons = h("div");
  const saved = h("p", { class: "pb-when" });
  const unread = h("div");
  const said = h("p", { role: "status" });
  const node = h(
    "div",
    { class: "pb-score" },
    h(
      "div",
      { class: "pb-fields" },
      labelled("这台设备上的", chooser),
      labelled("期别", period),
      labelled("考核谁", who),
    ),
    h("div", { role: "status" }, total, reasons, saved),
    h(
      "div",
      { class: "pb-acts" },
      button("新的一张（沿用权重和目标）", () => acts.open("")),
      drop,
      button("导出 Excel", () => acts.share("saveXlsx")),
      button("导出 CSV", () => acts.share("saveCsv")),
      button("导出这一张", acts.save),
    ),
    unread,
    said,
  );

  return {
    node,
    /**
     * @param {Card} card
     * @param {string} key its own; "" while nothing was filled in
     * @param {Map<string, Card>} cards
     */
    paint(card, key, cards) {
      const { score } = judge(card);
      total.textContent = score === null ? "还没有得分" : `得分 ${shown(score)}`;
      reasons.replaceChildren(...findings(card).map((line) => h("p", {}, line)));
      if (who.value !== card.who) who.value = card.who;
      period.replaceChildren(
        ...periodsFor(now, card.period).map((one) =>
          h("option", { value: one, selected: one === card.period }, nameOfPeriod(one)),
        ),
      );
      chooser.replaceChildren(
        ...newestFirst(cards).map(([one, { period, who }]) =>
          h("option", { value: one, selected: one === key }, `${nameOfPeriod(period)} ${who}`),
        ),
        key ? "" : h("option", { value: "", selected: true }, "新的一张，还没填"),
      );
      drop.disabled = !key;
    },
    /** Whether the card is kept. @param {string} text */
    save(text) {
      saved.textContent = text;
    },
    /** @param {number} count how many records nobody can read */
    unread(count) {
      const text = `有 ${count} 份记录读不懂，可能由较新版本的手册写下。没有动它们，导出时原样带上。`;
      unread.replaceChildren(...(count ? [h("p", { class: "pb-problem" }, text)] : []));
    },
    /** What happened. @param {...(string | Node)} parts */
    say(...parts) {
      said.replaceChildren(...parts);
    },
  };
}
