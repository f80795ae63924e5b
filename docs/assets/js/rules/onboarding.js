// Where in the first ninety days of a role a day lies.

import { plus } from "./schedule.js";

/** The stages by the day on which each is over, counted from the first day in the role, which is day 1. */
const STAGES = /** @type {[string, number][]} */ ([
  ["day-1", 1],
  ["week-1", 7],
  ["day-30", 30],
  ["day-60", 60],
  ["day-90", 90],
]);

/**
 * Which day in the role it is, and which stage is due, by when. Before the first day the number is 0 or less; after
 * the last stage there is none, and `due` is the day on which the last one was due.
 *
 * @param {string} from the first day in the role
 * @param {string} day
 * @returns {{number: number, stage: string, due: string}}
 */
export function stageOn(from, day) {
  const number = Math.round((Date.parse(day) - Date.parse(from)) / 864e5) + 1;
  const [stage, last] = STAGES.find(([, end]) => number <= end) ?? ["", 90];
  return { number, stage, due: plus(from, last - 1) };
}
