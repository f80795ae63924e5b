// Who hands what to whom: of the chains of a month and a quarter, what one role or team has to do with.

import { filterForm } from "./filter.js";

/** What belongs to somebody says so in data-who, by ids. @param {HTMLFormElement} form */
export function start(form) {
  const all = [...document.querySelectorAll("[data-who]")].map((node) => ({
    node,
    who: (node.getAttribute("data-who") ?? "").split(" "),
    isStep: node.matches("li"),
  }));
  filterForm(form, ({ who: chosen }) => {
    let shown = 0;
    for (const { node, who, isStep } of all) {
      const mine = !chosen || who.includes(chosen);
      if (isStep) {
        node.toggleAttribute("hidden", !mine);
        shown += Number(mine);
      }
      node.classList.toggle("pb-dim", !mine);
      node.classList.toggle("pb-mine", Boolean(chosen && mine));
    }
    return `${all.filter(({ isStep }) => isStep).length} 步里的 ${shown} 步`;
  });
}
