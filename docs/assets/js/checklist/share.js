/** A run as something to hand over: link, file, spreadsheet. Loaded when it is asked for. */

import { download } from "../lib/dom.js";
import { deadline } from "./run.js";
import { answerOf, factsOf } from "./sheet.js";
import { GRADE, titleOf } from "./words.js";

/** @import { Answered, Run } from "./run.js" */
/** @typedef {string | number} Cell */

/** The sheet of a run as rows: facts, then one row for each item. @param {Run} run */
export function rowsOf(run) {
  /** @param {Answered} item @param {Cell} place @returns {Cell[]} */
  const row = (item, place) => [
    place,
    item.text,
    item.how,
    GRADE[item.grade],
    item.weight,
    answerOf(run, item),
    item.note,
    item.answer === "fail" ? item.act : "",
    item.answer === "fail" ? deadline(item) || "当场" : "",
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

/** CSV as Excel reads it: with a BOM, and nothing that starts like a formula. @param {Run} run */
export function csvOf(run) {
  const { facts, head, items } = rowsOf(run);
  const cell = (/** @type {Cell} */ value) => {
    const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `\ufeff${[...facts, [], head, ...items].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

/** @param {Run} run */
export const saveCsv = (run) => download(stem(run), ".csv", new Blob([csvOf(run)], { type: "text/csv" }));

/** @param {Run} run @returns {Promise<Blob>} */
export async function xlsxOf(run) {
  await import("../../vendor/write-excel-file/write-excel-file.min.js");
  const { facts, head, items } = rowsOf(run);
  const plain = (/** @type {Cell} */ value) =>
    value === ""
      ? null
      : { value, type: typeof value === "number" ? Number : String, wrap: true, alignVertical: "top" };
  const bold = (/** @type {Cell} */ value) => ({ value, type: String, fontWeight: "bold" });
  const rows = [
    [bold(facts[0][0])],
    ...facts.slice(1).map(([label, value]) => [null, bold(label), plain(value)]),
    [],
    head.map(bold),
    ...items.map((row) => row.map(plain)),
  ];
  const columns = [7, 46, 40, 10, 6, 9, 30, 36, 17, 34].map((width) => ({ width }));
  return globalThis.writeXlsxFile(rows, { sheet: "检查", columns, orientation: "landscape" }).toBlob();
}

/** @param {Run} run */
export const saveXlsx = async (run) => download(stem(run), ".xlsx", await xlsxOf(run));

/** @param {import("../store/store.js").Store} store @param {string} key @param {Run} run */
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
 * @param {import("../store/store.js").Store} store
 * @param {string} key
 * @returns {Promise<{link: string, beware: string}>}
 */
export async function linkOf(store, key) {
  const { encode } = await import("./handover.js");
  const entry = (await store.entries(key)).get(key);
  if (!entry) throw new Error("这份检查已经不在这台设备上了。");
  const link = location.href.split("#")[0] + (await encode(key, entry));
  const beware =
    location.protocol === "file:"
      ? "这本手册是从硬盘打开的，链接在别人的电脑上打不开：请改发文件。"
      : link.length > LONG
        ? `链接有 ${link.length} 个字符，聊天软件可能会截断：请改发文件。`
        : "";
  return { link, beware };
}
