/** Which roles the reader has: those in the address, `?role=a,b`. */

import { choices } from "../lib/address.js";

/**
 * The roles that questions are asked for; none means all of them. A role that isn't there any more is left out.
 *
 * @param {Set<string>} known the ids of all roles
 * @returns {string[]}
 */
export const chosenRoles = (known) => (choices().get("role") ?? "").split(",").filter((role) => known.has(role));
