/** Draws one of the cases to be played that are for the reader's roles. */

import { button, h } from "../lib/dom.js";

/**
 * @param {Document} page
 * @returns {(roles: string[]) => void} shows the cases for some roles; without any, all of them
 */
export function drawCase(page) {
  const cases = /** @type {HTMLElement[]} */ ([...page.querySelectorAll("[data-scenarios] > [data-for]")]);
  const place = /** @type {HTMLElement} */ (page.querySelector("[data-draw]"));
  const drawn = h("span", { role: "status" });
  /** @type {HTMLElement | undefined} */
  let last;

  function draw() {
    const open = cases.filter((one) => !one.hidden);
    const others = open.length > 1 ? open.filter((one) => one !== last) : open;
    last = others[Math.floor(Math.random() * others.length)];
    const link = last?.querySelector("a");
    drawn.replaceChildren(...(link ? ["抽到：", link.cloneNode(true)] : ["这个岗位还没有案子。"]));
  }

  const act = button("抽一个", draw);
  return (roles) => {
    if (cases.length && !act.isConnected) place.replaceChildren(act, drawn);
    for (const one of cases) {
      const players = one.dataset.for?.split(" ") ?? [];
      one.hidden = roles.length > 0 && !roles.some((role) => players.includes(role));
    }
    drawn.replaceChildren();
  };
}
