/** A run of a checklist: what it is, what may happen to it, what it comes to. No page, no storage, no clock. */

/** @import { Period } from "../rules/period.js" */
/** @import { Draw, Rule } from "./sample.js" */
/** @typedef {"pass" | "fail" | "na"} Answer */
/** @typedef {{ref: string, v: string, text: string, how: string, weight: number, grade: string, na: boolean, act: string, within: string}} Item */
/** @typedef {Item & {answer: Answer | null, note: string, at: string}} Answered */
/** @typedef {{id: string, name: string, style: string, period: Period["kind"], min: number, sample: Rule, items: Item[]}} List */
/** @typedef {{ref: string, kind: "answer" | "note", answer: Answer | null, note: string}} Step what undo goes back to */
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

export const NAME_LENGTH = 60;
export const NOTE_LENGTH = 2000;
const UNDO = 100;

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
 * Bring a run that isn't finished up to the checklist as it is now. An item whose wording changed is asked anew; its
 * answer stays in `old`, and comes back if the wording does.
 *
 * @param {Run} run
 * @param {List} list
 * @returns {{run: Run, reworded: Item[], added: Item[], gone: Item[], weighed: Item[]}} the same run, when nothing changed
 */
export function reconcile(run, list) {
  /** @type {{reworded: Item[], added: Item[], gone: Item[], weighed: Item[]}} */
  const found = { reworded: [], added: [], gone: [], weighed: [] };
  let old = run.old;
  const items = list.items.map((item) => {
    const had = run.items.find((one) => one.ref === item.ref);
    if (had?.v === item.v) {
      if (had.weight !== item.weight || had.grade !== item.grade) found.weighed.push(item);
      const out = had.answer === "na" && !item.na;
      if (out) {
        found.reworded.push(item);
        old = [...old, had];
      }
      return { ...had, ...item, ...(out ? { answer: null, at: "" } : {}) };
    }
    found[had ? "reworded" : "added"].push(item);
    if (had && touched(had)) old = [...old, had];
    const again = old.findLast((one) => one.ref === item.ref && one.v === item.v);
    old = old.filter((one) => one !== again);
    return { ...(again ?? unanswered(item)), ...item };
  });
  for (const one of run.items)
    if (!list.items.some((item) => item.ref === one.ref)) {
      found.gone.push(one);
      if (touched(one)) old = [...old, one];
    }
  const moved = run.items.some((one, at) => one.ref !== items[at]?.ref);
  const same = !moved && run.min === list.min && !Object.values(found).some((some) => some.length);
  const undo = run.undo.filter((step) =>
    items.some((one) => one.ref === step.ref && !found.reworded.some((item) => item.ref === step.ref)),
  );
  return { run: same ? run : next(run, { items, old, undo, min: list.min }), ...found };
}

/**
 * What a run comes to. The rule stands on the page too:
 * score = weights of the passed ÷ weights of the answered that apply × 100; a failed veto item fails the run.
 *
 * @param {Run} run
 */
export function result({ items, min }) {
  let passed = 0;
  let asked = 0;
  for (const { answer, weight } of items) {
    if (answer === "pass") passed += weight;
    if (answer === "pass" || answer === "fail") asked += weight;
  }
  const left = items.filter((item) => !item.answer);
  const failed = items.filter((item) => item.answer === "fail");
  const score = asked ? (passed * 100) / asked : null;
  /** @type {"pass" | "fail" | "open" | "none"} */
  let verdict = "open";
  if (failed.some((item) => item.grade === "veto")) verdict = "fail";
  else if (!left.length) verdict = score === null ? "none" : score >= min ? "pass" : "fail";
  return { score, verdict, left, failed, answered: items.length - left.length };
}

/** A score in words: one decimal, never rounded up over a pass line. @param {number | null} score */
export const points = (score) => (score === null ? "—" : String(Math.floor(score * 10 + 1e-9) / 10));

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

/**
 * A run out of data that may be anything: only what is known, in its proper form; null when it isn't a run.
 *
 * @param {any} raw
 * @returns {Run | null}
 */
export function readRun(raw) {
  const text = (/** @type {any} */ value, most = 1000) => {
    if (typeof value !== "string" || [...value].length > most) throw new TypeError();
    return value;
  };
  const one = (/** @type {any} */ value, /** @type {RegExp} */ form) => {
    if (!form.test(text(value))) throw new TypeError();
    return value;
  };
  const number = (/** @type {any} */ value) => {
    if (!Number.isFinite(value)) throw new TypeError();
    return value;
  };
  /** @template T @param {any} value @param {number} most @param {(value: any) => T} read @returns {T[]} */
  const many = (value, most, read) => {
    if (!Array.isArray(value) || value.length > most) throw new TypeError();
    return value.map(read);
  };
  const time = (/** @type {any} */ value) => one(value, /^(\d{4}-\d\d-\d\dT[\d:.]+Z)?$/);
  const mark = (/** @type {any} */ value) => (value === null ? null : one(value, /^(pass|fail|na)$/));
  const item = (/** @type {any} */ value) => ({
    ref: text(value.ref, 200),
    v: text(value.v, 40),
    text: text(value.text),
    how: text(value.how, 4000),
    weight: number(value.weight),
    grade: one(value.grade, /^(veto|major|minor)$/),
    na: Boolean(value.na),
    act: text(value.act),
    within: text(value.within, 40),
    answer: mark(value.answer),
    note: text(value.note, NOTE_LENGTH),
    at: time(value.at),
  });
  const day = (/** @type {any} */ value) => one(value, /^\d{4}-\d\d-\d\d$/);
  try {
    if (raw.format !== 1) return null;
    return {
      format: 1,
      list: one(raw.list, /^[a-z0-9-]{1,100}$/),
      name: text(raw.name),
      style: one(raw.style, /^(read-do|do-confirm|inspection)$/),
      min: number(raw.min),
      period: {
        kind: one(raw.period.kind, /^(daily|weekly|monthly|quarterly|yearly|per-event)$/),
        key: one(raw.period.key, /^\d{4}[-WQ\d]{0,6}$/),
        from: day(raw.period.from),
        to: day(raw.period.to),
      },
      of: text(raw.of, NAME_LENGTH),
      by: text(raw.by, NAME_LENGTH),
      started: time(raw.started),
      finished: time(raw.finished),
      rule: text(raw.rule),
      draws: many(raw.draws, 100, (draw) => ({
        at: time(draw.at),
        why: text(draw.why),
        of: number(draw.of),
        picked: many(draw.picked, 400, (place) => (typeof place === "string" ? day(place) : number(place))),
      })),
      items: many(raw.items, 50, item),
      old: many(raw.old, 500, item),
      undo: many(raw.undo, UNDO, (step) => ({
        ref: text(step.ref, 200),
        kind: one(step.kind, /^(answer|note)$/),
        answer: mark(step.answer),
        note: text(step.note, NOTE_LENGTH),
      })),
      rev: number(raw.rev),
    };
  } catch {
    return null;
  }
}
