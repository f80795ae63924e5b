// A filled-in scorecard: what the device keeps of it, and how it stands. It carries the goals' names and directions, so
// that it can still be read when the handbook has changed. No page, no storage, no clock.

import { readNumber, showNumber } from "../lib/number.js";
import { attainment, guardBroken, scorecard } from "../rules/attainment.js";
import { after, before, periodName } from "../rules/period.js";

/** @import { Period } from "../rules/period.js" */
/** @import { Direction } from "../rules/attainment.js" */
/**
 * Figures are kept as they were typed.
 * @typedef {{name: string, unit: string, direction: Direction, floor: string, lower: string, upper: string,
 *   actual: string}} Guard
 * @typedef {{ref: string, name: string, metric: string, unit: string, direction: Direction, weight: string,
 *   target: string, lower: string, upper: string, actual: string, guard: Guard}} Goal
 * @typedef {{period: string, who: string, goals: Goal[]}} Card
 */

/** The fields of a figure by direction, with their labels. @type {Record<Direction, [string, string][]>} */
export const TARGETS = {
  higher: [["target", "目标"]],
  lower: [["target", "目标"]],
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

/**
 * A goal of a card; one that the handbook has gained since is added, and weighs nothing until somebody says so.
 *
 * @param {Card} card
 * @param {Goal} like
 * @returns {Goal}
 */
export function goalOf(card, like) {
  const known = card.goals.find(({ ref }) => ref === like.ref);
  if (known) return known;
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

/** @param {any} thing with figures as they were typed */
const figures = (thing) =>
  Object.fromEntries(["actual", "target", "floor", "lower", "upper"].map((name) => [name, figure(thing[name] ?? "")]));

/** How a card stands; goals that weigh nothing are left out. @param {Card} card */
export function judge(card) {
  const goals = card.goals.map((goal) => ({
    goal,
    weight: weightOf(goal.weight),
    attainment: attainment(goal.direction, figures(goal)),
    broken: guardBroken(goal.guard.direction, figures(goal.guard)),
  }));
  return { goals, ...scorecard(goals.filter(({ weight }) => weight !== 0)) };
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

/** What stands between a card and its score, and which guards broke, in sentences. @param {Card} card */
export function findings(card) {
  const { weights, open, broken, goals } = judge(card);
  const unknown = goals.filter(({ weight, attainment }) => weight && attainment === null);
  const fallen = goals.filter((one) => one.broken);
  return [
    weightsInWords(weights),
    open ? `${open} 个目标还没有结果：${unknown.map(({ goal }) => goal.name).join("、")}。` : "",
    broken ? `护栏破了 ${broken} 个：${fallen.map(({ goal }) => goal.guard.name).join("、")}。` : "",
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
