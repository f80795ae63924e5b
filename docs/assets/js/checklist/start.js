/** The forms that start a run and draw its sample. Loaded when somebody starts. */

import { button, dateBox, h } from "../lib/dom.js";
import { due, iso, NEAR, periodName, plus, today } from "../rules/period.js";
import { NAME_LENGTH } from "../store/records.js";
import { draw, MOST, pool, ready } from "./sample.js";
import { wordsOf } from "./words.js";

/** @import { List, Run } from "./run.js" */
/** @import { Draw } from "./sample.js" */
/** @import { Period } from "../rules/period.js" */

/** A name without signs that can't be seen. @param {string} text */
const clean = (text) => text.replace(/[\p{Cc}\p{Cf}\s]+/gu, " ").trim();

let fields = 0;

/**
 * A field with its label, and a place for what is wrong with it.
 *
 * @param {string} label
 * @param {any} input
 * @param {(value: string) => string} [judge] what is wrong with a value, or ""
 */
function field(label, input, judge = () => "") {
  const id = `pb-field-${++fields}`;
  const wrong = h("p", { class: "pb-wrong", id: `${id}-wrong`, role: "alert" });
  input.id = id;
  input.setAttribute("aria-describedby", wrong.id);
  return {
    input,
    node: h(
      "div",
      { class: "pb-field" },
      h("label", { for: id }, label),
      input.type === "date" ? dateBox(input).box : input,
      wrong,
    ),
    get value() {
      return clean(input.value);
    },
    /** @param {string} [words] @returns {boolean} whether nothing is wrong */
    check(words = judge(clean(input.value))) {
      wrong.textContent = words;
      input.setAttribute("aria-invalid", String(words !== ""));
      if (words) input.focus();
      return !words;
    },
  };
}

/** Check every field; the first that something is wrong with gets the focus. @param {ReturnType<typeof field>[]} all */
const allWell = (all) => all.toReversed().filter((one) => !one.check()).length === 0;

/** @param {string} name */
function judgeName(name) {
  const length = [...name].length;
  return !length ? "请写上。" : length > NAME_LENGTH ? `最多 ${NAME_LENGTH} 个字，现在有 ${length} 个。` : "";
}

/** @param {string} count */
const judgeCount = (count) =>
  /^\d+$/.test(count) && Number(count) > 0 && Number(count) <= MOST ? "" : "写一个整数：名单从 1 号起一共有几个。";

/** @param {string} day */
const judgeDay = (day) => (day ? "" : "请选日期。");

/**
 * What has to be asked before a sample can be drawn, and the draw.
 *
 * @param {List} list
 * @param {Date} now
 */
function sampler({ sample, period: kind }, now) {
  const day = today(now);
  const count = field(
    `名单上一共有几个（先从 1 号排好，由页面抽 ${sample.pick} 个）`,
    h("input", { type: "number", inputmode: "numeric", min: "1", max: String(MOST) }),
    judgeCount,
  );
  const from = field("从哪些天里抽：第一天", h("input", { type: "date", value: iso(plus(day, -7)) }), judgeDay);
  const to = field("最后一天", h("input", { type: "date", value: iso(plus(day, -1)) }), judgeDay);
  const days = sample.draw === "days" || sample.draw === "workdays";
  const asked = sample.draw === "list" ? [count] : days && kind === "per-event" ? [from, to] : [];
  return {
    fields: asked,
    hint: sample.draw === "workdays" ? "放假的日子不抽。" : "",
    /**
     * @param {Period} period
     * @param {string} why
     * @param {(number | string)[]} out days that were drawn before
     * @param {ReturnType<typeof field>} last the field that says why there is none
     * @returns {Draw[] | null} null: it can't be drawn, and the field says why
     */
    draw(period, why, out, last) {
      if (sample.draw === "all") return [];
      if (!days) return [draw(sample, Number(count.value), why, now)];
      const all = pool(sample, period, asked.length ? [from.value, to.value] : null);
      const some = all.filter((one) => !out.includes(one));
      if (some.length && ready(all) <= iso(day)) return [draw(sample, some, why, now)];
      (asked[1] ?? last).check(
        some.length ? `要抽的日子还没过完，${ready(all)} 起才能抽。` : "这段日子里没有可抽的了。",
      );
      return null;
    },
  };
}

/**
 * A form of fields, and what stands below them.
 *
 * @param {ReturnType<typeof field>[]} all
 * @param {() => void} act called when it is sent and nothing is wrong
 * @param {...any} below
 */
const formOf = (all, act, ...below) =>
  h(
    "form",
    {
      class: "pb-start",
      novalidate: true,
      onsubmit: (/** @type {Event} */ event) => {
        event.preventDefault();
        if (allWell(all)) act();
      },
    },
    all.map((one) => one.node),
    below,
  );

/**
 * @param {List & {people: {of: string[], by: string[]}}} list
 * @param {Run[]} runs earlier runs, newest first
 * @param {Date} now
 * @param {(about: {of: string, by: string, period: Period, draws: Draw[]}) => void} begin
 * @param {() => void} cancel
 */
export function startForm(list, runs, now, begin, cancel) {
  const words = wordsOf(list);
  const { near, start } = due(list.period, today(now), runs);
  const named = (/** @type {string} */ label, /** @type {"of" | "by"} */ part, value = "") => {
    const known = [...new Set([...runs.map((run) => run[part]), ...list.people[part]])].slice(0, 20);
    const options = h(
      "datalist",
      { id: `pb-known-${part}` },
      known.map((name) => h("option", { value: name })),
    );
    const made = field(label, h("input", { type: "text", autocomplete: "off", list: options.id, value }), judgeName);
    made.node.append(options);
    return made;
  };
  const of = named(words.of, "of");
  const by = named(words.by, "by", runs[0]?.by);
  const options = near.map((one, at) =>
    h("option", { value: String(at), selected: one.key === start.key }, `${NEAR[list.period][at]}：${periodName(one)}`),
  );
  const period = field("属于哪一期", h("select", {}, options));
  const sample = sampler(list, now);
  const all = [of, by, ...(near.length > 1 ? [period] : []), ...sample.fields];
  const form = formOf(
    all,
    () => {
      const chosen = near[Number(period.value)];
      const draws = sample.draw(chosen, "", [], period);
      if (draws) begin({ of: of.value, by: by.value, period: chosen, draws });
    },
    sample.hint && h("p", { class: "pb-hint" }, sample.hint),
    h(
      "p",
      { class: "pb-acts" },
      h("button", { type: "submit", class: "pb-act pb-main" }, words.start),
      button("算了", cancel),
    ),
  );
  return { form, focus: () => of.input.focus() };
}

/**
 * Another draw: from another list, or because the first can't be used. What was drawn before stays.
 *
 * @param {List} list
 * @param {Run} run
 * @param {Date} now
 * @param {(draw: Draw) => void} add
 */
export function redrawForm(list, run, now, add) {
  const why = field("抽哪份名单，或者为什么再抽", h("input", { type: "text", autocomplete: "off" }), judgeName);
  const sample = sampler(list, now);
  const all = [why, ...sample.fields];
  const form = formOf(
    all,
    () => {
      const out = run.draws.flatMap((one) => one.picked);
      sample.draw(run.period, why.value, out, why)?.forEach(add);
    },
    h("p", { class: "pb-acts" }, h("button", { type: "submit", class: "pb-act" }, "再抽")),
  );
  return { form, focus: () => why.input.focus() };
}
