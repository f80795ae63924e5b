// What the page for addresses that lead nowhere does: it goes on to the place whose hash came encoded, as chats and
// mail programs do it, else it lists the nearest places, those that something has left among them.

import { h } from "../lib/dom.js";
import { nearest, plain, SHOWN, searchFor } from "./nearest.js";

const [path, hash] = location.pathname.split(/%23(.*)/is);
if (hash === undefined) listNearest();
else location.replace(`${path}${location.search}#${hash}${location.hash}`);

function listNearest() {
  const box = /** @type {HTMLElement} */ (document.querySelector("[data-not-found]"));
  const root = box.dataset.root ?? "/";
  const places = JSON.parse(document.querySelector("script[data-places]")?.textContent ?? "[]");
  const asked = path.startsWith(root) ? path.slice(root.length) : path;
  // A place on a page is an item, which has a short address: it may be found where its page isn't.
  const item = location.hash && `go/${plain(asked).split("/").at(-1)}.${location.hash.slice(1)}`;
  const found = new Map([
    ...nearest(asked, places).map(([to, name]) => /** @type {[string, string]} */ ([to + location.hash, name])),
    ...nearest(item, places),
  ]);
  const links = [...found].slice(0, SHOWN).map(([to, name]) => h("li", {}, h("a", { href: root + to }, name)));
  box.append(...(links.length ? [h("p", {}, "是不是要找："), h("ul", {}, links)] : []), searchFor(root, asked));
}
