// A filled-in scorecard as a file for a spreadsheet. Loaded when it is asked for.

import { download } from "../lib/dom.js";
import { bold, csvFile, plain, xlsxFile } from "../lib/spreadsheet.js";
import { GUARDED } from "../rules/attainment.js";
import { shown } from "../rules/scoring.js";
import { figure, GUARD_RULE, judge, lackInWords } from "./card.js";

/** @import { Cell } from "write-excel-file/browser" */
/** @import { Card, Goal } from "./card.js" */

const BROKEN = "破了";
const HELD = "守住";
const DIRECTION = { higher: "越高越好", lower: "越低越好", band: "居中为好" };
const HEAD = [
  "目标",
  "指标",
  "单位",
  "方向",
  "按月的数",
  "权重",
  "底线",
  "目标值",
  "挑战",
  "下限",
  "上限",
  "实际",
  "达成率",
  "得分",
  "护栏",
  "护栏单位",
  "护栏方向",
  "护栏底线",
  "护栏下限",
  "护栏上限",
  "护栏实际",
  "护栏状态",
];

/** A field's figure, or what was typed when it is none. @param {string | undefined} text */
const cell = (text = "") => {
  const value = figure(text);
  return value === undefined || Number.isNaN(value) ? text : value;
};

/** The columns of a goal without those that are worked out. @param {Goal} goal */
const given = ({ name, metric, unit, direction, over = "", weight, guard, ...goal }) => ({
  goal: [
    ...[name, metric, unit, DIRECTION[direction], over, cell(weight)],
    ...[goal.floor, goal.target, goal.stretch, goal.lower, goal.upper, goal.actual].map(cell),
  ],
  guard: [
    guard.name,
    guard.unit,
    DIRECTION[guard.direction],
    ...[guard.floor, guard.lower, guard.upper, guard.actual].map(cell),
  ],
});

/** @param {Card} card @param {string} title @param {string} period */
const facts = (card, title, period) => [
  ["计分卡", title],
  ["期别", period],
  ["考核", card.who],
];
/** @param {Card} card @param {string} title */
const stem = (card, title) => `${title}-${card.period}-${card.who}`;

/** @param {Card} card @param {string} title @param {string} period */
export function saveCsv(card, title, period) {
  const { goals, score, weights } = judge(card);
  const rows = goals.map(({ goal, weight, attainment, counted, broken }) => {
    const known = given(goal);
    return [
      ...known.goal,
      attainment ?? "",
      counted === null ? "" : weight * counted,
      ...known.guard,
      broken === null ? "" : broken ? BROKEN : HELD,
    ];
  });
  const total = ["合计", "", "", "", "", weights, "", "", "", "", "", "", "", score === null ? "" : shown(score)];
  const lines = [...facts(card, title, period), [], HEAD, ...rows, total, [GUARD_RULE]];
  download(stem(card, title), ".csv", csvFile(lines));
}

/**
 * The rules of rules/attainment.js as formulas of a row: floor G, target H, stretch I, limits J and K, actual L, result
 * M; of the guard: floor R, limits S and T, actual U, state V.
 *
 * @param {Goal} goal
 * @param {number} r
 */
export function formulas({ direction, guard }, r) {
  const say = (/** @type {import("../rules/attainment.js").Lack} */ lack) => `"${lackInWords(lack, direction)}"`;
  const [worse, notBetter] = direction === "higher" ? ["<", ">="] : [">", "<="];
  const beyond = `MIN(1.2,1+0.2*(L${r}-H${r})/(I${r}-H${r}))`;
  const above = `IF(ISNUMBER(I${r}),${beyond},1)`;
  const between = `0.6+0.4*(L${r}-G${r})/(H${r}-G${r})`;
  const line = `IF(L${r}${worse}G${r},0,IF(L${r}${worse}H${r},${between},${above}))`;
  const stretch = `IF(AND(ISNUMBER(I${r}),H${r}${notBetter}I${r}),${say("target-stretch")},${line})`;
  const targets = `IF(G${r}${notBetter}H${r},${say("floor-target")},${stretch})`;
  const inOrder = `IF(AND(NOT(ISNUMBER(I${r})),I${r}<>""),${say("stretch")},${targets})`;
  const inBand = `IF(J${r}>K${r},${say("lower-upper")},IF(AND(L${r}>=J${r},L${r}<=K${r}),1,0))`;
  const reached =
    direction === "band"
      ? `IF(NOT(ISNUMBER(J${r})),${say("lower")},IF(NOT(ISNUMBER(K${r})),${say("upper")},${inBand}))`
      : `IF(NOT(ISNUMBER(G${r})),${say("floor")},IF(NOT(ISNUMBER(H${r})),${say("target")},${inOrder}))`;
  const limits = guard.direction === "band" ? [`S${r}`, `T${r}`] : [`R${r}`];
  const there = [`U${r}`, ...limits].map((one) => `ISNUMBER(${one})`).join(",");
  const broken = { higher: `U${r}<R${r}`, lower: `U${r}>R${r}`, band: `OR(U${r}<S${r},U${r}>T${r})` }[guard.direction];
  const state = `IF(${broken},"${BROKEN}","${HELD}")`;
  return [
    `IF(NOT(ISNUMBER(L${r})),"",${reached})`,
    `IF(ISNUMBER(M${r}),F${r}*IF(V${r}="${BROKEN}",MIN(${GUARDED},M${r}),M${r}),"")`,
    `IF(AND(${there}),${guard.direction === "band" ? `IF(S${r}>T${r},"",${state})` : state},"")`,
  ];
}

/** @param {string} value without its leading = @param {string} [format] @returns {Cell} */
const formula = (value, format) => ({ value, type: "Formula", ...(format && { format }) });

/** The score of the goals from one row to another. @param {number} first @param {number} last */
export function scoreFormula(first, last) {
  const weights = `ROUND(SUM(F${first}:F${last}),6)`;
  const open = `SUMPRODUCT((F${first}:F${last}<>0)*NOT(ISNUMBER(M${first}:M${last})))`;
  const score = `IF(${open}>0,"还有目标没有结果",SUM(N${first}:N${last}))`;
  return `IF(${weights}<>100,"权重合计不是 100",${score})`;
}

/**
 * A workbook that goes on calculating: figures can be changed in it.
 *
 * @param {Card} card @param {string} title @param {string} period
 */
export async function saveXlsx(card, title, period) {
  const goals = card.goals.filter(({ weight }) => figure(weight) !== 0 && weight);
  const first = 6;
  const last = first + goals.length - 1;
  const rows = [
    ...facts(card, title, period).map(([label, value]) => [bold(label), plain(value)]),
    [],
    HEAD.map(bold),
    ...goals.map((goal, at) => {
      const known = given(goal);
      const [reached, points, state] = formulas(goal, first + at);
      return [
        ...known.goal.map(plain),
        formula(reached, "0.0%"),
        formula(points, "0.0"),
        ...known.guard.map(plain),
        formula(state),
      ];
    }),
    [
      ...[bold("合计"), null, null, null, null, formula(`SUM(F${first}:F${last})`, "0.##")],
      ...[null, null, null, null, null, null, null, formula(scoreFormula(first, last), "0.0")],
    ],
    [{ value: GUARD_RULE, type: String }],
  ];
  const widths = [24, 18, 8, 10, 10, 7, 9, 9, 9, 9, 9, 9, 11, 9, 18, 8, 10, 9, 9, 9, 9, 9];
  download(stem(card, title), ".xlsx", await xlsxFile("计分卡", widths, rows));
}
