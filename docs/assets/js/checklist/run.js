/** A run of a checklist: what it is, what may happen to it, what it comes to. No page, no storage, no clock. */

import { inspection, shown } from "../rules/scoring.js";
import { NOTE_LENGTH, UNDO } from "../store/records.js";

/** @import { Period } from "../rules/period.js" */
/** @import { Answer, Verdict } from "../rules/scoring.js" */
/** @import { Draw, Rule } from "./sample.js" */
/**
 * @typedef {{ref: string, v: string, text: string, how: string, weight: number, grade: string, na: boolean,
 *   act: string, within: string}} Item
 */
/** @typedef {Item & {answer: Answer | null, note: string, at: string}} Answered */
/**
 * @typedef {{id: string, name: string, style: string, period: Period["kind"], min: number, sample: Rule,
 *   items: Item[]}} List
 */
/**
 * What undo goes back to.
 * @typedef {{ref: string, kind: "answer" | "note", answer: Answer | null, note: string}} Step
 */
/**
 * @typedef {object} Run
 * @property {1} format
 * @property {string} list id of the checklist
 * @property {string} name what the checklist was called
 * @property {string} style
 * @property {number} min score from which on it passes
 * @property {Period} period
 * @property {string} of whom or what it looks at
 * @property {string} by who runs it
 * @property {string} started
 * @property {string} finished empty as long as it runs
 * @property {string} rule how the sample is to be drawn
 * @property {Draw[]} draws
 * @property {Answered[]} items with the wording that each answer was given to
 * @property {Answered[]} old answers to wordings that the checklist has no more
 * @property {Step[]} undo
 * @property {number} rev how often it was changed
 */

/** @param {Item} item @returns {Answered} */
const unanswered = (item) => ({ ...item, answer: null, note: "", at: "" });
/** @param {Answered} item */
const touched = (item) => item.answer !== null || item.note !== "";

/**
 * @param {List} list
 * @param {{of: string, by: string, period: Period, draws: Draw[], now: Date}} about
 * @returns {Run}
 */
export const begin = ({ id, name, style, min, sample, items }, { of, by, period, draws, now }) => ({
  format: 1,
  list: id,
  name,
  style,
  min,
  period,
  of,
  by,
  started: now.toISOString(),
  finished: "",
  rule: sample.rule,
  draws,
  items: items.map(unanswered),
  old: [],
  undo: [],
  rev: 1,
});

/**
 * An item is answered, or with null not any more. The item comes with the wording that was read; if the run asks
 * with another one by now, the answer is kept beside it.
 *
 * @param {Run} run @param {Item} item @param {Answer | null} answer @param {Date} now
 * @returns {Run}
 */
export function answer(run, item, answer, now) {
  const at = now.toISOString();
  const asked = run.items.find((one) => one.ref === item.ref && one.v === item.v);
  if (!asked) return next(run, { old: [...run.old, { ...unanswered(item), answer, at }] });
  return next(run, {
    items: run.items.map((one) => (one === asked ? { ...one, answer, at } : one)),
    undo: remember(run, asked, "answer"),
  });
}

/** @param {Run} run @param {string} ref @param {string} note @returns {Run} */
export function annotate(run, ref, note) {
  const asked = run.items.find((one) => one.ref === ref);
  if (!asked) return run;
  const last = run.undo.at(-1);
  const typing = last?.kind === "note" && last.ref === ref; // one step back takes the whole note
  return next(run, {
    items: run.items.map((one) => (one === asked ? { ...one, note: note.slice(0, NOTE_LENGTH) } : one)),
    undo: typing ? run.undo : remember(run, asked, "note"),
  });
}

/** Take the last answer or note back. @param {Run} run @returns {Run} */
export function undo(run) {
  const last = run.undo.at(-1);
  if (!last) return run;
  const { ref, kind, answer, note } = last;
  const back = kind === "note" ? { note } : { answer };
  return next(run, {
    items: run.items.map((one) => (one.ref === ref ? { ...one, ...back } : one)),
    undo: run.undo.slice(0, -1),
  });
}

/** @param {Run} run @param {Date | null} now null: it goes on @returns {Run} */
export const finish = (run, now) => next(run, { finished: now ? now.toISOString() : "" });

/** @param {Run} run @param {Draw} draw @returns {Run} */
export const addDraw = (run, draw) => next(run, { draws: [...run.draws, draw] });

/** @param {Run} run @param {Partial<Run>} change @returns {Run} */
const next = (run, change) => ({ ...run, ...change, rev: run.rev + 1 });

/** @param {Run} run @param {Answered} item @param {"answer" | "note"} kind @returns {Step[]} */
const remember = (run, { ref, answer, note }, kind) => [...run.undo, { ref, kind, answer, note }].slice(-UNDO);

/**
 * What a checklist's change made of a run's items.
 * @typedef {{reworded: Item[], added: Item[], gone: Item[], weighed: Item[]}} Changes
 */

/**
 * Bring a run that isn't finished up to the checklist as it is now. An item whose wording changed is asked anew; its
 * answer stays in `old`, and comes back if the wording does.
 *
 * @param {Run} run
 * @param {List} list
 * @returns {{run: Run} & Changes} the same run, when nothing changed
 */
export function reconcile(run, list) {
  /** @type {Changes} */
  const found = { reworded: [], added: [], gone: [], weighed: [] };
  const old = [...run.old];
  const items = list.items.map((item) => {
    const had = run.items.find((one) => one.ref === item.ref);
    return had?.v === item.v ? keptItem(item, had, old, found) : newItem(item, had, old, found);
  });
  for (const one of run.items) {
    if (list.items.some((item) => item.ref === one.ref)) continue;
    found.gone.push(one);
    if (touched(one)) old.push(one);
  }
  const moved = run.items.some((one, at) => one.ref !== items[at]?.ref);
  const same = !moved && run.min === list.min && !Object.values(found).some((some) => some.length);
  const undo = run.undo.filter(
    (step) => items.some((one) => one.ref === step.ref) && !found.reworded.some((item) => item.ref === step.ref),
  );
  return { run: same ? run : next(run, { items, old, undo, min: list.min }), ...found };
}

/**
 * An item whose wording is still the one that was answered.
 *
 * @param {Item} item
 * @param {Answered} had
 * @param {Answered[]} old
 * @param {Changes} found
 * @returns {Answered}
 */
function keptItem(item, had, old, found) {
  if (had.weight !== item.weight || had.grade !== item.grade) found.weighed.push(item);
  if (had.answer !== "na" || item.na) return { ...had, ...item };
  found.reworded.push(item); // what it was answered with is no answer any more
  old.push(had);
  return { ...had, ...item, answer: null, at: "" };
}

/**
 * An item with a new wording, or one that the run didn't have.
 *
 * @param {Item} item
 * @param {Answered | undefined} had
 * @param {Answered[]} old
 * @param {Changes} found
 * @returns {Answered}
 */
function newItem(item, had, old, found) {
  found[had ? "reworded" : "added"].push(item);
  if (had && touched(had)) old.push(had);
  const again = old.findLastIndex((one) => one.ref === item.ref && one.v === item.v);
  const [before = unanswered(item)] = again < 0 ? [] : old.splice(again, 1);
  return { ...before, ...item };
}

/** The verdicts of an inspection in a run's own words. @type {Record<Verdict, "pass" | "fail" | "open" | "none">} */
const VERDICTS = { passed: "pass", failed: "fail", vetoed: "fail", open: "open", empty: "none" };

/**
 * What a run comes to. The rule stands on the page too.
 *
 * @param {Run} run
 */
export function result({ items, min }) {
  const lines = items.map(({ weight, grade, answer }) => ({ weight, veto: grade === "veto", answer }));
  const { score, verdict, answered } = inspection(lines, min);
  return {
    score,
    verdict: VERDICTS[verdict],
    left: items.filter((item) => !item.answer),
    failed: items.filter((item) => item.answer === "fail"),
    answered,
  };
}

/** Whether a run asks what a list asks, word for word. @param {Run} run @param {List} list */
export const fits = (run, list) =>
  run.items.length === list.items.length &&
  list.items.every((item, at) => item.ref === run.items[at].ref && item.v === run.items[at].v);

/** Newest first: by period, then by when it was begun. @param {Map<string, Run>} runs @returns {[string, Run][]} */
export const newestFirst = (runs) =>
  [...runs].sort(([, a], [, b]) => (b.period.from + b.started < a.period.from + a.started ? -1 : 1));

/**
 * An item's answers, run by run, and how many of those that judge it passed.
 *
 * @param {Item} item
 * @param {Run[]} runs
 */
export function courseOf(item, runs) {
  const answers = runs.map((run) => {
    const asked = run.items.find((one) => one.ref === item.ref);
    return { given: asked?.answer ?? null, reworded: asked !== undefined && asked.v !== item.v };
  });
  const judged = answers.filter(({ given }) => given === "pass" || given === "fail");
  return { answers, judged: judged.length, passed: judged.filter(({ given }) => given === "pass").length };
}

/** A score in words: one decimal, never rounded up over a pass line. @param {number | null} score */
export const points = (score) => (score === null ? "—" : String(shown(score)));

/**
 * The day by which a failed item is to be put right: its answer plus an ISO 8601 duration, or "" for at once.
 *
 * @param {Answered} item
 */
export function deadline({ at, within }) {
  const [, years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0] =
    /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:\d+S)?)?$/
      .exec(within)
      ?.map((part) => Number(part ?? 0)) ?? [];
  if (!(years || months || weeks || days || hours || minutes) || !at) return "";
  const day = new Date(at);
  day.setFullYear(day.getFullYear() + years, day.getMonth() + months, day.getDate() + weeks * 7 + days);
  day.setMinutes(day.getMinutes() + hours * 60 + minutes);
  return day.toLocaleString("sv").slice(0, hours || minutes ? 16 : 10);
}
