/** Earlier runs, and how each item went in them. */

import { button, h, unseen } from "../lib/dom.js";
import { periodName } from "../rules/period.js";
import { result } from "./run.js";
import { moment, outcome, wordsOf } from "./words.js";

/** @import { List, Run } from "./run.js" */

const FIRST = 10;
const TREND = 8;
const SIGNS = { pass: "✓", fail: "✗", na: "–" };

/** Newest first: by period, then by when it was begun. @param {Map<string, Run>} runs @returns {[string, Run][]} */
export const newestFirst = (runs) =>
  [...runs].sort(([, a], [, b]) => (b.period.from + b.started < a.period.from + a.started ? -1 : 1));

/**
 * @param {HTMLElement} place
 * @param {List} list
 * @param {(key: string) => void} open
 */
export function historyOf(place, list, open) {
  let shown = FIRST;
  let whom = "";
  /** @type {Map<string, Run>} */
  let runs = new Map();
  const words = wordsOf(list);

  /** @param {Map<string, Run>} [fresh] @param {number} [unread] how many records nobody can read */
  function paint(fresh = runs, unread = 0) {
    runs = fresh;
    const names = [...new Set([...runs.values()].map((run) => run.of))].sort((a, b) => a.localeCompare(b, "zh"));
    if (!names.includes(whom)) whom = "";
    const mine = newestFirst(runs).filter(([, run]) => !whom || run.of === whom);
    const done = mine.map(([, run]) => run).filter((run) => run.finished);
    place.hidden = !runs.size && !unread;
    if (place.hidden) return;
    place.replaceChildren(
      h("h2", { id: "run-history" }, `做过的（${runs.size}）`),
      unread
        ? h(
            "p",
            { class: "pb-problem" },
            `有 ${unread} 份记录读不懂，可能由较新版本的手册写下。没有动它们，导出时原样带上。`,
          )
        : "",
      names.length > 1 ? filter(names) : "",
      ...rows(mine),
      ...(done.length ? trend(done.slice(0, TREND).reverse()) : []),
    );
  }

  /** @param {string[]} names */
  function filter(names) {
    const choice = h(
      "select",
      {
        onchange: () => {
          whom = choice.value;
          shown = FIRST;
          paint();
          place.querySelector("select")?.focus();
        },
      },
      h("option", { value: "" }, "全部"),
      names.map((name) => h("option", { value: name, selected: name === whom }, name)),
    );
    return h("label", { class: "pb-field" }, words.of, choice);
  }

  /** @param {[string, Run][]} mine */
  function rows(mine) {
    const list = h(
      "ul",
      { class: "pb-runs" },
      mine.slice(0, shown).map(([key, run]) =>
        h(
          "li",
          {},
          h(
            "span",
            { class: "pb-runs-what" },
            h("strong", {}, periodName(run.period)),
            ` ${run.of}`,
            h(
              "small",
              {},
              `${run.by} · ${moment(run.finished || run.started)}${key.includes("~") ? " · 另一台设备上改过的一份" : ""}`,
            ),
          ),
          h(
            "span",
            { class: `pb-verdict pb-is-${run.finished ? result(run).verdict : "open"}` },
            run.finished ? outcome(run) : "在做",
          ),
          button(run.finished ? "打开" : "继续", () => open(key), {
            "aria-label": `${run.finished ? "打开" : "继续"}：${periodName(run.period)} ${run.of}`,
          }),
        ),
      ),
    );
    if (mine.length <= shown) return [list];
    const more = button(`再看 ${Math.min(20, mine.length - shown)} 份（共 ${mine.length} 份）`, () => {
      const at = shown;
      shown += 20;
      paint();
      /** @type {HTMLElement | null} */ (place.querySelectorAll(".pb-runs button")[at])?.focus();
    });
    return [list, more];
  }

  /** @param {Run[]} last oldest first */
  function trend(last) {
    const cells = (/** @type {string} */ ref) =>
      last.map((run) => {
        const item = run.items.find((one) => one.ref === ref);
        const given = item?.answer;
        const reworded = item && item.v !== list.items.find((one) => one.ref === ref)?.v;
        if (!given) return h("td", {}, unseen("没答"));
        const sign = h("span", { "aria-hidden": "true" }, SIGNS[given] + (reworded ? "*" : ""));
        return h("td", { class: `pb-is-${given}` }, sign, unseen(words[given] + (reworded ? "，按从前的措辞" : "")));
      });
    const share = (/** @type {string} */ ref) => {
      const given = last
        .map((run) => run.items.find((one) => one.ref === ref)?.answer)
        .filter((one) => one === "pass" || one === "fail");
      return given.length ? `${given.filter((one) => one === "pass").length}/${given.length}` : "—";
    };
    return [
      h("h3", {}, `每一条的走势（最近 ${last.length} 次）`),
      h(
        "div",
        { class: "pb-scroll", tabindex: "0", role: "region", "aria-label": "每一条的走势" },
        h(
          "table",
          { class: "pb-trend" },
          h(
            "thead",
            {},
            h(
              "tr",
              {},
              h("th", { scope: "col" }, "条目"),
              last.map((run) => h("th", { scope: "col" }, run.period.key, h("small", {}, run.of))),
              h("th", { scope: "col" }, words.pass),
            ),
          ),
          h(
            "tbody",
            {},
            list.items.map((item) =>
              h("tr", {}, h("th", { scope: "row" }, item.text), cells(item.ref), h("td", {}, share(item.ref))),
            ),
          ),
        ),
      ),
      h("p", { class: "pb-hint" }, `✓ ${words.pass}，✗ ${words.fail}，– ${words.na}，* 当时的措辞与现在不同。`),
    ];
  }

  return paint;
}
