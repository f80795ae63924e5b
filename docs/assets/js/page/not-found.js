// What the page for addresses that lead nowhere does: it goes on to the place whose hash came encoded, as chats and
// mail programs do it, else it lists the nearest places, those that something has left among them.

import { h } from "../lib/dom.js";
import { nearest } from "./nearest.js";

const [path, hash] = location.pathname.split(/%23(.*)/is);
if (hash === undefined) listNearest();
else location.replace(`${path}${location.search}#${hash}${location.hash}`);

function listNearest() {
  const box = /** @type {HTMLElement} */ (document.querySelector("[data-not-found]"));
  const root = box.dataset.root ?? "/";
  const places = JSON.parse(document.querySelector("script[data-places]")?.textContent ?? "[]");
  const found = nearest(path.startsWith(root) ? path.slice(root.length) : path, places);
  if (!found.length) return;
  const links = found.map(([address, name]) => h("li", {}, h("a", { href: root + address + location.hash }, name)));
  box.append(h("p", {}, "是不是要找："), h("ul", {}, links));
}
