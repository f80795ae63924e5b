import { named } from "./redirect.js";

/** Opens every card that holds the element which the address names, and scrolls to it. */
function openTarget() {
  const target = named();
  let card = target?.closest("details");
  if (!target || !card) return;
  for (; card; card = card.parentElement?.closest("details") ?? null) card.open = true;
  target.scrollIntoView();
}

/**
 * Cards open when their anchor, or one inside them, is the address; all of them open for printing.
 *
 * @param {Document} page
 */
export function openCards(page) {
  openTarget();
  addEventListener("hashchange", openTarget);

  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...page.querySelectorAll("details")].filter((card) => !card.open);
    for (const card of opened) card.open = true;
  });
  addEventListener("afterprint", () => {
    for (const card of opened) card.open = false;
  });
}
