/** What lies in the storage of a device, and how a playbook takes what lay there before each had a store of its own. */

import "../../vendor/idb/idb.min.js";
import { siteRoot } from "../lib/address.js";

export const TABLE = "entries";
export const META = "meta:store";
/** What every playbook of a host kept together before each had a store of its own. */
const SHARED = "ops-playbook";
/** Several playbooks may stand on one host: what one keeps is not shown by another. */
export const NAME = `${SHARED}:${siteRoot()}`;

/**
 * How often each device has changed a value. It tells an older state from one that went its own way, whatever the
 * clocks say.
 * @typedef {Record<string, number>} Seen
 * @typedef {{v: any, seen: Seen}} Entry
 */

/** A short name that nothing else has. */
export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  return [...bytes].map((byte) => (byte % 32).toString(32)).join("");
}

/** @param {any} raw @returns {raw is Entry} */
export const isEntry = (raw) =>
  raw?.v !== undefined &&
  raw.seen instanceof Object &&
  Object.values(raw.seen).every((count) => Number.isSafeInteger(count));

/** What a new store says of itself. @param {string} device */
export const fresh = (device) => ({ born: randomId(), device, latest: 0 });

/**
 * All that lies in a storage, or in a range of it, by key.
 *
 * @param {any} db
 * @param {IDBKeyRange} [range]
 * @returns {Promise<Map<string, any>>}
 */
export async function allOf(db, range) {
  const shelf = db.transaction(TABLE).store;
  const [keys, values] = await Promise.all([shelf.getAllKeys(range), shelf.getAll(range)]);
  return new Map(keys.map((/** @type {string} */ key, /** @type {number} */ at) => [key, values[at]]));
}

/**
 * Copy what an older version of the page kept in the store that all playbooks of a host shared, once. It stays there,
 * for the others.
 *
 * @param {any} db
 * @param {any} meta what this store says of itself; nothing when it is new
 * @returns {Promise<any>} what it says of itself now
 */
export async function takeShared(db, meta) {
  if (meta?.tookShared) return meta;
  const all = await sharedEntries();
  if (!all) return meta;
  const taken = { ...(meta ?? all.get(META) ?? fresh(randomId())), tookShared: true };
  const tx = db.transaction(TABLE, "readwrite");
  for (const [key, entry] of all) {
    if (key !== META && isEntry(entry) && (await tx.store.get(key)) === undefined) tx.store.put(entry, key);
  }
  tx.store.put(taken, META);
  await tx.done;
  return taken;
}

/** What lies in the shared store; null when there is none. @returns {Promise<Map<string, any> | null>} */
async function sharedEntries() {
  let none = false;
  try {
    const db = await globalThis.idb.openDB(SHARED, undefined, {
      upgrade: (/** @type {any} */ _db, /** @type {any} */ _old, /** @type {any} */ _new, /** @type {any} */ tx) => {
        none = true;
        tx.done.catch(() => {});
        tx.abort(); // it isn't made by being looked for
      },
    });
    const all = await allOf(db);
    db.close();
    return all;
  } catch {
    return none ? null : new Map();
  }
}

/**
 * Leave a mark beside the store: when it is there and the store is empty, the browser has cleared the store.
 *
 * @returns {boolean} whether it was there
 */
export function mark() {
  try {
    const found = localStorage.getItem(NAME);
    localStorage.setItem(NAME, "1");
    return Boolean(found);
  } catch {
    return false; // no mark, no warning
  }
}
