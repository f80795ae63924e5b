// A filled-in scorecard: what the device keeps of it. It carries the goals' names and directions, so that it can still
// be read when the handbook has changed.

import { readNumber } from "../lib/number.js";
import { attainment, guardBroken, scorecard } from "../rules/scoring.js";

/** @import { Direction } from "../rules/scoring.js" */
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

const EMPTY = { floor: "", lower: "", upper: "", actual: "" };

/**
 * The goals of a page as the handbook has them now.
 *
 * @param {HTMLElement[]} boxes
 * @returns {Goal[]}
 */
export function handbookGoals(boxes) {
  return boxes.map((box) => {
    const text = (/** @type {string} */ name) => box.querySelector(name)?.textContent ?? "";
    const { goal = "", weight = "", direction, guard } = /** @type {any} */ (box.dataset);
    return {
      ref: goal,
      name: text(".pb-name"),
      metric: text(".pb-metric-name"),
      unit: text(".pb-unit"),
      direction,
      weight,
      ...EMPTY,
      target: "",
      guard: { name: text(".pb-guard-name"), unit: text(".pb-guard-unit"), direction: guard, ...EMPTY },
    };
  });
}

/**
 * A goal of a card; one that the handbook has gained since is added, and weighs nothing until somebody says so.
 *
 * @param {Card} card
 * @param {Goal} like
 * @returns {Goal}
 */
export function goalOf(card, like) {
  let goal = card.goals.find(({ ref }) => ref === like.ref);
  if (!goal) card.goals.push((goal = structuredClone({ ...like, weight: "0" })));
  return goal;
}

/** A new card, with weights, targets and limits of another one where there is one. @param {string} period @param {Goal[]} goals */
export const newCard = (period, goals) => ({
  period,
  who: "",
  goals: structuredClone(goals).map((goal) => ({ ...goal, actual: "", guard: { ...goal.guard, actual: "" } })),
});

/** A value from the store, or from somebody's file; null when it is no card. @param {any} value @returns {Card | null} */
export function readCard(value) {
  const texts = (/** @type {any} */ thing, /** @type {string[]} */ ...names) =>
    names.every((name) => typeof thing?.[name] === "string" && thing[name].length < 3000);
  const measured = (/** @type {any} */ thing) =>
    texts(thing, "name", "unit", "lower", "upper", "actual") && ["higher", "lower", "band"].includes(thing.direction);
  const isGoal = (/** @type {any} */ goal) =>
    measured(goal) &&
    texts(goal, "ref", "metric", "weight", "target") &&
    measured(goal.guard) &&
    texts(goal.guard, "floor");
  const good =
    texts(value, "period", "who") &&
    Array.isArray(value.goals) &&
    value.goals.length < 100 &&
    value.goals.every(isGoal);
  return good ? value : null;
}

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
