// How an inspection is judged: the rule of macros/rules/scoring.py. tests/rules/cases.json holds both to it, and the
// formulas of the spreadsheets too. Scorecards: attainment.js.

/** @typedef {"pass" | "fail" | "na"} Answer */
/** @typedef {"open" | "passed" | "failed" | "vetoed" | "empty"} Verdict */

/**
 * How an inspection stands.
 *
 * Score = Σ weight of the passed ÷ Σ weight of those passed or failed × 100; what does not apply counts on neither
 * side. The verdict is `vetoed` as soon as a line with a veto failed, whatever the rest says; `open` while a line has
 * no answer; `empty` when no line applied; else `passed` from `minScore` on, and `failed` below it.
 *
 * The product comes before the quotient: 100 × 29 ÷ 50 is 58, while 29 ÷ 50 × 100 falls just short of it.
 *
 * @param {{weight: number, veto: boolean, answer: Answer | null}[]} lines
 * @param {number} minScore
 */
export function inspection(lines, minScore) {
  const sum = (/** @type {Answer} */ answer) =>
    lines.reduce((total, line) => total + (line.answer === answer ? line.weight : 0), 0);
  const passed = sum("pass");
  const applicable = passed + sum("fail");
  const answered = lines.filter(({ answer }) => answer).length;
  const score = applicable ? (100 * passed) / applicable : null;
  /** @type {Verdict} */
  let verdict = "open";
  if (lines.some(({ veto, answer }) => veto && answer === "fail")) verdict = "vetoed";
  else if (answered === lines.length) verdict = score === null ? "empty" : score >= minScore ? "passed" : "failed";
  return { passed, applicable, answered, score, verdict };
}

/** A score as it is shown: cut off after one decimal, so that nothing looks better than it is. @param {number} score */
export const shown = (score) => Math.floor(score * 10 + 1e-9) / 10;
