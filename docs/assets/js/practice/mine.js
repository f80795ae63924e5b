/** Which roles are asked about: those in the address, `?role=a,b`; without any, those kept as the reader's own. */

import { choices } from "../lib/address.js";
import { myRoles } from "../my-role/roles.js";

/** @import { Store } from "../store/store.js" */

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
  const { roles, asAll } = await myRoles(store);
  return asAll ? [] : roles.map(({ id }) => id).filter((role) => known.has(role));
}
