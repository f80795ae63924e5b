// The fields of a card's goals, each in the goal's place on the page.

import { h } from "../lib/dom.js";
import { showNumber } from "../lib/number.js";
import { figure, GUARD_RULE, goalOf, judge, LIMITS, TARGETS, weightOf } from "./card.js";

/** @import { Card, Goal } from "./card.js" */
/** @typedef {(step: (card: Card) => void) => void} Change */

const EMPTY = { floor: "", lower: "", upper: "", actual: "" };

/**
 * The goals of a page as the handbook has them now.
 *
 * @param {HTMLElement[]} boxes
 * @returns {Goal[]}
 */
function handbookGoals(boxes) {
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
      stretch: "",
      over: text(".pb-over"),
      guard: { name: text(".pb-guard-name"), unit: text(".pb-guard-unit"), direction: guard, ...EMPTY },
    };
  });
}

/** @param {string} label @param {HTMLElement} input @param {string} [unit] */
export const labelled = (label, input, unit) =>
  h("label", { class: "pb-field" }, h("span", {}, unit ? `${label}（${unit}）` : label), input);

/** @param {Goal} goal @returns {any} */
const whole = (goal) => goal;
/** @param {Goal} goal @returns {any} */
const guard = (goal) => goal.guard;

export class GoalFields {
  /** What brings the fields in line with a card. @type {((card: Card) => void)[]} */
  #painters = [];
  /** The goals that have fields on the page. @type {Set<string>} */
  #drawn = new Set();

  /** @param {HTMLElement[]} boxes of the goals on the page @param {Change} change */
  constructor(boxes, change) {
    this.boxes = boxes;
    this.change = change;
    this.handbook = handbookGoals(boxes);
  }

  /** Whether every goal of a card has its fields. @param {Card} card */
  fit = (card) => card.goals.every(({ ref }) => this.#drawn.has(ref));

  /** Make the fields anew for a card. @param {Card} card it gains the goals that the handbook has gained */
  build(card) {
    this.#painters = [];
    for (const goal of this.handbook) goalOf(card, goal);
    this.#drawn = new Set(card.goals.map(({ ref }) => ref));
    for (const one of document.querySelectorAll(".pb-fill, .pb-gone")) one.remove();
    for (const [at, box] of this.boxes.entries()) box.append(this.#goal(goalOf(card, this.handbook[at])));
    const gone = card.goals.filter(({ ref }) => !this.handbook.some((goal) => goal.ref === ref));
    this.boxes.at(-1)?.after(...gone.map((goal) => this.#goneGoal(goal)));
  }

  /** @param {Card} card */
  paint(card) {
    for (const one of this.#painters) one(card);
  }

  /** A goal that the handbook has dropped. @param {Goal} goal */
  #goneGoal(goal) {
    const why = h("p", { class: "pb-when" }, `${goal.metric} · 手册里这张卡已经没有这个目标`);
    return h("div", { class: "pb-goal pb-gone" }, h("h3", {}, goal.name), why, this.#goal(goal));
  }

  /** The fields of one goal. @param {Goal} like */
  #goal(like) {
    const { unit, guard: limit } = like;
    const reached = h("output");
    const held = h("output");
    this.#painters.push((card) => {
      const judged = judge(card).goals.find(({ goal }) => goal.ref === like.ref);
      reached.textContent = judged ? reachedInWords(judged) : "";
      held.textContent = judged?.broken ? GUARD_RULE : judged?.broken === false ? "护栏守住了" : "";
      held.classList.toggle("pb-bad", judged?.broken === true);
    });
    const targets = TARGETS[like.direction].map(([name, label]) => this.#field(like, whole, name, label, unit));
    const limits = LIMITS[limit.direction].map(([name, label]) => this.#field(like, guard, name, label, limit.unit));
    return h(
      "fieldset",
      { class: "pb-fill" },
      h("legend", { class: "pb-unseen" }, like.name),
      h(
        "div",
        {},
        this.#field(like, whole, "weight", "权重", "%"),
        targets,
        this.#field(like, whole, "actual", "实际", unit),
      ),
      h("p", {}, reached),
      h("p", { class: "pb-when" }, `护栏：${limit.name}`),
      h("div", {}, limits, this.#field(like, guard, "actual", "实际", limit.unit)),
      h("p", {}, held),
    );
  }

  /**
   * A field for a figure of a goal.
   *
   * @param {Goal} like
   * @param {(goal: Goal) => any} part
   * @param {string} name
   * @param {string} label
   * @param {string} unit
   */
  #field(like, part, name, label, unit) {
    const { change } = this;
    const input = h("input", {
      inputmode: "decimal",
      autocomplete: "off",
      maxlength: 40,
      oninput() {
        const { value } = input; // the change comes to the store later, when another tab's may be shown here
        change((card) => {
          part(goalOf(card, like))[name] = value;
        });
      },
    });
    this.#painters.push((card) => {
      const value = part(goalOf(card, like))[name] ?? ""; // a card of an older handbook has no stretch
      if (input.value !== value) input.value = value;
      input.setAttribute("aria-invalid", String(Number.isNaN(name === "weight" ? weightOf(value) : figure(value))));
    });
    return labelled(label, input, unit);
  }
}

/** @param {{weight: number, attainment: number | null, counted: number | null}} judged */
function reachedInWords({ weight, attainment, counted }) {
  if (attainment === null || counted === null) return "";
  const share = `达成率 ${showNumber(attainment * 100)}%`;
  const cut = counted < attainment ? `，护栏破了，按 ${showNumber(counted * 100)}% 算` : "";
  return `${share}${cut}，${weight ? `得 ${showNumber(weight * counted)} 分` : "权重是 0，不算"}`;
}
