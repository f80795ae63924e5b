/** A run as a sheet: to read when it is finished, and to print with lines for signatures. */

import { h } from "../lib/dom.js";
import { deadline, points, result } from "./run.js";
import { drawName } from "./sample.js";
import { GRADE, moment, titleOf, VERDICT, wordsOf } from "./words.js";

/** @import { Answered, Run } from "./run.js" */

/** What stands above the answers, label by label. @param {Run} run @returns {[string, string | number][]} */
export function factsOf(run) {
  const words = wordsOf(run);
  const { score, verdict } = result(run);
  return [
    [words.of, run.of],
    [words.by, run.by],
    ["开始", moment(run.started)],
    ["完成", moment(run.finished) || "还没完成"],
    ["抽样规则", run.rule],
    ...run.draws.map(
      (draw) =>
        /** @type {[string, string]} */ ([
          draw.why ? `再抽：${draw.why}` : "抽中",
          `${drawName(draw)}，${moment(draw.at)} 抽`,
        ]),
    ),
    ["得分", score === null ? "—" : Number(points(score))],
    ["合格线", run.min],
    ["结论", VERDICT[verdict]],
  ];
}

/** Facts as a list. @param {ReturnType<typeof factsOf>} facts */
export const listOf = (facts) =>
  h(
    "dl",
    {},
    facts.map(([label, value]) => h("div", {}, h("dt", {}, label), h("dd", {}, value))),
  );

/** An answer in the words of the list's style. @param {Run} run @param {Answered} item */
export const answerOf = (run, item) => (item.answer ? wordsOf(run)[item.answer] : "没答");

/** @param {Run} run @returns {HTMLElement} */
export function sheet(run) {
  const { failed } = result(run);
  const words = wordsOf(run);
  /** @param {Answered} item @param {number | string} place */
  const row = (item, place) =>
    h(
      "tr",
      { class: `pb-is-${item.answer}` },
      h("td", {}, place),
      h("td", {}, item.text, h("small", {}, item.how)),
      h("td", {}, `${GRADE[item.grade]} · ${item.weight}`),
      h("td", { class: "pb-mark" }, answerOf(run, item)),
      h("td", {}, item.note),
    );
  /** @param {any[]} rows @param {string} caption */
  const table = (caption, rows) =>
    h(
      "div",
      { class: "pb-scroll", tabindex: "0", role: "region", "aria-label": caption },
      h(
        "table",
        { class: "pb-rows" },
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            ["序号", "条目", "等级 · 权重", "结果", "备注"].map((name) => h("th", { scope: "col" }, name)),
          ),
        ),
        h("tbody", {}, rows),
      ),
    );
  return h(
    "div",
    { class: "pb-sheet" },
    h("h3", { class: "pb-sheet-title" }, titleOf(run)),
    listOf(factsOf(run)),
    table(
      "逐条结果",
      run.items.map((item, at) => row(item, at + 1)),
    ),
    failed.length > 0 && [
      h("h4", {}, "要补做的"),
      h(
        "ul",
        {},
        failed.map((item) =>
          h("li", {}, `${item.act || item.text}（${deadline(item) ? `${deadline(item)} 前` : "当场"}）`),
        ),
      ),
    ],
    run.old.length > 0 && [
      h("h4", {}, "按从前的措辞答过、不计分的"),
      table(
        "按从前的措辞答过的",
        run.old.map((item) => row(item, "旧")),
      ),
    ],
    h(
      "div",
      { class: "pb-sign" },
      [`${words.by}（签字）`, "日期", "对方（签字）", "日期"].map((name) => h("span", {}, name)),
    ),
    h("p", { class: "pb-address" }, location.href.split("#")[0]),
  );
}
