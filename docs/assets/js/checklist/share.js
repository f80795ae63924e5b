/** A run as something to hand over: link, file, spreadsheet. Loaded when it is asked for. */

import { pageAddress } from "../lib/address.js";
import { download } from "../lib/dom.js";
import { bold, csvFile, plain, xlsxFile } from "../lib/spreadsheet.js";
import { deadline } from "./run.js";
import { answerOf, factsOf } from "./sheet.js";
import { GRADE, titleOf } from "./words.js";

/** @import { Answered, Run } from "./run.js" */
/** @import { Cell } from "../lib/spreadsheet.js" */
/** @import { Store } from "../store/store.js" */

/** The sheet of a run as rows: facts, then one row for each item. @param {Run} run */
function rowsOf(run) {
  /** @param {Answered} item @param {Cell} place @returns {Cell[]} */
  const row = (item, place) => [
    place,
    item.text,
    item.how,
    GRADE[item.grade],
    item.weight,
    answerOf(run, item),
    item.note,
    ...(item.answer === "fail" ? [item.act, deadline(item) || "当场"] : ["", ""]),
    item.ref,
  ];
  return {
    facts: /** @type {Cell[][]} */ ([[titleOf(run)], ...factsOf(run)]),
    head: ["序号", "条目", "怎么查", "等级", "权重", "结果", "备注", "不合格时做什么", "期限", "编号"],
    items: [...run.items.map((item, at) => row(item, at + 1)), ...run.old.map((item) => row(item, "旧措辞"))],
  };
}

/** @param {Run} run */
const stem = (run) => `${run.name}-${run.period.key}-${run.of}`;

/** @param {Run} run */
export function saveCsv(run) {
  const { facts, head, items } = rowsOf(run);
  download(stem(run), ".csv", csvFile([...facts, [], head, ...items]));
}

/** @param {Run} run */
export async function saveXlsx(run) {
  const { facts, head, items } = rowsOf(run);
  const rows = [
    [bold(facts[0][0])],
    ...facts.slice(1).map(([label, value]) => [null, bold(label), plain(value)]),
    [],
    head.map(bold),
    ...items.map((row) => row.map(plain)),
  ];
  download(stem(run), ".xlsx", await xlsxFile("检查", [7, 46, 40, 10, 6, 9, 30, 36, 17, 34], rows));
}

/** @param {Store} store @param {string} key @param {Run} run */
export async function saveFile(store, key, run) {
  const { exportFiles } = await import("../store/files.js");
  const [blob] = await exportFiles(store, key);
  download(stem(run), ".json", blob);
}

/** Longer links are cut by some chat programs. */
const LONG = 8000;

/**
 * The link that carries a run, and what to beware of.
 *
 * @param {Store} store
 * @param {string} key
 * @returns {Promise<{link: string, beware: string}>}
 */
export async function linkOf(store, key) {
  const { encode } = await import("./handover.js");
  const entry = (await store.entries(key)).get(key);
  if (!entry) throw new Error("这份检查已经不在这台设备上了。");
  const link = pageAddress() + (await encode(key, entry));
  const beware =
    location.protocol === "file:"
      ? "这本手册是从硬盘打开的，链接在别人的电脑上打不开：请改发文件。"
      : link.length > LONG
        ? `链接有 ${link.length} 个字符，聊天软件可能会截断：请改发文件。`
        : "";
  return { link, beware };
}
