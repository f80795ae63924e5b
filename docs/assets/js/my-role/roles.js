// Which roles are the reader's own: as kept on this device, read against the roles that there are today.

import { siteRoot } from "../lib/address.js";
import { h } from "../lib/dom.js";
import { PREFIX, resolve } from "./resolve.js";

/** @import { Store } from "../store/store.js" */
/** @import { Mine } from "./resolve.js" */

/** The key under which it stands that everything is shown as everybody sees it. */
export const AS_ALL = "view:all";

/** @param {Store} store @returns {Promise<Mine>} */
export async function myRoles(store) {
  const kept = await store.list(PREFIX);
  if (!kept.length) return { roles: [], asAll: false, notes: [] };
  const all = (await fetched("roles")) ? /** @type {any} */ (globalThis).playbookRoles : null;
  const asAll = (await store.list(AS_ALL)).length > 0;
  return { ...resolve(kept, all), asAll };
}

/** What a role does when (macros/pages/my_role.py); null where that couldn't be fetched. @param {string} id */
export async function dayOf(id) {
  return (await fetched(id)) ? /** @type {any} */ (globalThis).playbookDays?.[id] : null;
}

/** Scripts that have been asked for, by name. @type {Map<string, Promise<boolean>>} */
const asked = new Map();

/**
 * Fetch a script of the build, once; one that didn't come is asked for again. From a disk no other way is open.
 *
 * @param {string} name
 * @returns {Promise<boolean>} whether it came
 */
function fetched(name) {
  const known = asked.get(name);
  if (known) return known;
  /** @type {Promise<boolean>} */
  const coming = new Promise((resolve) => {
    const onerror = () => {
      asked.delete(name);
      resolve(false);
    };
    document.head.append(h("script", { src: `${siteRoot()}my-role/${name}.js`, onload: () => resolve(true), onerror }));
  });
  asked.set(name, coming);
  return coming;
}

/**
 * Do something now and whenever the reader's roles change, here or in another tab; an import changes many at once.
 *
 * @param {Store} store
 * @param {(mine: Mine, again: () => Promise<void>) => void | Promise<void>} show `again`: after a change made here
 */
export async function whenMine(store, show) {
  let waiting = 0;
  const again = async () => show(await myRoles(store), again);
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(again, 50);
  };
  store.watch(PREFIX, later);
  store.watch(AS_ALL, later);
  await again();
}
