// What is looked up and not read through, such as common mistakes, is closed on a phone until it is asked for.

import { h } from "../lib/dom.js";

const PHONE = matchMedia("(max-width: 44.9em)");

/**
 * As the page comes everything is open: for who has no scripts, for wide screens, and on paper. What the address names
 * stays open on a phone too; the browser's own search opens what it finds.
 *
 * @param {Document} page
 */
export function foldOnPhones(page) {
  const fold = () => {
    if (PHONE.matches) for (const part of page.querySelectorAll("span.pb-else")) part.replaceWith(cardOf(part));
    const cards = page.querySelectorAll("details:is(.pb-look, .pb-else)");
    for (const card of /** @type {NodeListOf<HTMLDetailsElement>} */ (cards)) {
      card.open = !PHONE.matches || card.querySelector(":target") !== null;
    }
  };
  fold();
  PHONE.addEventListener("change", fold);
}

/** A card that opens with the part's first word, which is bold. @param {Element} part */
function cardOf(part) {
  const [word, ...rest] = part.childNodes;
  return h("details", { class: "pb-else" }, h("summary", {}, word.textContent), h("div", {}, rest));
}
