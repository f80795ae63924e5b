/** What a run is called in words: for the page, the printed sheet, and the files. */

import { due, NEAR, periodName, today } from "../rules/period.js";
import { points, result } from "./run.js";

/** @import { Changes, List, Run } from "./run.js" */

/** @type {Record<string, {start: string, of: string, by: string, pass: string, fail: string, na: string}>} */
const STYLES = {
  inspection: { start: "开始检查", of: "查谁、查什么", by: "谁来查", pass: "合格", fail: "不合格", na: "不适用" },
  "do-confirm": { start: "开始核对", of: "核谁、核哪一次", by: "谁来核", pass: "做到了", fail: "没做到", na: "不适用" },
  "read-do": { start: "从头念起", of: "哪一场、哪一单", by: "谁来念", pass: "做完了", fail: "没做成", na: "不适用" },
};
/** @param {{style: string}} run */
export const wordsOf = ({ style }) => STYLES[style];

export const VERDICT = { pass: "合格", fail: "不合格", open: "没答完", none: "没有一条适用，不评分" };
/** @type {Record<string, string>} */
export const GRADE = { veto: "一票否决", major: "主要", minor: "次要" };

/** A moment as the reader's calendar and clock have it. @param {string} at */
export const moment = (at) => (at ? new Date(at).toLocaleString("sv").slice(0, 16) : "");

/** @param {Run} run */
export const titleOf = (run) => `${run.name} · ${periodName(run.period)}`;

/** Score and verdict in a few words. @param {Run} run */
export function outcome(run) {
  const { score, verdict } = result(run);
  return score === null ? VERDICT[verdict] : `${points(score)} 分，${VERDICT[verdict]}`;
}

/** What a checklist's change made of a run's items, in sentences. @param {Changes} changes */
export function changesInWords({ reworded, added, gone, weighed }) {
  const names = (/** @type {{text: string}[]} */ some) => some.map((item) => `“${item.text}”`).join("、");
  return [
    "这份检查开始之后，清单改过：",
    reworded.length ? `措辞变了，请重新答：${names(reworded)}。从前的答案留在旁边，不计分。` : "",
    added.length ? `新加了：${names(added)}。` : "",
    gone.length ? `去掉了：${names(gone)}。答过的留在最后的表里，不计分。` : "",
    weighed.length ? `权重或等级变了：${names(weighed)}。` : "",
  ].filter(Boolean);
}

/**
 * What is due, in sentences.
 *
 * @param {List} list
 * @param {Run[]} runs
 * @param {Date} now
 */
export function dueInWords(list, runs, now) {
  const { near, start, next, missed } = due(list.period, today(now), runs);
  const [last, current, coming] = NEAR[list.period];
  const going = runs.filter((run) => !run.finished);
  const done = runs.filter((run) => run.finished && run.period.key === near[1]?.key);
  const lines = [];
  if (going.length) lines.push(`有 ${going.length} 份做到一半，在下面“做过的”里继续。`);
  if (next) {
    const results = done.map((run) => `${run.of} ${outcome(run)}`).join("；");
    lines.push(`${current}做过 ${done.length} 份：${results}。`, `下一份属于${coming}：${periodName(start)}。`);
  } else if (list.period !== "per-event") lines.push(`${current}还没做：${periodName(start)}。`);
  if (missed) lines.push(`${last}没有记录：${periodName(near[0])}，要补就在“属于哪一期”里选。`);
  return lines;
}
