// The roles that the store keeps as the reader's own, read against the roles that there are today. No page, no storage.

import { readable } from "../lib/shape.js";
import { roleOf } from "../store/records.js";

/**
 * @typedef {{id: string, name: string, from: string}} MyRole `from` is the first day in it, "" where nobody told
 * @typedef {{names: Record<string, string>, moved: Record<string, string>,
 *   gone: Record<string, {date: string, why: string}>}} Roles
 *   the roles by name, the renamed ones with their new id, and those that were given up
 * @typedef {{kind: "moved" | "gone" | "unknown" | "newer" | "copy", key: string, name: string, to?: string,
 *   toName?: string, date?: string, why?: string, value?: any}} Note something about a kept role that must be told
 * @typedef {{roles: MyRole[], asAll: boolean, notes: Note[]}} Mine `asAll`: shown as everybody sees it
 */

/** What the keys of the reader's own roles begin with. */
export const PREFIX = "role:";

/** The key of a role. @param {string} id */
export const keyOf = (id) => PREFIX + id;

/**
 * What must be told of a kept role, if anything.
 *
 * @param {string} key
 * @param {string} id
 * @param {string | undefined} copy what an import adds to the key of a role that was kept here too
 * @param {{name: string, from: string} | null} value null where it can't be read
 * @param {Roles | null} all
 * @returns {Note | null}
 */
function noteOf(key, id, copy, value, all) {
  if (!value) return { kind: "newer", key, name: id };
  const { name, from } = value;
  if (copy) return { kind: "copy", key, name, to: id, date: from, value };
  const to = all?.moved[id];
  if (to) return { kind: "moved", key, name, to, toName: all?.names[to], value };
  if (!all || all.names[id]) return null;
  return { kind: all.gone[id] ? "gone" : "unknown", key, name, ...all.gone[id] };
}

/**
 * The reader's own roles, those chosen first before the others, and what must be told of them.
 *
 * @param {[string, any][]} kept entries of the store
 * @param {Roles | null} all
 * @returns {{roles: MyRole[], notes: Note[]}}
 */
export function resolve(kept, all) {
  /** @type {Note[]} */
  const notes = [];
  /** @type {(MyRole & {at: number})[]} */
  const found = [];
  for (const [key, raw] of kept) {
    const [id, copy] = key.slice(PREFIX.length).split("~");
    const value = readable(roleOf, raw);
    const note = noteOf(key, id, copy, value, all);
    if (note) notes.push(note);
    if (!value || (note && note.kind !== "moved")) continue;
    const to = note?.to ?? id;
    found.push({ id: to, name: all?.names[to] ?? value.name, from: value.from, at: value.at });
  }
  found.sort((a, b) => a.at - b.at);
  const roles = found.map(({ id, name, from }) => ({ id, name, from }));
  return { roles: roles.filter(({ id }, at) => roles.findIndex((one) => one.id === id) === at), notes };
}
