// How a scorecard is judged: the rules of macros/rules/scoring.py. tests/rules/cases.json holds both to them, and the
// formulas of the spreadsheets too. Inspections: scoring.js.

/** No goal counts for more than this, however far its target is passed. */
const CAP = 1.2;

/** @typedef {"higher" | "lower" | "band"} Direction */
/**
 * Figures as they were read; NaN or undefined where there is none.
 * @typedef {{actual?: number, target?: number, floor?: number, lower?: number, upper?: number}} Figures
 */

/** @param {number | undefined} value @returns {value is number} */
const has = (value) => Number.isFinite(value);

/**
 * Whether a figure lies in a band, both limits included; null when a limit is missing, or the wrong way round.
 *
 * @param {number} actual
 * @param {Figures} figures
 */
const inBand = (actual, { lower, upper }) =>
  has(lower) && has(upper) && lower <= upper ? lower <= actual && actual <= upper : null;

/**
 * How far a goal was reached: 1 is on target, never below 0 or above CAP; null when that can't be said.
 *
 * @param {Direction} direction
 * @param {Figures} figures
 * @returns {number | null}
 */
export function attainment(direction, figures) {
  const { actual, target } = figures;
  if (!has(actual)) return null;
  if (direction === "band") {
    const inside = inBand(actual, figures);
    return inside === null ? null : Number(inside);
  }
  if (!has(target) || target < 0 || (direction === "higher" && target === 0)) return null;
  if (direction === "higher") return Math.min(CAP, Math.max(0, actual / target));
  if (target === 0) return actual <= 0 ? 1 : 0;
  return actual <= 0 ? CAP : Math.min(CAP, target / actual);
}

/**
 * Whether a guard metric got worse than it may; null without an actual or a limit.
 *
 * @param {Direction} direction
 * @param {Figures} figures `floor` is the worst value that is still accepted
 * @returns {boolean | null}
 */
export function guardBroken(direction, figures) {
  const { actual, floor } = figures;
  if (!has(actual)) return null;
  if (direction === "band") {
    const inside = inBand(actual, figures);
    return inside === null ? null : !inside;
  }
  if (!has(floor)) return null;
  return direction === "higher" ? actual < floor : actual > floor;
}

/**
 * How a scorecard stands: the sum of its weights, goals without a result, broken guards, and Σ weight × attainment
 * when every goal has a result and the weights add up to 100.
 *
 * @param {{weight: number, attainment: number | null, broken: boolean | null}[]} goals
 */
export function scorecard(goals) {
  // Rounded, because 33.3 + 33.3 + 33.4 is not quite 100 in binary.
  const weights = Math.round(goals.reduce((sum, { weight }) => sum + weight, 0) * 1e6) / 1e6;
  const open = goals.filter((goal) => goal.attainment === null).length;
  const score = goals.reduce((sum, goal) => sum + goal.weight * (goal.attainment ?? 0), 0);
  return {
    weights,
    open,
    broken: goals.filter((goal) => goal.broken).length,
    score: weights === 100 && !open ? score : null,
  };
}
