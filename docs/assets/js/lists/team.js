// How many people are needed: people and hours in, what a month asks of them out, and what to leave out first.

import { choices } from "../lib/address.js";
import { button, download, h } from "../lib/dom.js";
import { bold, plain, xlsxFile } from "../lib/spreadsheet.js";
import { MOST, planTeam, read, within, written } from "../rules/team.js";

/** @import { Form, Team, Load } from "../rules/team.js" */
/** @typedef {ReturnType<typeof planTeam>} Plan */
/** @typedef {{people: HTMLInputElement, week: HTMLInputElement, cells: HTMLTableCellElement[]}} Row */

const hours = (/** @type {number} */ minutes) => (minutes / 60).toFixed(1);
const percent = (/** @type {number} */ part, /** @type {number} */ whole) =>
  whole ? `${Math.round((part * 100) / whole)}%` : "—";
const add = (/** @type {number[]} */ figures) => figures.reduce((sum, one) => sum + one, 0);

/** @param {HTMLElement} box has the table: a row for each role, and the whole team last */
export function start(box) {
  const result = /** @type {HTMLElement} */ (document.querySelector("[data-team-result]"));
  /** @type {Form} */
  const form = JSON.parse(document.querySelector("script[data-team-form]")?.textContent ?? "");
  const tasks = taskTable();
  let team = read(form, choices().get("team") ?? "");

  /** @type {Record<string, Row>} */
  const rows = {};
  for (const mark of box.querySelectorAll("[data-role]")) {
    const id = mark.getAttribute("data-role") ?? "";
    const [, people, week, ...cells] = /** @type {HTMLTableRowElement} */ (mark.closest("tr")).cells;
    rows[id] = { ...fields(form.roles[id].name, people, week), cells };
    rows[id].people.addEventListener("input", () => {
      team.people[id] = within(rows[id].people.value, 0, MOST.people, 0);
      show();
    });
    rows[id].week.addEventListener("input", () => {
      const asked = Number(rows[id].week.value);
      if (asked > 0) team.week[id] = Math.min(asked, MOST.week);
      show();
    });
  }
  const [total] = [...box.querySelectorAll("tbody tr")].slice(-1);
  const [, all, week, ...sums] = /** @type {HTMLTableRowElement} */ (total).cells;
  const verdict = h("p", { class: "pb-verdict-line", role: "status" });
  const details = h("div");

  function show() {
    const plan = planTeam(form, team);
    choices({ team: written(form, team) });
    for (const [id, row] of Object.entries(rows))
      showRow(
        row,
        plan.loads.find(({ role }) => role === id),
      );
    const planned = add(plan.loads.map((load) => load.planned));
    const available = add(plan.loads.map((load) => load.available));
    all.textContent = String(add(Object.values(team.people)));
    week.textContent = String(add(Object.keys(rows).map((id) => team.people[id] * team.week[id])));
    sums[0].textContent = `${hours(planned)} 小时`;
    sums[1].textContent = `${hours(available * form.full)} 小时`;
    sums[2].textContent = percent(planned, available);
    verdict.textContent = verdictOf(plan, form);
    details.replaceChildren(...answer(plan, form, tasks));
  }

  /** @param {Team} chosen */
  function choose(chosen) {
    team = chosen;
    for (const [id, row] of Object.entries(rows)) {
      row.people.value = String(team.people[id]);
      row.week.value = String(team.week[id]);
    }
    show();
  }
  const preset = (/** @type {string} */ name, /** @type {Record<string, number>} */ people) =>
    button(name, () => choose({ people: { ...read(form, "0").people, ...people }, week: read(form, "").week }));

  document.querySelector("[data-sizes]")?.replaceChildren(
    h(
      "p",
      { class: "pb-acts" },
      preset("这本手册的团队", form.own),
      form.sizes.map(([name, people]) => preset(name, people)),
    ),
  );
  result.replaceChildren(
    verdict,
    details,
    h(
      "p",
      { class: "pb-acts" },
      button("导出 Excel", () => save(form, team, planTeam(form, team), tasks)),
    ),
  );
  choose(team);
}

/** The fields of a role, in its cells. @param {string} name @param {HTMLElement} people @param {HTMLElement} week */
function fields(name, people, week) {
  const count = h("input", {
    type: "number",
    min: 0,
    max: MOST.people,
    inputmode: "numeric",
    "aria-label": `${name}几个人`,
  });
  const time = h("input", { type: "number", min: 1, max: MOST.week, step: "any", "aria-label": `${name}一周几小时` });
  const step = (/** @type {number} */ by) => () => {
    count.value = String(within(String(Number(count.value) + by), 0, MOST.people, 0));
    count.dispatchEvent(new Event("input"));
  };
  people.replaceChildren(
    h(
      "span",
      { class: "pb-stepper" },
      button("−", step(-1), { "aria-label": `${name}少一个人` }),
      count,
      button("+", step(1), { "aria-label": `${name}多一个人` }),
    ),
  );
  week.replaceChildren(time);
  return { people: count, week: time };
}

/** @param {Row} row @param {Load | undefined} load none where nobody is */
function showRow({ cells: [planned, most, rate] }, load) {
  for (const cell of [planned, rate]) cell.classList.toggle("pb-over", Boolean(load?.left.length));
  planned.textContent = load ? `${hours(load.planned / load.people)} 小时` : "—";
  most.textContent = load ? `${hours(load.most / load.people)} 小时` : "—";
  rate.textContent = load ? percent(load.planned, load.available) : "—";
}

/** What is known of the tasks: the rows of the page's table of all. @returns {Map<string, HTMLTableCellElement[]>} */
function taskTable() {
  const marks = [...document.querySelectorAll("[data-team-tasks] [data-task]")];
  return new Map(
    marks.map((mark) => [
      mark.getAttribute("data-task") ?? "",
      [.../** @type {HTMLTableRowElement} */ (mark.closest("tr")).cells],
    ]),
  );
}

/** @param {Plan} plan @param {Form} form */
function verdictOf({ loads, undone, undecided }, form) {
  const name = (/** @type {Load} */ { role }) => form.roles[role].name;
  const over = loads.filter(({ left }) => left.length);
  const tight = loads.filter(({ kept, most }) => kept > most + 0.01);
  const parts = [];
  if (!loads.length) parts.push("一个人也没有");
  else if (!over.length && !tight.length) parts.push("排得下");
  if (over.length) parts.push(`${over.map(name).join("、")}排不下，要放下下面这些事`);
  if (tight.length) parts.push(`${tight.map(name).join("、")}光是会议、拍板和清单就排不下，要加人`);
  if (undone.length) parts.push(`${undone.length} 件事没有人做`);
  if (undecided.length) parts.push(`${undecided.length} 项任务没有人拍板`);
  return `${parts.join("；")}。`;
}

/** @param {Plan} plan @param {Form} form @param {Map<string, HTMLTableCellElement[]>} tasks */
function answer({ loads, undone, undecided, givenUp }, form, tasks) {
  const gone = new Set(givenUp);
  const parts = loads
    .filter(({ left }) => left.length)
    .map((load) => [
      h("h3", {}, `${form.roles[load.role].name}先放下 ${load.left.length} 项，最不要紧的在前`),
      table(
        ["任务", "重要", "省下", "做不成的产出", "没有人看的指标"],
        load.left.map(({ ref, minutes }) => [
          [link(tasks, ref), gone.has(ref) ? null : h("small", {}, "别的角色还在做")],
          tasks.get(ref)?.[1].textContent,
          `一个月 ${hours(minutes)} 小时`,
          ...rest(tasks, ref),
        ]),
      ),
      h(
        "p",
        { class: "pb-when" },
        `放下之后每人一个月 ${hours(load.kept / load.people)} 小时，最多排 ${hours(load.most / load.people)} 小时。`,
      ),
    ]);
  if (undone.length) {
    parts.push([
      h("h3", {}, `没有人做的 ${undone.length} 件`),
      table(
        ["任务", "重要", "做不成的产出", "没有人看的指标"],
        undone.map((ref) => [link(tasks, ref), tasks.get(ref)?.[1].textContent, ...rest(tasks, ref)]),
      ),
    ]);
  }
  if (undecided.length) {
    parts.push([
      h("h3", {}, `没有人拍板的 ${undecided.length} 项`),
      h(
        "ul",
        {},
        undecided.map((ref) => h("li", {}, link(tasks, ref))),
      ),
    ]);
  }
  return parts.flat();
}

/** The link to a task on the page. @param {Map<string, HTMLTableCellElement[]>} tasks @param {string} ref */
const link = (tasks, ref) => tasks.get(ref)?.[0].querySelector("a")?.cloneNode(true) ?? ref;

/** What a task hands in, and its metrics. @param {Map<string, HTMLTableCellElement[]>} tasks @param {string} ref */
const rest = (tasks, ref) => (tasks.get(ref) ?? []).slice(3).map((cell) => [...cell.cloneNode(true).childNodes]);

/** @param {string[]} head @param {any[][]} rows */
const table = (head, rows) =>
  h(
    "div",
    { class: "pb-wide", tabindex: 0, role: "region", "aria-label": head[0] },
    h(
      "table",
      { class: "pb-left-out" },
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          head.map((text) => h("th", { scope: "col" }, text)),
        ),
      ),
      h(
        "tbody",
        {},
        rows.map(([first, ...cells]) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, first),
            cells.map((cell) => h("td", {}, cell)),
          ),
        ),
      ),
    ),
  );

/**
 * The answer as a workbook, figures as figures.
 *
 * @param {Form} form @param {Team} team @param {Plan} plan @param {Map<string, HTMLTableCellElement[]>} tasks
 */
async function save(form, team, plan, tasks) {
  const text = (/** @type {string} */ ref, /** @type {number} */ at) => tasks.get(ref)?.[at].textContent?.trim() ?? "";
  const hour = (/** @type {number} */ minutes) => Math.round((minutes / 60) * 100) / 100;
  const rows = [
    [
      "角色",
      "几个人",
      "每人一周几小时",
      "每人一个月排了（小时）",
      "最多排（小时）",
      "放下之后（小时）",
      "占工时（%）",
    ].map(bold),
    ...Object.keys(form.roles).map((id) => {
      const load = plan.loads.find(({ role }) => role === id);
      const each = (/** @type {number} */ minutes) => hour(minutes / (load?.people || 1));
      const figures = load
        ? [each(load.planned), each(load.most), each(load.kept), Math.round((load.planned * 100) / load.available)]
        : [];
      return [form.roles[id].name, team.people[id], team.week[id], ...figures].map(plain);
    }),
    [],
    ["角色", "放下的任务", "重要", "一个月省下（小时）", "产出", "指标", "还有人做"].map(bold),
    ...plan.loads.flatMap(({ role, left }) =>
      left.map(({ ref, minutes }) =>
        [
          form.roles[role].name,
          text(ref, 0),
          form.importance[ref],
          hour(minutes),
          text(ref, 3),
          text(ref, 4),
          plan.givenUp.includes(ref) ? "没有" : "有",
        ].map(plain),
      ),
    ),
    ...plan.undone.map((ref) =>
      ["没有人做", text(ref, 0), form.importance[ref] ?? "", "", text(ref, 3), text(ref, 4), "没有"].map(plain),
    ),
    ...plan.undecided.map((ref) => ["没有人拍板", text(ref, 0), form.importance[ref]].map(plain)),
  ];
  download("要几个人", ".xlsx", await xlsxFile("要几个人", [14, 28, 14, 20, 28, 24, 12], rows));
}
