/** An answer as the store keeps it; it may come from a file that somebody else made. */

import { formed, readable, record, UnreadableError } from "../lib/shape.js";
import { LEARNT } from "../rules/practice.js";

/** @import { Reader } from "../lib/shape.js" */
/** @import { Answer } from "../rules/practice.js" */

/** @type {Reader<number>} */
const stage = (value, where = "") => {
  if (Number.isInteger(value) && value >= 0) return Math.min(value, LEARNT);
  throw new UnreadableError(where);
};
const answerOf = record({ stage, day: formed(/^[12]\d{3}-\d\d-\d\d$/) });

/** An answer; null when it isn't one, and the question is asked as if for the first time. @param {any} raw */
export const readAnswer = (raw) => /** @type {Answer | null} */ (readable(answerOf, raw));
