/**
 * Readers of data that may be anything: it comes from a store, or from a file that somebody else wrote. A reader gives
 * a value back in its proper form, or throws UnreadableError, which says where it is wrong, and how.
 *
 * @template T
 * @typedef {(value: any, where?: string) => T} Reader `where` is the place in the data, for the message
 */

export class UnreadableError extends Error {}

/** @param {unknown} good @param {string} where @param {string} wrong */
function demand(good, where, wrong) {
  if (!good) throw new UnreadableError(`${where} ${wrong}`.trim());
}

/** A text of so many signs at most. @param {number} [most] @returns {Reader<string>} */
export const text =
  (most = 1000) =>
  (value, where = "") => {
    demand(typeof value === "string" && [...value].length <= most, where, `不是 ${most} 个字以内的文字`);
    return value;
  };

/** A text of a form, such as one of some words. @param {RegExp} form @returns {Reader<any>} */
export const formed =
  (form) =>
  (value, where = "") => {
    demand(typeof value === "string" && form.test(value), where, "写得不对");
    return value;
  };

/** @type {Reader<number>} */
export const number = (value, where = "") => {
  demand(Number.isFinite(value), where, "不是数");
  return value;
};

/** @template T @param {number} most how many entries at most @param {Reader<T>} read @returns {Reader<T[]>} */
export const list =
  (most, read) =>
  (value, where = "") => {
    demand(Array.isArray(value) && value.length <= most, where, `不是 ${most} 项以内的列表`);
    return value.map((/** @type {any} */ one, /** @type {number} */ at) => read(one, `${where} 第 ${at + 1} 项`));
  };

/**
 * A record: of what it has, what the shape names.
 *
 * @template {Record<string, Reader<any>>} S
 * @param {S} shape
 * @returns {Reader<{[name in keyof S]: ReturnType<S[name]>}>}
 */
export const record =
  (shape) =>
  (value, where = "") => {
    demand(typeof value === "object" && value, where, "不是一份记录");
    const fields = Object.entries(shape).map(([name, read]) => [name, read(value[name], `${where} ${name}`.trim())]);
    return Object.fromEntries(fields);
  };

/** What a reader makes of data; null when it can't be read. @template T @param {Reader<T>} read @param {any} raw */
export function readable(read, raw) {
  try {
    return read(raw);
  } catch (error) {
    if (error instanceof UnreadableError) return null;
    throw error;
  }
}
