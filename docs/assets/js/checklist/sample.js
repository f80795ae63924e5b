/** The cases that an inspection looks at, drawn here so that nobody chooses them. */

import { before, dayName, daysOf, iso, plus } from "../rules/period.js";

/** @import { Period } from "../rules/period.js" */
/** @import { Written } from "../rules/workdays.js" */
/**
 * @typedef {{rule: string, draw: "all" | "days" | "workdays" | "list", pick: number | null, calendar?: Written}} Rule
 *   `calendar` says which days are worked, where working days are drawn
 */
/** @typedef {{at: string, why: string, of: number, picked: (number | string)[]}} Draw `of`: how many there were */

/** The most that a list may have. */
export const MOST = 1_000_000;

/** A number from 0 to below `count`, each as likely as the other. @param {number} count */
function random(count) {
  const word = new Uint32Array(1);
  const limit = 2 ** 32 - (2 ** 32 % count);
  do crypto.getRandomValues(word);
  while (word[0] >= limit);
  return word[0] % count;
}

/** Some of the numbers from 0 to below `count`, in order. @param {number} count @param {number} pick */
export function choose(count, pick) {
  const found = new Set();
  if (pick >= count) return Array.from({ length: count }, (_, at) => at);
  while (found.size < pick) found.add(random(count));
  return [...found].sort((a, b) => a - b);
}

/**
 * The days that a run of a period draws from: those of the last full period before it.
 *
 * @param {Rule} rule
 * @param {Period} period
 * @param {[string, string] | null} [span] first and last day, for a list that has no period
 */
export function pool(rule, period, span) {
  const from = span ? { ...period, from: span[0], to: span[1] } : before(period);
  const days = daysOf(from);
  if (!rule.calendar) return days;
  // What rules/workdays.js says of everybody, in a line: the module would make the page heavier than it may be.
  const { off, on } = rule.calendar;
  return days.filter((day) => on.includes(day) || (new Date(day).getUTCDay() % 6 && !off.includes(day)));
}

/**
 * Draw a sample.
 *
 * @param {Rule} rule
 * @param {string[] | number} from the days, or how many entries the list has
 * @param {string} why which list, or why it is drawn again
 * @param {Date} now
 * @returns {Draw}
 */
export function draw(rule, from, why, now) {
  const of = typeof from === "number" ? from : from.length;
  const places = choose(of, rule.pick ?? of);
  const picked = places.map((at) => (typeof from === "number" ? at + 1 : from[at]));
  return { at: now.toISOString(), why, of, picked };
}

/** A draw in words. @param {Draw} draw */
export function drawName({ of, picked }) {
  if (typeof picked[0] === "string") return picked.map((day) => dayName(String(day))).join("、");
  return `第 ${picked.join("、")} 号（名单共 ${of} 个）`;
}

/** The first day on which a period's days can be drawn. @param {string[]} days */
export const ready = (days) => (days.length ? iso(plus(days[days.length - 1], 1)) : "");
