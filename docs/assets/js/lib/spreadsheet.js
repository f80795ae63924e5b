// Rows as files that Chinese Excel opens as it should: CSV, and a workbook of one sheet.

/** @import { Cell as XlsxCell, SheetData } from "write-excel-file/browser" */
/** @typedef {string | number} Cell */

/**
 * A line that begins with one of these, with or without blanks before it, may be taken for a formula, by a spreadsheet
 * in Chinese the wide ones too. The
 * CSV writer of macros/exports/ has the same rule; tests/rules/cells.json holds both to it.
 */
const FORMULA = /(^|[\r\n])(?=[^\S\r\n]*[=+\-@＝＋－＠]|\t)/g;

/**
 * A text that no spreadsheet runs: an apostrophe stands before every line of it that could be a formula, and before
 * a carriage return that it begins with.
 *
 * @param {string} text
 */
const guarded = (text) => text.replace(FORMULA, "$1'").replace(/^\r/, "'\r");

/** @param {Cell} cell */
function field(cell) {
  const text = typeof cell === "string" ? guarded(cell) : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows as CSV, with a byte order mark. @param {Cell[][]} rows */
export const csv = (rows) => `\ufeff${rows.map((row) => `${row.map(field).join(",")}\r\n`).join("")}`;

/** Rows as a file. @param {Cell[][]} rows */
export const csvFile = (rows) => new Blob([csv(rows)], { type: "text/csv" });

/**
 * A value as a cell: a text stays one, also when it looks like a formula. "" is an empty cell.
 *
 * @param {Cell} value
 * @returns {XlsxCell}
 */
export function plain(value) {
  if (value === "") return null;
  const layout = { wrap: true, alignVertical: /** @type {const} */ ("top") };
  return typeof value === "number" ? { value, type: Number, ...layout } : { value, type: String, ...layout };
}

/** @param {Cell} value @returns {XlsxCell} */
export const bold = (value) => ({ value: String(value), type: String, fontWeight: "bold" });

/**
 * A workbook, as a file. The library for it comes when it is asked for.
 *
 * @param {string} sheet
 * @param {number[]} widths
 * @param {SheetData} rows
 * @returns {Promise<Blob>}
 */
export async function xlsxFile(sheet, widths, rows) {
  await import("../../vendor/write-excel-file/write-excel-file.min.js");
  const columns = widths.map((width) => ({ width }));
  return globalThis.writeXlsxFile(rows, { sheet, columns, orientation: "landscape" }).toBlob();
}
