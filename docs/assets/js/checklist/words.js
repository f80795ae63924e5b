/** What a run is called in words: for the page, the printed sheet, and the files. */

import { periodName } from "../rules/period.js";
import { points, result } from "./run.js";

/** @import { Run } from "./run.js" */

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
