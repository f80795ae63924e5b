// The clock of a case that is played: it starts, pauses, jumps, runs faster, and ends.

/**
 * @typedef {{base: number, done: number, running: boolean, pace: number}} Clock `done` are the minutes of the case that
 *   were over at `base`, a time in milliseconds; `pace` says how many of its minutes a minute takes
 */

const MINUTE = 60_000;
/** How fast a case may run. */
export const PACES = [1, 2, 6];

/** The clock of a case that hasn't begun. @returns {Clock} */
export const stopped = () => ({ base: 0, done: 0, running: false, pace: 1 });

/**
 * How many minutes of the case are over, with fractions.
 *
 * @param {Clock} clock
 * @param {number} now in milliseconds
 * @param {number} last how many minutes it has
 */
export function minutes({ base, done, running, pace }, now, last) {
  const since = running ? (Math.max(0, now - base) / MINUTE) * pace : 0; // a device's clock may be set back
  return Math.min(done + since, last);
}

/**
 * The clock after something was done to it: let run or halted, made faster, put to a minute.
 *
 * @param {Clock} clock
 * @param {Partial<{running: boolean, pace: number, minute: number}>} change
 * @param {number} now
 * @param {number} last
 * @returns {Clock}
 */
export function set(clock, { running = clock.running, pace = clock.pace, minute }, now, last) {
  const done = Math.min(minute ?? minutes(clock, now, last), last);
  return { base: now, done, running: running && done < last, pace };
}

/**
 * How many of the events have arrived.
 *
 * @param {number[]} events the minute of each, in their order
 * @param {number} minute
 */
export const arrived = (events, minute) => events.filter((at) => at <= minute).length;

/** A minute of the case as a time of its day. @param {string} start "09:05" @param {number} minute */
export function timeOf(start, minute) {
  const [hours, minutes] = start.split(":").map(Number);
  const all = hours * 60 + minutes + Math.floor(minute);
  return `${String(Math.floor(all / 60) % 24).padStart(2, "0")}:${String(all % 60).padStart(2, "0")}`;
}

/**
 * How something that was expected by a minute was done.
 *
 * @param {number} by
 * @param {number | undefined} ticked in which minute it was ticked, if it was
 * @returns {"" | "early" | "late"}
 */
export function done(by, ticked) {
  if (ticked === undefined) return "";
  return ticked <= by ? "early" : "late";
}
