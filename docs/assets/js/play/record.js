/** How far a case was played, as the store keeps it; it may come from a file that somebody else made. */

import { list, number, readable, record, text, UnreadableError } from "../lib/shape.js";

/** @import { Reader } from "../lib/shape.js" */
/** @import { Play } from "./state.js" */

/** @param {number} most @returns {Reader<number>} */
const upTo =
  (most) =>
  (value, where = "") => {
    if (number(value, where) >= 0 && value <= most) return value;
    throw new UnreadableError(where);
  };

const playOf = record({
  v: text(40),
  clock: record({ base: number, done: upTo(1000), running: Boolean, pace: upTo(60) }),
  ticks: list(200, record({ what: text(40), minute: upTo(1000) })),
});

/** What is kept of a case; null when it can't be read, and the case begins anew. @param {any} raw */
export const readPlay = (raw) => /** @type {Play | null} */ (readable(playOf, raw));
