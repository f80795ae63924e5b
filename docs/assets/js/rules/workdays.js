// Which days are worked: the arithmetic of macros/rules/workdays.py on texts such as "2026-11-23".

/**
 * @typedef {{from: string, to: string, off: string[], on: string[], guessed?: string[]}} Written the days that the
 *   calendar covers, those that aren't worked though their weekday is, the other way round, and the years that are
 *   only expected
 * @typedef {{weekdays: number[], holidays: boolean}} Shift weekdays from 0, Monday; whether holidays are worked too
 */

/** Who works when everybody does. @type {Shift} */
export const OFFICE = { weekdays: [0, 1, 2, 3, 4], holidays: false };

/** Weekday from 0, Monday. @param {string} day */
export const weekday = (day) => (new Date(day).getUTCDay() + 6) % 7;

/** The days from `from` to `to`, and which of them are worked. */
export class WorkCalendar {
  #off;
  #on;

  /** @param {Written} written */
  constructor({ from, to, off, on, guessed = [] }) {
    this.from = from;
    this.to = to;
    this.guessed = guessed;
    this.#off = new Set(off);
    this.#on = new Set(on);
  }

  /** Whether anything is known of a day. @param {string} day */
  covers(day) {
    return this.from <= day && day <= this.to;
  }

  /** Whether the year of a day is only expected: nobody has decreed its holidays yet. @param {string} day */
  guesses(day) {
    return this.guessed.includes(day.slice(0, 4));
  }

  /** Whether a day is worked by who has such hours. @param {string} day @param {Shift} [shift] */
  works(day, { weekdays, holidays } = OFFICE) {
    if (!holidays && this.#off.has(day)) return false;
    if (!holidays && this.#on.has(day)) return true;
    return weekdays.includes(weekday(day));
  }
}

/** The calendar and the hours that an element of the page says. @param {HTMLElement} box */
export function workOf({ dataset }) {
  /** @type {Shift} */
  const shift = dataset.shift ? JSON.parse(dataset.shift) : OFFICE;
  return { work: new WorkCalendar(JSON.parse(dataset.calendar ?? "{}")), shift };
}
