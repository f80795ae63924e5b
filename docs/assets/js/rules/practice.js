// When a question is asked again: at once where the answer wasn't known, else 2, 7 and 21 days after it first was.

import { plus } from "./schedule.js";

/**
 * @typedef {{stage: number, day: string}} Answer how often it was known in a row, up to LEARNT; the day of the last
 *   time
 */

/** Days from each time that an answer was known to the next: the second is on day 2, then on day 7, then on day 21. */
const GAPS = [0, 2, 5, 14];
/** The stage from which a question isn't asked any more. */
export const LEARNT = GAPS.length;

/**
 * What is kept after an answer.
 *
 * @param {Answer | null} before null for a question that was never asked
 * @param {boolean} known
 * @param {string} today "2026-11-28"
 * @returns {Answer}
 */
export function answered(before, known, today) {
  if (!known) return { stage: 0, day: today };
  if (before && !isDue(before, today)) return before; // once more on the same day is no proof of anything
  return { stage: Math.min((before?.stage ?? 0) + 1, LEARNT), day: today };
}

/**
 * The day on which a question is asked again; "" when it is learnt.
 *
 * @param {Answer} answer
 */
export const nextDay = ({ stage, day }) => (stage >= LEARNT ? "" : plus(day, GAPS[stage]));

/**
 * Whether a question is to be asked on a day. What was answered on a day that hasn't come yet, by a clock that was
 * wrong, is asked too.
 *
 * @param {Answer | null} answer
 * @param {string} today
 */
export function isDue(answer, today) {
  if (!answer) return true;
  return answer.stage < LEARNT && (answer.day > today || nextDay(answer) <= today);
}

/**
 * The questions to ask, by number: what is due again comes first, the longest waiting before all, then what is new.
 *
 * @param {(Answer | null)[]} answers of all questions, in their order
 * @param {string} today
 * @returns {{again: number[], fresh: number[]}}
 */
export function queue(answers, today) {
  const numbers = answers.map((_, at) => at).filter((at) => isDue(answers[at], today));
  const since = (/** @type {number} */ at) => nextDay(/** @type {Answer} */ (answers[at]));
  const again = numbers.filter((at) => answers[at]);
  return {
    again: again.sort((one, other) => since(one).localeCompare(since(other)) || one - other),
    fresh: numbers.filter((at) => !answers[at]),
  };
}
