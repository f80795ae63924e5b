// When a rhythm falls due: the arithmetic of macros/rules/schedule.py on texts, "2026-11-23" and "2026-11-23 16:00".

import { iso, plus as later, today as now, periodOf } from "./period.js";
import { OFFICE } from "./workdays.js";

/** @import { Kind, Period } from "./period.js" */
/** @import { Shift, WorkCalendar } from "./workdays.js" */
/**
 * @typedef {{cadence: Kind, time: string, offDay?: string}} Rhythm
 *   `time` as data/ writes it: 09:30, 周四 16:00, 第 3 个工作日 18:00, 末月 20 日 18:00, 11 月 25 日 18:00;
 *   `offDay` says where a day goes that isn't worked: next, before, stay, skip
 */

const WEEKDAYS = "一二三四五六日";
const MONTHS = ["首月", "次月", "末月"];

/** Whether a text is a day that exists. @param {string} day */
export const isDay = (day) => /^[12]\d{3}-\d\d-\d\d$/.test(day) && iso(new Date(Date.parse(day) || 0)) === day;

/** The day that lies some days after another. @param {string} day @param {number} days */
export const plus = (day, days) => iso(later(day, days));

/** The day on the reader's wall. */
export const today = () => iso(now(new Date()));

/** The period that holds a day. @param {Kind} cadence @param {string} day */
export const period = (cadence, day) => periodOf(cadence, new Date(day));

/**
 * When a rhythm falls due, or starts, from one day to another, both included, earliest first. Days that the calendar
 * doesn't cover are left out.
 *
 * @param {Rhythm} rhythm
 * @param {string} first
 * @param {string} last
 * @param {WorkCalendar} work
 * @param {Shift} [shift]
 * @returns {string[]}
 */
export function falls(rhythm, first, last, work, shift = OFFICE) {
  const from = [first, work.from].sort()[1];
  const to = [last, work.to].sort()[0];
  if (rhythm.cadence === "daily") {
    return span(from, to)
      .filter((day) => work.works(day, shift))
      .map((day) => `${day} ${rhythm.time.slice(-5)}`);
  }
  const days = [];
  const kind = rhythm.cadence === "weekly" ? "weekly" : "monthly";
  for (let one = period(kind, from); one.from <= to; one = period(kind, plus(one.to, 1))) {
    const nominal = dayIn(one, rhythm, work);
    const day = nominal && moved(nominal, one, work, rhythm.offDay);
    if (day && from <= day && day <= to) days.push(`${day} ${rhythm.time.slice(-5)}`);
  }
  return days;
}

/** Every day from one to another. @param {string} from @param {string} to */
function span(from, to) {
  const days = [];
  for (let day = from; day <= to; day = plus(day, 1)) days.push(day);
  return days;
}

/**
 * Where a day goes that isn't worked, within its week or month; null when nowhere.
 *
 * @param {string} day
 * @param {Period} within
 * @param {WorkCalendar} work
 * @param {string} [offDay]
 */
function moved(day, within, work, offDay) {
  if (offDay === "stay" || work.works(day)) return day;
  if (offDay === "skip") return null;
  const worked = span(within.from, within.to).filter((one) => work.works(one));
  const [after, before] = [worked.find((one) => one > day), worked.findLast((one) => one < day)];
  return (offDay === "before" ? (before ?? after) : (after ?? before)) ?? null;
}

/**
 * The day of a week or month that a rhythm names, before it moves; null where nothing falls due.
 *
 * @param {Period} within
 * @param {Rhythm} rhythm
 * @param {WorkCalendar} work
 */
function dayIn(within, { cadence, time }, work) {
  if (cadence === "weekly") return plus(within.from, WEEKDAYS.indexOf(time[1]));
  const number = Number(within.key.slice(5));
  if (cadence === "monthly") return inMonth(within, time, work);
  if (cadence === "quarterly") {
    return MONTHS[(number - 1) % 3] === time.slice(0, 2) ? inMonth(within, time.slice(2), work) : null;
  }
  if (cadence !== "yearly") throw new RangeError(`no due date: ${cadence}`);
  const match = /^(\d+) 月 (\d+) 日/.exec(time);
  if (!match) throw new RangeError(`no yearly due: ${time}`);
  const day = `${within.key}-${match[2].padStart(2, "0")}`;
  if (Number(match[1]) !== number) return null;
  return day < within.to ? day : within.to;
}

/** The day of a month that a due text names. @param {Period} month @param {string} time @param {WorkCalendar} work */
function inMonth({ from, to }, time, work) {
  if (!time.includes("工作日")) {
    const match = /(\d+) 日/.exec(time);
    if (!match) throw new RangeError(`no day of a month: ${time}`);
    return plus(from, Number(match[1]) - 1);
  }
  const working = span(from, to).filter((day) => work.works(day));
  const nth = /第 (\d+) 个工作日/.exec(time);
  return (nth ? working[Number(nth[1]) - 1] : undefined) ?? working.at(-1) ?? null;
}
