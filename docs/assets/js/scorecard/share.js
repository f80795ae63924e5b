// A filled-in scorecard as a file for a spreadsheet. Loaded when it is asked for.

import { download } from "../lib/dom.js";
import { bold, csvFile, plain, xlsxFile } from "../lib/spreadsheet.js";
import { shown } from "../rules/scoring.js";
import { figure, judge } from "./card.js";

/** @import { Cell } from "write-excel-file/browser" */
/** @import { Card, Goal } from "./card.js" */

const DIRECTION = { higher: "越高越好", lower: "越低越好", band: "居中为好" };
const HEAD = [
  "目标",
  "指标",
  "单位",
  "方向",
  "权重",
  "目标值",
  "下限",
  "上限",
  "实际",
  "达成率",
  "得分",
  "护栏",
  "护栏单位",
  "护栏方向",
  "底线",
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
const given = ({ name, metric, unit, direction, weight, target, lower, upper, actual, guard }) => ({
  goal: [name, metric, unit, DIRECTION[direction], cell(weight), ...[target, lower, upper, actual].map(cell)],
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
  const rows = goals.map(({ goal, weight, attainment, broken }) => {
    const known = given(goal);
    return [
      ...known.goal,
      attainment ?? "",
      attainment === null ? "" : weight * attainment,
      ...known.guard,
      broken === null ? "" : broken ? "破了" : "守住",
    ];
  });
  const total = ["合计", "", "", "", weights, "", "", "", "", "", score === null ? "" : shown(score)];
  download(stem(card, title), ".csv", csvFile([...facts(card, title, period), [], HEAD, ...rows, total]));
}

/** The rules of rules/scoring.js as formulas of a row. @param {Goal} goal @param {number} r */
function formulas({ direction, guard }, r) {
  const open = { higher: `F${r}="",F${r}<=0`, lower: `F${r}="",F${r}<0`, band: `G${r}="",H${r}="",G${r}>H${r}` }[
    direction
  ];
  const reached = {
    higher: `MIN(1.2,MAX(0,I${r}/F${r}))`,
    lower: `IF(F${r}=0,IF(I${r}<=0,1,0),IF(I${r}<=0,1.2,MIN(1.2,F${r}/I${r})))`,
    band: `IF(AND(I${r}>=G${r},I${r}<=H${r}),1,0)`,
  }[direction];
  const unknown = guard.direction === "band" ? `P${r}="",Q${r}="",P${r}>Q${r}` : `O${r}=""`;
  const broken = { higher: `R${r}<O${r}`, lower: `R${r}>O${r}`, band: `OR(R${r}<P${r},R${r}>Q${r})` }[guard.direction];
  return [
    `IF(OR(I${r}="",${open}),"",${reached})`,
    `IF(J${r}="","",E${r}*J${r})`,
    `IF(OR(R${r}="",${unknown}),"",IF(${broken},"破了","守住"))`,
  ];
}

/** @param {string} value without its leading = @param {string} [format] @returns {Cell} */
const formula = (value, format) => ({ value, type: "Formula", ...(format && { format }) });

/** The score of the goals from one row to another. @param {number} first @param {number} last */
function scoreFormula(first, last) {
  const weights = `ROUND(SUM(E${first}:E${last}),6)`;
  const results = `COUNT(J${first}:J${last})`;
  const score = `IF(${results}<${last - first + 1},"还有目标没有结果",SUM(K${first}:K${last}))`;
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
      ...[bold("合计"), null, null, null, formula(`SUM(E${first}:E${last})`, "0.##")],
      ...[null, null, null, null, null, formula(scoreFormula(first, last), "0.0")],
    ],
  ];
  const widths = [24, 18, 8, 10, 7, 9, 9, 9, 9, 9, 9, 18, 8, 10, 9, 9, 9, 9, 9];
  download(stem(card, title), ".xlsx", await xlsxFile("计分卡", widths, rows));
}
