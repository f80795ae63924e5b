// A filled-in scorecard: what the device keeps of it, and how it stands. It carries the goals' names and directions, so
// that it can still be read when the handbook has changed. No page, no storage, no clock.

import { readNumber, showNumber } from "../lib/number.js";
import { attainment, counted, guardBroken, lacks, scorecard } from "../rules/attainment.js";
import { after, before, periodName } from "../rules/period.js";

/** @import { Period } from "../rules/period.js" */
/** @import { Direction, Lack } from "../rules/attainment.js" */
/**
 * Figures are kept as they were typed. `over` is how the months' figures become one, in words. A card of an older
 * handbook may have no `floor`, `stretch` and `over`.
 * @typedef {{name: string, unit: string, direction: Direction, floor: string, lower: string, upper: string,
 *   actual: string}} Guard
 * @typedef {{ref: string, name: string, metric: string, unit: string, direction: Direction, weight: string,
 *   target: string, floor?: string, stretch?: string, over?: string, lower: string, upper: string, actual: string,
 *   guard: Guard}} Goal
 * @typedef {{period: string, who: string, goals: Goal[]}} Card
 */

/** The fields of a figure by direction, with their labels. @type {Record<Direction, [string, string][]>} */
export const TARGETS = {
  higher: [
    ["floor", "底线"],
    ["target", "目标"],
    ["stretch", "挑战"],
  ],
  lower: [
    ["floor", "底线"],
    ["target", "目标"],
    ["stretch", "挑战"],
  ],
  band: [
    ["lower", "下限"],
    ["upper", "上限"],
  ],
};
/** @type {Record<Direction, [string, string][]>} */
export const LIMITS = {
  higher: [["floor", "不得低于"]],
  lower: [["floor", "不得高于"]],
  band: [
    ["lower", "不得低于"],
    ["upper", "不得高于"],
  ],
};

/** What a broken guard costs: the sentence of macros/views/labels.py. */
export const GUARD_RULE = "护栏破了，这个目标最多算 60%：达成率高于 60% 的，按 60% 算。";

/**
 * What a goal lacks, in the words of macros/views/labels.py.
 *
 * @type {Record<Lack, string | Partial<Record<Direction, string>>>}
 */
export const LACK = {
  actual: "缺实际",
  floor: "缺底线",
  target: "缺目标",
  stretch: "挑战不是数",
  lower: "缺下限",
  upper: "缺上限",
  "floor-target": { higher: "底线要低于目标", lower: "底线要高于目标" },
  "target-stretch": { higher: "挑战要高于目标", lower: "挑战要低于目标" },
  "lower-upper": { band: "下限高于上限" },
};

/** @param {Lack} lack @param {Direction} direction */
export const lackInWords = (lack, direction) => {
  const words = LACK[lack];
  return typeof words === "string" ? words : (words[direction] ?? "");
};

/**
 * A goal of a card; one that the handbook has gained since is added, and weighs nothing until somebody says so.
 *
 * @param {Card} card
 * @param {Goal} like
 * @returns {Goal}
 */
export function goalOf(card, like) {
  const known = card.goals.find(({ ref }) => ref === like.ref);
  if (known) {
    known.over ??= like.over;
    return known;
  }
  const goal = structuredClone({ ...like, weight: "0" });
  card.goals.push(goal);
  return goal;
}

/**
 * A new card, with weights, targets and limits of another one where there is one.
 *
 * @param {string} period
 * @param {Goal[]} goals
 * @returns {Card}
 */
export const newCard = (period, goals) => ({
  period,
  who: "",
  goals: structuredClone(goals).map((goal) => ({ ...goal, actual: "", guard: { ...goal.guard, actual: "" } })),
});

/** The figure in a field; undefined when it is empty, NaN when it is none. @param {string} text */
export const figure = (text) => (text.trim() ? readNumber(text) : undefined);

/** A weight is a share of 100. @param {string} text */
export const weightOf = (text) => {
  const weight = figure(text) ?? 0;
  return weight >= 0 && weight <= 100 ? weight : NaN;
};

const FIGURES = ["actual", "target", "floor", "stretch", "lower", "upper"];

/** @param {any} thing with figures as they were typed */
const figures = (thing) => Object.fromEntries(FIGURES.map((name) => [name, figure(thing[name] ?? "")]));

/** How a card stands. @param {Card} card */
export function judge(card) {
  const goals = card.goals.map((goal) => {
    const reached = attainment(goal.direction, figures(goal));
    const broken = guardBroken(goal.guard.direction, figures(goal.guard));
    return { goal, weight: weightOf(goal.weight), attainment: reached, broken, counted: counted(reached, broken) };
  });
  return { goals, ...scorecard(goals) };
}

/** How many periods back and ahead a card can be begun for. */
const BACK = 6;
const AHEAD = 2;

/**
 * The periods that a card can be for: those about now, and its own.
 *
 * @param {Period} now
 * @param {string} own
 */
export function periodsFor(now, own) {
  const near = [now];
  for (let at = 0; at < BACK; at++) near.unshift(before(near[0]));
  for (let at = 0; at < AHEAD; at++) near.push(after(near[near.length - 1]));
  const keys = near.map(({ key }) => key);
  return keys.includes(own) ? keys : [own, ...keys];
}

/** A period in words. @param {string} key */
export function nameOfPeriod(key) {
  const part = key.split("-")[1];
  const kind = part?.startsWith("Q") ? "quarterly" : part ? "monthly" : "yearly";
  return periodName({ kind, key, from: "", to: "" });
}

/** Cards by key, newest period first. @param {Map<string, Card>} cards */
export const newestFirst = (cards) => [...cards].sort(([, a], [, b]) => (a.period < b.period ? 1 : -1));

/** A goal that has no result, and why, once something of it is filled in. @param {Goal} goal */
function unjudged(goal) {
  const known = figures(goal);
  if (FIGURES.every((name) => known[name] === undefined)) return goal.name;
  const words = lacks(goal.direction, known).map((lack) => {
    const inWords = lackInWords(lack, goal.direction);
    return Number.isNaN(known[lack]) ? inWords.replace(/^缺(.+)/, "$1不是数") : inWords;
  });
  return `${goal.name}（${words.join("，")}）`;
}

/** What stands between a card and its score, and which guards broke, in sentences. @param {Card} card */
export function findings(card) {
  const { weights, open, broken, goals } = judge(card);
  const unknown = goals.filter(({ weight, attainment }) => weight && attainment === null);
  const fallen = goals.filter(({ weight, broken }) => weight && broken);
  return [
    weightsInWords(weights),
    open ? `${open} 个目标还没有结果：${unknown.map(({ goal }) => unjudged(goal)).join("、")}。` : "",
    broken ? `护栏破了 ${broken} 个：${fallen.map(({ goal }) => goal.guard.name).join("、")}。${GUARD_RULE}` : "",
  ].filter(Boolean);
}

/** @param {number} weights what they add up to */
function weightsInWords(weights) {
  if (Number.isNaN(weights)) return "有一格权重不是 0 到 100 的数。";
  const short = 100 - weights;
  if (!short) return "权重合计 100。";
  const difference = `${short > 0 ? "还差" : "多了"} ${showNumber(Math.abs(short))}`;
  return `权重合计 ${showNumber(weights)}，要正好 100，${difference}。`;
}
