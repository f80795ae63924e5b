/** The store as files: export of everything, or of one thing, and import. Loaded when it is asked for. */

import { UnreadableError } from "../lib/shape.js";
import { cardOf, roleOf, runOf, tickOf } from "./records.js";
import { isEntry } from "./storage.js";

/** @import { Reader } from "../lib/shape.js" */
/** @import { Entry, Seen } from "./storage.js" */
/** @import { Store } from "./store.js" */
/** @typedef {{added: number, newer: number, same: number, older: number, both: number, unreadable: number}} Counts */

const FORMAT = "ops-playbook";
const VERSION = 1;
/** The largest file that is read; an export is cut into parts well below it. */
const LARGEST = 16e6;
const PART = 8e6;
const KEY = /^(?!meta:)[a-z]+:[\w.:~-]{1,200}$/;

/**
 * What a kind of key is called, and what reads its values. A kind that isn't here is taken as it is.
 * @type {Map<string, [name: string, read: Reader<any>]>}
 */
const KINDS = new Map([
  ["run", ["检查", runOf]],
  ["score", ["计分卡", cardOf]],
  ["tick", ["打的钩", tickOf]],
  ["role", ["我的岗位", roleOf]],
]);

/** @param {string} key */
const kindOf = (key) => KINDS.get(key.split(":")[0]);

const PROBLEMS = {
  large: "文件太大，最多 16 MB。导出的文件大了会分成几份，请一份一份导入。",
  foreign: "这不是运营手册导出的文件，或者文件不完整。",
  newer: "这个文件由较新版本的手册导出，这一页读不了。请刷新页面再试。",
};

/**
 * CRC-32 (ISO 3309) of a text's UTF-8 bytes, in hexadecimal. It tells damage, not forgery.
 *
 * `crypto.subtle` isn't there on a plain http page of a company's own network, so no hash of the browser's will do.
 *
 * @param {string} text
 */
export function crc(text) {
  let sum = -1;
  for (const byte of new TextEncoder().encode(text)) {
    sum ^= byte;
    for (let bit = 8; bit--; ) sum = (sum >>> 1) ^ (sum & 1 && 0xedb88320);
  }
  return ((sum ^ -1) >>> 0).toString(16).padStart(8, "0");
}

/**
 * Everything below a prefix as texts of files, each of which can be imported alone.
 *
 * @param {Store} store
 * @param {string} [prefix] the empty one: everything
 * @returns {Promise<Blob[]>}
 */
export async function exportFiles(store, prefix = "") {
  /** @type {string[][]} */
  const parts = [[]];
  let size = 0;
  for (const [key, entry] of await store.entries(prefix)) {
    if (!KEY.test(key)) continue;
    const line = `${JSON.stringify(key)}:${JSON.stringify(entry)}`;
    size += line.length * 3; // what a Chinese character takes in the file
    if (size > PART && parts.at(-1)?.length) {
      parts.push([]);
      size = line.length * 3;
    }
    parts.at(-1)?.push(line);
  }
  const head = `{"format":"${FORMAT}","version":${VERSION},"saved":"${new Date().toISOString()}","entries":{\n`;
  return parts.map((lines) => new Blob([head, lines.join(",\n"), "\n}}\n"], { type: "application/json" }));
}

/**
 * The entries of a file.
 *
 * @param {Blob} file
 * @returns {Promise<[string, any][]>}
 * @throws {Error} that says in words what is wrong with the file
 */
export async function readFile(file) {
  if (file.size > LARGEST) throw new Error(PROBLEMS.large);
  let data;
  try {
    data = JSON.parse(await file.text());
  } catch {
    throw new Error(PROBLEMS.foreign);
  }
  if (data?.format !== FORMAT || !Number.isSafeInteger(data.version)) throw new Error(PROBLEMS.foreign);
  if (data.version > VERSION) throw new Error(PROBLEMS.newer);
  if (!(data.entries instanceof Object)) throw new Error(PROBLEMS.foreign);
  return Object.entries(data.entries);
}

/**
 * Take entries over: all of them, or none when the device refuses. Where both sides changed a value, both stay,
 * the other one under a key of its own that ends in `~<sum>`. What no page could read is left out, and named.
 *
 * @param {Store} store
 * @param {[string, any][]} entries
 * @param {boolean} [dry] count, and take nothing over
 * @returns {Promise<{counts: Counts, unreadable: string[], ok: boolean}>} `unreadable` says which, and why
 */
export async function importEntries(store, entries, dry) {
  const counts = { added: 0, newer: 0, same: 0, older: 0, both: 0, unreadable: 0 };
  /** @type {Map<string, Entry>} */
  const good = new Map();
  /** @type {string[]} */
  const unreadable = [];
  for (const [key, raw] of entries) {
    try {
      good.set(key, entryOf(key, raw));
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      unreadable.push(`${kindOf(key)?.[0] ?? ""} ${key.slice(0, 80)}：${error.message}`.trim());
    }
  }
  const copies = new Map([...good].map(([key, entry]) => [key, `${key}~${crc(JSON.stringify(entry.v))}`]));
  /** @type {[keyof Counts, string, Entry][]} */
  let plan = [];
  const ok = await store.transact(
    [...copies.keys(), ...copies.values()],
    (get, put) => {
      plan = [...good].map(([key, entry]) => {
        const here = get(key);
        const copy = copies.get(key) ?? key;
        if (!here) return ["added", key, entry];
        if (JSON.stringify(here.v) === JSON.stringify(entry.v) || get(copy)) return ["same", key, here];
        if (covers(here.seen, entry.seen)) return ["older", key, here];
        if (covers(entry.seen, here.seen)) return ["newer", key, entry];
        return ["both", copy, entry];
      });
      for (const [what, key, entry] of plan) if (what !== "same" && what !== "older") put(key, entry);
    },
    dry,
  );
  for (const [what] of plan) counts[what]++;
  counts.unreadable = unreadable.length;
  return { counts, unreadable, ok };
}

/** Whether state `a` has everything that state `b` has. @param {Seen} a @param {Seen} b */
const covers = (a, b) => Object.keys(b).every((device) => (a[device] ?? 0) >= b[device]);

/**
 * An entry as its page reads it.
 *
 * @param {string} key
 * @param {any} raw
 * @returns {Entry}
 * @throws {UnreadableError} when no page can read it
 */
function entryOf(key, raw) {
  if (!KEY.test(key)) throw new UnreadableError("编号不是手册里的写法");
  if (!isEntry(raw)) throw new UnreadableError("没有内容，或者没有改动的次数");
  const read = kindOf(key)?.[1];
  return { v: read ? read(raw.v) : raw.v, seen: raw.seen };
}
