/** Which roles the reader has: those in the address, `?role=a,b`; without any, those kept as the reader's own. */

import { choices } from "../lib/address.js";

/** @import { Store } from "../store/store.js" */

/** What the keys of the reader's own roles begin with, and the one that asks to see everything as everybody does. */
const OWN = "role:";
const AS_ALL = "view:all";
/** In the address: all roles, whatever is kept. */
export const ALL = "all";

/**
 * The roles that questions are asked for; none means all of them. A role that isn't there any more is left out.
 *
 * @param {Store} store
 * @param {Set<string>} known the ids of all roles
 * @returns {Promise<string[]>}
 */
export async function chosenRoles(store, known) {
  const asked = choices().get("role");
  if (asked) return asked.split(",").filter((role) => known.has(role));
  if ((await store.list(AS_ALL)).length) return [];
  return (await store.list(OWN)).map(([key]) => key.slice(OWN.length)).filter((role) => known.has(role));
}
