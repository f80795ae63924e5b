/** Earlier runs, to be opened again, and how each item went in them. */

import { button, h, unseen } from "../lib/dom.js";
import { periodName } from "../rules/period.js";
import { courseOf, newestFirst, result } from "./run.js";
import { moment, outcome, wordsOf } from "./words.js";

/** @import { Answer } from "../rules/scoring.js" */
/** @import { List, Run } from "./run.js" */

const FIRST = 10;
const TREND = 8;
/** @type {Record<Answer, string>} */
const SIGNS = { pass: "✓", fail: "✗", na: "–" };

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
      ...(done.length ? trendOf(list, done.slice(0, TREND).reverse()) : []),
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

  /** @param {[string, Run]} entry */
  function row([key, run]) {
    const copy = key.includes("~") ? " · 另一台设备上改过的一份" : "";
    const about = `${run.by} · ${moment(run.finished || run.started)}${copy}`;
    const verdict = run.finished ? result(run).verdict : "open";
    const act = run.finished ? "打开" : "继续";
    const label = { "aria-label": `${act}：${periodName(run.period)} ${run.of}` };
    const what = [h("strong", {}, periodName(run.period)), ` ${run.of}`, h("small", {}, about)];
    return h(
      "li",
      {},
      h("span", { class: "pb-runs-what" }, what),
      h("span", { class: `pb-verdict pb-is-${verdict}` }, run.finished ? outcome(run) : "在做"),
      button(act, () => open(key), label),
    );
  }

  /** @param {[string, Run][]} mine */
  function rows(mine) {
    const list = h("ul", { class: "pb-runs" }, mine.slice(0, shown).map(row));
    if (mine.length <= shown) return [list];
    const more = button(`再看 ${Math.min(20, mine.length - shown)} 份（共 ${mine.length} 份）`, () => {
      const at = shown;
      shown += 20;
      paint();
      /** @type {HTMLElement | null} */ (place.querySelectorAll(".pb-runs button")[at])?.focus();
    });
    return [list, more];
  }

  return paint;
}

/**
 * How each item went in the last runs.
 *
 * @param {List} list
 * @param {Run[]} runs oldest first
 * @returns {HTMLElement[]}
 */
function trendOf(list, runs) {
  const words = wordsOf(list);
  /** @param {ReturnType<typeof courseOf>["answers"][number]} answer */
  const cell = ({ given, reworded }) => {
    if (!given) return h("td", {}, unseen("没答"));
    const sign = h("span", { "aria-hidden": "true" }, SIGNS[given] + (reworded ? "*" : ""));
    return h("td", { class: `pb-is-${given}` }, sign, unseen(words[given] + (reworded ? "，按从前的措辞" : "")));
  };
  const rows = list.items.map((item) => {
    const { answers, judged, passed } = courseOf(item, runs);
    const share = h("td", {}, judged ? `${passed}/${judged}` : "—");
    return h("tr", {}, h("th", { scope: "row" }, item.text), answers.map(cell), share);
  });
  const columns = runs.map((run) => h("th", { scope: "col" }, run.period.key, h("small", {}, run.of)));
  const head = h("tr", {}, h("th", { scope: "col" }, "条目"), columns, h("th", { scope: "col" }, words.pass));
  return [
    h("h3", {}, `每一条的走势（最近 ${runs.length} 次）`),
    h(
      "div",
      { class: "pb-scroll", tabindex: "0", role: "region", "aria-label": "每一条的走势" },
      h("table", { class: "pb-trend" }, h("thead", {}, head), h("tbody", {}, rows)),
    ),
    h("p", { class: "pb-hint" }, `✓ ${words.pass}，✗ ${words.fail}，– ${words.na}，* 当时的措辞与现在不同。`),
  ];
}
