// When a rhythm falls due: the arithmetic of macros/rules/schedule.py on texts, "2026-11-23" and "2026-11-23 16:00".

import { iso, plus as later, today as now, periodOf } from "./period.js";

/** @import { Kind, Period } from "./period.js" */

const WEEKDAYS = "一二三四五六日";
const MONTHS = ["首月", "次月", "末月"];

/** Whether a text is a day that exists. @param {string} day */
export const isDay = (day) => /^[12]\d{3}-\d\d-\d\d$/.test(day) && iso(new Date(Date.parse(day) || 0)) === day;

/** The day that lies some days after another. @param {string} day @param {number} days */
export const plus = (day, days) => iso(later(day, days));

/** Weekday from 0, Monday. @param {string} day */
export const weekday = (day) => (new Date(day).getUTCDay() + 6) % 7;

/** The day on the reader's wall. */
export const today = () => iso(now(new Date()));

/** The period that holds a day. @param {Kind} cadence @param {string} day */
export const period = (cadence, day) => periodOf(cadence, new Date(day));

/**
 * When a rhythm falls due from one day to another, both included, earliest first.
 *
 * @param {Kind} cadence
 * @param {string} due as data/ writes it: 09:30, 周四 16:00, 第 3 个工作日 18:00, 末月 20 日 18:00, 11 月 25 日 18:00
 * @param {string} first
 * @param {string} last
 * @returns {string[]}
 */
export function falls(cadence, due, first, last) {
  const steps = cadence === "daily" || cadence === "weekly" ? byDay : byMonth;
  return steps(cadence, due, first, last).map((day) => `${day} ${due.slice(-5)}`);
}

/** @param {Kind} cadence @param {string} due @param {string} first @param {string} last */
function byDay(cadence, due, first, last) {
  const days = [];
  for (let day = first; day <= last; day = plus(day, 1)) {
    if (cadence === "daily" || WEEKDAYS[weekday(day)] === due[1]) days.push(day);
  }
  return days;
}

/** @param {Kind} cadence @param {string} due @param {string} first @param {string} last */
function byMonth(cadence, due, first, last) {
  const days = [];
  for (let month = period("monthly", first); month.from <= last; month = period("monthly", plus(month.to, 1))) {
    const day = dayIn(month, cadence, due);
    if (day && first <= day && day <= last) days.push(day);
  }
  return days;
}

/**
 * The day on which a rhythm falls due in a month, if it does.
 *
 * @param {Period} month
 * @param {Kind} cadence
 * @param {string} due
 */
function dayIn(month, cadence, due) {
  const number = Number(month.key.slice(5));
  if (cadence === "monthly") return inMonth(month, due);
  if (cadence === "quarterly") {
    return MONTHS[(number - 1) % 3] === due.slice(0, 2) ? inMonth(month, due.slice(2)) : null;
  }
  if (cadence !== "yearly") throw new RangeError(`no due date: ${cadence}`);
  const match = /^(\d+) 月 (\d+) 日/.exec(due);
  if (!match) throw new RangeError(`no yearly due: ${due}`);
  const day = `${month.key}-${match[2].padStart(2, "0")}`;
  if (Number(match[1]) !== number) return null;
  return day < month.to ? day : month.to;
}

/** The day of a month that a due text names. @param {{from: string, to: string}} month @param {string} due */
function inMonth({ from, to }, due) {
  if (!due.includes("工作日")) {
    const match = /(\d+) 日/.exec(due);
    if (!match) throw new RangeError(`no day of a month: ${due}`);
    return plus(from, Number(match[1]) - 1);
  }
  const working = [];
  for (let day = from; day <= to; day = plus(day, 1)) if (weekday(day) < 5) working.push(day);
  const nth = /第 (\d+) 个工作日/.exec(due);
  return working.at(nth ? Number(nth[1]) - 1 : -1) ?? to;
}
