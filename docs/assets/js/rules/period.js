/** Days, ISO weeks, months, quarters and years of the calendar. A day is midnight UTC, whatever the time zone. */

/** @typedef {"daily" | "weekly" | "monthly" | "quarterly" | "yearly" | "per-event"} Kind */
/** @typedef {{kind: Kind, key: string, from: string, to: string}} Period first and last day, both included */

const DAY = 864e5;
/** @param {number} year @param {number} month from 0 @param {number} day */
const utc = (year, month, day) => new Date(Date.UTC(year, month, day));
/** @param {Date} day */
export const iso = (day) => day.toISOString().slice(0, 10);
/** @param {Date | string} day @param {number} days */
export const plus = (day, days) => new Date(+new Date(day) + days * DAY);
/** The calendar's day where the reader is. @param {Date} now */
export const today = (now) => utc(now.getFullYear(), now.getMonth(), now.getDate());

/**
 * The period that holds a day.
 *
 * @param {Kind} kind
 * @param {Date} day
 * @returns {Period}
 */
export function periodOf(kind, day) {
  const [year, month] = [day.getUTCFullYear(), day.getUTCMonth()];
  /** @type {(key: string, from: Date, to: Date) => Period} */
  const make = (key, from, to) => ({ kind, key, from: iso(from), to: iso(to) });
  if (kind === "weekly") {
    const monday = plus(day, -((day.getUTCDay() + 6) % 7));
    const thursday = plus(monday, 3); // ISO 8601: a week belongs to the year of its Thursday
    const weeks = 1 + Math.floor((+thursday - +utc(thursday.getUTCFullYear(), 0, 1)) / DAY / 7);
    return make(`${thursday.getUTCFullYear()}-W${String(weeks).padStart(2, "0")}`, monday, plus(monday, 6));
  }
  if (kind === "monthly") return make(iso(day).slice(0, 7), utc(year, month, 1), utc(year, month + 1, 0));
  if (kind === "quarterly") {
    const first = month - (month % 3);
    return make(`${year}-Q${first / 3 + 1}`, utc(year, first, 1), utc(year, first + 3, 0));
  }
  if (kind === "yearly") return make(`${year}`, utc(year, 0, 1), utc(year, 11, 31));
  return make(iso(day), day, day);
}

/** @param {Period} period */
export const before = (period) => periodOf(period.kind, plus(period.from, -1));
/** @param {Period} period */
export const after = (period) => periodOf(period.kind, plus(period.to, 1));

/** The days of a period. @param {{from: string, to: string}} period */
export function daysOf({ from, to }) {
  const days = [];
  for (let day = new Date(from); iso(day) <= to; day = plus(day, 1)) days.push(iso(day));
  return days;
}

/** @param {string} day */
export const dayName = (day) => `${day}（周${"日一二三四五六"[new Date(day).getUTCDay()]}）`;

/** A period in words. @param {Period} period */
export function periodName({ kind, key, from, to }) {
  const [year, part] = key.split(/-[WQ]?/);
  if (kind === "weekly") return `${year} 年第 ${Number(part)} 周（${from.slice(5)} 至 ${to.slice(5)}）`;
  if (kind === "monthly") return `${year} 年 ${Number(part)} 月`;
  if (kind === "quarterly") return `${year} 年第 ${part} 季度`;
  return kind === "yearly" ? `${year} 年` : dayName(from);
}

/** What the periods before, now and next are called. @type {Record<Kind, string[]>} */
export const NEAR = {
  daily: ["昨天", "今天", "明天"],
  weekly: ["上周", "本周", "下周"],
  monthly: ["上月", "本月", "下月"],
  quarterly: ["上季", "本季", "下季"],
  yearly: ["去年", "今年", "明年"],
  "per-event": ["这一次"],
};

/**
 * Which period is due: the running one until it has a finished run, then the next. The one before is told of when it
 * was missed.
 *
 * @param {Kind} kind
 * @param {Date} day
 * @param {{finished: string, period: Period}[]} runs
 */
export function due(kind, day, runs) {
  const now = periodOf(kind, day);
  if (kind === "per-event") return { near: [now], start: now, next: false, missed: false };
  const near = [before(now), now, after(now)];
  const done = new Set(runs.filter((run) => run.finished).map((run) => run.period.key));
  const next = done.has(now.key);
  return { near, start: next ? near[2] : now, next, missed: done.size > 0 && !done.has(near[0].key) };
}
