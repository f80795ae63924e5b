// A scorecard's page: targets, actuals and weights are filled in, kept on the device, and judged as they are typed.

import { choices } from "../lib/address.js";
import { button, h } from "../lib/dom.js";
import { showNumber } from "../lib/number.js";
import { after, before, periodName, periodOf } from "../rules/period.js";
import { today } from "../rules/schedule.js";
import { shown } from "../rules/scoring.js";
import { keptNotice } from "../store/notice.js";
import { openStore, randomId } from "../store/store.js";
import { figure, goalOf, handbookGoals, judge, LIMITS, newCard, readCard, TARGETS, weightOf } from "./card.js";

/** @import { Kind } from "../rules/period.js" */
/** @import { Card, Goal } from "./card.js" */

/** How many periods back and ahead a card can be begun for. */
const BACK = 6;
const AHEAD = 2;

/** @param {HTMLElement} place data-scorecard is the card's id, data-period its cadence */
export async function scorecardPage(place) {
  const { scorecard: id = "", name = "" } = place.dataset;
  const kind = /** @type {Kind} */ (place.dataset.period);
  const prefix = `score:${id}:`;
  const boxes = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-goal]")]);
  const handbook = handbookGoals(boxes);
  const now = periodOf(kind, new Date(today()));
  const store = await openStore();
  /** @type {Map<string, Card>} */
  const cards = new Map();
  /** The key of the card that is open; "" while nothing was filled in. */
  let key = "";
  let card = newCard(now.key, handbook);
  /** @type {(() => void)[]} What brings the fields in line with the card. */
  let painters = [];
  /** The goals that have fields on the page. @type {Set<string>} */
  let drawn = new Set();
  /** Changes on their way to the store. */
  let underWay = 0;

  /** Change the open card: here at once, then in the store, where another tab may have changed it too. @param {(card: Card) => void} step */
  async function change(step) {
    const mine = structuredClone(card);
    step(mine);
    card = mine;
    if (!key) {
      key = prefix + randomId();
      choices({ card: key.slice(prefix.length) });
    }
    const mark = key;
    saved.textContent = "";
    underWay += 1;
    cards.set(mark, mine);
    paint();
    await store.update(mark, (stored) => {
      const newest = structuredClone(readCard(stored) ?? mine);
      step(newest);
      return newest;
    });
    underWay -= 1;
    if (!underWay) saved.textContent = store.unsaved ? "没有存进这台设备，原因在下面。" : "已存在这台设备上。";
  }

  /** @param {string} next "" begins a new one */
  function open(next) {
    card = cards.get(next) ?? newCard(now.key, cards.size ? card.goals : handbook);
    key = cards.has(next) ? next : "";
    choices({ card: key.slice(prefix.length) });
    saved.textContent = key ? "已存在这台设备上。" : "";
    build();
  }

  /** @param {string} label @param {HTMLElement} input @param {string} [unit] */
  const labelled = (label, input, unit) =>
    h("label", { class: "pb-field" }, h("span", {}, unit ? `${label}（${unit}）` : label), input);

  /**
   * A field for a figure of a goal.
   *
   * @param {Goal} like @param {(goal: Goal) => any} part @param {string} name @param {string} label @param {string} [unit]
   */
  function field(like, part, name, label, unit) {
    const input = h("input", {
      inputmode: "decimal",
      autocomplete: "off",
      maxlength: 40,
      oninput: () => change((card) => (part(goalOf(card, like))[name] = input.value)),
    });
    painters.push(() => {
      const value = part(goalOf(card, like))[name];
      if (input.value !== value) input.value = value;
      input.setAttribute("aria-invalid", String(Number.isNaN(name === "weight" ? weightOf(value) : figure(value))));
    });
    return labelled(label, input, unit);
  }

  /** The fields of one goal. @param {Goal} like */
  function fields(like) {
    const whole = (/** @type {Goal} */ goal) => goal;
    const guard = (/** @type {Goal} */ goal) => goal.guard;
    const reached = h("output");
    const held = h("output");
    painters.push(() => {
      const { attainment, broken, weight } = /** @type {any} */ (
        judge(card).goals.find(({ goal }) => goal.ref === like.ref)
      );
      reached.textContent =
        attainment === null
          ? ""
          : `达成率 ${showNumber(attainment * 100)}%，${weight ? `得 ${showNumber(weight * attainment)} 分` : "权重是 0，不算"}`;
      held.textContent = broken === null ? "" : broken ? "护栏破了" : "护栏守住了";
      held.classList.toggle("pb-late", broken === true);
    });
    return h(
      "fieldset",
      { class: "pb-fill" },
      h("legend", { class: "pb-unseen" }, like.name),
      h(
        "div",
        {},
        field(like, whole, "weight", "权重", "%"),
        TARGETS[like.direction].map(([name, label]) => field(like, whole, name, label, like.unit)),
        field(like, whole, "actual", "实际", like.unit),
      ),
      h("p", {}, reached),
      h("p", { class: "pb-when" }, `护栏：${like.guard.name}`),
      h(
        "div",
        {},
        LIMITS[like.guard.direction].map(([name, label]) => field(like, guard, name, label, like.guard.unit)),
        field(like, guard, "actual", "实际", like.guard.unit),
      ),
      h("p", {}, held),
    );
  }

  /** Make the fields anew for the card that is open. */
  function build() {
    painters = [];
    for (const goal of handbook) goalOf(card, goal);
    drawn = new Set(card.goals.map(({ ref }) => ref));
    for (const one of document.querySelectorAll(".pb-fill, .pb-gone")) one.remove();
    for (const box of boxes) box.append(fields(goalOf(card, handbook[boxes.indexOf(box)])));
    const gone = card.goals.filter(({ ref }) => !handbook.some((goal) => goal.ref === ref));
    boxes
      .at(-1)
      ?.after(
        ...gone.map((goal) =>
          h(
            "div",
            { class: "pb-goal pb-gone" },
            h("h3", {}, goal.name),
            h("p", { class: "pb-when" }, `${goal.metric} · 手册里这张卡已经没有这个目标`),
            fields(goal),
          ),
        ),
      );
    paint();
  }

  function paint() {
    for (const one of painters) one();
    const { weights, open, broken, score, goals } = judge(card);
    const short = 100 - weights;
    const names = goals.filter(({ weight, attainment }) => weight && attainment === null).map(({ goal }) => goal.name);
    const lines = [
      Number.isNaN(weights)
        ? "有一格权重不是 0 到 100 的数。"
        : short
          ? `权重合计 ${showNumber(weights)}，要正好 100，${short > 0 ? "还差" : "多了"} ${showNumber(Math.abs(short))}。`
          : "权重合计 100。",
      open ? `${open} 个目标还没有结果：${names.join("、")}。` : "",
      broken
        ? `护栏破了 ${broken} 个：${goals
            .filter((one) => one.broken)
            .map(({ goal }) => goal.guard.name)
            .join("、")}。`
        : "",
    ];
    total.textContent = score === null ? "还没有得分" : `得分 ${shown(score)}`;
    reasons.replaceChildren(...lines.filter(Boolean).map((line) => h("p", {}, line)));
    if (who.value !== card.who) who.value = card.who;

    const near = [now];
    for (let at = 0; at < BACK; at++) near.unshift(before(near[0]));
    for (let at = 0; at < AHEAD; at++) near.push(after(near[near.length - 1]));
    const keys = near.map((one) => one.key);
    if (!keys.includes(card.period)) keys.unshift(card.period);
    period.replaceChildren(
      ...keys.map((one) => h("option", { value: one, selected: one === card.period }, nameOf(one))),
    );
    const kept = [...cards].sort(([, a], [, b]) => (a.period < b.period ? 1 : -1));
    chooser.replaceChildren(
      ...kept.map(([one, { period, who }]) =>
        h("option", { value: one, selected: one === key }, `${nameOf(period)} ${who}`),
      ),
      key ? "" : h("option", { value: "", selected: true }, "新的一张，还没填"),
    );
    drop.disabled = !key;
  }

  /** A period in words. @param {string} text */
  function nameOf(text) {
    const [year, part] = text.split("-");
    return periodName(
      /** @type {any} */ ({
        kind: part?.startsWith("Q") ? "quarterly" : part ? "monthly" : "yearly",
        key: text,
        from: "",
        to: "",
      }),
    );
  }

  async function remove() {
    const [mark, entry] = [key, await store.remove(key)];
    const gone = cards.get(mark);
    cards.delete(mark);
    open("");
    const back = button("撤销", async () => {
      if (entry) await store.restore(mark, entry);
      if (gone) cards.set(mark, gone);
      open(mark);
      said.replaceChildren("放回来了。");
    });
    said.replaceChildren("删掉了这一张。", back);
    back.focus();
  }

  /** @param {"saveCsv" | "saveXlsx"} how */
  const share = async (how) => (await import("./share.js"))[how](card, `${name}计分卡`, nameOf(card.period));
  async function saveFile() {
    const { exportFiles } = await import("../store/files.js");
    const { download } = await import("../lib/dom.js");
    for (const blob of await exportFiles(store, key || `${prefix}-`))
      download(`${name}计分卡-${card.period}-${card.who}`, ".json", blob);
  }

  const chooser = h("select", { onchange: () => open(chooser.value) });
  const period = h("select", { onchange: () => change((card) => (card.period = period.value)) });
  const who = h("input", {
    autocomplete: "off",
    maxlength: 300,
    oninput: () => change((card) => (card.who = who.value)),
  });
  const drop = button("删除这一张", remove);
  const total = h("p", { class: "pb-total" });
  const reasons = h("div");
  const saved = h("p", { class: "pb-when" });
  const said = h("p", { role: "status" });
  place.replaceChildren(
    h(
      "div",
      { class: "pb-score" },
      h(
        "div",
        { class: "pb-fields" },
        labelled("这台设备上的", chooser),
        labelled("期别", period),
        labelled("考核谁", who),
      ),
      h("div", { role: "status" }, total, reasons, saved),
      h(
        "div",
        { class: "pb-acts" },
        button("新的一张（沿用权重和目标）", () => open("")),
        drop,
        button("导出 Excel", () => share("saveXlsx")),
        button("导出 CSV", () => share("saveCsv")),
        button("导出这一张", saveFile),
      ),
      said,
    ),
    keptNotice(store),
  );

  async function read() {
    cards.clear();
    for (const [one, value] of await store.list(prefix)) {
      const good = readCard(value);
      if (good) cards.set(one, good);
    }
  }
  await read();
  const newest = [...cards].sort(([, a], [, b]) => (a.period < b.period ? 1 : -1))[0]?.[0] ?? "";
  const asked = prefix + (choices().get("card") ?? "");
  open(cards.has(asked) ? asked : newest);

  let waiting = 0;
  store.watch(prefix, () => {
    clearTimeout(waiting); // an import changes many at once
    waiting = setTimeout(async () => {
      await read();
      const newer = cards.get(key);
      if (newer) card = newer;
      else if (key) {
        key = "";
        said.textContent = "另一个标签页删掉了这一张。继续填，它会重新存下。";
      }
      if (card.goals.some(({ ref }) => !drawn.has(ref))) build();
      else paint();
    }, 50);
  });
}
