// How a scorecard is judged: the rules of macros/rules/scoring.py, held to the same cases by tests/rules/cases.json.

/** No goal counts for more than this, however far its target is passed. */
const CAP = 1.2;

/** @typedef {"higher" | "lower" | "band"} Direction */
/**
 * Figures as they were read; NaN or undefined where there is none.
 * @typedef {{actual?: number, target?: number, floor?: number, lower?: number, upper?: number}} Figures
 */

/** @param {number | undefined} value @returns {value is number} */
const has = (value) => Number.isFinite(value);

/** Whether a band has limits, and the right way round. @param {Figures} figures */
const isBand = ({ lower, upper }) => has(lower) && has(upper) && lower <= upper;

/**
 * How far a goal was reached: 1 is on target, never below 0 or above CAP; null when that can't be said.
 *
 * @param {Direction} direction
 * @param {Figures} figures
 * @returns {number | null}
 */
export function attainment(direction, figures) {
  const { actual, target, lower, upper } = figures;
  if (!has(actual)) return null;
  if (direction === "band") return isBand(figures) ? Number(actual >= lower && actual <= upper) : null;
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
  const { actual, floor, lower, upper } = figures;
  if (!has(actual)) return null;
  if (direction === "band") return isBand(figures) ? actual < lower || actual > upper : null;
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

/** A score as it is shown: cut off after one decimal, so that nothing looks better than it is. @param {number} score */
export const shown = (score) => Math.floor(score * 10 + 1e-9) / 10;
