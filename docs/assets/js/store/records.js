/** The records that the store keeps, read out of data that may be anything: the store's, a file's, a link's. */

import { formed, list, number, readable, record, text, UnreadableError } from "../lib/shape.js";

/** @import { Run } from "../checklist/run.js" */
/** @import { Reader } from "../lib/shape.js" */
/** @import { Answer } from "../rules/scoring.js" */
/** @import { Card } from "../scorecard/card.js" */

export const NAME_LENGTH = 60;
export const NOTE_LENGTH = 2000;
/** How many steps of a run can be undone. */
export const UNDO = 100;

const key = formed(/^\d{4}[-WQ\d]{0,6}$/);
const day = formed(/^\d{4}-\d\d-\d\d$/);
const time = formed(/^(\d{4}-\d\d-\d\dT[\d:.]+Z)?$/);
const given = formed(/^(pass|fail|na)$/);

/** @type {Reader<Answer | null>} */
const answer = (value, where) => (value === null ? null : given(value, where));

const item = record({
  ref: text(200),
  v: text(40),
  text: text(),
  how: text(4000),
  weight: number,
  grade: formed(/^(veto|major|minor)$/),
  na: Boolean,
  act: text(),
  within: text(40),
  answer,
  note: text(NOTE_LENGTH),
  at: time,
});

/** @type {Reader<1>} */
const format = (value, where) => {
  if (value !== 1) throw new UnreadableError(`${where} 不是 1，可能由较新版本的手册写下`);
  return value;
};

/** A run: only what is known, in its proper form. @type {Reader<Run>} */
export const runOf = record({
  format,
  list: formed(/^[a-z0-9-]{1,100}$/),
  name: text(),
  style: formed(/^(read-do|do-confirm|inspection)$/),
  min: number,
  period: record({
    kind: formed(/^(daily|weekly|monthly|quarterly|yearly|per-event)$/),
    key,
    from: day,
    to: day,
  }),
  of: text(NAME_LENGTH),
  by: text(NAME_LENGTH),
  started: time,
  finished: time,
  rule: text(),
  draws: list(
    100,
    record({
      at: time,
      why: text(),
      of: number,
      picked: list(400, (one, where) => (typeof one === "string" ? day(one, where) : number(one, where))),
    }),
  ),
  items: list(50, item),
  old: list(500, item),
  undo: list(UNDO, record({ ref: text(200), kind: formed(/^(answer|note)$/), answer, note: text(NOTE_LENGTH) })),
  rev: number,
});

/** A run; null when it isn't one. @param {any} raw */
export const readRun = (raw) => readable(runOf, raw);

const long = text(3000);
/** What cards of an older handbook don't have yet. @type {Reader<string>} */
const later = (value = "", where) => long(value, where);
const direction = formed(/^(higher|lower|band)$/);
const guard = { name: long, unit: long, lower: long, upper: long, actual: long, direction, floor: later };
const goal = record({
  ...guard,
  ref: long,
  metric: long,
  weight: long,
  target: long,
  stretch: later,
  over: later,
  guard: record(guard),
});
const card = record({ period: key, who: long, goals: list(100, goal) });

/**
 * A scorecard, as it is: what an older or a newer handbook keeps of a goal stays in it.
 *
 * @param {any} raw
 * @returns {Card}
 * @throws {UnreadableError} when it isn't one
 */
export function cardOf(raw) {
  card(raw);
  return raw;
}

/** A scorecard; null when it isn't one. @param {any} raw */
export const readCard = (raw) => readable(cardOf, raw);

/** A tick of a board. @type {Reader<{at: number}>} */
export const tickOf = record({ at: number });

/** A role that is the reader's own: when it was chosen, what it was called then, the first day in it, if told. */
export const roleOf = record({ format, at: number, name: text(NAME_LENGTH), from: formed(/^(\d{4}-\d\d-\d\d)?$/) });

/** A tick; null when it isn't one. @param {any} raw */
export const readTick = (raw) => readable(tickOf, raw);
