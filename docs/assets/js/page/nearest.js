// Which places an address that leads nowhere may have meant, and the way to look for it by its words.

import { h } from "../lib/dom.js";

/** How many places are listed. */
export const SHOWN = 5;

/**
 * A path as it is compared: decoded, in small letters, without slashes and index.html at its ends, and without the
 * signs that stood behind it in a sentence.
 *
 * @param {string} path
 */
export function plain(path) {
  let text = path;
  try {
    text = decodeURIComponent(path);
  } catch {
    // A path that no browser has encoded is compared as it stands.
  }
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/index\.(?:html|md)$/, "")
    .replace(/^\/+|[\s/.,;:!?)>\]"'。、”’」》】]+$/g, "");
}

/**
 * How many letters must be changed, added or taken out to make one text of the other.
 *
 * @param {string} one
 * @param {string} other
 */
export function distance(one, other) {
  let above = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let at = 1; at <= other.length; at++) {
      const changed = above[at - 1] + (one[row - 1] === other[at - 1] ? 0 : 1);
      current.push(Math.min(changed, above[at] + 1, current[at - 1] + 1));
    }
    above = current;
  }
  return above[other.length];
}

/** The last part of a path. @param {string} path */
const last = (path) => path.slice(path.lastIndexOf("/") + 1);

/**
 * The places that an address may have meant, the nearest first.
 *
 * @param {string} path below the site's root
 * @param {[string, string][]} places address and name of each
 * @returns {[string, string][]}
 */
export function nearest(path, places) {
  const asked = plain(path);
  const name = last(asked);
  if (!name) return [];
  const limit = Math.max(2, Math.floor(name.length / 3));
  return places
    .map((place) => {
      const own = plain(place[0]);
      const id = last(own);
      // The same name in another folder is a little less near; so is an item that is named without its duty.
      const far = Math.min(
        distance(asked, own),
        distance(name, id) + 1,
        id.includes(".") ? distance(name, id.slice(id.indexOf(".") + 1)) + 2 : Number.POSITIVE_INFINITY,
      );
      return { place, far };
    })
    .filter(({ far }) => far <= limit)
    .sort((one, other) => one.far - other.far)
    .slice(0, SHOWN)
    .map(({ place }) => place);
}

/**
 * The words of an address as somebody would type them into the search: without folders, hyphens and endings.
 *
 * @param {string} path below the site's root, or a place on a page
 */
export const wordsOf = (path) =>
  last(plain(path))
    .replace(/\.(?:html?|md|php)$/, "")
    .split(/[-._~+#\s]+/)
    .filter(Boolean)
    .slice(0, 8)
    .join(" ");

/**
 * A line that leads to the search for the words of an address; "" where there are none.
 *
 * @param {string} root where the site begins
 * @param {string} path below it, or a place on a page
 * @returns {HTMLElement | ""}
 */
export function searchFor(root, path) {
  const words = wordsOf(path);
  return words && h("p", {}, h("a", { href: `${root}?q=${encodeURIComponent(words)}` }, `搜“${words}”`));
}
