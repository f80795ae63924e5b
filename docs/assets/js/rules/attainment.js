// How a scorecard is judged: the rules of macros/rules/scoring.py. tests/rules/cases.json holds both to them, and the
// formulas of the spreadsheets too. Inspections: scoring.js.

/**
 * What a goal counts that was reached at its floor and at its stretch (at its target: 1). No goal counts for more than
 * the last, however far it is passed.
 */
const AT_FLOOR = 0.6;
const CAP = 1.2;
/** What a goal counts at most whose guard broke. */
export const GUARDED = AT_FLOOR;

/** @typedef {"higher" | "lower" | "band"} Direction */
/**
 * Figures as they were read; NaN or undefined where there is none.
 * @typedef {{actual?: number, target?: number, floor?: number, stretch?: number, lower?: number, upper?: number}}
 *   Figures
 * @typedef {"actual" | "floor" | "target" | "stretch" | "lower" | "upper" | "floor-target" | "target-stretch" |
 *   "lower-upper"} Lack
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

/** 1 where more is better, -1 where less is. @param {Direction} direction */
const signOf = (direction) => (direction === "higher" ? 1 : -1);

/**
 * Why a goal can't be judged, in the order in which its figures are filled in: what it lacks, or the pairs of its
 * figures that are the wrong way round; empty when it can be. A stretch is lacking when what was typed is no figure.
 *
 * @param {Direction} direction
 * @param {Figures} figures
 * @returns {Lack[]}
 */
export function lacks(direction, figures) {
  const { actual, floor = NaN, target = NaN, stretch, lower = NaN, upper = NaN } = figures;
  const band = direction === "band";
  /** @type {("floor" | "target" | "lower" | "upper")[]} */
  const names = band ? ["lower", "upper"] : ["floor", "target"];
  /** @type {Lack[]} */
  const missing = names.filter((name) => !has(figures[name]));
  if (!band && stretch !== undefined && !has(stretch)) missing.push("stretch");
  if (!has(actual)) missing.push("actual");
  if (missing.length) return missing;
  if (band) return lower > upper ? ["lower-upper"] : [];
  const sign = signOf(direction);
  /** @type {Lack[]} */
  const wrong = sign * floor >= sign * target ? ["floor-target"] : [];
  if (stretch !== undefined && sign * target >= sign * stretch) wrong.push("target-stretch");
  return wrong;
}

/**
 * How far a goal was reached: 1 is on target, never below 0 or above CAP; null when that can't be said. Worse than the
 * floor is 0; from the floor over the target to the stretch it runs in straight lines; without a stretch nothing is
 * above 1.
 *
 * @param {Direction} direction
 * @param {Figures} figures
 * @returns {number | null}
 */
export function attainment(direction, figures) {
  if (lacks(direction, figures).length) return null;
  const { actual = NaN, floor = NaN, target = NaN, stretch } = figures;
  if (direction === "band") return Number(inBand(actual, figures));
  const sign = signOf(direction);
  if (sign * actual < sign * floor) return 0;
  if (sign * actual <= sign * target) return AT_FLOOR + ((1 - AT_FLOOR) * (actual - floor)) / (target - floor);
  if (stretch === undefined) return 1;
  return Math.min(CAP, 1 + ((CAP - 1) * (actual - target)) / (stretch - target));
}

/**
 * What a goal counts: its attainment, and at most GUARDED when its guard broke.
 *
 * @param {number | null} attainment
 * @param {boolean | null} broken
 */
export const counted = (attainment, broken) =>
  attainment !== null && broken ? Math.min(GUARDED, attainment) : attainment;

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
 * How a scorecard stands: the sum of its weights, goals without a result, broken guards, and Σ weight × what
 * the goal counts when every goal has a result and the weights add up to 100. A goal that weighs 0 counts nowhere.
 *
 * @param {{weight: number, attainment: number | null, broken: boolean | null}[]} all
 */
export function scorecard(all) {
  const goals = all.filter(({ weight }) => weight !== 0);
  // Rounded, because 33.3 + 33.3 + 33.4 is not quite 100 in binary.
  const weights = Math.round(goals.reduce((sum, { weight }) => sum + weight, 0) * 1e6) / 1e6;
  const open = goals.filter((goal) => goal.attainment === null).length;
  const score = goals.reduce((sum, goal) => sum + goal.weight * (counted(goal.attainment, goal.broken) ?? 0), 0);
  return {
    weights,
    open,
    broken: goals.filter((goal) => goal.broken).length,
    score: weights === 100 && !open ? score : null,
  };
}
