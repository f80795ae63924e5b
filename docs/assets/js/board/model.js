// What falls due on a board: times, sections and the words for them. No page, no storage, no clock.

import { falls, period, plus } from "../rules/schedule.js";
import { weekday } from "../rules/workdays.js";

/** @import { Kind } from "../rules/period.js" */
/** @import { Rhythm } from "../rules/schedule.js" */
/** @import { Shift, WorkCalendar } from "../rules/workdays.js" */
/**
 * @typedef {{id: string, name: string, shift: Shift}} Owner a role
 * @typedef {"do" | "meet" | "attend" | "decide"} Act what a role does with a task; `meet`, `attend` at a set time
 * @typedef {{link: HTMLAnchorElement, notes: Node[], hands: Element | null, rhythm: string}} Said what the page says of
 *   a task; `hands` is what is handed in, where, and the template
 * @typedef {Rhythm & Said & {ref: string, act: Act, minutes: number, owner: Owner}} Task
 * @typedef {{task: Task, at: string, key: string}} Due one time that a task falls due; `key` is its tick's
 * @typedef {{kind: Kind, name: string, dues: Due[]}} Section
 */

/** Sections of the day's view: the period they are for, and their name on the day itself and on any other. */
const SECTIONS = /** @type {[Kind, string, string][]} */ ([
  ["daily", "今天", "这一天"],
  ["weekly", "本周", "这一周"],
  ["monthly", "本月", "这个月"],
  ["quarterly", "本季", "这一季"],
  ["yearly", "今年", "这一年"],
]);
/** How far ahead the list of what comes next looks, in days. */
export const AHEAD = 31;
/** How many times to hand something in it names, and how many times at most with those to sit in or to decide. */
const HAND_INS = 3;
const NEXT = 5;

/** 11 月 23 日 周一. @param {string} day */
export const dayName = (day) =>
  `${Number(day.slice(5, 7))} 月 ${Number(day.slice(8, 10))} 日 周${"一二三四五六日"[weekday(day)]}`;

/** 2026 年第 48 周 · 11 月 23 日 周一至11 月 29 日 周日. @param {string} day */
export function weekName(day) {
  const { from, to, key } = period("weekly", day);
  return `${key.slice(0, 4)} 年第 ${Number(key.slice(6))} 周 · ${dayName(from)}至${dayName(to)}`;
}

/** The days of the week that a day lies in. @param {string} day */
export const daysOfWeek = (day) => Array.from({ length: 7 }, (_, at) => plus(period("weekly", day).from, at));

/** Whether a task is done at a set time. @param {Task} task */
export const isSet = ({ act }) => act === "meet" || act === "attend";

/** The end of a time at which a task is done: it is over, or was due. @param {Due} due */
export function endOf({ task, at }) {
  if (!isSet(task)) return at;
  const end = Number(at.slice(11, 13)) * 60 + Number(at.slice(14)) + task.minutes;
  const clock = [Math.floor(end / 60) % 24, end % 60].map((part) => String(part).padStart(2, "0"));
  return `${at.slice(0, 10)} ${clock.join(":")}`;
}

/** 10:00–10:45, 11:00 前交, 12:00 前定. @param {Due} due */
export function clock(due) {
  const time = due.at.slice(11);
  if (isSet(due.task)) return `${time}–${endOf(due).slice(11)}`;
  return `${time} ${due.task.act === "decide" ? "前定" : "前交"}`;
}

/** @param {Due} a @param {Due} b */
const earlier = (a, b) => (a.at < b.at ? -1 : Number(a.at > b.at));

/** What the keys of all ticks begin with, and those of a role. */
export const TICKS = "tick:";
/** @param {Owner} owner */
export const ticksOf = ({ id }) => `${TICKS}${id}:`;

/**
 * The beginning of what comes next: up to the third time that something is handed in.
 *
 * @param {Due[]} dues earliest first
 */
export function upToHandIns(dues) {
  let left = HAND_INS;
  const end = dues.findIndex(({ task }) => task.act !== "attend" && task.act !== "decide" && --left === 0);
  return dues.slice(0, Math.min(end < 0 ? NEXT : end + 1, NEXT));
}

/** The tasks of one role or of several, and which days they work. */
export class Board {
  /** @param {Task[]} tasks @param {WorkCalendar} work @param {Owner[]} owners */
  constructor(tasks, work, owners) {
    this.tasks = tasks;
    this.work = work;
    this.owners = owners;
  }

  /** Whether a role of the board works on a day. @param {string} day */
  works(day) {
    return this.owners.some(({ shift }) => this.work.works(day, shift));
  }

  /**
   * Every time that tasks fall due from one day to another, earliest first.
   *
   * @param {string} from
   * @param {string} to
   * @param {Task[]} [tasks]
   * @returns {Due[]}
   */
  between(from, to, tasks = this.tasks) {
    const dues = tasks.flatMap((task) =>
      falls(task, from, to, this.work, task.owner.shift).map((at) => {
        const key = `${ticksOf(task.owner)}${period(task.cadence, at.slice(0, 10)).key}:${task.ref}`;
        return { task, at, key };
      }),
    );
    return dues.sort(earlier);
  }

  /**
   * What is due in the year of a day, each time in the narrowest section that it fits into. Sections beyond the week
   * that have nothing are left out.
   *
   * @param {string} day
   * @param {string} today
   * @returns {Section[]}
   */
  sections(day, today) {
    const spans = SECTIONS.map(([kind]) => period(kind, day));
    /** @type {Due[][]} */
    const found = spans.map(() => []);
    for (const task of this.tasks) {
      const [from, to] = this.#span(task, day);
      for (const due of this.between(from, to, [task])) {
        const on = due.at.slice(0, 10);
        found[spans.findIndex((span) => span.from <= on && on <= span.to)].push(due);
      }
    }
    return SECTIONS.map(([kind, now, then], at) => {
      const name = `${day === today ? now : then}${kind === "daily" ? ` ${dayName(day)}` : ""}`;
      return { kind, name, dues: found[at].sort(earlier) };
    }).filter(({ dues }, at) => at < 2 || dues.length);
  }

  /** The days that a task is looked for in, for the view of a day. @param {Task} task @param {string} day */
  #span({ cadence }, day) {
    const { from, to } = period(cadence, day);
    if (cadence === "daily") return [from, to];
    const week = period("weekly", day); // it may reach into the next month, whose tasks it shows too
    const ends = [from, to, week.from, week.to].sort();
    return [ends[0], ends[3]];
  }

  /**
   * What comes next and isn't ticked, seen from a moment of a day.
   *
   * @param {string} day
   * @param {string} from the moment: a day, or a day and a time
   * @returns {(isTicked: (key: string) => boolean) => Due[]}
   */
  next(day, from) {
    const ahead = this.between(day, plus(day, AHEAD)).filter(({ at }) => at >= from);
    return (isTicked) => upToHandIns(ahead.filter(({ key }) => !isTicked(key)));
  }
}
